(** * The normal law: its whole mass is 1

    The integral of exp(-t^2) over the line, by the classic trick: with E(x) the integral from 0 to x and G(x) the
    integral of exp(-x^2 (1 + t^2)) / (1 + t^2) for t from 0 to 1, the sum E^2 + G never changes. *)
From Coq Require Import ssreflect Reals Lra.
From Coquelicot Require Import Coquelicot.
From PureML Require Import Gelu.
Open Scope R_scope.

Definition area (x : R) : R := RInt (fun t => exp (- t ^ 2)) 0 x.
Definition rest (x t : R) : R := exp (- x ^ 2 * (1 + t ^ 2)) / (1 + t ^ 2).
Definition rest_slope (x t : R) : R := - 2 * x * exp (- x ^ 2 * (1 + t ^ 2)).
Definition remainder (x : R) : R := RInt (rest x) 0 1.

Lemma one_plus_square t : 0 < 1 + t ^ 2.
Proof. have := pow2_ge_0 t; lra. Qed.
Lemma area_derive x : is_derive area x (exp (- x ^ 2)).
Proof.
apply: (is_derive_RInt (fun t => exp (- t ^ 2)) area 0); last exact: gauss_continuous.
apply: filter_forall => y; apply: (RInt_correct (fun t => exp (- t ^ 2))).
by apply: (ex_RInt_continuous (fun t => exp (- t ^ 2))) => z _; exact: gauss_continuous.
Qed.
Lemma rest_derive x t : is_derive (fun x => rest x t) x (rest_slope x t).
Proof.
have P := one_plus_square t; rewrite /rest /rest_slope; auto_derive => /=; first by simpl in P; lra.
rewrite (_ : - (x * (x * 1)) * (1 + t * (t * 1)) = - x ^ 2 * (1 + t ^ 2)); last by rewrite /=; ring.
by field; simpl in P; lra.
Qed.
Lemma rest_integrable x : ex_RInt (rest x) 0 1.
Proof.
apply: ex_RInt_continuous => t _; apply: ex_derive_continuous; rewrite /rest; have P := one_plus_square t.
by auto_derive; simpl in P; lra.
Qed.
Lemma rest_slope_continuous x t : continuity_2d_pt rest_slope x t.
Proof.
rewrite /rest_slope; apply: continuity_2d_pt_mult.
  by apply: continuity_2d_pt_mult; [exact: continuity_2d_pt_const | exact: continuity_2d_pt_id1].
apply: (continuity_1d_2d_pt_comp exp (fun u v => - u ^ 2 * (1 + v ^ 2))); last first.
  apply: (continuity_2d_pt_ext (fun u v => - (u * u) * (1 + v * v))) => [u v|]; first by rewrite /=; ring.
  have U := continuity_2d_pt_id1 x t; have V := continuity_2d_pt_id2 x t.
  apply: continuity_2d_pt_mult; first by apply: continuity_2d_pt_opp; exact: continuity_2d_pt_mult.
  by apply: continuity_2d_pt_plus; [exact: continuity_2d_pt_const | exact: continuity_2d_pt_mult].
by apply: derivable_continuous_pt; exact: derivable_pt_exp.
Qed.
(** Substituting x t for the variable turns the integral of the slope into E. *)
Lemma rest_slope_integral x : is_RInt (rest_slope x) 0 1 (- 2 * exp (- x ^ 2) * area x).
Proof.
have H : is_RInt (fun t => exp (- t ^ 2)) (x * 0 + 0) (x * 1 + 0) (area x).
  rewrite Rmult_0_r Rmult_1_r !Rplus_0_r.
  apply: (RInt_correct (fun t => exp (- t ^ 2))).
  by apply: (ex_RInt_continuous (fun t => exp (- t ^ 2))) => z _; exact: gauss_continuous.
have := is_RInt_scal _ _ _ (- 2 * exp (- x ^ 2)) _ (is_RInt_comp_lin _ _ _ _ _ _ H).
apply: is_RInt_ext => t _; rewrite /scal /= /mult /= /rest_slope.
rewrite (_ : - x ^ 2 * (1 + t ^ 2) = - x ^ 2 + - (x * t + 0) ^ 2); last by rewrite /=; ring.
by rewrite exp_plus /=; ring.
Qed.
Lemma remainder_derive x : is_derive remainder x (- 2 * exp (- x ^ 2) * area x).
Proof.
rewrite -(is_RInt_unique _ _ _ _ (rest_slope_integral x)).
have E u t : Derive (fun u => rest u t) u = rest_slope u t by apply: is_derive_unique; exact: rest_derive.
rewrite -(RInt_ext (fun t => Derive (fun u => rest u t) x)) => [|t _]; last exact: E.
apply: is_derive_RInt_param; [| |by apply: filter_forall; exact: rest_integrable].
  by apply: filter_forall => y t _; exists (rest_slope y t); exact: rest_derive.
