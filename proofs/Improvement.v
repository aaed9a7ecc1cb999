(** * Expected improvement is the expectation it is named after

    Below the best value by how much, counting what lies above as 0, if the value follows the normal law. *)
From Coq Require Import ssreflect Reals Lra.
From Coquelicot Require Import Coquelicot.
From PureML Require Import Gelu NormalLaw Search.
Open Scope R_scope.

Section Improvement.
Variables m s b : R.
Hypothesis positive : 0 < s.
Definition gained (u : R) : R := Rmax (b - (m + s * u)) 0 * normal_pdf u.
(** What is gained below u, up to a constant. *)
Definition gained_below (u : R) : R := (b - m) * normal_cdf u + s * normal_pdf u.

Lemma gained_below_derive u : is_derive gained_below u ((b - (m + s * u)) * normal_pdf u).
Proof.
rewrite (_ : _ * _ = (b - m) * normal_pdf u + s * (- u * normal_pdf u)); last by ring.
apply: (is_derive_plus (fun u => (b - m) * normal_cdf u)).
  by apply: (is_derive_scal normal_cdf); exact: normal_cdf_derivative.
by apply: (is_derive_scal normal_pdf); exact: normal_pdf_derivative.
Qed.
Lemma integrand_continuous u : continuous (fun u => (b - (m + s * u)) * normal_pdf u) u.
Proof.
apply: ex_derive_continuous; rewrite /normal_pdf; have P := PI_RGT_0; have S : 0 < sqrt (2 * PI) by [apply: sqrt_lt_R0; lra].
by auto_derive; lra.
Qed.
Lemma below_best u : u <= (b - m) / s <-> 0 <= b - (m + s * u).
Proof.
have E : s * ((b - m) / s) = b - m by field; lra.
split=> H; first by have := Rmult_le_compat_l _ _ _ (Rlt_le _ _ positive) H; lra.
by apply: (Rmult_le_reg_l _ _ _ positive); lra.
Qed.
Lemma gained_between u v : u <= (b - m) / s <= v -> is_RInt gained u v (improvement m s b - gained_below u).
Proof.
move=> [U V]; rewrite (_ : _ - _ = plus (minus (improvement m s b) (gained_below u)) 0); last by rewrite /plus /minus /plus /opp /=; ring.
apply: (is_RInt_Chasles _ _ ((b - m) / s)).
  apply: (is_RInt_ext (fun w => (b - (m + s * w)) * normal_pdf w)) => [w|].
    rewrite Rmin_left // Rmax_right // => -[_ W]; congr (_ * _).
    by rewrite Rmax_left //; apply/below_best/Rlt_le.
  apply: (is_RInt_derive gained_below) => w _; first exact: gained_below_derive.
  exact: integrand_continuous.
apply: (is_RInt_ext (fun _ => 0)) => [w|].
  rewrite Rmin_left // Rmax_right // => -[W _]; rewrite /gained Rmax_right ?Rmult_0_l //.
  by have := below_best w; lra.
by have := is_RInt_const ((b - m) / s) v 0; rewrite /scal /= /mult /= Rmult_0_r.
Qed.

(** What is gained below u vanishes as u goes to minus infinity. *)
Lemma exp_square_small e : 0 < e -> exists M, forall u, u < M -> exp (- u ^ 2 / 2) < e.
Proof.
move=> E; exists (- (2 / e) - 2) => u U; have I := Rinv_0_lt_compat _ E.
have W : - u ^ 2 / 2 < - / e by rewrite /Rdiv in U; nra.
have := exp_ineq1_le (/ e) => X.
apply: (Rlt_le_trans _ _ _ (exp_increasing _ _ W)); rewrite exp_Ropp -[X in _ <= X]Rinv_inv.
by apply: Rinv_le_contravar; lra.
Qed.
Lemma gained_below_vanishes : filterlim gained_below (Rbar_locally m_infty) (locally 0).
Proof.
apply/filterlim_locally => e; have P := PI_RGT_0.
have S : 1 < sqrt (2 * PI) by rewrite -sqrt_1; apply: sqrt_lt_1; have := PI2_3_2; rewrite /PI2; lra.
pose c := Rabs (b - m) * (2 / PI) + s + 1.
have K : 0 < 2 / PI by apply: Rdiv_lt_0_compat; lra.
have C : 0 < c by have := Rmult_le_pos _ _ (Rabs_pos (b - m)) (Rlt_le _ _ K); rewrite /c; lra.
have [M HM] := exp_square_small (e / c) (Rdiv_lt_0_compat _ _ (cond_pos e) C).
exists (Rmin M 0) => u U; have U0 := Rlt_le_trans _ _ _ U (Rmin_r M 0); have {}U := Rlt_le_trans _ _ _ U (Rmin_l M 0).
rewrite /ball /= /AbsRing_ball /abs /minus /plus /opp /= Ropp_0 Rplus_0_r /gained_below.
have Q := exp_pos (- u ^ 2 / 2); have T : 0 < normal_cdf u <= 2 / PI * exp (- u ^ 2 / 2).
  split; first by have := normal_cdf_between u; lra.
  have := normal_tail_bound (- u); rewrite normal_cdf_opp (_ : (- u) ^ 2 = u ^ 2); last by ring.
  lra.
