(** * Optimizers that divide by the size of past gradients: AdaGrad, RMSprop, AdamW *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From PureML Require Import Sums Adam.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Open Scope R_scope.

(** The size of x / (sqrt s + eps) when s holds at least a share [a] of x^2. *)
Lemma quotient_bounded a x s eps : 0 < a -> a * x ^ 2 <= s -> 0 < eps -> Rabs (x / (sqrt s + eps)) <= / sqrt a.
Proof.
move=> a0 As e0; have S0 := sqrt_pos s; have A0 : 0 < sqrt a by apply: sqrt_lt_R0.
rewrite Rabs_div; last by lra.
rewrite (Rabs_pos_eq (sqrt s + eps)); last by lra.
apply: (Rmult_le_reg_r (sqrt s + eps)); first by lra.
rewrite /Rdiv Rmult_assoc Rinv_l ?Rmult_1_r; last by lra.
apply: (Rmult_le_reg_l (sqrt a)) => //; rewrite -Rmult_assoc Rinv_r ?Rmult_1_l; last by lra.
have <- : sqrt (a * Rsqr x) = sqrt a * Rabs x by rewrite sqrt_mult; [rewrite sqrt_Rsqr_abs | lra | exact: Rle_0_sqr].
have : sqrt (a * Rsqr x) <= sqrt s by apply: sqrt_le_1_alt; rewrite /Rsqr; have -> : x * x = x ^ 2 by ring.
by lra.
Qed.

Section AdaGrad.
Variables (lr eps : R) (g : nat -> R).
Hypotheses (lr0 : 0 <= lr) (eps0 : 0 < eps).
(** The sum of the squares of the first [t] gradients, and the step number [t]. *)
Fixpoint squares (t : nat) : R := match t with O => 0 | S s => squares s + g s ^ 2 end.
Definition adagrad_step (t : nat) : R := lr * g t / (sqrt (squares t.+1) + eps).
Definition adagrad_rate (t : nat) : R := lr / (sqrt (squares t) + eps).

Lemma squares_ge0 t : 0 <= squares t.
Proof. by elim: t => [|t IH] /=; [lra | have := pow2_ge_0 (g t); simpl; lra]. Qed.

(** [rule: optimizers.adagrad] No step of AdaGrad is longer than the learning rate. *)
Theorem adagrad_step_bounded t : Rabs (adagrad_step t) <= lr.
Proof.
rewrite /adagrad_step /Rdiv Rmult_assoc Rabs_mult (Rabs_pos_eq lr) //.
rewrite -{2}(Rmult_1_r lr); apply: Rmult_le_compat_l => //.
have := @quotient_bounded 1 (g t) (squares t.+1) eps; rewrite sqrt_1 Rinv_1; apply; try lra.
by have := squares_ge0 t; rewrite /=; lra.
Qed.

(** [rule: optimizers.adagrad] The rate of AdaGrad never grows, since the sum of squares never falls. *)
Theorem adagrad_rate_never_grows t : adagrad_rate t.+1 <= adagrad_rate t.
Proof.
have A := squares_ge0 t; have B := pow2_ge_0 (g t); have C := sqrt_pos (squares t).
have D : sqrt (squares t) <= sqrt (squares t.+1) by apply: sqrt_le_1_alt; rewrite /=; simpl in B; lra.
rewrite /adagrad_rate /Rdiv; apply: Rmult_le_compat_l => //; apply: Rinv_le_contravar; lra.
Qed.

(** [rule: optimizers.adagrad] With a constant gradient c the steps shrink like 1 / sqrt(t): step t is lr c / (|c| sqrt(t) + eps). *)
Theorem adagrad_constant_gradient c t : (forall s, g s = c) ->
  adagrad_step t = lr * c / (Rabs c * sqrt (INR t.+1) + eps).
Proof.
move=> H; rewrite /adagrad_step H.
have E u : squares u = Rsqr c * INR u.
  by elim: u => [|u IH]; [rewrite /=; ring | rewrite S_INR /= IH H /Rsqr; ring].
by rewrite E sqrt_mult ?sqrt_Rsqr_abs //; [exact: Rle_0_sqr | exact: pos_INR].
Qed.
End AdaGrad.

Section RMSprop.
Variables (lr eps rho : R) (g : nat -> R).
Hypotheses (lr0 : 0 <= lr) (eps0 : 0 < eps) (rho0 : 0 <= rho < 1).
Definition mean_square (t : nat) : R := average rho (fun s => g s ^ 2) t.
Definition rmsprop_step (t : nat) : R := lr * g t / (sqrt (mean_square t.+1) + eps).

(** [rule: optimizers.rmsprop, optimizers.adam] A running average is the sum of the past, each entry (1 - rho) times rho to the power of its age. *)
Theorem average_closed_form (b : R) h t :
  average b h t = \big[Rplus/0]_(0 <= s < t) ((1 - b) * b ^ (t - s.+1) * h s).
Proof.
elim: t => [|t IH]; first by rewrite big_geq.
rewrite big_nat_recr //= subnn IH big_distrr /=; congr (_ + _); last by ring.
rewrite !big_nat; apply: eq_bigr => s /andP [_ st]; rewrite subSn //=; ring.
Qed.

(** [rule: optimizers.rmsprop] No step of RMSprop is longer than lr / sqrt(1 - rho). *)
Theorem rmsprop_step_bounded t : Rabs (rmsprop_step t) <= lr / sqrt (1 - rho).
Proof.
rewrite /rmsprop_step /Rdiv Rmult_assoc Rabs_mult (Rabs_pos_eq lr) //.
apply: Rmult_le_compat_l => //; apply: quotient_bounded; try lra.
rewrite /mean_square /=; set a := average _ _ _.
have A : 0 <= a by apply: average_ge0 => [|s]; [lra | exact: pow2_ge_0].
have := Rmult_le_pos rho a (proj1 rho0) A; lra.
Qed.

(** [rule: optimizers.rmsprop] With rho = 0 only the last gradient counts: the step is lr g / (|g| + eps), nearly the sign of the gradient. *)
Theorem rmsprop_without_memory t : rho = 0 -> rmsprop_step t = lr * g t / (Rabs (g t) + eps).
Proof.
move=> r0; rewrite /rmsprop_step /mean_square /= r0 (_ : 0 * _ + _ = Rsqr (g t)); last by rewrite /Rsqr; ring.
by rewrite sqrt_Rsqr_abs.
Qed.
End RMSprop.

Section AdamW.
Variables (lr b1 b2 eps decay : R).
(** The parameter after one step; [u] is Adam's step at this time. *)
Definition adamw (p u : R) : R := p - (u + lr * decay * p).

(** [rule: optimizers.adamw] AdamW is Adam's step after shrinking the parameter by the factor 1 - lr decay: the decay does not pass through the averages. *)
Theorem adamw_shrinks p u : adamw p u = (1 - lr * decay) * p - u.
Proof. by rewrite /adamw; ring. Qed.

(** [rule: optimizers.adamw] Without any gradient the parameter falls geometrically, by 1 - lr decay at each step. *)
Theorem adamw_without_gradient p t : ssrnat.iter t (fun p => adamw p 0) p = (1 - lr * decay) ^ t * p.
Proof. by elim: t => [|t IH] /=; [ring | rewrite IH adamw_shrinks; ring]. Qed.

(** [rule: optimizers.adamw, optimizers.adam] An L2 penalty inside Adam is another optimizer: already the first step without a gradient differs, unless |decay p| + eps happens to be 1. *)
Theorem adamw_is_not_adam_with_l2 p : lr <> 0 -> decay * p <> 0 -> b1 <> 1 -> b2 <> 1 -> Rabs (decay * p) + eps <> 1 ->
  0 < Rabs (decay * p) + eps -> p - adam_step lr b1 b2 (fun _ => decay * p) eps 1 <> adamw p 0.
Proof.
move=> l0 d0 H1 H2 e1 e0; rewrite (@constant_gradient_step lr b1 b2 _ (decay * p)) //; try by rewrite pow_1.
move=> E; apply: e1; have F : lr * (decay * p) / (Rabs (decay * p) + eps) = lr * (decay * p) by rewrite /adamw in E; lra.
have G : lr * (decay * p) <> 0 by apply: Rmult_integral_contrapositive_currified.
apply: (Rmult_eq_reg_l (lr * (decay * p))) => //; rewrite Rmult_1_r -{1}F; field; lra.
Qed.
End AdamW.
