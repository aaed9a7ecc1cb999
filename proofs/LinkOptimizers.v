(** * Optimizers: the shipped functions, read by Coq

    Written by link.py, not by hand.  The right sides are what the functions of pureml/optimizers give when they run
    on symbols; the left sides are what the theorem that the rule names is about, at a small size.  Every number is a
    variable, and what a comparison answered on the way is a hypothesis. *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From PureML Require Import Sums Moves Smooth Kinks Gelu Elementwise Softmax CrossEntropy Errors Affine Dropout Graph Norm Backprop Layers
  NormLayers Rules LinkTools.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Open Scope R_scope.
From PureML Require Import Adam Adaptive Momentum StepTools.

(** adagrad: h' = h + d_p^2, p' = p - lr d_p / (sqrt(h') + eps) *)
Lemma adagrad_link (p squares d_p lr eps : R) (history : nat -> R) :
  0 < eps ->
  Adaptive.squares history 2 = squares ->
  history 2%nat = d_p ->
  p - Adaptive.adagrad_step lr eps history 2 = - (d_p * lr / (eps + sqrt (d_p ^ 2 + squares))) + p /\
  Adaptive.squares history 3 = d_p ^ 2 + squares.
Proof. rewrite /Adaptive.adagrad_step; finish_step. Qed.

(** adam: p' = p - lr m_hat / (sqrt(v_hat) + eps), m_hat = m' / (1 - beta1^t), v_hat = v' / (1 - beta2^t) *)
Lemma adam_link (p first second d_p lr beta1 beta2 eps : R) (history : nat -> R) :
  0 < eps ->
  Adam.first beta1 history 2 = first ->
  Adam.second beta2 history 2 = second ->
  history 2%nat = d_p ->
  beta1 ^ 3 <> 1 ->
  beta2 ^ 3 < 1 ->
  p - Adam.adam_step lr beta1 beta2 history eps 3 = - (lr * sqrt (1 + - beta2 ^ 3) * (beta1 * first + d_p * (1 + - beta1)) / (1 + - beta1 ^ 3) / (eps * sqrt (1 + - beta2 ^ 3) + sqrt (beta2 * second + d_p ^ 2 * (1 + - beta2)))) + p /\
  Adam.first beta1 history 3 = beta1 * first + d_p * (1 + - beta1) /\
  Adam.second beta2 history 3 = beta2 * second + d_p ^ 2 * (1 + - beta2).
Proof. rewrite /Adam.adam_step; finish_step. Qed.

(** adam_epsilon_hat: p' = p - lr sqrt(1 - beta2^t) / (1 - beta1^t) m' / (sqrt(v') + eps_hat) *)
Lemma adam_epsilon_hat_link (p first second d_p lr beta1 beta2 eps_hat : R) (history : nat -> R) :
  0 < eps_hat ->
  Adam.first beta1 history 2 = first ->
  Adam.second beta2 history 2 = second ->
  history 2%nat = d_p ->
  beta1 ^ 3 <> 1 ->
  p - Adam.adam_epsilon_hat_step lr beta1 beta2 history eps_hat 3 = - (lr * sqrt (1 + - beta2 ^ 3) * (beta1 * first + d_p * (1 + - beta1)) / (1 + - beta1 ^ 3) / (eps_hat + sqrt (beta2 * second + d_p ^ 2 * (1 + - beta2)))) + p /\
  Adam.first beta1 history 3 = beta1 * first + d_p * (1 + - beta1) /\
  Adam.second beta2 history 3 = beta2 * second + d_p ^ 2 * (1 + - beta2).
Proof. rewrite /Adam.adam_epsilon_hat_step; finish_step. Qed.

(** adamw: p' = p - lr (m_hat / (sqrt(v_hat) + eps) + decay p) *)
Lemma adamw_link (p first second d_p lr beta1 beta2 eps decay : R) (history : nat -> R) :
  0 < eps ->
  Adam.first beta1 history 2 = first ->
  Adam.second beta2 history 2 = second ->
  history 2%nat = d_p ->
  beta1 ^ 3 <> 1 ->
  beta2 ^ 3 < 1 ->
  Adaptive.adamw lr decay p (Adam.adam_step lr beta1 beta2 history eps 3) = - (lr * sqrt (1 + - beta2 ^ 3) * (beta1 * first + d_p * (1 + - beta1)) / (1 + - beta1 ^ 3) / (eps * sqrt (1 + - beta2 ^ 3) + sqrt (beta2 * second + d_p ^ 2 * (1 + - beta2)))) + p * (- (decay * lr) + 1) /\
  Adam.first beta1 history 3 = beta1 * first + d_p * (1 + - beta1) /\
  Adam.second beta2 history 3 = beta2 * second + d_p ^ 2 * (1 + - beta2).
Proof. rewrite /Adaptive.adamw /Adam.adam_step; finish_step. Qed.

(** momentum: v' = mu v - lr d_p, p' = p + v' *)
Lemma momentum_link (p velocity d_p lr mu : R) (grad : (unit -> R) -> unit -> R) :
  grad (fun _ => p) tt = d_p ->
  (Momentum.momentum_step grad lr mu (fun _ : unit => p, fun _ => velocity)).1 tt = - (d_p * lr) + mu * velocity + p /\
  (Momentum.momentum_step grad lr mu (fun _ : unit => p, fun _ => velocity)).2 tt = - (d_p * lr) + mu * velocity.
Proof. rewrite /Momentum.momentum_step; finish_step. Qed.

(** nesterov: v' = mu v - lr d(p + mu v), p' = p + v' *)
Lemma nesterov_link (p velocity d_p lr mu : R) (grad : (unit -> R) -> unit -> R) :
  grad (fun _ => p + mu * velocity) tt = d_p ->
  (Momentum.nesterov_step grad lr mu (fun _ : unit => p, fun _ => velocity)).1 tt = - (d_p * lr) + mu * velocity + p /\
  (Momentum.nesterov_step grad lr mu (fun _ : unit => p, fun _ => velocity)).2 tt = - (d_p * lr) + mu * velocity.
Proof. rewrite /Momentum.nesterov_step; finish_step. Qed.

(** nesterov_shifted: v' = mu v - lr d_q, q' = q + mu v' - lr d_q *)
Lemma nesterov_shifted_link (q velocity d_q lr mu : R) (grad : (unit -> R) -> unit -> R) :
  grad (fun _ => q) tt = d_q ->
  (Momentum.nesterov_ahead_step grad lr mu (fun _ : unit => q, fun _ => velocity)).1 tt = - (d_q * lr) + mu * (- (d_q * lr) + mu * velocity) + q /\
  (Momentum.nesterov_ahead_step grad lr mu (fun _ : unit => q, fun _ => velocity)).2 tt = - (d_q * lr) + mu * velocity.
Proof. rewrite /Momentum.nesterov_ahead_step; finish_step. Qed.

(** rmsprop: h' = rho h + (1 - rho) d_p^2, p' = p - lr d_p / (sqrt(h') + eps) *)
Lemma rmsprop_link (p squares d_p lr rho eps : R) (history : nat -> R) :
  0 < eps ->
  Adaptive.mean_square rho history 2 = squares ->
  history 2%nat = d_p ->
  p - Adaptive.rmsprop_step lr eps rho history 2 = - (d_p * lr / (eps + sqrt (d_p ^ 2 * (1 + - rho) + rho * squares))) + p /\
  Adaptive.mean_square rho history 3 = d_p ^ 2 * (1 + - rho) + rho * squares.
Proof. rewrite /Adaptive.rmsprop_step; finish_step. Qed.

(** sgd: p' = p - lr d_p *)
Lemma sgd_link (p d_p lr : R) (grad : (unit -> R) -> unit -> R) :
  grad (fun _ => p) tt = d_p ->
  Momentum.sgd grad lr (fun _ : unit => p) 1 tt = - (d_p * lr) + p.
Proof. rewrite /Momentum.sgd; finish_step. Qed.