have D : 0 < normal_pdf u <= exp (- u ^ 2 / 2).
  split; [exact: normal_pdf_positive | apply/(Rle_div_l _ _ _ (Rlt_trans _ _ _ Rlt_0_1 S)); nra].
apply: (Rle_lt_trans _ (c * exp (- u ^ 2 / 2))); last first.
  by have := Rmult_lt_compat_l _ _ _ C (HM u U); rewrite (_ : c * (e / c) = e) //; field; lra.
apply: (Rle_trans _ _ _ (Rabs_triang _ _)); rewrite (Rabs_mult (b - m) (normal_cdf u)) (Rabs_pos_eq (normal_cdf u)); last lra.
rewrite (Rabs_pos_eq (s * normal_pdf u)); last by apply: Rmult_le_pos; lra.
have := Rmult_le_compat_l _ _ _ (Rabs_pos (b - m)) (proj2 T); have := Rmult_le_compat_l _ _ _ (Rlt_le _ _ positive) (proj2 D).
by rewrite /c; lra.
Qed.

(** [rule: search.expected_improvement] It is the expectation: the integral of max(best - (mean + deviation u), 0) against the normal density, over the whole line. *)
Theorem improvement_is_expected : is_RInt_gen gained (Rbar_locally m_infty) (Rbar_locally p_infty) (improvement m s b).
Proof.
rewrite /is_RInt_gen; pose z := (b - m) / s.
apply: (filterlimi_lim_ext_loc (fun uv => improvement m s b - gained_below (fst uv))).
  exists (fun u => u < z) (fun v => z < v); [by exists z | by exists z |].
  by move=> u v U V /=; apply: gained_between; rewrite -/z; lra.
rewrite -[X in locally X]Rminus_0_r.
apply: (filterlim_comp _ _ _ (fun uv : R * R => gained_below (fst uv)) (fun y => improvement m s b - y) _ (locally 0)).
  exact: (filterlim_comp _ _ _ fst gained_below _ _ _ filterlim_fst gained_below_vanishes).
by apply: (ex_derive_continuous (fun y => improvement m s b - y)); auto_derive.
Qed.

Lemma gained_below_grows u v : u <= v <= (b - m) / s -> gained_below u <= gained_below v.
Proof.
move=> [U V]; have [c [C E]] := MVT_gen gained_below u v _ (fun x _ => gained_below_derive x)
  (fun x _ => proj2 (continuity_pt_filterlim _ _) (ex_derive_continuous _ _ (ex_intro _ _ (gained_below_derive x)))).
move: C; rewrite Rmin_left // Rmax_right // => -[_ C].
have G := proj1 (below_best c) (Rle_trans _ _ _ C V); have P := Rlt_le _ _ (normal_pdf_positive c).
have := Rmult_le_pos _ _ (Rmult_le_pos _ _ G P) (proj1 (Rminus_le_0 _ _) U); lra.
Qed.
Lemma gained_below_ge0 v : v <= (b - m) / s -> 0 <= gained_below v.
Proof.
move=> V; apply: Rnot_lt_le => N; have E : 0 < - gained_below v by lra.
have [M H] := proj1 (filterlim_locally _ _) gained_below_vanishes (mkposreal _ E).
pose u := Rmin M v - 1; have [A B] : u < M /\ u <= v by rewrite /u; have := Rmin_l M v; have := Rmin_r M v; lra.
have := H u A; rewrite /ball /= /AbsRing_ball /abs /minus /plus /opp /= Ropp_0 Rplus_0_r.
have := gained_below_grows u v (conj B V); have := Rle_abs (- gained_below u); rewrite Rabs_Ropp; lra.
Qed.

