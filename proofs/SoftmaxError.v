(** * How accurate the float softmax is: a bound on its value, not only on its range

    Binary64, rounding after every operation: the maximum is subtracted, the
    exponentials are added from left to right, and each is divided by the sum. *)
From Coq Require Import Reals ZArith Lra Lia List.
From Flocq Require Import Core Plus_error Relative.
From Interval Require Import Tactic.
From PureML Require Import Floats.
Import ListNotations.
Open Scope R_scope.

#[local] Instance precision_positive : Prec_gt_0 53. Proof. reflexivity. Qed.

(** The unit roundoff of binary64, and half its smallest positive number. *)
Definition u : R := / 2 * bpow radix2 (- 53 + 1).
Definition tiny : R := / 2 * bpow radix2 (- 1074).
Lemma u_bounds : 0 < u < 1 / 1000.
Proof. unfold u. simpl bpow. lra. Qed.

(** Adding two floats rounds by a relative error of at most [u], even where numbers are tiny. *)
Lemma rnd_plus x y : is_double x -> is_double y -> exists d, Rabs d <= u /\ rnd (x + y) = (x + y) * (1 + d).
Proof.
intros Hx Hy. destruct (FLT_plus_error_N_ex radix2 (-1074) 53 (fun z => negb (Z.even z)) x y Hx Hy) as [d [Hd E]].
exists d. split; [|exact E]. apply Rle_trans with (1 := Hd). exact (u_rod1pu_ro_le_u_ro radix2 53).
Qed.
(** Any other operation rounds by that, and by [tiny] where the result is subnormal. *)
Lemma rnd_any x : exists d e, Rabs d <= u /\ Rabs e <= tiny /\ rnd x = x * (1 + d) + e.
Proof.
destruct (error_N_FLT radix2 (-1074) 53 ltac:(reflexivity) (fun z => negb (Z.even z)) x) as [d [e [Hd [He [_ E]]]]].
exists d, e. repeat split; [exact Hd | exact He | exact E].
Qed.

(** The exact values. *)
Definition exact_sum (m : R) (xs : list R) : R := fold_right (fun x s => exp (x - m) + s) 0 xs.
Definition exact_softmax (xs : list R) (x : R) : R := exp x / exact_sum 0 xs.
Lemma exact_sum_shift m xs : exact_sum 0 xs = exp m * exact_sum m xs.
Proof.
induction xs as [|x xs IH]; cbn [exact_sum fold_right]; [ring|].
unfold exact_sum in IH. rewrite IH, Rmult_plus_distr_l, <- exp_plus. f_equal. f_equal. ring.
Qed.
Lemma exact_sum_ge0 m xs : 0 <= exact_sum m xs.
Proof. induction xs as [|x xs IH]; cbn [exact_sum fold_right]; [lra|]. pose proof (exp_pos (x - m)). unfold exact_sum in IH. lra. Qed.
Lemma exact_sum_pos m xs x : In x xs -> 0 < exact_sum m xs.
Proof.
destruct xs as [|y xs]; [intros []|intros _]. cbn [exact_sum fold_right].
pose proof (exp_pos (y - m)). pose proof (exact_sum_ge0 m xs) as H0. unfold exact_sum in H0. lra.
Qed.

Definition float_softmax (fexp : R -> R) (m : R) (xs : list R) (x : R) : R :=
  rnd (fexp (rnd (x - m)) / denominator fexp m xs).

Section Bound.
Variables (fexp : R -> R) (m lo hi : R).
Hypothesis doubles : forall z, is_double (fexp z).
Hypothesis lo_pos : 0 < lo.
Let accurate x := lo * exp (x - m) <= fexp (rnd (x - m)) <= hi * exp (x - m).

Lemma power_le1 n : 0 < (1 - u) ^ n <= 1.
Proof.
pose proof u_bounds. induction n as [|n [IH1 IH2]]; simpl; [lra|]. split; [apply Rmult_lt_0_compat; lra|].
apply Rle_trans with (1 * 1); [apply Rmult_le_compat; lra | lra].
Qed.
Lemma power_ge1 n : 1 <= (1 + u) ^ n.
Proof. pose proof u_bounds. apply pow_R1_Rle. lra. Qed.

