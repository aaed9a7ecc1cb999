(** * Search by a Gaussian process: expected improvement, and what the posterior is best at *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From PureML Require Import Sums Moves Gelu Rules.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Open Scope R_scope.

(** [rule: search.expected_improvement] The slope of the normal density at z is - z times the density. *)
Theorem normal_pdf_derivative (z : R) : is_derive normal_pdf z (- z * normal_pdf z).
Proof.
rewrite /normal_pdf; have P : sqrt (2 * PI) <> 0 by apply: Rgt_not_eq; apply: sqrt_lt_R0; have := PI_RGT_0; lra.
auto_derive => //.
rewrite (_ : - (z * (z * 1)) * / 2 = - z ^ 2 / 2); last by rewrite /Rdiv /=; ring.
by field; exact: P.
Qed.

Definition improvement (m s b : R) : R := (b - m) * normal_cdf ((b - m) / s) + s * normal_pdf ((b - m) / s).

(** What z does on the way cancels. *)
Lemma improvement_moves (m s b : R -> R) t m' s' b' : 0 < s t ->
  is_derive m t m' -> is_derive s t s' -> is_derive b t b' ->
  is_derive (fun u => improvement (m u) (s u) (b u)) t
    (normal_cdf ((b t - m t) / s t) * (b' - m') + normal_pdf ((b t - m t) / s t) * s').
Proof.
move=> S0 Hm Hs Hb; rewrite /improvement.
have Hg : is_derive (fun u => b u - m u) t (b' - m') by exact: (is_derive_minus b m).
have Hz : is_derive (fun u => (b u - m u) / s u) t (((b' - m') * s t - (b t - m t) * s') / s t ^ 2).
  by apply: (is_derive_div (fun u => b u - m u) s) => //; lra.
have HP := is_derive_comp normal_cdf (fun u => (b u - m u) / s u) t _ _ (normal_cdf_derivative _) Hz.
have Hp := is_derive_comp normal_pdf (fun u => (b u - m u) / s u) t _ _ (normal_pdf_derivative _) Hz.
have H := is_derive_plus _ _ _ _ _ (is_derive_mult _ _ _ _ _ Hg HP Rmult_comm) (is_derive_mult _ _ _ _ _ Hs Hp Rmult_comm).
move: H; rewrite /plus /mult /scal /= /mult /=; set P := normal_cdf _; set p := normal_pdf _.
rewrite (_ : P * (b' - m') + p * s' = (b' - m') * P
  + (b t - m t) * (((b' - m') * s t - (b t - m t) * s') / (s t * (s t * 1)) * p)
  + (s' * p + s t * (((b' - m') * s t - (b t - m t) * s') / (s t * (s t * 1)) * (- ((b t - m t) / s t) * p)))) //.
by field; lra.
Qed.

Section Points.
Variable I : finType.
Notation three := [finType of I + (I + I)].
Implicit Types z v : three -> R.
Definition best_gap z (i : I) : R := (inrs (inrs z) i - inls z i) / inls (inrs z) i.
Definition expected_improvement z (i : I) : R := improvement (inls z i) (inls (inrs z) i) (inrs (inrs z) i).
Definition expected_improvement_push z v (i : I) : R :=
  normal_cdf (best_gap z i) * (inrs (inrs v) i - inls v i) + normal_pdf (best_gap z i) * inls (inrs v) i.
Definition expected_improvement_pull z (g : I -> R) : three -> R :=
  both (fun i => - (g i * normal_cdf (best_gap z i)))
    (both (fun i => g i * normal_pdf (best_gap z i)) (fun i => g i * normal_cdf (best_gap z i))).

(** [rule: search.expected_improvement] Expected improvement, in mean, deviation and best value at once: the pullbacks are - g Phi(z), g phi(z) and g Phi(z), wherever the deviation is positive. *)
Theorem expected_improvement_rule :
  is_rule expected_improvement expected_improvement_push expected_improvement_pull (fun z => forall i, 0 < inls (inrs z) i).
Proof.
split=> [c t v D Hc i|z v g]; first by apply: improvement_moves; [exact: D | exact: Hc | exact: Hc | exact: Hc].
rewrite !dot_sum /= /dot -!sumD; apply: eq_sum => i; rewrite /expected_improvement_push /inls /inrs /=; ring.
Qed.
End Points.

(** ** The posterior of a Gaussian process

    [A] is the covariance of what was observed, noise included, [k] the covariance with a new point, whose own variance is 1. *)
Section Posterior.
Variables (I : finType) (A : I -> I -> R) (k a : I -> R).
Hypothesis symmetric : forall i j, A i j = A j i.
Hypothesis positive : forall w, 0 <= ∑_i ∑_j w i * A i j * w j.
Hypothesis solves : forall i, ∑_j A i j * a j = k i.
(** The mean squared error of the prediction <w, y>. *)
Definition error (w : I -> R) : R := 1 - 2 * dot w k + ∑_i ∑_j w i * A i j * w j.

Lemma against_solution w : ∑_i ∑_j w i * A i j * a j = dot w k.
Proof. by apply: eq_sum => i; rewrite -solves -sumZ; apply: eq_sum => j; ring. Qed.

(** [rule: search.posterior] The posterior variance 1 - <k, a> is the mean squared error of the posterior mean <a, y>, whose weights a solve A a = k. *)
Theorem posterior_variance : error a = 1 - dot k a.
Proof. by rewrite /error against_solution [dot k a]dotC; ring. Qed.

(** [rule: search.posterior] No other weights predict better: the posterior mean has the least mean squared error of all linear predictions. *)
Theorem posterior_is_best w : error a <= error w.
Proof.
have E : ∑_i ∑_j (w i - a i) * A i j * (w j - a j)
  = (∑_i ∑_j w i * A i j * w j) - 2 * dot w k + ∑_i ∑_j a i * A i j * a j.
  have T : ∑_i ∑_j a i * A i j * w j = dot w k.
    by rewrite sum_swap -against_solution; apply: eq_sum => i; apply: eq_sum => j; rewrite (symmetric j i); ring.
  have -> : 2 * dot w k = (∑_i ∑_j w i * A i j * a j) + ∑_i ∑_j a i * A i j * w j by rewrite T against_solution; ring.
  rewrite -[X in X + _]/(_ - _) -!sumD -!sumB -!sumD; apply: eq_sum => i.
  by rewrite -!sumD -!sumB -!sumD; apply: eq_sum => j; ring.
have := positive (fun i => w i - a i); rewrite E /error against_solution; lra.
Qed.
End Posterior.
