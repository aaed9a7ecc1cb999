(** * Squared errors, binary cross-entropy on logits, and the L2 penalty *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From PureML Require Import Sums Moves Smooth.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Open Scope R_scope.

Section OneExample.
Variable I : finType.
Definition sum_of_squares (t y : I -> R) : R := ∑_i (y i - t i) ^ 2.
Lemma sum_of_squares_rule t : is_loss (sum_of_squares t) (fun y i => 2 * (y i - t i)) (@everywhere I).
Proof.
apply: (entry_sum_loss (f := fun i y => (y - t i) ^ 2) (df := fun i y => 2 * (y - t i))) => i y.
by auto_derive => //; ring.
Qed.

(** [rule: losses.half_squared_error] For one example, half the sum of squared errors has the gradient prediction minus target. *)
Theorem half_squared_error_gradient (t x : I -> R) :
  is_gradient (fun y => / 2 * sum_of_squares t y) x (fun i => x i - t i).
Proof.
apply: (loss_gradient (ok := @everywhere I) (grad := fun y i => y i - t i)) => //.
by apply: (same_loss _ _ (scaled_loss (/ 2) (@sum_of_squares_rule t))) => // y i; field.
Qed.
End OneExample.

Section Batch.
Variables B C : finType.
Implicit Types t x : B * C -> R.

Definition half_squared_error t x : R := / (2 * count B) * ∑_p (x p - t p) ^ 2.
Definition mean_squared_error t x : R := / (count B * count C) * ∑_p (x p - t p) ^ 2.
Definition binary_cross_entropy t x : R := / (count B * count C) * ∑_p (softplus (x p) - t p * x p).

(** [rule: losses.half_squared_error] Averaged over the batch, half the sum of squared errors has the gradient (y - t) / N. *)
Theorem half_squared_error_rule t :
  is_loss (half_squared_error t) (fun x p => (x p - t p) / count B) (@everywhere _).
Proof.
apply: (same_loss _ _ (scaled_loss (/ (2 * count B)) (@sum_of_squares_rule _ t))) => // x p.
have C0 := count_gt0 p.1; field; lra.
Qed.

(** [rule: losses.mean_squared_error] The mean of all squared errors has the gradient 2 (y - t) / (N K). *)
Theorem mean_squared_error_rule t :
  is_loss (mean_squared_error t) (fun x p => 2 * (x p - t p) / (count B * count C)) (@everywhere _).
Proof.
apply: (same_loss _ _ (scaled_loss (/ (count B * count C)) (@sum_of_squares_rule _ t))) => // x p.
by rewrite /Rdiv; ring.
Qed.

(** [rule: losses.half_squared_error, losses.mean_squared_error] The two squared errors differ by the factor K / 2, so they are not the same loss unless K is 2. *)
Theorem squared_errors_differ t x (i : B) (k : C) :
  half_squared_error t x = count C / 2 * mean_squared_error t x.
Proof.
have B0 := count_gt0 i; have C0 := count_gt0 k; rewrite /half_squared_error /mean_squared_error; field; lra.
Qed.

(** [rule: losses.binary_cross_entropy] On logits, the gradient of binary cross-entropy is (sigma(x) - t) / (N K). *)
Theorem binary_cross_entropy_rule t :
  is_loss (binary_cross_entropy t) (fun x p => (sigmoid (x p) - t p) / (count B * count C)) (@everywhere _).
Proof.
have H := @entry_sum_loss _ (fun p z => softplus z - t p * z) (fun p z => sigmoid z - t p).
apply: (same_loss _ _ (scaled_loss (/ (count B * count C)) (H _))) => [//|x p|p z].
  by rewrite /Rdiv; ring.
apply: (is_derive_minus softplus (fun z => t p * z)); first exact: softplus_derivative.
by auto_derive => //; ring.
Qed.
End Batch.

(** [rule: losses.binary_cross_entropy] On logits the loss is - t log(sigma(x)) - (1 - t) log(1 - sigma(x)). *)
Theorem binary_cross_entropy_on_logits t x :
  softplus x - t * x = - t * ln (sigmoid x) - (1 - t) * ln (1 - sigmoid x).
Proof.
rewrite -sigmoid_symmetry -/(log_sigmoid x) -/(log_sigmoid (- x)) !log_sigmoid_is_softplus Ropp_involutive.
have -> : softplus (- x) = softplus x - x; last by ring.
rewrite /softplus exp_Ropp; have E := exp_pos x.
have -> : 1 + / exp x = (1 + exp x) * / exp x by field; lra.
by rewrite ln_mult ?ln_Rinv ?ln_exp //; [lra | exact: Rinv_0_lt_compat].
Qed.

(** [rule: losses.l2_penalty] The L2 penalty, lambda / 2 times the sum of squares, has the gradient lambda w. *)
Theorem l2_penalty_rule (I : finType) (lam : R) :
  is_loss (fun w : I -> R => lam / 2 * ∑_i w i ^ 2) (fun w i => lam * w i) (@everywhere I).
Proof.
have H := @entry_sum_loss I (fun _ w => w ^ 2) (fun _ w => 2 * w).
apply: (same_loss _ _ (scaled_loss (lam / 2) (H _))) => [//|x p|p x]; first by field.
by auto_derive => //; ring.
Qed.

(** [rule: losses.l1_penalty] The L1 penalty, lambda times the sum of absolute values, has the gradient lambda sign(w), wherever no weight is 0. *)
Theorem l1_penalty_rule (I : finType) (lam : R) :
  is_loss (fun w : I -> R => lam * ∑_i Rabs (w i)) (fun w i => lam * sign (w i)) (fun w => forall i, w i <> 0).
Proof.
move=> c t v W Hc; rewrite dotZ; apply: (is_derive_scal (fun s => ∑_i Rabs (c s i))); apply: is_derive_sum => i.
by apply: (is_derive_Rabs (fun s => c s i)); [exact: Hc | exact: W].
Qed.

(** [rule: losses.l1_penalty] At weight 0 the absolute value has no derivative: the slope 0 of a program is a convention. *)
Theorem absolute_value_has_no_derivative_at_0 : ~ ex_derive Rabs 0.
Proof.
move=> [d Hd]; have H1 : is_derive Rabs 0 d by exact: Hd.
have E : is_derive Rabs 0 (- d).
  apply: (is_derive_ext (fun x => Rabs (- x))) => [x|]; first exact: Rabs_Ropp.
  rewrite (_ : - d = -1 * d); last by ring.
  apply: (is_derive_comp Rabs (fun x => - x)); first by rewrite Ropp_0.
  by auto_derive.
have Z : d = 0 by have := is_derive_unique _ _ _ E; rewrite (is_derive_unique _ _ _ H1); lra.
move: H1; rewrite Z => /is_derive_Reals /(_ (/ 2)) []; first by lra.
move=> [e e0] /= H; have P : Rabs (e / 2) = e / 2 by apply: Rabs_pos_eq; lra.
have := H (e / 2) ltac:(lra) ltac:(lra); rewrite Rplus_0_l Rabs_R0 P.
rewrite (_ : (e / 2 - 0) / (e / 2) - 0 = 1); last by field; lra.
by rewrite Rabs_R1; lra.
Qed.
