(** * The elementwise rules, for tensors of every shape

    Each theorem says the same three things about one activation: its value, its
    pushforward and its pullback are as stated, for every finite index type, and
    at every point the last argument admits. *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From PureML Require Import Sums Moves Smooth Kinks Gelu.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Open Scope R_scope.

(** [slope_rule I f f' good] : [f] on every entry has slope [f'] at entries with [good]. *)
Definition slope_rule (I : finType) (f f' : R -> R) (good : R -> Prop) : Prop :=
  is_rule (fun x (i : I) => f (x i)) (fun x v i => f' (x i) * v i) (fun x g i => f' (x i) * g i)
          (fun x => forall i, good (x i)).
Notation always := (fun _ : R => True).
Notation off_zero := (fun x : R => x <> 0).

Section Rules.
Variable I : finType.

(** [rule: functions.identity] The identity passes the signal on unchanged. *)
Theorem identity_rule : slope_rule I (fun x => x) (fun _ => 1) always.
Proof. by apply: elementwise_rule => x _; exact: identity_derivative. Qed.

(** [rule: functions.heaviside] The step sends back nothing, wherever no input is 0. *)
Theorem heaviside_rule : slope_rule I heaviside (fun _ => 0) off_zero.
Proof. by apply: elementwise_rule => x; exact: heaviside_derivative. Qed.

(** [rule: functions.relu] ReLU lets the signal through where its input is positive, wherever no input is 0. *)
Theorem relu_rule : slope_rule I relu heaviside off_zero.
Proof. by apply: elementwise_rule => x; exact: relu_derivative. Qed.

(** [rule: functions.leaky_relu] Leaky ReLU multiplies the signal by 1 or by a, wherever no input is 0. *)
Theorem leaky_relu_rule a : slope_rule I (leaky_relu a) (leaky_relu_slope a) off_zero.
Proof. by apply: elementwise_rule => x; exact: leaky_relu_derivative. Qed.

(** [rule: functions.elu] ELU multiplies the signal by 1 or by a exp(x), wherever no input is 0. *)
Theorem elu_rule a : slope_rule I (elu a) (elu_slope a) off_zero.
Proof. by apply: elementwise_rule => x; exact: elu_derivative. Qed.

(** [rule: functions.sigmoid] The sigmoid multiplies the signal by sigma(x) sigma(-x). *)
Theorem sigmoid_rule : slope_rule I sigmoid (fun x => sigmoid x * sigmoid (- x)) always.
Proof. by apply: elementwise_rule => x _; exact: sigmoid_slope_without_cancellation. Qed.

(** [rule: functions.log_sigmoid] The logarithm of the sigmoid multiplies the signal by sigma(-x). *)
Theorem log_sigmoid_rule : slope_rule I log_sigmoid (fun x => sigmoid (- x)) always.
Proof. by apply: elementwise_rule => x _; exact: log_sigmoid_derivative. Qed.

(** [rule: functions.tanh] Tanh multiplies the signal by one minus its own square. *)
Theorem tanh_rule : slope_rule I tanh (fun x => 1 - tanh x ^ 2) always.
Proof. by apply: elementwise_rule => x _; exact: tanh_derivative. Qed.

(** [rule: functions.softplus] Softplus multiplies the signal by the sigmoid. *)
Theorem softplus_rule : slope_rule I softplus sigmoid always.
Proof. by apply: elementwise_rule => x _; exact: softplus_derivative. Qed.

(** [rule: functions.silu] SiLU multiplies the signal by sigma(x) (1 + x (1 - sigma(x))). *)
Theorem silu_rule : slope_rule I silu (fun x => sigmoid x * (1 + x * (1 - sigmoid x))) always.
Proof. by apply: elementwise_rule => x _; exact: silu_derivative. Qed.

(** [rule: functions.gelu] GELU multiplies the signal by Phi(x) + x phi(x). *)
Theorem gelu_rule : slope_rule I gelu (fun x => normal_cdf x + x * normal_pdf x) always.
Proof. by apply: elementwise_rule => x _; exact: gelu_derivative. Qed.

(** [rule: functions.gelu_tanh] The tanh form of GELU multiplies the signal by its slope. *)
Theorem gelu_tanh_rule : slope_rule I gelu_tanh gelu_tanh_slope always.
Proof. by apply: elementwise_rule => x _; exact: gelu_tanh_derivative. Qed.
End Rules.
