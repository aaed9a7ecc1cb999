(** * Attention, with a mask and with several heads, built from proved parts

    Nothing new has to be differentiated here except the product of two computed
    matrices.  Everything else is plugging layers together, and the theorem
    [backprop_correct] then applies to the result. *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From PureML Require Import Sums Moves Softmax Affine Backprop Layers Graph.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Open Scope R_scope.

(** The product of two matrices that both come from earlier in the graph. *)
Section Matmul.
Variables B K M : finType.
Let In := [finType of B * K + K * M].
Definition matmul (z : In -> R) : B * M -> R := fun p =>
  ∑_k z (inl (p.1, k)) * z (inr (k, p.2)).
Definition matmul_push (z z' : In -> R) : B * M -> R := fun p =>
  ∑_k (z' (inl (p.1, k)) * z (inr (k, p.2)) + z (inl (p.1, k)) * z' (inr (k, p.2))).
Lemma matmul_correct (th : R -> void_finType -> R) (z : R -> In -> R) t th' z' :
  True -> moves th t th' -> moves z t z' -> moves (fun s => matmul (z s)) t (matmul_push (z t) z').
Proof.
move=> _ _ Hz p; apply: is_derive_sum => k.
by apply: (is_derive_mult (fun s => z s (inl (p.1, k))) (fun s => z s (inr (k, p.2))));
   [exact: Hz | exact: Hz | exact: Rmult_comm].
Qed.
(** [rule: layers.attention] The product of two computed matrices X W sends back G W^T and X^T G. *)
Theorem matmul_adjoint (th : void_finType -> R) (z : In -> R) (th' : void_finType -> R) (z' : In -> R) (d : B * M -> R) :
  dot d (matmul_push z z') = dot (fun _ => 0) th'
  + dot (fun q : In => match q with
           | inl p => grad_X (fun p => z (inr p)) d p      (* d W^T *)
           | inr p => grad_W (fun p => z (inl p)) d p      (* X^T d *)
         end) z'.
Proof.
rewrite no_par Rplus_0_l dot_sum.
transitivity (dot (grad_X (fun p => z (inr p)) d) (fun p => z' (inl p))
            + dot (grad_W (fun p => z (inl p)) d) (fun p => z' (inr p))); last by [].
rewrite -adjoint_X -adjoint_W -sumD; apply: eq_sum => p.
by rewrite /matmul_push sumD /=; ring.
Qed.
Definition matmul_layer : layer In [finType of B * M] :=
  {| forward _ z := matmul z; ok _ _ := True;
     push_correct := matmul_correct; pull_correct := matmul_adjoint |}.
End Matmul.

(** Apply a layer to the left part of the data and pass the right part through. *)
Section Beside.
Variables (A B C : finType) (l : layer A C).
Let left (z : A + B -> R) : A -> R := fun a => z (inl a).
Let left' (z : C + B -> R) : C -> R := fun a => z (inl a).
Definition beside_fun (y : C -> R) (z : A + B -> R) (p : C + B) : R :=
  match p with inl c => y c | inr b => z (inr b) end.
Lemma beside_correct (th : R -> par l -> R) (z : R -> A + B -> R) t th' z' :
  ok (th t) (left (z t)) -> moves th t th' -> moves z t z' ->
  moves (fun s => beside_fun (forward (th s) (left (z s))) (z s)) t
        (beside_fun (push (th t) (left (z t)) th' (left z')) z').
Proof.
move=> Hok Hth Hz [c|b] /=; last exact: Hz.
by apply: (push_correct (x := fun s => left (z s))) => // a; exact: Hz.
Qed.
Lemma beside_adjoint (th : par l -> R) (z : A + B -> R) th' z' (d : C + B -> R) :
  dot d (beside_fun (push th (left z) th' (left z')) z')
  = dot (pull_par th (left z) (left' d)) th'
    + dot (fun q : A + B => match q with
             | inl a => pull_in th (left z) (left' d) a | inr b => d (inr b) end) z'.
Proof.
transitivity (dot (left' d) (push th (left z) th' (left z')) + dot (fun b => d (inr b)) (fun b => z' (inr b))).
  exact: dot_sum.
by rewrite pull_correct Rplus_assoc dot_sum.
Qed.
Definition beside : layer [finType of A + B] [finType of C + B] :=
  {| forward th z := beside_fun (forward th (left z)) z; ok th z := ok th (left z);
     push_correct := beside_correct; pull_correct := beside_adjoint |}.
End Beside.


(** ** Scaled dot-product attention: softmax(a Q K^T) V, each query seeing only what its mask allows,
    for query positions [T], key positions [S] and width [D]. *)
Section Attention.
Variables (T S D : finType) (a : R) (allowed : T -> pred S).      (* a = 1 / sqrt d *)
Let QKV := [finType of T * D + (S * D + S * D)].
Let QtKV := [finType of (T * D + D * S) + S * D].
Definition transpose_keys (q : QtKV) : QKV :=
  match q with
  | inl (inl p) => inl p
  | inl (inr p) => inr (inl (p.2, p.1))
  | inr p => inr (inr p)
  end.
Definition untranspose_keys (q : QKV) : QtKV :=
  match q with
  | inl p => inl (inl p)
  | inr (inl p) => inl (inr (p.2, p.1))
  | inr (inr p) => inr p
  end.
Lemma transposeK : cancel transpose_keys untranspose_keys. Proof. by case=> [[[]|[]]|[]]. Qed.
Lemma untransposeK : cancel untranspose_keys transpose_keys. Proof. by case=> [[]|[[]|[]]]. Qed.

Definition masked_rows : layer [finType of T * S] [finType of T * S] :=
  rule_layer (each_row_rule (fun i => masked_softmax_rule (allowed i))).
Definition attention : net QKV [finType of T * D] :=
  Cons (reorder transposeK untransposeK)
 (Cons (beside [finType of S * D] (matmul_layer T D S))
 (Cons (beside [finType of S * D] (scale_layer [finType of T * S] a))
 (Cons (beside [finType of S * D] masked_rows)
 (Cons (matmul_layer T S D) (Done _))))).

Definition qkv (Q : T * D -> R) (K V : S * D -> R) (p : QKV) : R :=
  match p with inl q => Q q | inr (inl k) => K k | inr (inr v) => V v end.
(** The weights: row i is the masked softmax of the scores of query i. *)
Definition weights (Q : T * D -> R) (K : S * D -> R) (i : T) : S -> R :=
  masked_softmax (allowed i) (fun s => a * ∑_k Q (i, k) * K (s, k)).

(** [rule: layers.attention] The chain computes what the textbooks say: each output is the weighted sum of the values. *)
Theorem attention_formula (th : params attention) (Q : T * D -> R) (K V : S * D -> R) i j :
  predict th (qkv Q K V) (i, j) = ∑_s weights Q K i s * V (s, j).
Proof. by []. Qed.

(** [rule: layers.attention] There is no input at which the derivative of attention could fail to exist. *)
Theorem attention_ok (th : params attention) z : ok_net th z.
Proof. by []. Qed.

Lemma attention_smooth : smooth_net attention. Proof. by []. Qed.

(** [rule: layers.attention] Backward: dV = P^T G, dS = P (dP - rows of <dP, P>) with dP = G V^T, dQ = a dS K, dK = a dS^T Q. *)
Theorem attention_backward (th : params attention) (Q : T * D -> R) (K V : S * D -> R) (G : T * D -> R) :
  let back := (backprop th (qkv Q K V) G).2 in
  let P i s := weights Q K i s in
  let dP i s := ∑_j G (i, j) * V (s, j) in
  let dS i s := P i s * (dP i s - ∑_r P i r * dP i r) in
  [/\ forall i k, back (inl (i, k)) = ∑_s (a * dS i s) * K (s, k),
      forall s k, back (inr (inl (s, k))) = ∑_i Q (i, k) * (a * dS i s) &
      forall s j, back (inr (inr (s, j))) = ∑_i P i s * G (i, j)].
Proof. by []. Qed.
End Attention.

(** The causal mask: a position sees itself and what came before. *)
Definition causal (n : nat) (i : 'I_n) : pred 'I_n := fun s => leq s i.

(** ** Several heads: the width is split, every head attends on its own, the results lie side by side *)
Section MultiHead.
Variables (H T S D : finType) (a : R) (allowed : T -> pred S).
Let W := [finType of H * D].
Let Wide := [finType of T * W + (S * W + S * W)].
Let Heads := [finType of H * (T * D + (S * D + S * D))].
Definition to_heads (q : Heads) : Wide :=
  let h := q.1 in match q.2 with
  | inl p => inl (p.1, (h, p.2))
  | inr (inl p) => inr (inl (p.1, (h, p.2)))
  | inr (inr p) => inr (inr (p.1, (h, p.2)))
  end.
Definition from_heads (q : Wide) : Heads :=
  match q with
  | inl p => (p.2.1, inl (p.1, p.2.2))
  | inr (inl p) => (p.2.1, inr (inl (p.1, p.2.2)))
  | inr (inr p) => (p.2.1, inr (inr (p.1, p.2.2)))
  end.
Lemma to_headsK : cancel to_heads from_heads. Proof. by case=> h [[]|[[]|[]]]. Qed.
Lemma from_headsK : cancel from_heads to_heads. Proof. by case=> [[? []]|[[? []]|[? []]]]. Qed.
Definition side_by_side (p : T * W) : [finType of H * (T * D)] := (p.2.1, (p.1, p.2.2)).
Definition apart (p : H * (T * D)) : [finType of T * W] := (p.2.1, (p.1, p.2.2)).
Lemma side_by_sideK : cancel side_by_side apart. Proof. by case=> i []. Qed.
Lemma apartK : cancel apart side_by_side. Proof. by case=> h []. Qed.

Definition multi_head : net Wide [finType of T * W] :=
  Cons (reorder to_headsK from_headsK)
 (Cons (batched H (block (attention D a allowed)))
 (Cons (reorder side_by_sideK apartK) (Done _))).

(** [rule: layers.attention, layers.multi_head_attention] With several heads, head h computes attention on its own slice of queries, keys and values. *)
Theorem multi_head_formula (th : params multi_head) (Q : T * W -> R) (K V : S * W -> R) i h j :
  let z (p : Wide) := match p with inl q => Q q | inr (inl k) => K k | inr (inr v) => V v end in
  predict th z (i, (h, j))
  = ∑_s weights a allowed (fun p => Q (p.1, (h, p.2))) (fun p => K (p.1, (h, p.2))) i s * V (s, (h, j)).
Proof. by []. Qed.

Lemma multi_head_smooth : smooth_net multi_head.
Proof. split; first by []. split; last by []. apply: smooth_batched; exact: (smooth_block (attention_smooth _ _ _)). Qed.

(** [rule: layers.attention, layers.multi_head_attention] With several heads, the gradient exists at every input and backprop computes it, for any loss. *)
Theorem multi_head_gradient (loss : (T * W -> R) -> R) g (th : params multi_head) z :
  is_loss loss g (@everywhere _) ->
  is_gradient (fun z => loss (predict th z)) z (backprop th z (g (predict th z))).2.
Proof. move=> Hl; exact: (input_gradient Hl Logic.I (smooth_net_ok multi_head_smooth th z)). Qed.
End MultiHead.
