(** * Gradient descent decreases an L-smooth loss for every step size below 2 / L *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From PureML Require Import Sums Moves.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Open Scope R_scope.

Section CauchySchwarz.
Variable I : finType.
Implicit Types f g : I -> R.
Lemma dot_ge0 f : 0 <= dot f f.
Proof. by apply: sum_ge0 => i; nra. Qed.

(** [rule: optimizers.sgd] Cauchy and Schwarz: the square of an inner product is at most the product of the squared lengths. *)
Theorem cauchy_schwarz f g : dot f g ^ 2 <= dot f f * dot g g.
Proof.
have P a b : 0 <= a ^ 2 * dot f f - 2 * a * b * dot f g + b ^ 2 * dot g g.
  have := dot_ge0 (fun i => a * f i - b * g i).
  suff -> : dot (fun i => a * f i - b * g i) (fun i => a * f i - b * g i)
    = a ^ 2 * dot f f - 2 * a * b * dot f g + b ^ 2 * dot g g by [].
  rewrite /dot -!sumZ -sumB -sumD; apply: eq_sum => i; ring.
have F := dot_ge0 f; have G := dot_ge0 g; have H := P (dot g g) (dot f g).
have [G0|G0] : dot g g = 0 \/ 0 < dot g g by lra.
  have Q := P (dot f g) (dot f f + 1); rewrite G0 in Q *; nra.
have : 0 <= dot g g * (dot f f * dot g g - dot f g ^ 2) by nra.
by move=> K; apply: Rnot_lt_le => N; nra.
Qed.
End CauchySchwarz.

Section Descent.
Variables (I : finType) (f : (I -> R) -> R) (grad : (I -> R) -> I -> R) (L : R).
Hypothesis differentiable : is_loss f grad (@everywhere I).
(** The gradient does not turn faster than [L] along any segment.  This one-sided
    condition follows from an [L]-Lipschitz gradient, see [lipschitz_is_smooth]. *)
Hypothesis smooth : forall x v, dot (fun i => grad (fun k => x k + v k) i - grad x i) v <= L * dot v v.

Lemma segment_derivative x v t : is_derive (fun s => f (line x v s)) t (dot (grad (line x v t)) v).
Proof. by apply: (differentiable (c := line x v)) => //; exact: moves_line. Qed.

(** [rule: optimizers.sgd] The loss lies below its tangent parabola of curvature L. *)
Theorem descent_lemma x v : 0 <= L -> f (line x v 1) <= f x + dot (grad x) v + L / 2 * dot v v.
Proof.
move=> L0.
pose h s := f (line x v s) - s * dot (grad x) v - L / 2 * s ^ 2 * dot v v.
pose dh s := dot (grad (line x v s)) v - dot (grad x) v - L * s * dot v v.
have Dh s : is_derive h s (dh s).
  apply: (is_derive_minus (fun s => f (line x v s) - s * dot (grad x) v) (fun s => L / 2 * s ^ 2 * dot v v)).
    apply: (is_derive_minus (fun s => f (line x v s)) (fun s => s * dot (grad x) v)); first exact: segment_derivative.
    by auto_derive => //; ring.
  by auto_derive => //; field.
have [c [Ec [c0 c1]]] : exists c, h 1 - h 0 = dh c * (1 - 0) /\ 0 <= c <= 1.
  have [c [[c0 c1] Ec]] := MVT_gen h 0 1 dh (fun s _ => Dh s) (fun s _ => proj2 (continuity_pt_filterlim h s) (ex_derive_continuous h s (ex_intro _ _ (Dh s)))).
  by exists c; rewrite Rmin_left ?Rmax_right in c0 c1; try lra; split.
have : dh c <= 0.
  rewrite /dh; have [->|cp] : c = 0 \/ 0 < c by lra.
    by rewrite line0; lra.
  have S := smooth x (fun k => c * v k).
  have E1 : dot (fun i => grad (fun k => x k + c * v k) i - grad x i) (fun k => c * v k)
            = c * (dot (grad (line x v c)) v - dot (grad x) v).
    by rewrite dotC dotZ dotC /dot -sumB; congr (c * _); apply: eq_sum => i; rewrite /line; ring.
  have E2 : dot (fun k => c * v k) (fun k => c * v k) = c * (c * dot v v) by rewrite dotZ dotC dotZ.
  by rewrite E1 E2 in S; nra.
rewrite /h line0 in Ec; nra.
Qed.

Definition step (lr : R) (x : I -> R) (i : I) : R := x i - lr * grad x i.

(** [rule: optimizers.sgd] One step lowers the loss by at least lr (1 - lr L / 2) times the squared length of the gradient. *)
Theorem gradient_step_decrease x lr : 0 <= L ->
  f (step lr x) <= f x - lr * (1 - lr * L / 2) * dot (grad x) (grad x).
Proof.
move=> L0; have := descent_lemma x (fun i => - lr * grad x i) L0.
have -> : line x (fun i => - lr * grad x i) 1 = step lr x.
  by apply: FunctionalExtensionality.functional_extensionality => i; rewrite /line /step; ring.
rewrite dotC !dotZ [dot (grad x) (fun i => - lr * grad x i)]dotC dotZ; lra.
Qed.

(** [rule: optimizers.sgd] For 0 < lr < 2 / L gradient descent strictly decreases the loss wherever the gradient is not 0. *)
Theorem gradient_descent_decreases x lr i : 0 < L -> 0 < lr -> lr < 2 / L -> grad x i <> 0 -> f (step lr x) < f x.
Proof.
move=> L0 lr0 lr2 gi; have := gradient_step_decrease x lr (Rlt_le _ _ L0).
have G0 : 0 < dot (grad x) (grad x).
  rewrite /dot (bigD1 i) //=; have P := Rsqr_pos_lt _ gi.
  have := sum_ge0 (fun k => k != i) (fun k => Rle_0_sqr (grad x k)); rewrite /Rsqr in P *; lra.
have LL : lr * L < 2 by apply: (Rmult_lt_reg_r (/ L)); [exact: Rinv_0_lt_compat | rewrite Rmult_assoc Rinv_r; lra].
have : 0 < lr * (1 - lr * L / 2) * dot (grad x) (grad x) by apply: Rmult_lt_0_compat => //; nra.
lra.
Qed.

(** [rule: optimizers.sgd] After T steps, the smallest squared gradient seen times T is at most the total decrease over lr (1 - lr L / 2). *)
Theorem gradient_becomes_small x lr (T : nat) (m : R) : 0 <= L -> 0 <= lr * (1 - lr * L / 2) ->
  (forall t, (t < T)%coq_nat -> m <= dot (grad (ssrnat.iter t (step lr) x)) (grad (ssrnat.iter t (step lr) x))) ->
  INR T * (lr * (1 - lr * L / 2) * m) <= f x - f (ssrnat.iter T (step lr) x).
Proof.
move=> L0 C0; elim: T => [|T IH] Hm; first by rewrite /=; lra.
have H := gradient_step_decrease (ssrnat.iter T (step lr) x) lr L0.
have M := Hm T (PeanoNat.Nat.lt_succ_diag_r T).
have := IH (fun t Ht => Hm t (PeanoNat.Nat.lt_lt_succ_r _ _ Ht)).
rewrite S_INR iterS; nra.
Qed.
End Descent.

(** [rule: optimizers.sgd] A gradient that is L-Lipschitz satisfies the one-sided condition used above. *)
Theorem lipschitz_is_smooth (I : finType) (grad : (I -> R) -> I -> R) (L : R) : 0 <= L ->
  (forall x v, let d i := grad (fun k => x k + v k) i - grad x i in dot d d <= L ^ 2 * dot v v) ->
  forall x v, dot (fun i => grad (fun k => x k + v k) i - grad x i) v <= L * dot v v.
Proof.
move=> L0 H x v; have := H x v; set d := fun i => _ => /= Hd.
have CS := cauchy_schwarz d v; have V0 := dot_ge0 v.
have LV : 0 <= L * dot v v by apply: Rmult_le_pos.
apply: Rnot_lt_le => N.
have : 0 < (dot d v - L * dot v v) * (dot d v + L * dot v v) by apply: Rmult_lt_0_compat; lra.
by have := Rmult_le_compat_r _ _ _ V0 Hd; lra.
Qed.

(** [rule: optimizers.sgd] The bound 2 / L cannot be improved: at lr = 2 / L the loss of a parabola does not decrease. *)
Theorem step_bound_is_sharp (L x : R) : 0 < L ->
  let f x := L / 2 * x ^ 2 in f (x - 2 / L * (L * x)) = f x.
Proof. by move=> L0 /=; field; lra. Qed.
