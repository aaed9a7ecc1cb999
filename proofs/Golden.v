(** * Golden values with a proof

    Numbers to test a program against, each enclosed by a machine proof.  The
    tactic [interval] evaluates with rigorous interval arithmetic. *)
From Coq Require Import Reals Lra.
From Interval Require Import Tactic.
From PureML Require Import Smooth Gelu.
Open Scope R_scope.

Definition close (x y : R) : Prop := Rabs (x - y) <= 1 / 10 ^ 15.
Ltac golden := unfold close; interval with (i_prec 90).

(** [rule: functions.softmax] The first probability of softmax(1, 2, 3), to 15 digits. *)
Theorem softmax_123_0 : close (exp 1 / (exp 1 + exp 2 + exp 3)) 0.0900305731703804622.
Proof. golden. Qed.
(** [rule: functions.softmax] The second probability of softmax(1, 2, 3), to 15 digits. *)
Theorem softmax_123_1 : close (exp 2 / (exp 1 + exp 2 + exp 3)) 0.244728471054797646.
Proof. golden. Qed.
(** [rule: functions.softmax] The third probability of softmax(1, 2, 3), to 15 digits. *)
Theorem softmax_123_2 : close (exp 3 / (exp 1 + exp 2 + exp 3)) 0.665240955774821889.
Proof. golden. Qed.
(** [rule: losses.softmax_cross_entropy] The cross-entropy of softmax(1, 2, 3) against the third class, to 15 digits. *)
Theorem cross_entropy_123_2 : close (- ln (exp 3 / (exp 1 + exp 2 + exp 3))) 0.407605964444380304.
Proof. golden. Qed.
(** [rule: functions.sigmoid] The sigmoid of 2, to 15 digits. *)
Theorem sigmoid_2 : close (sigmoid 2) 0.880797077977882444.
Proof. unfold sigmoid. golden. Qed.
(** [rule: functions.tanh] Tanh of 1, to 15 digits. *)
Theorem tanh_1 : close (tanh 1) 0.761594155955764888.
Proof. unfold tanh, sinh, cosh. golden. Qed.
(** [rule: functions.softplus] Softplus of 1, to 15 digits. *)
Theorem softplus_1 : close (softplus 1) 1.313261687518222834.
Proof. unfold softplus. golden. Qed.

Definition gelu_sigmoid (x : R) := x * sigmoid (1.702 * x).
(** [rule: functions.gelu_tanh] On all of [-4, 4] the tanh form of GELU stays within 0.021 of x sigma(1.702 x). *)
Theorem gelu_approximations_agree x : -4 <= x <= 4 -> Rabs (gelu_tanh x - gelu_sigmoid x) <= 0.021.
Proof.
intros Hx. unfold gelu_tanh, gelu_inner, gelu_sigmoid. rewrite tanh_is_shifted_sigmoid. unfold sigmoid.
interval with (i_bisect x, i_taylor x, i_prec 50, i_depth 30).
Qed.