Lemma sum_from xs : forall acc s k, is_double acc -> 0 <= s ->
  (forall x, In x xs -> accurate x) ->
  lo * (1 - u) ^ k * s <= acc <= hi * (1 + u) ^ k * s ->
  let d := fold_left (fun acc x => rnd (acc + fexp (rnd (x - m)))) xs acc in
  let t := s + exact_sum m xs in
  lo * (1 - u) ^ (k + length xs) * t <= d <= hi * (1 + u) ^ (k + length xs) * t.
Proof.
pose proof u_bounds as U.
induction xs as [|x xs IH]; intros acc s k Da Hs A B; cbn [fold_left length exact_sum fold_right].
- rewrite Nat.add_0_r, Rplus_0_r. exact B.
- destruct (A x (or_introl eq_refl)) as [A1 A2]. pose proof (exp_pos (x - m)) as E.
  destruct (rnd_plus acc (fexp (rnd (x - m))) Da (doubles _)) as [d [Hd R]]. apply Rabs_le_inv in Hd.
  pose proof (power_le1 k) as PL. pose proof (power_ge1 k) as PU.
  assert (hi_pos : 0 < hi) by (apply (Rmult_lt_reg_r (exp (x - m))); [exact E|]; rewrite Rmult_0_l; nra).
  specialize (IH (rnd (acc + fexp (rnd (x - m)))) (s + exp (x - m)) (S k)).
  replace (k + S (length xs))%nat with (S k + length xs)%nat by lia.
  fold (exact_sum m xs). replace (s + (exp (x - m) + exact_sum m xs)) with (s + exp (x - m) + exact_sum m xs) by ring.
  apply IH; [apply generic_format_round; apply _ | lra | intros y Hy; apply A; right; exact Hy |].
  rewrite R. simpl pow.
  assert (V1 : lo * (1 - u) ^ k * exp (x - m) <= fexp (rnd (x - m))).
  { apply Rle_trans with (2 := A1). apply Rmult_le_compat_r; [lra|]. nra. }
  assert (V2 : fexp (rnd (x - m)) <= hi * (1 + u) ^ k * exp (x - m)).
  { apply Rle_trans with (1 := A2). apply Rmult_le_compat_r; [lra|]. nra. }
  set (P := (1 - u) ^ k) in *. set (Q := (1 + u) ^ k) in *. set (f := fexp (rnd (x - m))) in *. set (e := exp (x - m)) in *.
  assert (L0 : 0 <= lo * P * (s + e)) by (apply Rmult_le_pos; [apply Rmult_le_pos|]; lra).
  assert (W1 : lo * P * (s + e) <= acc + f) by (rewrite Rmult_plus_distr_l; lra).
  assert (W2 : acc + f <= hi * Q * (s + e)) by (rewrite Rmult_plus_distr_l; lra).
  split.
  + replace (lo * ((1 - u) * P) * (s + e)) with (lo * P * (s + e) * (1 - u)) by ring. apply Rmult_le_compat; lra.
  + replace (hi * ((1 + u) * Q) * (s + e)) with (hi * Q * (s + e) * (1 + u)) by ring. apply Rmult_le_compat; lra.
Qed.

(** [rule: functions.softmax] The computed denominator is the exact one up to the factors of the exponential and one rounding per class. *)
Theorem denominator_value xs : (forall x, In x xs -> accurate x) ->
  lo * (1 - u) ^ length xs * exact_sum m xs <= denominator fexp m xs <= hi * (1 + u) ^ length xs * exact_sum m xs.
Proof.
intros A. pose proof (sum_from xs 0 0 0%nat) as H. simpl Nat.add in H. rewrite Rplus_0_l in H. apply H.
- apply (double_Z 0). discriminate.
- lra.
- exact A.
- rewrite !Rmult_0_r. lra.
Qed.

