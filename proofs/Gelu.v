(** * GELU, exact and in its tanh form

    The error function is defined as the integral it is. *)
From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From PureML Require Import Smooth.
Open Scope R_scope.

Definition erf (x : R) : R := 2 / sqrt PI * RInt (fun t => exp (- t ^ 2)) 0 x.
(** The distribution function and the density of the standard normal law. *)
Definition normal_cdf (x : R) : R := / 2 * (1 + erf (x / sqrt 2)).
Definition normal_pdf (x : R) : R := exp (- x ^ 2 / 2) / sqrt (2 * PI).
Definition gelu (x : R) : R := x * normal_cdf x.

Lemma gauss_continuous t : continuous (fun t => exp (- t ^ 2)) t.
Proof. apply (ex_derive_continuous (fun t => exp (- t ^ 2))). auto_derive. trivial. Qed.

(** [rule: functions.gelu] The slope of the error function is 2 exp(-x^2) / sqrt(pi). *)
Theorem erf_derivative x : is_derive erf x (2 / sqrt PI * exp (- x ^ 2)).
Proof.
unfold erf. apply (is_derive_scal (fun x => RInt (fun t => exp (- t ^ 2)) 0 x)).
apply (is_derive_RInt (fun t => exp (- t ^ 2)) (fun x => RInt (fun t => exp (- t ^ 2)) 0 x) 0).
- apply filter_forall. intros y. apply (RInt_correct (fun t => exp (- t ^ 2))).
  apply (ex_RInt_continuous (fun t => exp (- t ^ 2))). intros z _. apply gauss_continuous.
- apply gauss_continuous.
Qed.

(** [rule: functions.gelu] The slope of the normal distribution function is the normal density. *)
Theorem normal_cdf_derivative x : is_derive normal_cdf x (normal_pdf x).
Proof.
assert (P := PI_RGT_0). assert (S2 : sqrt 2 * sqrt 2 = 2) by (apply sqrt_sqrt; lra).
assert (0 < sqrt 2) by (apply sqrt_lt_R0; lra). assert (0 < sqrt PI) by (apply sqrt_lt_R0; lra).
replace (normal_pdf x) with (/ 2 * (/ sqrt 2 * (2 / sqrt PI * exp (- (x / sqrt 2) ^ 2)))).
- apply (is_derive_scal (fun x => 1 + erf (x / sqrt 2))).
  replace (/ sqrt 2 * (2 / sqrt PI * exp (- (x / sqrt 2) ^ 2)))
    with (0 + / sqrt 2 * (2 / sqrt PI * exp (- (x / sqrt 2) ^ 2))) by ring.
  apply (is_derive_plus (fun _ => 1)); [apply @is_derive_const|].
  apply (is_derive_comp erf (fun x => x / sqrt 2)); [apply erf_derivative|].
  auto_derive; [trivial | ring].
- unfold normal_pdf. rewrite sqrt_mult by lra.
  replace (- (x / sqrt 2) ^ 2) with (- x ^ 2 / 2); [field; lra|].
  replace ((x / sqrt 2) ^ 2) with (x ^ 2 / (sqrt 2 * sqrt 2)) by (field; lra). rewrite S2. field.
Qed.

(** [rule: functions.gelu] The slope of GELU, x Phi(x), is Phi(x) + x phi(x). *)
Theorem gelu_derivative x : is_derive gelu x (normal_cdf x + x * normal_pdf x).
Proof.
unfold gelu. replace (normal_cdf x) with (1 * normal_cdf x) by ring.
apply (is_derive_mult (fun y => y) normal_cdf).
- apply (is_derive_id x).
- apply normal_cdf_derivative.
- intros; apply Rmult_comm.
Qed.

Definition gelu_inner (x : R) : R := sqrt (2 / PI) * (x + 0.044715 * x ^ 3).
Definition gelu_tanh (x : R) : R := / 2 * x * (1 + tanh (gelu_inner x)).
Definition gelu_tanh_slope (x : R) : R :=
  let u := tanh (gelu_inner x) in
  / 2 * (1 + u) + / 2 * x * (1 - u ^ 2) * (sqrt (2 / PI) * (1 + 3 * 0.044715 * x ^ 2)).

(** [rule: functions.gelu_tanh] The slope of the tanh form of GELU is (1 + u)/2 + x/2 (1 - u^2) u', with u the inner tanh. *)
Theorem gelu_tanh_derivative x : is_derive gelu_tanh x (gelu_tanh_slope x).
Proof.
unfold gelu_tanh, gelu_tanh_slope. cbv zeta.
set (du := sqrt (2 / PI) * (1 + 3 * 0.044715 * x ^ 2)).
assert (D : is_derive gelu_inner x du)
  by (unfold gelu_inner, du; generalize (sqrt (2 / PI)); intros k; auto_derive; [trivial | simpl; ring]).
assert (T := is_derive_comp tanh gelu_inner x _ _ (tanh_derivative (gelu_inner x)) D).
apply (is_derive_ext (fun y => (/ 2 * y) * (1 + tanh (gelu_inner y)))); [intros; simpl; ring|].
replace (/ 2 * (1 + tanh (gelu_inner x)) + / 2 * x * (1 - tanh (gelu_inner x) ^ 2) * du)
  with (/ 2 * (1 + tanh (gelu_inner x)) + (/ 2 * x) * (0 + du * (1 - tanh (gelu_inner x) ^ 2))) by ring.
apply (is_derive_mult (fun y => / 2 * y) (fun y => 1 + tanh (gelu_inner y))).
- auto_derive; [trivial | ring].
- apply (is_derive_plus (fun _ => 1)); [apply @is_derive_const | exact T].
- intros; apply Rmult_comm.
Qed.
