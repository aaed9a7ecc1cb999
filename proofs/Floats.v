(** * The max-shifted softmax never overflows, in floating point, for up to 2^53 classes *)
From Coq Require Import Reals ZArith Lra Lia List.
From Flocq Require Import Core.
From Interval Require Import Tactic.
Import ListNotations.
Open Scope R_scope.

(** IEEE binary64: 53-bit significand, smallest exponent -1074, round to nearest even. *)
Definition rnd : R -> R := round radix2 (FLT_exp (-1074) 53) ZnearestE.
Definition largest : R := (2 - bpow radix2 (-52)) * bpow radix2 1023.
Definition is_double (x : R) : Prop := generic_format radix2 (FLT_exp (-1074) 53) x.

#[local] Instance prec_pos : Prec_gt_0 53. Proof. reflexivity. Qed.
Lemma rnd_le x y : x <= y -> rnd x <= rnd y. Proof. apply round_le; apply _. Qed.
Lemma rnd_0 : rnd 0 = 0. Proof. apply round_0; apply _. Qed.
Lemma rnd_id x : is_double x -> rnd x = x. Proof. apply round_generic; apply _. Qed.
Lemma double_Z (n : Z) : (Z.abs n <= 2 ^ 53)%Z -> is_double (IZR n).
Proof.
intros H. destruct (Z.eq_dec (Z.abs n) (2 ^ 53)) as [E|E].
- assert (n = 2 ^ 53 \/ n = - 2 ^ 53)%Z as [-> | ->] by lia.
  + apply (generic_format_bpow radix2 _ 53). unfold FLT_exp. lia.
  + rewrite opp_IZR. apply generic_format_opp, (generic_format_bpow radix2 _ 53). unfold FLT_exp. lia.
- apply generic_format_FLT. exists (Float radix2 n 0).
  + unfold F2R. simpl. ring.
  + simpl. apply Z.lt_le_trans with (2 ^ 53)%Z; [lia | reflexivity].
  + simpl. lia.
Qed.

(** A floating-point exponential.  We assume only what every serious library
    gives: exp 0 = 1 exactly, and a value between 0 and 1 for arguments <= 0. *)
Definition decent_exp (fexp : R -> R) : Prop :=
  fexp 0 = 1 /\ forall x, x <= 0 -> 0 <= fexp x <= 1.
(** [rule: functions.softmax] A correctly rounded exponential gives exactly 1 at 0 and stays in [0, 1] for negative arguments. *)
Theorem correctly_rounded_exp_is_decent : decent_exp (fun x => rnd (exp x)).
Proof.
assert (R1 : rnd 1 = 1) by (apply rnd_id, (double_Z 1); discriminate).
split; [rewrite exp_0; exact R1 | intros x Hx; split].
- rewrite <- rnd_0. apply rnd_le, Rlt_le, exp_pos.
- rewrite <- R1. apply rnd_le. rewrite <- exp_0.
  destruct Hx as [Hx| ->]; [apply Rlt_le, exp_increasing, Hx | apply Rle_refl].
Qed.

(** The denominator as a program computes it: subtract the maximum, exponentiate,
    and accumulate from left to right, rounding after every operation. *)
Definition denominator (fexp : R -> R) (m : R) (xs : list R) : R :=
  fold_left (fun acc x => rnd (acc + fexp (rnd (x - m)))) xs 0.

Lemma shifted_exponent_nonpositive m x : x <= m -> rnd (x - m) <= 0.
Proof. intros H. rewrite <- rnd_0. apply rnd_le. lra. Qed.

Section Bounds.
Variables (fexp : R -> R) (m : R).
Hypothesis Hexp : decent_exp fexp.
Let step acc x := rnd (acc + fexp (rnd (x - m))).

Lemma step_bounds acc x (k : Z) : (0 <= k < 2 ^ 53)%Z -> x <= m -> is_double acc ->
  0 <= acc <= IZR k ->
  is_double (step acc x) /\ acc <= step acc x <= IZR (k + 1) /\ (x = m -> 1 <= step acc x).