(** [rule: functions.softmax] Each computed probability is the exact one up to a relative error, and up to half the smallest float where it is subnormal. *)
Theorem float_softmax_value xs x : In x xs -> (forall y, In y xs -> accurate y) ->
  let n := length xs in
  let p := exact_softmax xs x in
  (1 - u) * (lo / (hi * (1 + u) ^ n)) * p - tiny <= float_softmax fexp m xs x
  <= (1 + u) * (hi / (lo * (1 - u) ^ n)) * p + tiny.
Proof.
intros Hx A n p. pose proof u_bounds as U. pose proof (denominator_value xs A) as [D1 D2].
destruct (A x Hx) as [F1 F2]. pose proof (exact_sum_pos m xs x Hx) as S. pose proof (exp_pos (x - m)) as E.
assert (P : p = exp (x - m) / exact_sum m xs).
{ unfold p, exact_softmax. rewrite (exact_sum_shift m). replace (exp x) with (exp m * exp (x - m)) by (rewrite <- exp_plus; f_equal; ring).
  pose proof (exp_pos m). field. lra. }
assert (hi_pos : 0 < hi) by (apply (Rmult_lt_reg_r (exp (x - m))); [exact E|]; rewrite Rmult_0_l; nra).
fold n in D1, D2. pose proof (power_le1 n) as PL. pose proof (power_ge1 n) as PU.
assert (L : 0 < lo * (1 - u) ^ n) by (apply Rmult_lt_0_compat; lra).
assert (H : 0 < hi * (1 + u) ^ n) by (apply Rmult_lt_0_compat; lra).
set (d := denominator fexp m xs) in *. set (f := fexp (rnd (x - m))) in *. set (s := exact_sum m xs) in *. set (e := exp (x - m)) in *.
assert (D : 0 < d) by (apply Rlt_le_trans with (2 := D1); apply Rmult_lt_0_compat; assumption).
assert (Q1 : lo / (hi * (1 + u) ^ n) * p <= f / d).
{ rewrite P. apply (Rmult_le_reg_r d); [exact D|]. replace (f / d * d) with f by (field; lra).
  apply Rle_trans with (lo / (hi * (1 + u) ^ n) * (e / s) * (hi * (1 + u) ^ n * s)).
  - apply Rmult_le_compat_l; [|exact D2]. apply Rmult_le_pos; apply Rlt_le, Rdiv_lt_0_compat; lra.
  - replace (lo / (hi * (1 + u) ^ n) * (e / s) * (hi * (1 + u) ^ n * s)) with (lo * e) by (field; lra). exact F1. }
assert (Q2 : f / d <= hi / (lo * (1 - u) ^ n) * p).
{ rewrite P. apply (Rmult_le_reg_r d); [exact D|]. replace (f / d * d) with f by (field; lra).
  apply Rle_trans with (hi / (lo * (1 - u) ^ n) * (e / s) * (lo * (1 - u) ^ n * s)).
  - replace (hi / (lo * (1 - u) ^ n) * (e / s) * (lo * (1 - u) ^ n * s)) with (hi * e) by (field; lra). exact F2.
  - apply Rmult_le_compat_l; [|exact D1]. apply Rmult_le_pos; apply Rlt_le, Rdiv_lt_0_compat; lra. }
assert (Q0 : 0 <= f / d) by (apply Rlt_le, Rdiv_lt_0_compat; [apply Rlt_le_trans with (2 := F1); apply Rmult_lt_0_compat; lra | exact D]).
assert (P0 : 0 < p) by (rewrite P; apply Rdiv_lt_0_compat; assumption).
unfold float_softmax. fold f d. destruct (rnd_any (f / d)) as [r [t [Hr [Ht R]]]]. rewrite R.
apply Rabs_le_inv in Hr. apply Rabs_le_inv in Ht. split.
- assert ((1 - u) * (lo / (hi * (1 + u) ^ n) * p) <= (1 + r) * (f / d)); [|lra].
  apply Rmult_le_compat; [lra | | lra | exact Q1]. apply Rmult_le_pos; [|lra]. apply Rlt_le, Rdiv_lt_0_compat; lra.
