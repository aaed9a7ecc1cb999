(** * Adam: what its bias corrections correct, and what one step is *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From PureML Require Import Sums.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Open Scope R_scope.

(** A finite probability space: outcomes [w] with weights [prob w] that sum to 1. *)
Section Expectation.
Variables (Omega : finType) (prob : Omega -> R).
Hypothesis prob_sum1 : ∑_w prob w = 1.
Definition E (X : Omega -> R) : R := ∑_w prob w * X w.
Lemma E_linear a b X Y : E (fun w => a * X w + b * Y w) = a * E X + b * E Y.
Proof. by rewrite /E -!sumZ -sumD; apply: eq_sum => w; ring. Qed.

(** The running mean of a signal, started at zero. *)
Variable beta : R.
Fixpoint m (g : nat -> Omega -> R) (t : nat) (w : Omega) : R :=
  match t with O => 0 | S s => beta * m g s w + (1 - beta) * g s w end.

(** [rule: optimizers.adam] Started at zero, the running mean is too small on average by the factor 1 - beta^t. *)
Theorem running_mean_is_biased g mu t : (forall s, E (g s) = mu) ->
  E (m g t) = (1 - beta ^ t) * mu.
Proof.
move=> Hg; elim: t => [|t IH] /=; first by rewrite /E (eq_sum (g := fun _ => 0)) ?sum0 => [|w]; ring.
by rewrite E_linear IH Hg; ring.
Qed.

(** [rule: optimizers.adam] Divided by 1 - beta1^t, the first moment is unbiased. *)
Theorem bias_correction g mu t : (forall s, E (g s) = mu) -> beta ^ t <> 1 ->
  E (fun w => m g t w / (1 - beta ^ t)) = mu.
Proof.
move=> Hg Hb; rewrite /E (eq_sum (g := fun w => / (1 - beta ^ t) * (prob w * m g t w))).
  by rewrite sumZ -/(E _) (running_mean_is_biased t Hg); field; lra.
by move=> w; rewrite /Rdiv; ring.
Qed.

(** [rule: optimizers.adam] Divided by 1 - beta2^t, the second moment is an unbiased estimate of the mean squared gradient. *)
Theorem second_moment_bias_correction g s2 t : (forall s, E (fun w => g s w ^ 2) = s2) -> beta ^ t <> 1 ->
  E (fun w => m (fun s w => g s w ^ 2) t w / (1 - beta ^ t)) = s2.
Proof. exact: bias_correction. Qed.
End Expectation.

(** ** One parameter, gradients [g 0], [g 1], ... *)
Section Steps.
Variables (lr b1 b2 : R) (g : nat -> R).
Fixpoint average (b : R) (h : nat -> R) (t : nat) : R :=
  match t with O => 0 | S s => b * average b h s + (1 - b) * h s end.
Definition first (t : nat) : R := average b1 g t.
Definition second (t : nat) : R := average b2 (fun s => g s ^ 2) t.

(** The step of the paper, and the variant that puts its epsilon next to the uncorrected root. *)
Definition adam_step (eps : R) (t : nat) : R :=
  lr * (first t / (1 - b1 ^ t)) / (sqrt (second t / (1 - b2 ^ t)) + eps).
Definition adam_epsilon_hat_step (eps : R) (t : nat) : R :=
  lr * sqrt (1 - b2 ^ t) / (1 - b1 ^ t) * first t / (sqrt (second t) + eps).

Lemma average_ge0 b h t : 0 <= b <= 1 -> (forall s, 0 <= h s) -> 0 <= average b h t.
Proof. by move=> Hb Hh; elim: t => [|t IH] /=; [lra | have := Hh t; nra]. Qed.

(** [rule: optimizers.adam_epsilon_hat, optimizers.adam] The variant is the paper's step with eps / sqrt(1 - beta2^t) in place of eps, so the two are different optimizers. *)
Theorem epsilon_hat_is_another_epsilon eps t : 0 <= b2 <= 1 -> b2 ^ t < 1 -> 0 < eps -> b1 ^ t <> 1 ->
  adam_epsilon_hat_step eps t = adam_step (eps / sqrt (1 - b2 ^ t)) t.
Proof.
move=> Hb2 Hb He Hb1; rewrite /adam_step /adam_epsilon_hat_step.
have V0 : 0 <= second t by apply: average_ge0 => // s; exact: pow2_ge_0.
have R0 : 0 < sqrt (1 - b2 ^ t) by apply: sqrt_lt_R0; lra.
have S0 := sqrt_pos (second t); rewrite sqrt_div_alt; last by lra.
field; repeat split; try lra.
Qed.

(** [rule: optimizers.adam] With a constant gradient every step of Adam is lr c / (|c| + eps): its size hardly depends on the gradient. *)
Theorem constant_gradient_step c eps t : (forall s, g s = c) -> b1 ^ t <> 1 -> b2 ^ t <> 1 ->
  adam_step eps t = lr * c / (Rabs c + eps).
Proof.
move=> Hg H1 H2.
have A b h d : (forall s, h s = d) -> average b h t = (1 - b ^ t) * d.
  by move=> Hh; elim: t {H1 H2} => [|u IH] /=; [ring | rewrite IH Hh; ring].
rewrite /adam_step /first /second (A _ _ c) // (A _ _ (c ^ 2)) => [|s]; last by rewrite Hg.
have -> : (1 - b1 ^ t) * c / (1 - b1 ^ t) = c by field; lra.
have -> : (1 - b2 ^ t) * c ^ 2 / (1 - b2 ^ t) = Rsqr c by rewrite /Rsqr; field; lra.
by rewrite sqrt_Rsqr_abs.
Qed.
End Steps.
