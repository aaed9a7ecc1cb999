(** * SGD, momentum and Nesterov: exact trajectories on a quadratic

    The loss is any quadratic, half <w, A w> - <b, w>, in any finite number of
    variables.  Its gradient is A w - b. *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import Reals Lra FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From PureML Require Import Sums Moves.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Open Scope R_scope.

Section Quadratic.
Variables (I : finType) (A : I -> I -> R) (b : I -> R).
Hypothesis symmetric : forall i j, A i j = A j i.
Definition quadratic (w : I -> R) : R := / 2 * (∑_i ∑_j w i * A i j * w j) - dot b w.
Definition quadratic_gradient (w : I -> R) (i : I) : R := (∑_j A i j * w j) - b i.

(** [rule: optimizers.sgd, optimizers.momentum, optimizers.nesterov] The gradient of a quadratic with a symmetric matrix is A w - b. *)
Theorem quadratic_rule : is_loss quadratic quadratic_gradient (@everywhere I).
Proof.
move=> c t v _ Hc.
have Hb : is_derive (fun s => dot b (c s)) t (dot b v).
  by apply: is_derive_sum => i; apply: (is_derive_scal (fun s => c s i)); exact: Hc.
have Hq : is_derive (fun s => ∑_i ∑_j c s i * A i j * c s j) t (∑_i ∑_j (v i * (A i j * c t j) + c t i * A i j * v j)).
  apply: is_derive_sum => i; apply: is_derive_sum => j.
  apply: (is_derive_ext (fun s => c s i * (A i j * c s j))) => [s|]; first by rewrite Rmult_assoc.
  rewrite Rmult_assoc.
  apply: (is_derive_mult (fun s => c s i) (fun s => A i j * c s j)); [exact: Hc | | exact: Rmult_comm].
  by apply: (is_derive_scal (fun s => c s j)); exact: Hc.
have E : dot (quadratic_gradient (c t)) v = / 2 * (∑_i ∑_j (v i * (A i j * c t j) + c t i * A i j * v j)) - dot b v.
  under [∑_i ∑_j (_ + _)]eq_bigr do rewrite sumD.
  rewrite sumD [∑_i ∑_j c t i * A i j * v j]sum_swap.
  rewrite [∑_j ∑_i c t i * A i j * v j](eq_sum (g := fun i => ∑_j v i * (A i j * c t j))); last first.
    by move=> i; apply: eq_sum => j; rewrite (symmetric j i); ring.
  rewrite (_ : / 2 * _ = ∑_i ∑_j v i * (A i j * c t j)); last by field.
  by rewrite -sumB; apply: eq_sum => i; rewrite sumZ /quadratic_gradient; ring.
rewrite E; apply: (is_derive_minus (fun s => / 2 * ∑_i ∑_j c s i * A i j * c s j)); last exact: Hb.
exact: (is_derive_scal (fun s => ∑_i ∑_j c s i * A i j * c s j)).
Qed.
End Quadratic.

(** ** The optimizers, for any gradient function *)
Section Optimizers.
Variables (I : finType) (grad : (I -> R) -> I -> R) (lr mu : R).
Notation point := (I -> R).

Fixpoint sgd (w0 : point) (t : nat) : point :=
  match t with O => w0 | S s => let w := sgd w0 s in fun i => w i - lr * grad w i end.

(** State: (position, velocity). *)
Definition momentum_step (p : point * point) : point * point :=
  let v i := mu * p.2 i - lr * grad p.1 i in (fun i => p.1 i + v i, v).
(** Nesterov as in the paper: the gradient is taken at the point ahead. *)
Definition nesterov_step (p : point * point) : point * point :=
  let v i := mu * p.2 i - lr * grad (fun i => p.1 i + mu * p.2 i) i in (fun i => p.1 i + v i, v).
(** Nesterov as in the book: what is stored is the point ahead. *)
Definition nesterov_ahead_step (p : point * point) : point * point :=
  (fun i => p.1 i + mu * mu * p.2 i - (1 + mu) * lr * grad p.1 i, fun i => mu * p.2 i - lr * grad p.1 i).
Definition ahead (p : point * point) : point * point := (fun i => p.1 i + mu * p.2 i, p.2).
Definition run (step : point * point -> point * point) (p : point * point) (t : nat) : point * point := ssrnat.iter t step p.

(** [rule: optimizers.nesterov, optimizers.nesterov_shifted] The book's form is the paper's, seen from the point ahead: the stored variable is w + mu v. *)
Theorem nesterov_stored_point p t : run nesterov_ahead_step (ahead p) t = ahead (run nesterov_step p t).
Proof.
elim: t => [//|t IH]; rewrite /run !iterS -/(run nesterov_ahead_step (ahead p) t) IH /run.
move: (ssrnat.iter t nesterov_step p) => [w v]; rewrite /nesterov_ahead_step /nesterov_step /ahead /=.
by congr (_, _); apply: functional_extensionality => i; ring.
Qed.

(** [rule: optimizers.momentum] Momentum is a recurrence of second order: each step repeats mu times the last one and goes downhill. *)
Theorem momentum_recurrence p t i :
  (run momentum_step p t.+2).1 i
  = (1 + mu) * (run momentum_step p t.+1).1 i - mu * (run momentum_step p t).1 i
    - lr * grad (run momentum_step p t.+1).1 i.
Proof. rewrite /run !iterS; move: (ssrnat.iter t momentum_step p) => [w v] /=; ring. Qed.

(** [rule: optimizers.momentum] Without momentum (mu = 0) the step is plain gradient descent. *)
Theorem momentum_zero p t i : mu = 0 ->
  (run momentum_step p t.+1).1 i = (run momentum_step p t).1 i - lr * grad (run momentum_step p t).1 i.
Proof. by move=> mu0; rewrite /run iterS /= mu0; ring. Qed.
End Optimizers.

(** ** On one eigenvector of the quadratic

    There the gradient is [lam w], and all three optimizers become linear recurrences. *)
Section Eigen.
Variables (lr mu lam : R).
Let G (w : unit -> R) (i : unit) : R := lam * w i.

(** [rule: optimizers.sgd] Gradient descent multiplies the error by 1 - lr lambda in every step. *)
Theorem sgd_trajectory w0 t : sgd G lr w0 t tt = (1 - lr * lam) ^ t * w0 tt.
Proof. elim: t => [|t IH] /=; [ring | rewrite IH /G IH; ring]. Qed.

(** [rule: optimizers.momentum] On a quadratic, momentum satisfies w(t+2) = (1 + mu - lr lambda) w(t+1) - mu w(t). *)
Theorem momentum_on_quadratic p t :
  (run (momentum_step G lr mu) p t.+2).1 tt
  = (1 + mu - lr * lam) * (run (momentum_step G lr mu) p t.+1).1 tt - mu * (run (momentum_step G lr mu) p t).1 tt.
Proof. by rewrite momentum_recurrence /G; ring. Qed.

(** [rule: optimizers.nesterov] On a quadratic, Nesterov satisfies w(t+2) = (1 - lr lambda) ((1 + mu) w(t+1) - mu w(t)). *)
Theorem nesterov_on_quadratic p t :
  (run (nesterov_step G lr mu) p t.+2).1 tt
  = (1 - lr * lam) * ((1 + mu) * (run (nesterov_step G lr mu) p t.+1).1 tt - mu * (run (nesterov_step G lr mu) p t).1 tt).
Proof. rewrite /run !iterS; move: (ssrnat.iter t _ p) => [w v] /=; rewrite /G; ring. Qed.
End Eigen.

(** [rule: optimizers.momentum, optimizers.nesterov] The exact trajectory: if r1 and r2 are the distinct roots of r^2 = a r + b, then w(t) is a fixed combination of r1^t and r2^t. *)
Theorem recurrence_solution (a b r1 r2 : R) (w : nat -> R) t :
  r1 <> r2 -> r1 ^ 2 = a * r1 + b -> r2 ^ 2 = a * r2 + b ->
  (forall s, w s.+2 = a * w s.+1 + b * w s) ->
  w t = ((w 1%nat - r2 * w O) * r1 ^ t - (w 1%nat - r1 * w O) * r2 ^ t) / (r1 - r2).
Proof.
move=> r12 H1 H2 Hw.
suff [E _] : w t = ((w 1%nat - r2 * w O) * r1 ^ t - (w 1%nat - r1 * w O) * r2 ^ t) / (r1 - r2)
   /\ w t.+1 = ((w 1%nat - r2 * w O) * r1 ^ t.+1 - (w 1%nat - r1 * w O) * r2 ^ t.+1) / (r1 - r2) by [].
elim: t => [|t [IH1 IH2]]; first by split=> /=; field; lra.
split=> //; rewrite Hw IH1 IH2.
have P r : r ^ 2 = a * r + b -> r ^ t.+2 = a * r ^ t.+1 + b * r ^ t.
  move=> H; have -> : r ^ t.+2 = r ^ 2 * r ^ t by rewrite -!tech_pow_Rmult; ring.
  by rewrite H -tech_pow_Rmult; ring.
by rewrite (P r1 H1) (P r2 H2); field; lra.
Qed.

(** [rule: optimizers.momentum] When both roots coincide, the trajectory is (w(0) + c t) r^t: critical damping. *)
Theorem recurrence_double_root (r : R) (w : nat -> R) t :
  r <> 0 -> (forall s, w s.+2 = 2 * r * w s.+1 - r ^ 2 * w s) ->
  w t = (w O + INR t * (w 1%nat / r - w O)) * r ^ t.
Proof.
move=> r0 Hw.
suff [E _] : w t = (w O + INR t * (w 1%nat / r - w O)) * r ^ t
   /\ w t.+1 = (w O + INR t.+1 * (w 1%nat / r - w O)) * r ^ t.+1 by [].
elim: t => [|t [IH1 IH2]]; first by split=> /=; field.
by split=> //; rewrite Hw IH1 IH2 !S_INR -!tech_pow_Rmult; field.
Qed.
