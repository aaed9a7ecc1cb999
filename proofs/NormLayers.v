(** * Batch norm, layer norm and RMS norm as layers with scale and shift

    All of them first normalise, which is a rule without parameters, and then
    multiply by gamma and add beta, one of each for every feature. *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From PureML Require Import Sums Moves Norm Backprop.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Open Scope R_scope.

(** A function of the columns of a batch. *)
Definition column (B N : Type) (x : B * N -> R) (j : N) : B -> R := fun i => x (i, j).
Lemma columns_rule (B N : finType) (f : N -> (B -> R) -> B -> R) push pull :
  (forall j, is_rule (f j) (push j) (pull j) (@everywhere B)) ->
  is_rule (fun (x : B * N -> R) p => f p.2 (column x p.2) p.1)
    (fun x v p => push p.2 (column x p.2) (column v p.2) p.1)
    (fun x g p => pull p.2 (column x p.2) (column g p.2) p.1) (@everywhere _).
Proof.
move=> H; split=> [c t v _ Hc [i j] /=|x v g].
  by apply: ((H j).1 (fun s => column (c s) j)) => // k; exact: Hc.
rewrite /dot !sum_pair exchange_big [RHS]exchange_big /=; apply: eq_sum => j.
exact: ((H j).2 (column x j) (column v j) (column g j)).
Qed.

(** ** Scale and shift after any rule *)
Section ScaleShift.
Variables (B N : finType) (f : (B * N -> R) -> B * N -> R).
Variables (fpush fpull : (B * N -> R) -> (B * N -> R) -> B * N -> R) (fok : (B * N -> R) -> Prop).
Hypothesis frule : is_rule f fpush fpull fok.
Let P := [finType of N + N].
Definition scale_shift (th : P -> R) (x : B * N -> R) : B * N -> R :=
  fun p => th (inl p.2) * f x p + th (inr p.2).
Definition scale_shift_push (th : P -> R) (x : B * N -> R) (th' : P -> R) (x' : B * N -> R) : B * N -> R :=
  fun p => th' (inl p.2) * f x p + fpush x x' p * th (inl p.2) + th' (inr p.2).
(** d gamma, d beta, and the signal for the input. *)
Definition scale_shift_pull_par (x : B * N -> R) (d : B * N -> R) (q : P) : R :=
  match q with inl j => ∑_i d (i, j) * f x (i, j) | inr j => ∑_i d (i, j) end.
Definition scale_shift_pull_in (th : P -> R) (x : B * N -> R) (d : B * N -> R) : B * N -> R :=
  fpull x (fun p => th (inl p.2) * d p).

Lemma scale_shift_correct (th : R -> P -> R) (x : R -> B * N -> R) t th' x' :
  fok (x t) -> moves th t th' -> moves x t x' ->
  moves (fun s => scale_shift (th s) (x s)) t (scale_shift_push (th t) (x t) th' x').
Proof.
move=> Hok Hth Hx p; apply: (is_derive_plus (fun s => th s (inl p.2) * f (x s) p)); last exact: Hth.
rewrite [fpush _ _ _ * _]Rmult_comm.
by apply: (is_derive_mult (fun s => th s (inl p.2)) (fun s => f (x s) p));
   [exact: Hth | exact: (frule.1 x t x' Hok Hx p) | exact: Rmult_comm].
Qed.
Lemma scale_shift_adjoint (th : P -> R) (x : B * N -> R) th' x' (d : B * N -> R) :
  dot d (scale_shift_push th x th' x') = dot (scale_shift_pull_par x d) th' + dot (scale_shift_pull_in th x d) x'.
Proof.
rewrite /scale_shift_pull_in -frule.2 /scale_shift_push.
have -> : dot d (fun p => th' (inl p.2) * f x p + fpush x x' p * th (inl p.2) + th' (inr p.2))
  = ∑_p (d p * f x p) * th' (inl p.2) + ∑_p d p * th' (inr p.2) + dot (fun p => th (inl p.2) * d p) (fpush x x').
  by rewrite /dot -!sumD; apply: eq_sum => p; ring.
congr (_ + _); rewrite dot_sum /dot !sum_pair.
by rewrite sum_swap [X in _ + X]sum_swap; congr (_ + _); apply: eq_sum => j /=; rewrite sumZr.
Qed.
Definition scale_shift_layer : layer [finType of B * N] [finType of B * N] :=
  {| forward th x := scale_shift th x; ok _ x := fok x;
     push_correct := scale_shift_correct; pull_correct := scale_shift_adjoint |}.
End ScaleShift.

Section Layers.
Variables (B N : finType) (eps : R) (eps0 : 0 < eps).

(** ** Batch norm in training: every feature over the batch *)
Definition batch_normalise (x : B * N -> R) (p : B * N) : R := normalise eps (column x p.2) p.1.
Definition batch_normalise_pull (x g : B * N -> R) (p : B * N) : R :=
  normalise_pullback eps (column x p.2) (column g p.2) p.1.

Lemma batch_normalise_rule : is_rule batch_normalise
  (fun x v p => (fun x v i => (v i - mean v - normalise eps x i * mean (fun k => normalise eps x k * v k)) / sd eps x)
                (column x p.2) (column v p.2) p.1)
  batch_normalise_pull (@everywhere _).
Proof. exact: (columns_rule (fun _ : N => normalise_rule B eps0)). Qed.
Definition batch_norm : layer [finType of B * N] [finType of B * N] := scale_shift_layer batch_normalise_rule.

(** [rule: layers.batch_norm] Batch norm in training computes gamma (x - mean) / sqrt(variance + eps) + beta, feature by feature. *)
Theorem batch_norm_value th x i j :
  forward (l := batch_norm) th x (i, j)
  = th (inl j) * ((x (i, j) - mean (column x j)) / sqrt (variance (column x j) + eps)) + th (inr j).
Proof. by []. Qed.

(** [rule: layers.batch_norm] In training d gamma = sum of g xhat, d beta = sum of g, and d x = r (d - mean d - xhat mean(d xhat)) with d = gamma g. *)
Theorem batch_norm_backward th x g i j :
  let xhat i := batch_normalise x (i, j) in
  let d i := th (inl j) * g (i, j) in
  [/\ pull_par (l := batch_norm) th x g (inl j) = ∑_i g (i, j) * xhat i,
      pull_par (l := batch_norm) th x g (inr j) = ∑_i g (i, j) &
      pull_in (l := batch_norm) th x g (i, j)
      = (d i - mean d - xhat i * mean (fun k => xhat k * d k)) / sqrt (variance (column x j) + eps)].
Proof. by []. Qed.

(** [rule: layers.batch_norm] For any signal g these are the gradients in training: sum of g xhat for gamma, sum of g for beta, and the three-term formula per feature for x. *)
Theorem batch_norm_gradient (th : N + N -> R) (x g : B * N -> R) :
  is_gradient (fun th => dot g (forward (l := batch_norm) th x)) th
    (fun q => match q with inl j => ∑_i g (i, j) * batch_normalise x (i, j) | inr j => ∑_i g (i, j) end) /\
  is_gradient (fun x => dot g (forward (l := batch_norm) th x)) x
    (fun p => let d q := th (inl q.2) * g q in batch_normalise_pull x d p).
Proof. exact: (@layer_gradient _ _ batch_norm th x g Logic.I). Qed.

(** ** Batch norm in evaluation: the running statistics are constants *)
Variables (mu var : N -> R).
Definition eval_normalise (x : B * N -> R) (p : B * N) : R := (x p - mu p.2) / sqrt (var p.2 + eps).
Definition eval_scaled (v : B * N -> R) (p : B * N) : R := v p / sqrt (var p.2 + eps).
Lemma eval_normalise_rule :
  is_rule eval_normalise (fun _ v => eval_scaled v) (fun _ g => eval_scaled g) (@everywhere _).
Proof.
split=> [c t v _ Hc p|_ v g]; last by apply: eq_sum => p; rewrite /eval_scaled /Rdiv; ring.
rewrite /eval_scaled /Rdiv Rmult_comm.
apply: (is_derive_ext (fun s => / sqrt (var p.2 + eps) * (c s p - mu p.2))) => [s|]; first exact: Rmult_comm.
apply: (is_derive_scal (fun s => c s p - mu p.2)); rewrite -[X in is_derive _ _ X]Rminus_0_r.
by apply: (is_derive_minus (fun s => c s p)); [exact: Hc | exact: is_derive_const].
Qed.
Definition batch_norm_evaluation : layer [finType of B * N] [finType of B * N] :=
  scale_shift_layer eval_normalise_rule.

(** [rule: layers.batch_norm] In evaluation the statistics are constants, so d x = gamma g / sqrt(v + eps): another function, another pullback. *)
Theorem batch_norm_evaluation_backward th x g i j :
  [/\ forward (l := batch_norm_evaluation) th x (i, j)
      = th (inl j) * ((x (i, j) - mu j) / sqrt (var j + eps)) + th (inr j),
      pull_par (l := batch_norm_evaluation) th x g (inl j) = ∑_i g (i, j) * eval_normalise x (i, j),
      pull_par (l := batch_norm_evaluation) th x g (inr j) = ∑_i g (i, j) &
      pull_in (l := batch_norm_evaluation) th x g (i, j) = th (inl j) * g (i, j) / sqrt (var j + eps)].
Proof. by []. Qed.

(** [rule: layers.batch_norm] For any signal g these are the gradients in evaluation: the input receives gamma g / sqrt(v + eps). *)
Theorem batch_norm_evaluation_gradient (th : N + N -> R) (x g : B * N -> R) :
  is_gradient (fun th => dot g (forward (l := batch_norm_evaluation) th x)) th
    (fun q => match q with inl j => ∑_i g (i, j) * eval_normalise x (i, j) | inr j => ∑_i g (i, j) end) /\
  is_gradient (fun x => dot g (forward (l := batch_norm_evaluation) th x)) x
    (fun p => let d q := th (inl q.2) * g q in d p / sqrt (var p.2 + eps)).
Proof. exact: (@layer_gradient _ _ batch_norm_evaluation th x g Logic.I). Qed.

(** ** Layer norm and RMS norm: every example over its features *)
Definition layer_norm : layer [finType of B * N] [finType of B * N] :=
  scale_shift_layer (rows_rule B (normalise_rule N eps0)).
Definition rms_norm : layer [finType of B * N] [finType of B * N] :=
  scale_shift_layer (rows_rule B (rms_normalise_rule N eps0)).

(** [rule: layers.layer_norm] Layer norm: gamma (x - mean) / sqrt(variance + eps) + beta over the features of one example, with the three-term backward. *)
Theorem layer_norm_backward th x g i j :
  let xhat k := normalise eps (row x i) k in
  let d k := th (inl k) * g (i, k) in
  [/\ forward (l := layer_norm) th x (i, j)
      = th (inl j) * ((x (i, j) - mean (row x i)) / sqrt (variance (row x i) + eps)) + th (inr j),
      pull_par (l := layer_norm) th x g (inl j) = ∑_i g (i, j) * normalise eps (row x i) j,
      pull_par (l := layer_norm) th x g (inr j) = ∑_i g (i, j) &
      pull_in (l := layer_norm) th x g (i, j)
      = (d j - mean d - xhat j * mean (fun k => xhat k * d k)) / sqrt (variance (row x i) + eps)].
Proof. by []. Qed.

(** [rule: layers.rms_norm] RMS norm: gamma x / sqrt(mean square + eps) + beta (leave beta at 0 for the usual form), with the two-term backward. *)
Theorem rms_norm_backward th x g i j :
  let xhat k := x (i, k) / sqrt (mean (fun k => x (i, k) ^ 2) + eps) in
  let d k := th (inl k) * g (i, k) in
  [/\ forward (l := rms_norm) th x (i, j) = th (inl j) * xhat j + th (inr j),
      pull_par (l := rms_norm) th x g (inl j) = ∑_i g (i, j) * rms_normalise eps (row x i) j,
      pull_par (l := rms_norm) th x g (inr j) = ∑_i g (i, j) &
      pull_in (l := rms_norm) th x g (i, j)
      = (d j - xhat j * mean (fun k => xhat k * d k)) / sqrt (mean (fun k => x (i, k) ^ 2) + eps)].
Proof. by []. Qed.
(** [rule: layers.layer_norm] For any signal g these are the gradients of layer norm: the three-term formula is taken over the features of one example. *)
Theorem layer_norm_gradient (th : N + N -> R) (x g : B * N -> R) :
  is_gradient (fun th => dot g (forward (l := layer_norm) th x)) th
    (fun q => match q with inl j => ∑_i g (i, j) * normalise eps (row x i) j | inr j => ∑_i g (i, j) end) /\
  is_gradient (fun x => dot g (forward (l := layer_norm) th x)) x
    (fun p => let d q := th (inl q.2) * g q in normalise_pullback eps (row x p.1) (row d p.1) p.2).
Proof. exact: (@layer_gradient _ _ layer_norm th x g (fun _ => Logic.I)). Qed.

(** [rule: layers.rms_norm] For any signal g these are the gradients of RMS norm: the two-term formula over the features of one example. *)
Theorem rms_norm_gradient (th : N + N -> R) (x g : B * N -> R) :
  is_gradient (fun th => dot g (forward (l := rms_norm) th x)) th
    (fun q => match q with inl j => ∑_i g (i, j) * rms_normalise eps (row x i) j | inr j => ∑_i g (i, j) end) /\
  is_gradient (fun x => dot g (forward (l := rms_norm) th x)) x
    (fun p => let d q := th (inl q.2) * g q in rms_pullback eps (row x p.1) (row d p.1) p.2).
Proof. exact: (@layer_gradient _ _ rms_norm th x g (fun _ => Logic.I)). Qed.
End Layers.
