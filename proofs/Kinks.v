(** * Activations with a kink: step, ReLU, leaky ReLU, ELU *)
From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
Open Scope R_scope.

(** The perceptron's step: 1 for positive inputs, 0 otherwise, so 0 at 0. *)
Definition heaviside (x : R) : R := if Rlt_dec 0 x then 1 else 0.
Definition relu (x : R) : R := Rmax 0 x.
Definition leaky_relu (a x : R) : R := if Rlt_dec 0 x then x else a * x.
Definition leaky_relu_slope (a x : R) : R := if Rlt_dec 0 x then 1 else a.
Definition elu (a x : R) : R := if Rlt_dec 0 x then x else a * (exp x - 1).
Definition elu_slope (a x : R) : R := if Rlt_dec 0 x then 1 else a * exp x.

(** A function that follows [f] on the positive side and [g] on the negative side
    has the slope of [f] or of [g] at every point but 0. *)
Lemma piecewise_derivative (f g : R -> R) x df dg : x <> 0 ->
  (0 < x -> is_derive f x df) -> (x < 0 -> is_derive g x dg) ->
  is_derive (fun y => if Rlt_dec 0 y then f y else g y) x (if Rlt_dec 0 x then df else dg).
Proof.
intros x0 Hf Hg. destruct (Rlt_dec 0 x) as [p|n].
- apply is_derive_ext_loc with f; [ | exact (Hf p)].
  apply filter_imp with (fun y => 0 < y); [ | exact (open_gt 0 x p)].
  intros y Hy. destruct (Rlt_dec 0 y); lra.
- assert (q : x < 0) by lra. apply is_derive_ext_loc with g; [ | exact (Hg q)].
  apply filter_imp with (fun y => y < 0); [ | exact (open_lt 0 x q)].
  intros y Hy. destruct (Rlt_dec 0 y); lra.
Qed.

(** [rule: functions.identity] The slope of the identity is 1. *)
Theorem identity_derivative x : is_derive (fun x => x) x 1.
Proof. apply (is_derive_id x). Qed.

(** [rule: functions.heaviside] Away from 0 the slope of the step is 0, so no gradient ever passes through it. *)
Theorem heaviside_derivative x : x <> 0 -> is_derive heaviside x 0.
Proof.
intros x0.
apply (eq_rect (if Rlt_dec 0 x then 0 else 0) (fun d => is_derive heaviside x d)).
- apply (piecewise_derivative (fun _ => 1) (fun _ => 0)); [exact x0 | |]; intros _; apply @is_derive_const.
- destruct (Rlt_dec 0 x); reflexivity.
Qed.

(** [rule: functions.relu] ReLU is the larger of 0 and x, which is x times the step. *)
Theorem relu_is_gated x : relu x = heaviside x * x.
Proof.
unfold relu, heaviside. destruct (Rlt_dec 0 x); [rewrite Rmax_right | rewrite Rmax_left]; lra.
Qed.

(** [rule: functions.relu] For positive inputs the slope of ReLU is 1. *)
Theorem relu_derivative_pos x : 0 < x -> is_derive relu x 1.
Proof.
intros Hx. apply is_derive_ext_loc with (fun y => y); [ | apply (is_derive_id x)].
apply filter_imp with (fun y => 0 < y); [ | exact (open_gt 0 x Hx)].
intros y Hy. unfold relu. rewrite Rmax_right; lra.
Qed.

(** [rule: functions.relu] For negative inputs the slope of ReLU is 0. *)
Theorem relu_derivative_neg x : x < 0 -> is_derive relu x 0.
Proof.
intros Hx. apply is_derive_ext_loc with (fun _ => 0); [ | apply (is_derive_const 0 x)].
apply filter_imp with (fun y => y < 0); [ | exact (open_lt 0 x Hx)].
intros y Hy. unfold relu. rewrite Rmax_left; lra.
Qed.

(** [rule: functions.relu] Away from 0 the slope of ReLU is the step. *)
Theorem relu_derivative x : x <> 0 -> is_derive relu x (heaviside x).
Proof.
intros x0. unfold heaviside. destruct (Rlt_dec 0 x).
- now apply relu_derivative_pos.
- apply relu_derivative_neg. lra.
Qed.

(** [rule: functions.relu] At 0 ReLU has no derivative, whatever value one would like: the catalogue's 0 is a convention. *)
Theorem relu_no_derivative_at_0 : ~ ex_derive relu 0.
Proof.
intros [d Hd]. assert (Habs : is_derive Rabs 0 (2 * d - 1)).
{ apply is_derive_ext with (fun y => 2 * relu y - y).
  - intros y. unfold relu, Rabs. simpl. destruct (Rcase_abs y);
      [rewrite Rmax_left | rewrite Rmax_right]; lra.
  - apply (is_derive_minus (fun y => 2 * relu y) (fun y => y) 0 (2 * d) 1);
      [exact (is_derive_scal relu 0 2 d Hd) | apply (is_derive_id 0)]. }
apply is_derive_Reals in Habs.
destruct (Habs (/2) ltac:(lra)) as [[e He] H]. simpl in H.
assert (B1 : Rabs (e / 2) = e / 2) by (apply Rabs_pos_eq; lra).
assert (B2 : Rabs (- e / 2) = e / 2) by (rewrite Rabs_left; lra).
assert (H1 := H (e / 2) ltac:(lra) ltac:(lra)).
assert (H2 := H (- e / 2) ltac:(lra) ltac:(lra)).
rewrite !Rplus_0_l, Rabs_R0, !Rminus_0_r in H1, H2. rewrite B1 in H1. rewrite B2 in H2.
replace (e / 2 / (e / 2)) with 1 in H1 by (field; lra).
replace (e / 2 / (- e / 2)) with (-1) in H2 by (field; lra).
apply Rabs_def2 in H1. apply Rabs_def2 in H2. lra.
Qed.

(** [rule: functions.heaviside] At 0 the step has no derivative: it is not even continuous there. *)
Theorem heaviside_no_derivative_at_0 : ~ ex_derive heaviside 0.
Proof.
intros D. apply (ex_derive_continuous heaviside) in D.
assert (H0 : heaviside 0 = 0) by (unfold heaviside; destruct (Rlt_dec 0 0); lra).
assert (N : locally (heaviside 0) (fun y => y < 1 / 2)) by (apply (open_lt (1 / 2)); lra).
destruct (D _ N) as [[e He] H]. simpl in H.
assert (B : ball 0 e (e / 2)).
{ unfold ball; simpl. unfold AbsRing_ball, abs, minus, plus, opp; simpl.
  replace (e / 2 + - 0) with (e / 2) by ring. rewrite Rabs_pos_eq; lra. }
specialize (H _ B). unfold heaviside in H. destruct (Rlt_dec 0 (e / 2)); lra.
Qed.

(** [rule: functions.leaky_relu] Away from 0 the slope of leaky ReLU is 1 for positive inputs and a for negative ones. *)
Theorem leaky_relu_derivative a x : x <> 0 -> is_derive (leaky_relu a) x (leaky_relu_slope a x).
Proof.
intros x0. apply (piecewise_derivative (fun y => y) (fun y => a * y)); [exact x0 | |]; intros _.
- apply (is_derive_id x).
- auto_derive; [trivial | ring].
Qed.

(** [rule: functions.elu] Away from 0 the slope of ELU is 1 for positive inputs and a exp(x) for negative ones. *)
Theorem elu_derivative a x : x <> 0 -> is_derive (elu a) x (elu_slope a x).
Proof.
intros x0. apply (piecewise_derivative (fun y => y) (fun y => a * (exp y - 1))); [exact x0 | |]; intros _.
- apply (is_derive_id x).
- auto_derive; [trivial | ring].
Qed.
