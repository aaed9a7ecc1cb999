(** * From chains to arbitrary graphs: sharing, skip connections, batches *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From PureML Require Import Sums Moves Backprop.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Open Scope R_scope.

(** [keep l] computes [l] and keeps its input as well: (x) becomes (x, l x).  A
    program that computes one new tensor per line, from any of the tensors seen so
    far, is a chain of such layers; so the theorem on chains covers every
    computation graph, with fan-out and shared weights.  Backward: the signal on
    the old tensors is _added_ to the one pulled back through [l]. *)
Section Keep.
Variables (A B : finType) (l : layer A B).
Definition both (x : A -> R) (y : B -> R) (p : A + B) : R :=
  match p with inl a => x a | inr b => y b end.
Lemma keep_correct (th : R -> par l -> R) (x : R -> A -> R) t th' x' :
  ok (th t) (x t) -> moves th t th' -> moves x t x' ->
  moves (fun s => both (x s) (forward (th s) (x s))) t (both x' (push (th t) (x t) th' x')).
Proof. by move=> Hok Hth Hx [a|b] /=; [exact: Hx | exact: (push_correct Hok Hth Hx)]. Qed.
(** [rule: layers.chain] Where a value is used twice the two signals that come back are added. *)
Theorem keep_adjoint (th : par l -> R) (x : A -> R) th' x' (d : A + B -> R) :
  dot d (both x' (push th x th' x'))
  = dot (pull_par th x (fun b => d (inr b))) th'
    + dot (fun a => d (inl a) + pull_in th x (fun b => d (inr b)) a) x'.
Proof.
transitivity (dot (fun a => d (inl a)) x' + dot (fun b => d (inr b)) (push th x th' x')).
  exact: dot_sum.
by rewrite pull_correct dotDl; ring.
Qed.
Definition keep : layer A [finType of A + B] :=
  {| forward th x := both x (forward th x); ok := @ok _ _ l;
     push_correct := keep_correct; pull_correct := keep_adjoint |}.
End Keep.

(** [gather f] reads the entry [f j] for every output [j]: selecting, reshaping,
    transposing, repeating, embedding look-up.  Backward: scatter and add. *)
Section Gather.
Variables (A B : finType) (f : B -> A).
Lemma gather_correct (th : R -> void_finType -> R) (x : R -> A -> R) t th' x' :
  True -> moves th t th' -> moves x t x' -> moves (fun s j => x s (f j)) t (fun j => x' (f j)).
Proof. by move=> _ _ Hx j; exact: Hx. Qed.
(** [rule: layers.embedding, layers.flatten] Reading entries (look-up, reshape, transpose, repeat) sends each signal back to the entry it was read from, adding where one entry was read several times. *)
Theorem gather_adjoint (th : void_finType -> R) (x : A -> R) (th' : void_finType -> R) (x' : A -> R) d :
  dot d (fun j => x' (f j)) = dot (fun _ => 0) th' + dot (fun a => ∑_(j | f j == a) d j) x'.
Proof.
rewrite [X in _ = X + _]/dot big1 => [|[]] //; rewrite Rplus_0_l /dot.
rewrite (partition_big f predT) //=; apply: eq_sum => a; rewrite big_distrl /=.
by apply: eq_bigr => j /eqP <-.
Qed.
Definition gather : layer A B :=
  {| forward _ x j := x (f j); ok _ _ := True;
     push_correct := gather_correct; pull_correct := gather_adjoint |}.
End Gather.

(** [skip l] is the residual connection: x becomes x + l x. *)
Section Skip.
Variables (A : finType) (l : layer A A).
Lemma skip_correct (th : R -> par l -> R) (x : R -> A -> R) t th' x' :
  ok (th t) (x t) -> moves th t th' -> moves x t x' ->
  moves (fun s a => x s a + forward (th s) (x s) a) t (fun a => x' a + push (th t) (x t) th' x' a).
Proof.
move=> Hok Hth Hx a; apply: (is_derive_plus (fun s => x s a)); first exact: Hx.
exact: (push_correct Hok Hth Hx).
Qed.
(** [rule: layers.chain] A residual connection adds the signal itself to what its branch sends back. *)
Theorem skip_adjoint (th : par l -> R) (x : A -> R) th' x' (d : A -> R) :
  dot d (fun a => x' a + push th x th' x' a)
  = dot (pull_par th x d) th' + dot (fun a => d a + pull_in th x d a) x'.
Proof.
rewrite dotDl; have -> : dot d (fun a => x' a + push th x th' x' a) = dot d x' + dot d (push th x th' x').
  by rewrite /dot -sumD; apply: eq_sum => a; ring.
by rewrite pull_correct; ring.
Qed.
Definition skip : layer A A :=
  {| forward th x a := x a + forward th x a; ok := @ok _ _ l;
     push_correct := skip_correct; pull_correct := skip_adjoint |}.
End Skip.

Lemma smooth_skip (A : finType) (l : layer A A) : smooth l -> smooth (skip l).
Proof. by move=> H th x; exact: H. Qed.

(** [batched B l] applies the same layer, with the same parameters, to every
    example.  The parameter gradient of a batch is the sum over its examples. *)
Section Batched.
Variables (B A C : finType) (l : layer A C).
Lemma batched_correct (th : R -> par l -> R) (x : R -> B * A -> R) t th' x' :
  (forall i, ok (th t) (row (x t) i)) -> moves th t th' -> moves x t x' ->
  moves (fun s p => forward (th s) (row (x s) p.1) p.2) t
        (fun p => push (th t) (row (x t) p.1) th' (row x' p.1) p.2).
Proof.
move=> Hok Hth Hx [i j] /=.
by apply: (push_correct (x := fun s => row (x s) i)) => // k; exact: Hx.
Qed.
(** [rule: layers.chain] A layer applied to every example of a batch has as parameter gradient the sum over the examples. *)
Theorem batched_adjoint (th : par l -> R) (x : B * A -> R) th' x' (d : B * C -> R) :
  dot d (fun p => push th (row x p.1) th' (row x' p.1) p.2)
  = dot (fun k => ∑_i pull_par th (row x i) (row d i) k) th'
    + dot (fun p => pull_in th (row x p.1) (row d p.1) p.2) x'.
Proof.
rewrite {1 3}/dot !sum_pair.
transitivity (∑_i (dot (pull_par th (row x i) (row d i)) th' + dot (pull_in th (row x i) (row d i)) (row x' i))).
  by apply: eq_sum => i; rewrite -pull_correct.
rewrite sumD; congr (_ + _); rewrite /dot sum_swap; apply: eq_sum => k; by rewrite sumZr.
Qed.
Definition batched : layer [finType of B * A] [finType of B * C] :=
  {| forward th x p := forward th (row x p.1) p.2; ok th x := forall i, ok th (row x i);
     push_correct := batched_correct; pull_correct := batched_adjoint |}.
End Batched.

Lemma smooth_batched (B A C : finType) (l : layer A C) : smooth l -> smooth (batched B l).
Proof. by move=> H th x i; exact: H. Qed.

(** ** Embedding and flatten are gathers *)
Section Embedding.
Variables (N V D : finType) (index : N -> V).
Definition embedding (e : V * D -> R) : N * D -> R := fun p => e (index p.1, p.2).
Definition embedding_pullback (g : N * D -> R) : V * D -> R := fun q => ∑_(n | index n == q.1) g (n, q.2).

(** [rule: layers.embedding] The row of a token receives the sum of the signals of all its occurrences, repeated ones included. *)
Theorem embedding_rule :
  is_rule embedding (fun _ v => embedding v) (fun _ g => embedding_pullback g) (@everywhere _).
Proof.
split=> [c t v _ Hc p|_ v g]; first exact: Hc.
rewrite /dot !sum_pair exchange_big [RHS]exchange_big /=; apply: eq_sum => j.
rewrite (partition_big index predT) //=; apply: eq_sum => u; rewrite /embedding_pullback big_distrl /=.
by apply: eq_bigr => n /eqP <-.
Qed.
End Embedding.

Section Flatten.
Variables (A B : finType) (f : B -> A) (f' : A -> B).
Hypotheses (ff' : cancel f f') (f'f : cancel f' f).

(** [rule: layers.flatten, layers.pixelwise] Reordering entries without loss (flatten, reshape, transpose) sends the signal back by the inverse reordering. *)
Theorem flatten_rule :
  is_rule (fun (x : A -> R) b => x (f b)) (fun _ v b => v (f b)) (fun _ g a => g (f' a)) (@everywhere _).
Proof.
split=> [c t v _ Hc b|_ v g]; first exact: Hc.
rewrite /dot (reindex f'); last by exists f => ? _; [exact: f'f | exact: ff'].
by apply: eq_sum => a; rewrite f'f.
Qed.
End Flatten.
