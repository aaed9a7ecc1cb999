(** * One threshold unit can compute AND, OR and NAND, but not XOR *)
From Coq Require Import Reals Lra Bool.
From PureML Require Import Kinks.
Open Scope R_scope.

Definition bit (a : bool) : R := if a then 1 else 0.
(** The unit fires when [w1 x1 + w2 x2 + b > 0]. *)
Definition fires (w1 w2 b : R) (x1 x2 : bool) : Prop := w1 * bit x1 + w2 * bit x2 + b > 0.
Definition computes (w1 w2 b : R) (f : bool -> bool -> bool) : Prop :=
  forall x1 x2, fires w1 w2 b x1 x2 <-> f x1 x2 = true.
Definition separable (f : bool -> bool -> bool) : Prop := exists w1 w2 b, computes w1 w2 b f.
Definition nand (x y : bool) : bool := negb (x && y).

Ltac table := intros [|] [|]; unfold fires, bit; cbn; split; intros; try lra; congruence.
(** [rule: functions.heaviside] One threshold unit computes AND. *)
Theorem AND_separable  : separable andb. Proof. exists 1, 1, (-3/2). table. Qed.
(** [rule: functions.heaviside] One threshold unit computes OR. *)
Theorem OR_separable   : separable orb.  Proof. exists 1, 1, (-1/2). table. Qed.
(** [rule: functions.heaviside] One threshold unit computes NAND. *)
Theorem NAND_separable : separable nand. Proof. exists (-1), (-1), (3/2). table. Qed.

(** [rule: functions.heaviside] No single threshold unit computes XOR, whatever its weights. *)
Theorem XOR_not_separable : ~ separable xorb.
Proof.
intros (w1 & w2 & b & H).
destruct (H true  false) as [_ H10]. specialize (H10 eq_refl).
destruct (H false true ) as [_ H01]. specialize (H01 eq_refl).
destruct (H false false) as [H00 _]. destruct (H true true) as [H11 _].
unfold fires, bit in *. cbn in *.
destruct (Rgt_dec (w1 * 0 + w2 * 0 + b) 0) as [F|F]; [discriminate (H00 F)|].
destruct (Rgt_dec (w1 * 1 + w2 * 1 + b) 0) as [G|G]; [discriminate (H11 G)|]. lra.
Qed.

(** [rule: functions.heaviside] XOR is AND of NAND and OR, so two layers of threshold units compute it. *)
Theorem XOR_in_two_layers x y : xorb x y = andb (nand x y) (orb x y).
Proof. destruct x, y; reflexivity. Qed.

(** The unit as a number: 1 when it fires, 0 otherwise. *)
Definition unit_value (w1 w2 b x1 x2 : R) : R := heaviside (w1 * x1 + w2 * x2 + b).

(** [rule: functions.heaviside] With explicit weights: a hidden NAND and a hidden OR, joined by an AND, compute XOR on the numbers 0 and 1. *)
Theorem XOR_network x y :
  unit_value 1 1 (-3/2) (unit_value (-1) (-1) (3/2) (bit x) (bit y)) (unit_value 1 1 (-1/2) (bit x) (bit y))
  = bit (xorb x y).
Proof.
assert (on : forall z, 0 < z -> heaviside z = 1) by (intros z Hz; unfold heaviside; destruct (Rlt_dec 0 z); lra).
assert (off : forall z, z <= 0 -> heaviside z = 0) by (intros z Hz; unfold heaviside; destruct (Rlt_dec 0 z); lra).
destruct x, y; unfold unit_value, bit; cbn.
- rewrite (off (-1 * 1 + -1 * 1 + 3 / 2)), (on (1 * 1 + 1 * 1 + -1 / 2)) by lra. apply off; lra.
- rewrite (on (-1 * 1 + -1 * 0 + 3 / 2)), (on (1 * 1 + 1 * 0 + -1 / 2)) by lra. apply on; lra.
- rewrite (on (-1 * 0 + -1 * 1 + 3 / 2)), (on (1 * 0 + 1 * 1 + -1 / 2)) by lra. apply on; lra.
- rewrite (on (-1 * 0 + -1 * 0 + 3 / 2)), (off (1 * 0 + 1 * 0 + -1 / 2)) by lra. apply off; lra.
Qed.