move=> t _; apply: (continuity_2d_pt_ext rest_slope) => [u v|]; [by rewrite E | exact: rest_slope_continuous].
Qed.
Lemma area_0 : area 0 = 0.
Proof. exact: RInt_point. Qed.
Lemma remainder_0 : remainder 0 = PI / 4.
Proof.
rewrite -atan_1 (_ : atan 1 = minus (atan 1) (atan 0)); last by rewrite atan_0 /minus /plus /opp /=; ring.
apply: is_RInt_unique; apply: (is_RInt_ext (fun t => / (1 + t ^ 2))) => [t _|].
  by rewrite /rest (_ : - 0 ^ 2 * (1 + t ^ 2) = 0); [rewrite exp_0 /Rdiv Rmult_1_l | rewrite /=; ring].
apply: is_RInt_derive => t _; first by apply/is_derive_Reals; have := derivable_pt_lim_atan t; rewrite /Rsqr /= Rmult_1_r.
by apply: ex_derive_continuous; have P := one_plus_square t; auto_derive; simpl in P; lra.
Qed.

(** The square of the integral of exp(-t^2) from 0 to x falls short of pi / 4 by exactly the remainder. *)
Theorem area_and_remainder x : area x ^ 2 + remainder x = PI / 4.
Proof.
have D y : is_derive (fun y => area y ^ 2 + remainder y) y 0.
  rewrite (_ : 0 = 2 * area y * exp (- y ^ 2) + - 2 * exp (- y ^ 2) * area y); last by ring.
  apply: (is_derive_plus (fun y => area y ^ 2)); last exact: remainder_derive.
  by rewrite (_ : 2 * area y * exp (- y ^ 2) = INR 2 * exp (- y ^ 2) * area y ^ 1); [exact: is_derive_pow (area_derive y) | rewrite /=; ring].
have [c [_]] := MVT_gen (fun y => area y ^ 2 + remainder y) 0 x (fun _ => 0) (fun y _ => D y)
  (fun y _ => proj2 (continuity_pt_filterlim _ _) (ex_derive_continuous _ _ (ex_intro _ _ (D y)))).
rewrite area_0 remainder_0 /=; lra.
Qed.

Lemma remainder_positive x : 0 < remainder x.
Proof.
apply: RInt_gt_0 => [|t _|t _]; first lra.
  by apply: Rdiv_lt_0_compat; [exact: exp_pos | exact: one_plus_square].
by apply: ex_derive_continuous; rewrite /rest; have P := one_plus_square t; auto_derive; simpl in P; lra.
Qed.
Lemma remainder_small x : remainder x <= exp (- x ^ 2).
Proof.
rewrite (_ : exp (- x ^ 2) = RInt (fun _ => exp (- x ^ 2)) 0 1); last first.
  by rewrite RInt_const /scal /= /mult /=; ring.
apply: RInt_le => [||| t _]; [lra | exact: rest_integrable | exact: ex_RInt_const |].
have P := one_plus_square t; have S := Rmult_le_pos _ _ (pow2_ge_0 x) (pow2_ge_0 t); have T := pow2_ge_0 t.
have E : exp (- x ^ 2 * (1 + t ^ 2)) <= exp (- x ^ 2).
  by have : - x ^ 2 * (1 + t ^ 2) <= - x ^ 2 by [lra]; case=> [/exp_increasing|->]; lra.
have Q := exp_pos (- x ^ 2).
rewrite /rest; apply/(Rle_div_l _ _ _ P); apply: (Rle_trans _ _ _ E); have := Rmult_le_pos _ _ (Rlt_le _ _ Q) T; lra.
Qed.
Lemma area_opp x : area (- x) = - area x.
Proof.
rewrite /area; apply: is_RInt_unique.
have H : is_RInt (fun t => exp (- t ^ 2)) (- 0) (- - x) (area x).
  rewrite Ropp_0 Ropp_involutive; apply: (RInt_correct (fun t => exp (- t ^ 2))).
  by apply: (ex_RInt_continuous (fun t => exp (- t ^ 2))) => z _; exact: gauss_continuous.
