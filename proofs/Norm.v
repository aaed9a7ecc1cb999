(** * Normalisation: layer norm and batch norm are the same theorem

    [I] is the set of entries that share one mean and one variance: the features
    of one example (layer norm) or the examples of one batch (batch norm). *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From PureML Require Import Sums Moves.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Open Scope R_scope.

Section Norm.
Variables (I : finType) (eps : R).
Hypothesis eps0 : 0 < eps.
Definition mean (x : I -> R) : R := (∑_i x i) / count I.
Definition variance (x : I -> R) : R := mean (fun i => (x i - mean x) ^ 2).
Definition sd (x : I -> R) : R := sqrt (variance x + eps).
Definition normalise (x : I -> R) (i : I) : R := (x i - mean x) / sd x.

Lemma meanD f g : mean (fun i => f i + g i) = mean f + mean g.
Proof. by rewrite /mean sumD /Rdiv; ring. Qed.
Lemma meanZ a f : mean (fun i => a * f i) = a * mean f.
Proof. by rewrite /mean sumZ /Rdiv; ring. Qed.
Lemma eq_mean f g : (forall i, f i = g i) -> mean f = mean g.
Proof. by move=> H; rewrite /mean (eq_sum H). Qed.
Lemma mean_const (i : I) a : mean (fun _ => a) = a.
Proof.
have C := count_gt0 i; rewrite /mean (eq_sum (g := fun _ => a * 1)) => [|_]; last by ring.
by rewrite sumZ -/(count I); field; lra.
Qed.
Lemma mean_centred (i : I) x : mean (fun k => x k + - mean x) = 0.
Proof. by rewrite (meanD x (fun _ => - mean x)) (mean_const i); ring. Qed.
Lemma variance_ge0 (i : I) x : 0 <= variance x.
Proof.
have C := count_gt0 i; apply: Rmult_le_pos; last by apply: Rlt_le; apply: Rinv_0_lt_compat.
by apply: sum_ge0 => j; apply: pow2_ge_0.
Qed.
Lemma sd_gt0 (i : I) x : 0 < sd x.
Proof. by apply: sqrt_lt_R0; have := variance_ge0 i x; lra. Qed.

Lemma mean_moves c t v : moves c t v -> is_derive (fun s => mean (c s)) t (mean v).
Proof.
move=> Hc; rewrite /mean /Rdiv Rmult_comm.
apply: (is_derive_ext (fun s => / count I * ∑_i c s i)) => [s|]; first exact: Rmult_comm.
by apply: (is_derive_scal (fun s => ∑_i c s i)); apply: is_derive_sum.
Qed.
Lemma centred_moves c t v : moves c t v ->
  moves (fun s i => c s i - mean (c s)) t (fun i => v i - mean v).
Proof. by move=> Hc i; apply: (is_derive_minus (fun s => c s i)); [exact: Hc | exact: mean_moves]. Qed.

(** [rule: layers.batch_norm, layers.layer_norm] When the entries move with velocity v, the normalised entries move at (v - mean v - y mean(y v)) / sd: mean and variance move as well. *)
Theorem normalise_moves c t v : moves c t v ->
  let y := normalise (c t) in
  moves (fun s => normalise (c s)) t
        (fun i => (v i - mean v - y i * mean (fun k => y k * v k)) / sd (c t)).
Proof.
move=> Hc y i; have S0 := sd_gt0 i (c t); have V0 := variance_ge0 i (c t).
have Dm := centred_moves Hc.
have Dv : is_derive (fun s => variance (c s)) t (2 * mean (fun k => (c t k - mean (c t)) * v k)).
  rewrite (_ : 2 * _ = mean (fun k => INR 2 * (v k - mean v) * (c t k - mean (c t)) ^ 1)).
    by apply: mean_moves => k; apply: (is_derive_pow (fun s => c s k - mean (c s)) 2).
  rewrite [RHS](eq_mean (g := fun k => 2 * ((c t k - mean (c t)) * v k) + - 2 * mean v * (c t k + - mean (c t)))).
    by rewrite meanD !meanZ (mean_centred i); ring.
  by move=> k /=; ring.
have Ds : is_derive (fun s => sd (c s)) t (mean (fun k => y k * v k)).
  have -> : mean (fun k => y k * v k) = (2 * mean (fun k => (c t k - mean (c t)) * v k)) * / (2 * sd (c t)).
    rewrite (eq_mean (g := fun k => / sd (c t) * ((c t k - mean (c t)) * v k))).
      by rewrite meanZ; field; lra.
    by move=> k; rewrite /y /normalise; field; lra.
  apply: (is_derive_comp sqrt (fun s => variance (c s) + eps)).
    by apply/is_derive_Reals; rewrite /sd; apply: derivable_pt_lim_sqrt; lra.
  rewrite -[X in is_derive _ _ X]Rplus_0_r.
  by apply: (is_derive_plus (fun s => variance (c s))); [exact: Dv | exact: is_derive_const].
rewrite (_ : _ / _ = ((v i - mean v) * sd (c t) - (c t i - mean (c t)) * mean (fun k => y k * v k)) / sd (c t) ^ 2).
  by apply: (is_derive_div (fun s => c s i - mean (c s)) (fun s => sd (c s))); [exact: Dm | exact: Ds | lra].
by rewrite {1}/y /normalise; field; lra.
Qed.

(** The backward formula of the textbooks.  The matrix is symmetric, so the
    pullback has the same form as the derivative. *)
(** The matrix of the derivative is symmetric, so the pullback has the same form. *)
Definition normalise_pullback (x d : I -> R) (i : I) : R :=
  let y := normalise x in (d i - mean d - y i * mean (fun k => y k * d k)) / sd x.
(** [rule: layers.batch_norm, layers.layer_norm] The three-term backward formula of the textbooks is the adjoint of that motion. *)
Theorem normalise_adjoint x v d : let y := normalise x in
  dot d (fun i => (v i - mean v - y i * mean (fun k => y k * v k)) / sd x)
  = dot (normalise_pullback x d) v.
Proof.
move=> y; rewrite /dot /normalise_pullback -/y /Rdiv.
set s := / sd x; set P := mean v; set Q := mean (fun k => y k * v k).
set P' := mean d; set Q' := mean (fun k => y k * d k).
rewrite (eq_sum (g := fun i => s * (d i * v i) + - (s * P) * d i + - (s * Q) * (y i * d i))); last by move=> i; ring.
rewrite [RHS](eq_sum (g := fun i => s * (d i * v i) + - (s * P') * v i + - (s * Q') * (y i * v i))); last by move=> i; ring.
by rewrite !sumD !sumZ /P /Q /P' /Q' /mean /Rdiv; ring.
Qed.

(** [rule: layers.batch_norm, layers.layer_norm] Normalised entries have mean 0. *)
Theorem normalise_mean (i : I) x : mean (normalise x) = 0.
Proof.
rewrite (eq_mean (g := fun k => / sd x * (x k + - mean x))); last by move=> k; rewrite /normalise /Rdiv; ring.
by rewrite meanZ (mean_centred i); ring.
Qed.
(** [rule: layers.batch_norm, layers.layer_norm] Normalised entries have variance v / (v + eps), which is 1 up to eps. *)
Theorem normalise_variance (i : I) x : variance (normalise x) = variance x / (variance x + eps).
Proof.
have V0 := variance_ge0 i x; have S0 := sd_gt0 i x.
rewrite {1}/variance (normalise_mean i).
rewrite (eq_mean (g := fun k => / (variance x + eps) * (x k - mean x) ^ 2)); first by rewrite meanZ -/(variance x); field; lra.
have S2 : sd x * sd x = variance x + eps by apply: sqrt_sqrt; lra.
by move=> k; rewrite -S2 /normalise; field; lra.
Qed.

(** [rule: layers.batch_norm, layers.layer_norm] Normalising one group of entries: value, pushforward and pullback, for groups of any size. *)
Theorem normalise_rule :
  is_rule normalise (fun x v i => (v i - mean v - normalise x i * mean (fun k => normalise x k * v k)) / sd x)
    normalise_pullback (@everywhere I).
Proof. by split=> [c t v _|x v d]; [exact: normalise_moves | exact: normalise_adjoint]. Qed.

(** [rule: layers.batch_norm, layers.layer_norm] What normalising sends back sums to 0 over the group. *)
Theorem normalise_pullback_mean0 (i : I) x d : mean (normalise_pullback x d) = 0.
Proof.
have C0 := count_gt0 i; rewrite /normalise_pullback; set Q := mean (fun k => normalise x k * d k).
rewrite (eq_mean (g := fun k => / sd x * (d k + - mean d) + - Q / sd x * normalise x k)).
  by rewrite meanD !meanZ (normalise_mean i) (mean_centred i); ring.
by move=> k; rewrite /Rdiv; ring.
Qed.

(** [rule: layers.batch_norm] A batch of one has nothing to normalise: its entry becomes 0 and no gradient passes. *)
Theorem batch_of_one (i : I) x d : (forall k, k = i) ->
  normalise x i = 0 /\ normalise_pullback x d i = 0.
Proof.
move=> one; have S0 := sd_gt0 i x.
have M f : mean f = f i by rewrite -[RHS](mean_const i); apply: eq_mean => k; rewrite (one k).
have N0 : normalise x i = 0 by rewrite /normalise M /Rdiv; ring.
by split=> //; rewrite /normalise_pullback !M N0 /Rdiv; ring.
Qed.

(** ** RMS norm: no mean is subtracted *)
Definition rms (x : I -> R) : R := sqrt (mean (fun k => x k ^ 2) + eps).
Definition rms_normalise (x : I -> R) (i : I) : R := x i / rms x.
Definition rms_pullback (x d : I -> R) (i : I) : R :=
  (d i - rms_normalise x i * mean (fun k => rms_normalise x k * d k)) / rms x.

Lemma mean_squares_ge0 x : 0 <= mean (fun k => x k ^ 2).
Proof.
have [i _|I0] := pickP I; last by rewrite /mean big1 => [|k]; [rewrite /Rdiv; lra | have := I0 k].
have C := count_gt0 i; apply: Rmult_le_pos; last by apply: Rlt_le; apply: Rinv_0_lt_compat.
by apply: sum_ge0 => j; apply: pow2_ge_0.
Qed.
Lemma rms_gt0 x : 0 < rms x.
Proof. by apply: sqrt_lt_R0; have := mean_squares_ge0 x; lra. Qed.

(** [rule: layers.rms_norm] RMS norm divides by the root of the mean square; its pullback is (g - y mean(y g)) / rms, without the mean of g. *)
Theorem rms_normalise_rule :
  is_rule rms_normalise (fun x v i => (v i - rms_normalise x i * mean (fun k => rms_normalise x k * v k)) / rms x)
    rms_pullback (@everywhere I).
Proof.
split=> [c t v _ Hc i|x v d].
  have S0 := rms_gt0 (c t); have M0 := mean_squares_ge0 (c t).
  have Dm : is_derive (fun s => mean (fun k => c s k ^ 2)) t (mean (fun k => INR 2 * v k * c t k ^ 1)).
    by apply: (mean_moves (c := fun s k => c s k ^ 2)) => k; exact: (is_derive_pow (fun s => c s k) 2).
  have Ds : is_derive (fun s => rms (c s)) t (mean (fun k => rms_normalise (c t) k * v k)).
    have -> : mean (fun k => rms_normalise (c t) k * v k)
              = (mean (fun k => INR 2 * v k * c t k ^ 1)) * / (2 * rms (c t)).
      rewrite [RHS]Rmult_comm -meanZ; apply: eq_mean => k; rewrite /rms_normalise /=; field; lra.
    apply: (is_derive_comp sqrt (fun s => mean (fun k => c s k ^ 2) + eps)).
      by apply/is_derive_Reals; rewrite /rms; apply: derivable_pt_lim_sqrt; lra.
    rewrite -[X in is_derive _ _ X]Rplus_0_r.
    by apply: (is_derive_plus (fun s => mean (fun k => c s k ^ 2))); [exact: Dm | exact: is_derive_const].
  rewrite (_ : _ / _ = (v i * rms (c t) - c t i * mean (fun k => rms_normalise (c t) k * v k)) / rms (c t) ^ 2).
    by apply: (is_derive_div (fun s => c s i) (fun s => rms (c s))); [exact: Hc | exact: Ds | lra].
  by rewrite {1}/rms_normalise; field; lra.
rewrite /dot /rms_pullback /Rdiv; set y := rms_normalise x; set s := / rms x.
set Q := mean (fun k => y k * v k); set Q' := mean (fun k => y k * d k).
rewrite (eq_sum (g := fun i => s * (d i * v i) + - (s * Q) * (y i * d i))); last by move=> i; ring.
rewrite [RHS](eq_sum (g := fun i => s * (d i * v i) + - (s * Q') * (y i * v i))); last by move=> i; ring.
by rewrite !sumD !sumZ /Q /Q' /mean /Rdiv; ring.
Qed.
End Norm.
