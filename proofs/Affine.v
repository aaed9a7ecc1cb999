(** * The affine layer, for any batch size and any widths *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From PureML Require Import Sums Moves.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Open Scope R_scope.

Section Affine.
Variables B N M : finType.         (* examples in the batch, inputs, outputs *)
Implicit Types (X V : B * N -> R) (W : N * M -> R) (b : M -> R) (d : B * M -> R).

Definition affine X W b : B * M -> R := fun p => ∑_k X (p.1, k) * W (k, p.2) + b p.2.

(** The velocity of the output when X, W and b all move at once. *)
Definition affine_push X W V W' b' : B * M -> R := fun p =>
  ∑_k (V (p.1, k) * W (k, p.2) + X (p.1, k) * W' (k, p.2)) + b' p.2.

(** [rule: layers.affine] When X, W and b all move, X W + b moves by the product rule. *)
Theorem affine_moves (X : R -> B * N -> R) (W : R -> N * M -> R) (b : R -> M -> R) t V W' b' :
  moves X t V -> moves W t W' -> moves b t b' ->
  moves (fun s => affine (X s) (W s) (b s)) t (affine_push (X t) (W t) V W' b').
Proof.
move=> HX HW Hb p; apply: (is_derive_plus (fun s => ∑_k X s (p.1, k) * W s (k, p.2))); last exact: Hb.
apply: is_derive_sum => k.
by apply: (is_derive_mult (fun s => X s (p.1, k)) (fun s => W s (k, p.2))); [exact: HX|exact: HW|move=> x y; apply: Rmult_comm].
Qed.

(** The backward formulas: delta W^T, X^T delta, and the column sums of delta. *)
Definition grad_X W d : B * N -> R := fun p => ∑_j d (p.1, j) * W (p.2, j).
Definition grad_W X d : N * M -> R := fun p => ∑_i X (i, p.1) * d (i, p.2).
Definition grad_b   d : M -> R     := fun j => ∑_i d (i, j).

Lemma adjoint_X W d V :
  ∑_p d p * (∑_k V (p.1, k) * W (k, p.2)) = dot (grad_X W d) V.
Proof.
rewrite /dot !sum_pair; apply: eq_sum => i /=.
under eq_bigr do rewrite -sumZ; rewrite sum_swap; apply: eq_sum => k.
by rewrite /grad_X -sumZr; apply: eq_sum => j /=; ring.
Qed.
Lemma adjoint_W X d W' :
  ∑_p d p * (∑_k X (p.1, k) * W' (k, p.2)) = dot (grad_W X d) W'.
Proof.
rewrite /dot !sum_pair sum_swap [RHS]sum_swap; apply: eq_sum => j /=.
under eq_bigr do rewrite -sumZ; rewrite sum_swap; apply: eq_sum => k.
by rewrite /grad_W -sumZr; apply: eq_sum => i /=; ring.
Qed.
Lemma adjoint_b d b' : ∑_p d p * b' p.2 = dot (grad_b d) b'.
Proof. by rewrite /dot sum_pair sum_swap; apply: eq_sum => j /=; rewrite sumZr. Qed.

(** [rule: layers.affine] The adjoint of that motion is (G W^T, X^T G, column sums of G), for any batch size and any widths. *)
Theorem affine_adjoint X W V W' b' d :
  dot d (affine_push X W V W' b')
  = dot (grad_X W d) V + dot (grad_W X d) W' + dot (grad_b d) b'.
Proof.
rewrite -adjoint_X -adjoint_W -adjoint_b -!sumD; apply: eq_sum => p.
by rewrite /affine_push sumD; ring.
Qed.
End Affine.
