(** * Cross-entropy: on probabilities, fused with softmax, smoothed, weighted

    Targets of a batch are rows of [T]; class labels are a function [lab] from
    examples to classes. *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From PureML Require Import Sums Moves Softmax.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Open Scope R_scope.

Section OneExample.
Variable I : finType.
Implicit Types x t y : I -> R.

Definition cross_entropy t y : R := - ∑_k t k * ln (y k).

(** [rule: losses.cross_entropy] On probabilities, the gradient of cross-entropy is - t / y, wherever every probability is positive. *)
Theorem cross_entropy_rule t :
  is_loss (cross_entropy t) (fun y k => - t k / y k) (fun y => forall k, 0 < y k).
Proof.
move=> c s v P Hc.
have -> : dot (fun k => - t k / c s k) v = - ∑_k t k * (v k * / c s k).
  have -> : - (∑_k t k * (v k * / c s k)) = -1 * ∑_k t k * (v k * / c s k) by ring.
  by rewrite -sumZ; apply: eq_sum => k; have := P k; move=> ?; field; lra.
apply: (is_derive_opp (fun s => ∑_k t k * ln (c s k))); apply: is_derive_sum => k.
apply: (is_derive_scal (fun s => ln (c s k))).
by apply: (is_derive_comp ln (fun s => c s k)); [exact: is_derive_ln | exact: Hc].
Qed.

(** [rule: losses.softmax_cross_entropy_distribution] Cross-entropy of softmax is S log-sum-exp(x) - <t, x>, where S is the sum of the target. *)
Theorem softmax_cross_entropy_value t x :
  cross_entropy t (softmax x) = (∑_k t k) * logsumexp x - ∑_k t k * x k.
Proof.
rewrite /cross_entropy; under eq_bigr do rewrite log_softmax_is_log /log_softmax Rmult_minus_distr_l.
by rewrite sumB sumZr; ring.
Qed.

Lemma empty_or_class : (forall k : I, False) \/ exists k : I, True.
Proof. by have [j _|I0] := pickP I; [right; exists j | left=> k; have := I0 k]. Qed.

(** [rule: losses.softmax_cross_entropy_distribution] The gradient of softmax cross-entropy is S y - t, for a target whose entries sum to any number S. *)
Theorem softmax_cross_entropy_any_mass t :
  is_loss (fun x => cross_entropy t (softmax x)) (fun x k => (∑_i t i) * softmax x k - t k) (@everywhere I).
Proof.
move=> c s v ev Hc; case: empty_or_class => [I0|[j _]].
  rewrite /dot big1 => [|k]; last by case: (I0 k).
  apply: (is_derive_ext (fun _ => - 0)) => [u|]; last exact: is_derive_const.
  by rewrite /cross_entropy big1 // => k; case: (I0 k).
apply: (is_derive_ext (fun s => (∑_i t i) * logsumexp (c s) - ∑_k t k * c s k)) => [u|].
  by rewrite softmax_cross_entropy_value.
rewrite (_ : dot _ v = (∑_i t i) * dot (softmax (c s)) v - ∑_k t k * v k); last first.
  by rewrite -dotZ -sumB; apply: eq_sum => k; ring.
apply: (is_derive_minus (fun s => (∑_i t i) * logsumexp (c s)) (fun s => ∑_k t k * c s k)).
  by apply: (is_derive_scal (fun s => logsumexp (c s))); exact: (logsumexp_rule j).
by apply: is_derive_sum => k; apply: (is_derive_scal (fun s => c s k)); exact: Hc.
Qed.

(** [rule: losses.softmax_cross_entropy_distribution] The famous short formula: if the target sums to 1, the gradient is prediction minus target. *)
Theorem cross_entropy_gradient x t : ∑_k t k = 1 ->
  is_gradient (fun x => cross_entropy t (softmax x)) x (fun k => softmax x k - t k).
Proof.
move=> T1; apply: (loss_gradient (ok := @everywhere I) (grad := fun x k => softmax x k - t k)) => //.
by apply: (same_loss _ _ (@softmax_cross_entropy_any_mass t)) => // y k; rewrite T1 Rmult_1_l.
Qed.

(** [rule: losses.softmax_cross_entropy_distribution] Prediction minus target is the gradient only if the target sums to 1, as soon as there is a class. *)
Theorem short_formula_needs_mass_1 x t (j : I) :
  is_gradient (fun x => cross_entropy t (softmax x)) x (fun k => softmax x k - t k) -> ∑_k t k = 1.
Proof.
move=> H; have E := gradient_unique H (loss_gradient (@softmax_cross_entropy_any_mass t) (Logic.I : everywhere x)) j.
by have P := softmax_pos x j; apply: (Rmult_eq_reg_r (softmax x j)); lra.
Qed.

Lemma onehot_mass (l : I) : ∑_k onehot l k = 1.
Proof. by rewrite -[RHS](sum_onehot (fun _ => 1) l); apply: eq_sum => k; ring. Qed.

(** [rule: losses.softmax_cross_entropy] For a class label the loss is log-sum-exp minus the score of the label. *)
Theorem label_value x (l : I) : cross_entropy (onehot l) (softmax x) = logsumexp x - x l.
Proof.
rewrite softmax_cross_entropy_value; under [∑_k onehot l k * _]eq_bigr do rewrite Rmult_comm.
by rewrite sum_onehot onehot_mass; ring.
Qed.

(** [rule: losses.softmax_cross_entropy] For a class label the gradient is softmax minus the one-hot vector of the label. *)
Theorem label_gradient (l : I) :
  is_loss (fun x => logsumexp x - x l) (fun x k => softmax x k - onehot l k) (@everywhere I).
Proof.
apply: (same_loss _ _ (@softmax_cross_entropy_any_mass (onehot l))) => [x|x k]; first exact: label_value.
by rewrite onehot_mass Rmult_1_l.
Qed.

(** [rule: losses.softmax_cross_entropy] Splitting off the label's term gives a form without cancellation: log(1 + (rest + (e_l - 1))) - z_l, for any shift m of the scores. *)
Theorem label_split_value x (l : I) m :
  let rest := ∑_(k | k != l) exp (x k - m) in
  ln (1 + (rest + (exp (x l - m) - 1))) - (x l - m) = logsumexp x - x l.
Proof.
move=> rest; have H := logsumexp_shift x (- m) l.
have -> : logsumexp x - x l = logsumexp (fun i => x i + - m) - (x l - m) by rewrite H; ring.
rewrite /logsumexp (bigD1 l) //= -/rest; congr (ln _ - _); rewrite /Rminus; ring.
Qed.

(** [rule: losses.softmax_cross_entropy] The label's entry of the gradient is - rest / total, without the subtraction of nearly equal numbers. *)
Theorem label_split_gradient x (l : I) m :
  let e k := exp (x k - m) in
  softmax x l - 1 = - (∑_(k | k != l) e k) / ∑_k e k.
Proof.
move=> e; rewrite -(softmax_shift x (- m)) /softmax.
have S0 : 0 < ∑_k e k := sumexp_gt0 (fun k => x k - m) l.
have -> : ∑_k exp (x k + - m) = ∑_k e k by [].
have D : ∑_k e k = e l + ∑_(k | k != l) e k by rewrite (bigD1 l).
have -> : exp (x l + - m) = e l by [].
have -> : ∑_(k | k != l) e k = ∑_k e k - e l by rewrite D; ring.
by field; lra.
Qed.

(** ** A popular bug: keeping only the diagonal of the Jacobian

    The buggy backward multiplies the incoming signal by [y_i (1 - y_i)], as if
    softmax were a sigmoid. *)
Definition diagonal_pullback x (d : I -> R) (i : I) : R := softmax x i * (1 - softmax x i) * d i.

(** [rule: functions.softmax] Keeping only the diagonal of the Jacobian is wrong at every point, as soon as there are two classes. *)
Theorem diagonal_is_wrong x (i j : I) : i != j ->
  ~ is_gradient (fun x => softmax x j) x (diagonal_pullback x (onehot j)).
Proof.
move=> ij /(gradient_entry i).
have D := softmax_jacobian x i j; move/is_derive_unique: (D) => D1.
move/is_derive_unique; rewrite D1 (negbTE ij) /diagonal_pullback /onehot (negbTE ij).
have := Rmult_lt_0_compat _ _ (softmax_pos x i) (softmax_pos x j); lra.
Qed.

(** [rule: losses.softmax_cross_entropy] With cross-entropy the diagonal rule gets the right class right and sends nothing to any wrong class, although each should be pushed down. *)
Theorem diagonal_with_cross_entropy x (target : I) :
  let d := fun k => - onehot target k / softmax x k in   (* dL/dy *)
  [/\ diagonal_pullback x d target = softmax x target - 1,
      forall i, i != target -> diagonal_pullback x d i = 0 &
      forall i, i != target -> softmax x i - onehot target i > 0].
Proof.
move=> d; split.
- rewrite /diagonal_pullback /d /onehot eqxx; have := softmax_pos x target; move=> ?; field; lra.
- move=> i it; rewrite /diagonal_pullback /d /onehot (negbTE it).
  by have := softmax_pos x i; move=> ?; field; lra.
- by move=> i it; rewrite /onehot (negbTE it); have := softmax_pos x i; lra.
Qed.
End OneExample.

(** ** Batches *)
Section Batch.
Variables B C : finType.
Implicit Types (T : B * C -> R) (lab : B -> C) (w : C -> R).
Let all_rows (x : B * C -> R) := forall i : B, everywhere (row x i).

Definition softmax_cross_entropy_distribution T (x : B * C -> R) : R :=
  (∑_i cross_entropy (row T i) (softmax (row x i))) / count B.
Definition softmax_cross_entropy lab (x : B * C -> R) : R :=
  (∑_i (logsumexp (row x i) - x (i, lab i))) / count B.
Definition mean_cross_entropy T (y : B * C -> R) : R := (∑_i cross_entropy (row T i) (row y i)) / count B.

(** [rule: losses.softmax_cross_entropy_distribution] The mean over a batch of any size has the gradient (S_n y - t) / N. *)
Theorem softmax_cross_entropy_distribution_rule T :
  is_loss (softmax_cross_entropy_distribution T)
    (fun x p => ((∑_k T (p.1, k)) * softmax (row x p.1) p.2 - T (p.1, p.2)) / count B) all_rows.
Proof. exact: (batch_mean_loss (fun i => softmax_cross_entropy_any_mass (row T i))). Qed.

(** [rule: losses.softmax_cross_entropy] The mean over a batch with class labels has the gradient (softmax - onehot) / N. *)
Theorem softmax_cross_entropy_rule lab :
  is_loss (softmax_cross_entropy lab)
    (fun x p => (softmax (row x p.1) p.2 - onehot (lab p.1) p.2) / count B) all_rows.
Proof. exact: (batch_mean_loss (fun i => label_gradient (lab i))). Qed.

(** [rule: losses.cross_entropy] The mean over a batch of probabilities has the gradient (- t / y) / N, wherever every probability is positive. *)
Theorem mean_cross_entropy_rule T :
  is_loss (mean_cross_entropy T) (fun y p => - T (p.1, p.2) / y (p.1, p.2) / count B)
    (fun y => forall i k, 0 < y (i, k)).
Proof. exact: (batch_mean_loss (fun i => @cross_entropy_rule _ (row T i))). Qed.

(** [rule: losses.softmax_cross_entropy, losses.softmax_cross_entropy_distribution] A class label is the distribution that is 1 at the label. *)
Theorem labels_are_distributions lab x :
  softmax_cross_entropy lab x = softmax_cross_entropy_distribution (fun p => onehot (lab p.1) p.2) x.
Proof. by rewrite /softmax_cross_entropy; congr (_ / _); apply: eq_sum => i; rewrite -label_value. Qed.

(** Label smoothing moves a share [e] of the mass evenly to all classes. *)
Definition smoothed e lab : B * C -> R := fun p => (1 - e) * onehot (lab p.1) p.2 + e / count C.

(** [rule: losses.softmax_cross_entropy_distribution] With label smoothing the gradient is (softmax - smoothed target) / N, since smoothing keeps the mass at 1. *)
Theorem label_smoothing e lab :
  is_loss (softmax_cross_entropy_distribution (smoothed e lab))
    (fun x p => (softmax (row x p.1) p.2 - ((1 - e) * onehot (lab p.1) p.2 + e / count C)) / count B) all_rows.
Proof.
apply: (same_loss _ _ (@softmax_cross_entropy_distribution_rule (smoothed e lab))) => // x [i k] /=.
suff -> : ∑_k smoothed e lab (i, k) = 1 by rewrite Rmult_1_l.
have C0 := count_gt0 k; rewrite /smoothed /= sumD sumZ onehot_mass sum_const; field; lra.
Qed.

(** [rule: losses.softmax_cross_entropy_distribution] Giving class c the weight w_c multiplies that example's gradient by w_c. *)
Theorem class_weights w lab :
  is_loss (softmax_cross_entropy_distribution (fun p => w (lab p.1) * onehot (lab p.1) p.2))
    (fun x p => w (lab p.1) * (softmax (row x p.1) p.2 - onehot (lab p.1) p.2) / count B) all_rows.
Proof.
apply: (same_loss _ _ (@softmax_cross_entropy_distribution_rule (fun p => w (lab p.1) * onehot (lab p.1) p.2))) => //.
by move=> x [i k] /=; rewrite sumZ onehot_mass /Rdiv; ring.
Qed.
End Batch.