- assert ((1 + r) * (f / d) <= (1 + u) * (hi / (lo * (1 - u) ^ n) * p)); [|lra].
  apply Rmult_le_compat; lra.
Qed.
End Bound.

(** [rule: functions.softmax] An exponential with relative error e stays accurate after its argument x - m was rounded, if |x - m| <= z: the factors are (1 - e) exp(-z u) and (1 + e) exp(z u). *)
Theorem shifted_exponential_accurate fexp e z m x :
  0 <= e < 1 -> is_double x -> is_double m -> Rabs (x - m) <= z ->
  (forall w, Rabs w <= z * (1 + u) -> (1 - e) * exp w <= fexp w <= (1 + e) * exp w) ->
  (1 - e) * exp (- (z * u)) * exp (x - m) <= fexp (rnd (x - m)) <= (1 + e) * exp (z * u) * exp (x - m).
Proof.
intros He Dx Dm Hz A. pose proof u_bounds as U.
destruct (rnd_plus x (- m) Dx (generic_format_opp _ _ _ Dm)) as [d [Hd R]]. fold (x - m) in R.
assert (Z0 : 0 <= z) by (apply Rle_trans with (2 := Hz); apply Rabs_pos).
assert (B : Rabs (rnd (x - m)) <= z * (1 + u)).
{ rewrite R, Rabs_mult. apply Rmult_le_compat; try apply Rabs_pos; [exact Hz|].
  apply Rabs_le_inv in Hd. rewrite Rabs_pos_eq; lra. }
assert (C : Rabs (rnd (x - m) - (x - m)) <= z * u).
{ rewrite R. replace ((x - m) * (1 + d) - (x - m)) with ((x - m) * d) by ring.
  rewrite Rabs_mult. apply Rmult_le_compat; try apply Rabs_pos; assumption. }
apply Rabs_le_inv in C. destruct (A _ B) as [A1 A2].
assert (M : forall a b, a <= b -> exp a <= exp b).
{ intros a b [H| ->]; [apply Rlt_le, exp_increasing, H | apply Rle_refl]. }
split.
- apply Rle_trans with (2 := A1). rewrite Rmult_assoc, <- exp_plus. apply Rmult_le_compat_l; [lra | apply M; lra].
- apply Rle_trans with (1 := A2). rewrite Rmult_assoc, <- exp_plus. apply Rmult_le_compat_l; [lra | apply M; lra].
Qed.

(** [rule: functions.softmax] In numbers: for up to 1000 scores within 700 of their maximum, and an exponential good to one unit in the last place, every computed probability is exact to 3e-13 relatively, plus half the smallest float. *)
Theorem float_softmax_in_numbers fexp m xs x :
  let e := bpow radix2 (- 52) in
  (length xs <= 1000)%nat -> In x xs -> is_double m -> (forall y, In y xs -> is_double y /\ Rabs (y - m) <= 700) ->
  (forall z, is_double (fexp z)) ->
  (forall w, Rabs w <= 700 * (1 + u) -> (1 - e) * exp w <= fexp w <= (1 + e) * exp w) ->
  Rabs (float_softmax fexp m xs x - exact_softmax xs x) <= 3 / 10 ^ 13 * exact_softmax xs x + tiny.