Proof.
intros Hk Hx Hacc Hb. destruct Hexp as [E0 E1].
pose proof (E1 _ (shifted_exponent_nonpositive m x Hx)) as He.
split; [apply generic_format_round; apply _ | split; [split |]].
- rewrite <- (rnd_id acc) at 1 by exact Hacc. apply rnd_le. lra.
- rewrite <- (rnd_id (IZR (k + 1))) by (apply double_Z; lia).
  apply rnd_le. rewrite plus_IZR. lra.
- intros ->. rewrite <- (rnd_id 1) by (apply (double_Z 1); discriminate).
  apply rnd_le. replace (m - m) with 0 by ring. rewrite rnd_0, E0. lra.
Qed.

Lemma denominator_from xs : forall acc (k : Z),
  (0 <= k)%Z -> (k + Z.of_nat (length xs) <= 2 ^ 53)%Z -> (forall x, In x xs -> x <= m) ->
  is_double acc -> 0 <= acc <= IZR k ->
  acc <= fold_left step xs acc <= IZR (k + Z.of_nat (length xs)) /\
  (In m xs -> 1 <= fold_left step xs acc).
Proof.
induction xs as [|x xs IH]; intros acc k Hk Hn Hm Ha Hb; cbn [fold_left length In] in *.
- rewrite Z.add_0_r. split; [lra | tauto].
- destruct (step_bounds acc x k) as (D & [L U] & One); [lia | auto | auto | auto |].
  destruct (IH (step acc x) (k + 1)%Z) as [[L' U'] In'];
    [lia | lia | auto | exact D | lra |].
  replace (k + Z.of_nat (S (length xs)))%Z with (k + 1 + Z.of_nat (length xs))%Z by lia.
  split; [lra | intros [E | I]; [specialize (One E); lra | auto]].
Qed.

(** [rule: functions.softmax] For at most 2^53 scores in binary64, the denominator computed after subtracting the maximum lies between 1 and the number of classes: no overflow and no division by 0. *)
Theorem denominator_safe xs :
  (Z.of_nat (length xs) <= 2 ^ 53)%Z -> In m xs -> (forall x, In x xs -> x <= m) ->
  1 <= denominator fexp m xs <= IZR (Z.of_nat (length xs)) /\
  IZR (Z.of_nat (length xs)) < largest.
Proof.
intros Hn Hm Hx.
destruct (denominator_from xs 0 0%Z) as [[_ U] One]; try assumption; try lia.
- apply (double_Z 0). discriminate.
- lra.
- rewrite Z.add_0_l in U. unfold denominator. fold step.
  split; [split; [auto | exact U] |].
  apply Rle_lt_trans with (IZR (2 ^ 53)); [apply IZR_le; exact Hn |].
  apply Rlt_le_trans with (bpow radix2 1023); [simpl bpow; lra |].
  unfold largest. pose proof (bpow_ge_0 radix2 1023) as P.
  assert (bpow radix2 (-52) <= 1) by (apply (bpow_le radix2 (-52) 0); discriminate). nra.
Qed.
End Bounds.

(** [rule: functions.softmax] Without the shift a score of 710 overflows binary64, and 709 does not. *)
Theorem naive_overflows_binary64 : exp 709 < largest /\ exp 710 > bpow radix2 1024.
Proof. unfold largest. simpl bpow. split; interval with (i_prec 80). Qed.
(** [rule: functions.softmax] Without the shift a score of 89 overflows binary32, and 88 does not. *)
Theorem naive_overflows_binary32 : exp 88 < bpow radix2 128 /\ exp 89 > bpow radix2 128.
Proof. simpl bpow. split; interval with (i_prec 60). Qed.
(** [rule: functions.softmax] A score more than 746 below the maximum contributes exactly nothing in binary64. *)
Theorem far_scores_vanish : exp (-746) < bpow radix2 (-1075).
Proof. simpl bpow. interval with (i_prec 80). Qed.
(** [rule: functions.sigmoid] From 37 on the exact sigmoid is closer to 1 than half the gap below 1, so binary64 rounds it to 1. *)
Theorem sigmoid_saturates x : 37 <= x <= 700 -> 1 - 1 / (1 + exp (- x)) <= bpow radix2 (-53).
Proof. intros H. simpl bpow.
replace (1 - 1 / (1 + exp (-x))) with (exp (-x) / (1 + exp (-x))) by (field; pose proof (exp_pos (-x)); lra).
interval with (i_prec 60). Qed.