have := is_RInt_opp _ _ _ _ (is_RInt_comp_opp _ _ _ _ H).
apply: is_RInt_ext => t _; rewrite opp_opp; congr (exp (- _)); ring.
Qed.
Lemma erf_area x : erf x = 2 / sqrt PI * area x.
Proof. by []. Qed.

(** [rule: search.expected_improvement, functions.gelu] Both tails of the normal law are alike: Phi(- z) = 1 - Phi(z). *)
Theorem normal_cdf_opp z : normal_cdf (- z) = 1 - normal_cdf z.
Proof.
by rewrite /normal_cdf !erf_area (_ : - z / sqrt 2 = - (z / sqrt 2)) ?area_opp; [field; have := sqrt_lt_R0 PI PI_RGT_0; lra | rewrite /Rdiv; ring].
Qed.
Lemma erf_square x : erf x ^ 2 = 1 - 4 / PI * remainder x.
Proof.
have P := PI_RGT_0; have := area_and_remainder x; rewrite erf_area => E.
have S : sqrt PI * sqrt PI = PI by apply: sqrt_sqrt; lra.
have S0 := sqrt_lt_R0 PI P.
rewrite (_ : (2 / sqrt PI * area x) ^ 2 = 4 / (sqrt PI * sqrt PI) * area x ^ 2); last by field; lra.
by rewrite S (_ : area x ^ 2 = PI / 4 - remainder x); [field; lra | lra].
Qed.
Lemma erf_between x : -1 < erf x < 1.
Proof.
have P := PI_RGT_0; have G := remainder_positive x; have E := erf_square x.
have : 0 < 4 / PI * remainder x by apply: Rmult_lt_0_compat => //; apply: Rdiv_lt_0_compat; lra.
by move=> H; split; nra.
Qed.

(** [rule: search.expected_improvement, functions.gelu] The normal distribution function lies strictly between 0 and 1. *)
Theorem normal_cdf_between z : 0 < normal_cdf z < 1.
Proof. by rewrite /normal_cdf; have := erf_between (z / sqrt 2); lra. Qed.
Lemma normal_pdf_positive z : 0 < normal_pdf z.
Proof. by apply: Rdiv_lt_0_compat; [exact: exp_pos | apply: sqrt_lt_R0; have := PI_RGT_0; lra]. Qed.

(** [rule: search.expected_improvement, functions.gelu] The mass beyond z falls as fast as the density: 1 - Phi(z) <= 2 exp(- z^2 / 2) / pi for z at least 0. *)
Theorem normal_tail_bound z : 0 <= z -> 1 - normal_cdf z <= 2 / PI * exp (- z ^ 2 / 2).
Proof.
move=> Z; have P := PI_RGT_0; have S := sqrt_lt_R0 2 Rlt_0_2; pose x := z / sqrt 2.
have X : 0 <= x by apply: Rmult_le_pos => //; apply/Rlt_le/Rinv_0_lt_compat.
have A : 0 <= erf x.
  rewrite erf_area; apply: Rmult_le_pos; first by apply/Rlt_le/Rdiv_lt_0_compat; [lra | exact: sqrt_lt_R0].
  apply: RInt_ge_0 => // [|t _]; last exact/Rlt_le/exp_pos.
  by apply: (ex_RInt_continuous (fun t => exp (- t ^ 2))) => t _; exact: gauss_continuous.
have R : - z ^ 2 / 2 = - x ^ 2.
  have Q : sqrt 2 * sqrt 2 = 2 by apply: sqrt_sqrt; lra.
  by rewrite /x (_ : (z / sqrt 2) ^ 2 = z ^ 2 / (sqrt 2 * sqrt 2)); [rewrite Q; field | field; lra].
have E := erf_square x; have B := erf_between x; have G := remainder_small x.
have K : 0 < 4 / PI by apply: Rdiv_lt_0_compat; lra.
have H := Rmult_le_compat_l _ _ _ (Rlt_le _ _ K) G.
rewrite R /normal_cdf -/x (_ : 2 / PI * _ = / 2 * (4 / PI * exp (- x ^ 2))); last by field; lra.
have T : 1 - erf x <= 1 - erf x ^ 2 by nra.
lra.
Qed.
