(** * Smooth activations: sigmoid, tanh, softplus, SiLU *)
From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
Open Scope R_scope.

Definition sigmoid (x : R) : R := 1 / (1 + exp (- x)).
Definition softplus (x : R) : R := ln (1 + exp x).
Definition log_sigmoid (x : R) : R := ln (sigmoid x).
Definition silu (x : R) : R := x * sigmoid x.

(** [rule: functions.sigmoid] The slope of the sigmoid is its value times one minus its value. *)
Theorem sigmoid_derivative x : is_derive sigmoid x (sigmoid x * (1 - sigmoid x)).
Proof.
unfold sigmoid. pose proof (exp_pos (- x)). auto_derive; [lra | field; lra].
Qed.

(** [rule: functions.sigmoid] The sigmoid lies strictly between 0 and 1. *)
Theorem sigmoid_range x : 0 < sigmoid x < 1.
Proof.
unfold sigmoid. pose proof (exp_pos (- x)). split.
- apply Rdiv_lt_0_compat; lra.
- apply (Rmult_lt_reg_r (1 + exp (- x))); [lra|].
  replace (1 / (1 + exp (- x)) * (1 + exp (- x))) with 1; [lra | field; lra].
Qed.

(** [rule: functions.sigmoid] The sigmoid of minus x is one minus the sigmoid of x. *)
Theorem sigmoid_symmetry x : sigmoid (- x) = 1 - sigmoid x.
Proof.
unfold sigmoid. rewrite Ropp_involutive, exp_Ropp. pose proof (exp_pos x). field. lra.
Qed.

(** [rule: functions.sigmoid] The slope written without a subtraction, sigma(x) sigma(-x), is the same number. *)
Theorem sigmoid_slope_without_cancellation x : is_derive sigmoid x (sigmoid x * sigmoid (- x)).
Proof. rewrite sigmoid_symmetry. apply sigmoid_derivative. Qed.

(** [rule: functions.sigmoid] The slope of the sigmoid is at most a quarter, which is why deep sigmoid networks lose their signal. *)
Theorem sigmoid_slope_at_most_quarter x : sigmoid x * (1 - sigmoid x) <= 1 / 4.
Proof. pose proof (Rle_0_sqr (sigmoid x - 1 / 2)) as H. unfold Rsqr in H. nra. Qed.

(** [rule: functions.tanh] The slope of tanh is one minus its square. *)
Theorem tanh_derivative x : is_derive tanh x (1 - tanh x ^ 2).
Proof.
unfold tanh, sinh, cosh. pose proof (exp_pos x). pose proof (exp_pos (- x)).
auto_derive; [lra | field; lra].
Qed.

(** [rule: functions.tanh] With e = exp(-2|x|) the slope of tanh is 4 e / (1 + e)^2, a form without a subtraction. *)
Theorem tanh_slope_without_cancellation x :
  let e := exp (- 2 * Rabs x) in is_derive tanh x (4 * e / (1 + e) ^ 2).
Proof.
intros e. replace (4 * e / (1 + e) ^ 2) with (1 - tanh x ^ 2); [apply tanh_derivative|].
unfold e, tanh, sinh, cosh, Rabs. destruct (Rcase_abs x).
- replace (-2 * - x) with (x + x) by ring. rewrite exp_plus, exp_Ropp.
  pose proof (exp_pos x). field. repeat split; nra.
- replace (-2 * x) with (- x + - x) by ring. rewrite exp_plus, !exp_Ropp.
  pose proof (exp_pos x). field. repeat split; nra.
Qed.

(** [rule: functions.tanh] Tanh is the sigmoid, stretched and shifted: 2 sigma(2x) - 1. *)
Theorem tanh_is_shifted_sigmoid x : tanh x = 2 * sigmoid (2 * x) - 1.
Proof.
unfold tanh, sinh, cosh, sigmoid.
replace (- (2 * x)) with (- x + - x) by ring. rewrite exp_plus, !exp_Ropp.
pose proof (exp_pos x). field. split; [nra | nra].
Qed.

(** [rule: functions.softplus] The slope of softplus is the sigmoid. *)
Theorem softplus_derivative x : is_derive softplus x (sigmoid x).
Proof.
unfold softplus, sigmoid. pose proof (exp_pos x). rewrite exp_Ropp.
auto_derive; [lra | field; lra].
Qed.

(** [rule: functions.softplus] Softplus lies strictly above ReLU. *)
Theorem softplus_above_relu x : Rmax 0 x < softplus x.
Proof.
pose proof (exp_pos x). unfold softplus. apply Rmax_case.
- rewrite <- ln_1 at 1. apply ln_increasing; lra.
- rewrite <- (ln_exp x) at 1. apply ln_increasing; lra.
Qed.

(** [rule: functions.softplus] The form that never overflows, max(0, x) + log(1 + exp(-|x|)), is softplus. *)
Theorem softplus_stable x : Rmax 0 x + ln (1 + exp (- Rabs x)) = softplus x.
Proof.
unfold softplus, Rabs. pose proof (exp_pos x). destruct (Rcase_abs x).
- rewrite Rmax_left, Ropp_involutive by lra. ring.
- rewrite Rmax_right by lra. rewrite <- (ln_exp x) at 1. pose proof (exp_pos (- x)).
  rewrite <- ln_mult by lra. f_equal. rewrite exp_Ropp. field. lra.
Qed.

(** [rule: functions.log_sigmoid] The logarithm of the sigmoid is minus the softplus of minus x. *)
Theorem log_sigmoid_is_softplus x : log_sigmoid x = - softplus (- x).
Proof.
unfold log_sigmoid, sigmoid, softplus. pose proof (exp_pos (- x)).
unfold Rdiv. rewrite Rmult_1_l, ln_Rinv by lra. reflexivity.
Qed.

(** [rule: functions.log_sigmoid] The slope of the logarithm of the sigmoid is the sigmoid of minus x. *)
Theorem log_sigmoid_derivative x : is_derive log_sigmoid x (sigmoid (- x)).
Proof.
apply is_derive_ext with (fun x => - softplus (- x)).
- intros t. symmetry. apply log_sigmoid_is_softplus.
- replace (sigmoid (- x)) with (- (- 1 * sigmoid (- x))) by ring.
  apply (is_derive_opp (fun x => softplus (- x))).
  apply (is_derive_comp softplus (fun x => - x)); [apply softplus_derivative|].
  auto_derive; [trivial | ring].
Qed.

(** [rule: functions.silu] The slope of SiLU, x sigma(x), is sigma(x) (1 + x (1 - sigma(x))). *)
Theorem silu_derivative x : is_derive silu x (sigmoid x * (1 + x * (1 - sigmoid x))).
Proof.
unfold silu. replace (sigmoid x * (1 + x * (1 - sigmoid x)))
  with (1 * sigmoid x + x * (sigmoid x * (1 - sigmoid x))) by ring.
apply (is_derive_mult (fun y => y) sigmoid).
- apply (is_derive_id x).
- apply sigmoid_derivative.
- intros; apply Rmult_comm.
Qed.