(** [rule: search.expected_improvement] It is positive at every point that is not known exactly, however bad its mean. *)
Theorem improvement_positive : 0 < improvement m s b.
Proof.
pose z := (b - m) / s; have E : s * z = b - m by rewrite /z; field; lra.
have I := gained_between (z - 1) z; have G := gained_below_ge0 (z - 1); rewrite -/z in I G.
have R : 0 < RInt gained (z - 1) z; last first.
  by move: R; rewrite (is_RInt_unique _ _ _ _ (I _)); [have := G _; lra | lra].
rewrite (RInt_ext gained (fun u => (b - (m + s * u)) * normal_pdf u)) => [|u].
  apply: RInt_gt_0 => [|u U|u _]; first lra.
    by apply: Rmult_lt_0_compat; [nra | exact: normal_pdf_positive].
  exact: integrand_continuous.
rewrite Rmin_left ?Rmax_right; try lra; move=> U; congr (_ * _).
by rewrite Rmax_left //; apply/below_best; rewrite -/z; lra.
Qed.
End Improvement.

(** [rule: search.expected_improvement] Exchanging mean and best value costs their difference: y(mean, best) - y(best, mean) = best - mean. *)
Theorem improvement_exchanged m s b : improvement m s b - improvement b s m = b - m.
Proof.
rewrite /improvement (_ : (m - b) / s = - ((b - m) / s)); last by rewrite /Rdiv; ring.
rewrite normal_cdf_opp (_ : normal_pdf (- ((b - m) / s)) = normal_pdf ((b - m) / s)); first by ring.
by congr (exp (- _ / 2) / _); ring.
Qed.

(** [rule: search.expected_improvement] It is at least best - mean, and more: knowing the mean exactly would improve less. *)
Theorem improvement_above_difference m s b : 0 < s -> b - m < improvement m s b.
Proof. by move=> S; have := improvement_exchanged m s b; have := improvement_positive b s m S; lra. Qed.

Lemma mean_value (f df : R -> R) u v : u < v -> (forall x, u <= x <= v -> is_derive f x (df x)) ->
  exists c, u <= c <= v /\ f v - f u = df c * (v - u).
Proof.
move=> W D; have := MVT_gen f u v df; rewrite Rmin_left ?Rmax_right; try lra; apply=> x X; first by apply: D; lra.
by apply/continuity_pt_filterlim/ex_derive_continuous; exists (df x); exact: D.
Qed.

(** [rule: search.expected_improvement] It grows with the deviation: of two points with one mean, the less known one is expected to improve more. *)
Theorem improvement_grows_with_deviation m s s' b : 0 < s -> s < s' -> improvement m s b < improvement m s' b.
Proof.
move=> S SS; have [x X|c [_ E]] := mean_value (fun x => improvement m x b) (fun x => normal_pdf ((b - m) / x)) s s' SS.
  rewrite (_ : normal_pdf _ = normal_cdf ((b - m) / x) * (0 - 0) + normal_pdf ((b - m) / x) * 1); last by ring.
  apply: (@improvement_moves (fun _ => m) (fun x => x) (fun _ => b)); [lra | exact: is_derive_const | exact: is_derive_id | exact: is_derive_const].
have := Rmult_lt_0_compat _ _ (normal_pdf_positive ((b - m) / c)) (Rlt_Rminus _ _ SS); lra.
Qed.

(** [rule: search.expected_improvement] It falls as the mean rises. *)
Theorem improvement_falls_with_mean m m' s b : 0 < s -> m < m' -> improvement m' s b < improvement m s b.
Proof.
move=> S M; have [x X|c [_ E]] := mean_value (fun x => improvement x s b) (fun x => - normal_cdf ((b - x) / s)) m m' M.
  rewrite (_ : - normal_cdf _ = normal_cdf ((b - x) / s) * (0 - 1) + normal_pdf ((b - x) / s) * 0); last by ring.
  apply: (@improvement_moves (fun x => x) (fun _ => s) (fun _ => b)); [lra | exact: is_derive_id | exact: is_derive_const | exact: is_derive_const].
have := Rmult_lt_0_compat _ _ (proj1 (normal_cdf_between ((b - c) / s))) (Rlt_Rminus _ _ M); lra.
Qed.
