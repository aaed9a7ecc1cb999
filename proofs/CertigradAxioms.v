(** * An inconsistency among Certigrad's axioms (src/certigrad/tensor.lean, tfacts.lean)

    Certigrad does not build the real numbers: it postulates a type of tensors
    with 49 constants and 268 axioms.  Transcribed below are eleven of them (for
    one fixed shape); together they prove [False], so _any_ statement follows from
    them.  The culprit is [sqrt_square], which forgets the absolute value. *)
From Coq Require Import Setoid.
Section Certigrad.
Variable T : Type.                              (* tensor.lean: constant T (shape : S) : Type *)
Variables (zero one : T) (neg sqrt : T -> T) (add mul : T -> T -> T) (lt : T -> T -> Prop).
Notation "x + y" := (add x y). Notation "x * y" := (mul x y). Notation "- x" := (neg x).
Notation "x < y" := (lt x y).
(* tensor.lean, namespace IL *)
Hypothesis add_comm : forall x y, x + y = y + x.
Hypothesis add_assoc : forall x y z, x + y + z = x + (y + z).
Hypothesis zero_add : forall x, zero + x = x.
Hypothesis add_zero : forall x, x + zero = x.
Hypothesis add_left_neg : forall x, - x + x = zero.
Hypothesis mul_one : forall x, x * one = x.
Hypothesis left_distrib : forall x y z, x * (y + z) = x * y + x * z.
Hypothesis lt_irrefl : forall x, ~ x < x.
Definition square x := x * x.                   (* tensor.lean: def square *)
(* tfacts.lean *)
Hypothesis sqrt_square : forall x, sqrt (square x) = x.
Hypothesis one_pos : zero < one.
Hypothesis add_pos_of_pos_pos : forall x y, zero < x -> zero < y -> zero < x + y.

Lemma cancel x y z : x + y = x + z -> y = z.
Proof.
intros H. rewrite <- (zero_add y), <- (zero_add z), <- (add_left_neg x), !add_assoc, H. reflexivity.
Qed.
Lemma mul_zero x : x * zero = zero.
Proof. apply (cancel (x * zero)). rewrite <- left_distrib, !add_zero. reflexivity. Qed.
Lemma square_neg_one : square (- one) = square one.
Proof.
unfold square. rewrite mul_one. apply (cancel (- one)). rewrite add_left_neg.
rewrite <- (mul_one (- one)) at 1. rewrite <- left_distrib.
rewrite (add_comm one), add_left_neg. apply mul_zero.
Qed.
(** Eleven of the axioms that Certigrad postulates prove False. *)
Theorem certigrad_axioms_inconsistent : False.
Proof.
assert (E : - one = one) by (rewrite <- (sqrt_square (- one)), square_neg_one; apply sqrt_square).
assert (Z : one + one = zero) by (rewrite <- E at 1; apply add_left_neg).
apply (lt_irrefl zero). rewrite <- Z at 2. apply add_pos_of_pos_pos; exact one_pos.
Qed.
End Certigrad.

(** ** A chain rule needs its hypotheses

    Certigrad's [grad_chain_rule] (tgrads.lean) is stated for _all_ functions f and g,
    differentiable or not:  grad (g o f) x = tmulT (D f x) (grad g (f x)).  No notion of
    gradient that agrees with the ordinary derivative can satisfy that, whatever
    is chosen for functions without a derivative: below, [pull f x] stands for
    [tmulT (D f x)], and is arbitrary. *)
From Coq Require Import Reals Lra FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
Open Scope R_scope.
(** No notion of gradient that agrees with the ordinary derivative satisfies a chain rule for all functions, differentiable or not. *)
Theorem no_unconditional_chain_rule
  (grad : (R -> R) -> R -> R) (pull : (R -> R) -> R -> R -> R) :
  (forall f x d, is_derive f x d -> grad f x = d) ->
  ~ (forall f g x, grad (fun y => g (f y)) x = pull f x (grad g (f x))).
Proof.
intros G C.
set (f := fun x => if Req_EM_T x 0 then 1 else x).      (* jumps to 1 at 0 *)
set (g := fun y => y * (y - 1)). set (h := fun y => y * y * (y - 1)).
assert (f0 : f 0 = 1) by (unfold f; destruct (Req_EM_T 0 0); lra).
assert (gf : (fun y => g (f y)) = g).
{ apply functional_extensionality; intro y; unfold g, f; destruct (Req_EM_T y 0); subst; ring. }
assert (hf : (fun y => h (f y)) = h).
{ apply functional_extensionality; intro y; unfold h, f; destruct (Req_EM_T y 0); subst; ring. }
pose proof (C f g 0) as Cg. pose proof (C f h 0) as Ch.
rewrite gf, f0 in Cg. rewrite hf, f0 in Ch.
rewrite (G g 0 (-1)) in Cg by (unfold g; auto_derive; [trivial | ring]).
rewrite (G g 1 1) in Cg by (unfold g; auto_derive; [trivial | ring]).
rewrite (G h 0 0) in Ch by (unfold h; auto_derive; [trivial | ring]).
rewrite (G h 1 1) in Ch by (unfold h; auto_derive; [trivial | ring]).
lra.
Qed.