Proof.
intros e Hn Hx Dm Hxs Df A. pose proof u_bounds as U.
assert (He : 0 <= e < 1) by (unfold e; simpl bpow; lra).
set (lo := (1 - e) * exp (- (700 * u))). set (hi := (1 + e) * exp (700 * u)).
assert (Lo : 0 < lo) by (apply Rmult_lt_0_compat; [lra | apply exp_pos]).
assert (Hi : 0 < hi) by (apply Rmult_lt_0_compat; [lra | apply exp_pos]).
assert (Acc : forall y, In y xs -> lo * exp (y - m) <= fexp (rnd (y - m)) <= hi * exp (y - m)).
{ intros y Hy. destruct (Hxs y Hy) as [Dy Zy]. apply shifted_exponential_accurate; assumption. }
pose proof (float_softmax_value fexp m lo hi Df Lo xs x Hx Acc) as [V1 V2]. cbv zeta in V1, V2.
assert (P0 : 0 < exact_softmax xs x) by (apply Rdiv_lt_0_compat; [apply exp_pos | apply (exact_sum_pos 0 xs x Hx)]).
assert (N2 : (1 + u) * (hi / (lo * (1 - u) ^ 1000)) <= 1 + 3 / 10 ^ 13)
  by (unfold hi, lo, e, u; simpl bpow; interval with (i_prec 100)).
assert (N1 : 1 - 3 / 10 ^ 13 <= (1 - u) * (lo / (hi * (1 + u) ^ 1000)))
  by (unfold hi, lo, e, u; simpl bpow; interval with (i_prec 100)).
assert (Up : (1 + u) ^ length xs <= (1 + u) ^ 1000) by (apply Rle_pow; [lra | exact Hn]).
assert (Down : (1 - u) ^ 1000 <= (1 - u) ^ length xs).
{ replace 1000%nat with (length xs + (1000 - length xs))%nat by lia. rewrite pow_add.
  pose proof (power_le1 (length xs)) as A1. pose proof (power_le1 (1000 - length xs)) as A2.
  rewrite <- (Rmult_1_r ((1 - u) ^ length xs)) at 2. apply Rmult_le_compat_l; [apply Rlt_le, A1 | apply A2]. }
pose proof (power_le1 1000) as PL. pose proof (power_ge1 (length xs)) as PU.
revert N1 N2 Up Down PL PU V1 V2. generalize ((1 + u) ^ 1000) ((1 - u) ^ 1000) ((1 + u) ^ length xs) ((1 - u) ^ length xs).
intros Q P q r N1 N2 Up Down PL PU V1 V2.
assert (B2 : (1 + u) * (hi / (lo * r)) <= 1 + 3 / 10 ^ 13).
{ apply Rle_trans with (2 := N2). apply Rmult_le_compat_l; [lra|]. unfold Rdiv. apply Rmult_le_compat_l; [lra|].
  apply Rinv_le; [apply Rmult_lt_0_compat; lra | apply Rmult_le_compat_l; lra]. }
assert (B1 : 1 - 3 / 10 ^ 13 <= (1 - u) * (lo / (hi * q))).
{ apply Rle_trans with (1 := N1). apply Rmult_le_compat_l; [lra|]. unfold Rdiv. apply Rmult_le_compat_l; [lra|].
  apply Rinv_le; [apply Rmult_lt_0_compat; lra | apply Rmult_le_compat_l; lra]. }
set (p := exact_softmax xs x) in *.
assert (W1 := Rmult_le_compat_r p _ _ (Rlt_le _ _ P0) B1). assert (W2 := Rmult_le_compat_r p _ _ (Rlt_le _ _ P0) B2).
apply Rabs_le. lra.
Qed.

(** The list of all scores of a finite type has the softmax of the other files. *)
From mathcomp Require Import all_ssreflect.
From PureML Require Import Sums Softmax.

(** [rule: functions.softmax] The exact softmax of the list of all scores is the softmax of the other theorems. *)
Theorem exact_softmax_is_softmax (I : finType) (x : I -> R) (j : I) :
  exact_softmax [seq x i | i <- enum I] (x j) = softmax x j.
Proof.
rewrite /exact_softmax /softmax; congr (_ / _)%R; rewrite -big_enum /= -(big_map x predT exp).
elim: [seq x i | i <- enum I] => [|y ys IH]; first by rewrite big_nil.
by rewrite big_cons -IH /exact_sum /= Rminus_0_r.
Qed.
