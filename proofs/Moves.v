(** * Moving points, gradients, and what it means that a rule is right

    [moves c t c'] : at time [t], the point [c] moves with velocity [c'].
    We state every derivative along an arbitrary moving point.  A straight line
    through [x] in direction [v] is one such motion, so the usual directional
    derivative is a special case; and because the output of one layer is again
    a moving point, the chain rule costs nothing. *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import Reals Lra FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From PureML Require Import Sums.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Open Scope R_scope.

Definition moves (I : finType) (c : R -> I -> R) (t : R) (c' : I -> R) : Prop :=
  forall i, is_derive (fun s => c s i) t (c' i).

Definition line (I : finType) (x v : I -> R) (t : R) : I -> R := fun i => x i + t * v i.
Lemma moves_line (I : finType) (x v : I -> R) t : moves (line x v) t v.
Proof. by move=> i; rewrite /line; auto_derive => //; ring. Qed.
Lemma line0i (I : finType) (x v : I -> R) i : line x v 0 i = x i.
Proof. by rewrite /line; ring. Qed.
Lemma line0 (I : finType) (x v : I -> R) : line x v 0 = x.
Proof. by apply: functional_extensionality => i; exact: line0i. Qed.
Lemma moves_const (I : finType) (x : I -> R) t : moves (fun _ => x) t (fun _ => 0).
Proof. by move=> i; apply: is_derive_const. Qed.
Lemma moves_eq (I : finType) (c : R -> I -> R) t v w : (forall i, v i = w i) -> moves c t v -> moves c t w.
Proof. by move=> E H i; rewrite -E. Qed.

(** [g] is the gradient of [f] at [x]: moving along any line through [x] changes
    [f] at the rate [g . v]. *)
Definition is_gradient (I : finType) (f : (I -> R) -> R) (x g : I -> R) : Prop :=
  forall v, is_derive (fun t => f (line x v t)) 0 (dot g v).

Lemma gradient_entry (I : finType) (f : (I -> R) -> R) x g i :
  is_gradient f x g -> is_derive (fun t => f (line x (onehot i) t)) 0 (g i).
Proof. by move=> /(_ (onehot i)); rewrite /dot sum_onehot. Qed.

(** A function has at most one gradient at a point, so a wrong formula can never be a gradient as well. *)
Theorem gradient_unique (I : finType) (f : (I -> R) -> R) x g h :
  is_gradient f x g -> is_gradient f x h -> forall i, g i = h i.
Proof.
move=> /gradient_entry Hg /gradient_entry Hh i.
by rewrite -(is_derive_unique _ _ _ (Hg i)) -(is_derive_unique _ _ _ (Hh i)).
Qed.

(** ** A rule with a tensor as its value

    [is_rule f push pull ok]: wherever [ok] holds, [push x v] is the velocity of
    [f x] when [x] moves with velocity [v], and [pull x g] is the adjoint of that
    linear map.  These are the two things a catalogue calls pushforward and pullback. *)
Definition is_rule (A B : finType) (f : (A -> R) -> B -> R) (push : (A -> R) -> (A -> R) -> B -> R)
    (pull : (A -> R) -> (B -> R) -> A -> R) (ok : (A -> R) -> Prop) : Prop :=
  (forall c t v, ok (c t) -> moves c t v -> moves (fun s => f (c s)) t (push (c t) v)) /\
  (forall x v g, dot g (push x v) = dot (pull x g) v).

(** A rule with a number as its value: [grad x] is the gradient wherever [ok] holds. *)
Definition is_loss (A : finType) (f : (A -> R) -> R) (grad : (A -> R) -> A -> R) (ok : (A -> R) -> Prop) : Prop :=
  forall c t v, ok (c t) -> moves c t v -> is_derive (fun s => f (c s)) t (dot (grad (c t)) v).

Definition everywhere (A : finType) (x : A -> R) : Prop := True.

(** What is proved along moving points holds in particular along straight lines: [is_loss] gives the gradient. *)
Theorem loss_gradient (A : finType) (f : (A -> R) -> R) grad ok x :
  is_loss f grad ok -> ok x -> is_gradient f x (grad x).
Proof.
move=> H Hx v; have := H (line x v) 0 v; rewrite line0 => /(_ Hx); apply; exact: moves_line.
Qed.

(** The pullback of a rule applied to the signal [g] is the gradient of the number [g . f x]. *)
Theorem rule_gradient (A B : finType) (f : (A -> R) -> B -> R) push pull ok x g :
  is_rule f push pull ok -> ok x -> is_gradient (fun x => dot g (f x)) x (pull x g).
Proof.
move=> [Hp Ha] Hx v; rewrite -Ha; apply: is_derive_sum => b.
have := Hp (line x v) 0 v; rewrite line0 => /(_ Hx (moves_line _ _ _)) /(_ b) H.
exact: (is_derive_scal (fun t => f (line x v t) b)).
Qed.

(** ** Losses from losses *)
(** A sum over all entries of a smooth function of each entry. *)
Lemma entry_sum_loss (I : finType) (f df : I -> R -> R) :
  (forall i x, is_derive (f i) x (df i x)) ->
  is_loss (fun x : I -> R => ∑_i f i (x i)) (fun x i => df i (x i)) (@everywhere I).
Proof.
move=> H c t v _ Hc; apply: is_derive_sum => i; rewrite Rmult_comm.
by apply: (is_derive_comp (f i) (fun s => c s i)); [exact: H | exact: Hc].
Qed.
Lemma scaled_loss (a : R) (I : finType) (f : (I -> R) -> R) g ok :
  is_loss f g ok -> is_loss (fun x => a * f x) (fun x i => a * g x i) ok.
Proof.
move=> H c t v G Hc; rewrite dotZ; apply: (is_derive_scal (fun s => f (c s))); exact: H.
Qed.
Lemma same_loss (I : finType) (f g : (I -> R) -> R) df dg ok :
  (forall x, f x = g x) -> (forall x i, df x i = dg x i) -> is_loss f df ok -> is_loss g dg ok.
Proof.
move=> E D H c t v G Hc; apply: (is_derive_ext (fun s => f (c s))) => [s|]; first exact: E.
have -> : dot (dg (c t)) v = dot (df (c t)) v by apply: eq_sum => i; rewrite D.
exact: H.
Qed.

(** ** One function on every entry *)
(** A function applied to every entry of a tensor multiplies the signal by the slope at that entry. *)
Theorem elementwise_rule (I : finType) (phi dphi : R -> R) (good : R -> Prop) :
  (forall x, good x -> is_derive phi x (dphi x)) ->
  is_rule (fun x (i : I) => phi (x i)) (fun x v i => dphi (x i) * v i) (fun x g i => dphi (x i) * g i)
          (fun x => forall i, good (x i)).
Proof.
move=> H; split=> [c t v G Hc i|x v g]; last by apply: eq_sum => i; ring.
by rewrite Rmult_comm; apply: (is_derive_comp phi (fun s => c s i)); [exact: H | exact: Hc].
Qed.

(** ** Every row of a batch on its own *)
Definition row (B D : finType) (X : B * D -> R) (i : B) : D -> R := fun j => X (i, j).
Lemma moves_row (B D : finType) (c : R -> B * D -> R) t v i : moves c t v -> moves (fun s => row (c s) i) t (row v i).
Proof. by move=> H j; exact: H. Qed.
Lemma dot_rows (B D : finType) (f g : B * D -> R) : dot f g = ∑_i dot (row f i) (row g i).
Proof. by rewrite /dot sum_pair. Qed.

(** A rule for every row, which may differ from row to row (a mask, say), is a rule for the batch. *)
Theorem each_row_rule (B A C : finType) (f : B -> (A -> R) -> C -> R) push pull ok :
  (forall i, is_rule (f i) (push i) (pull i) (ok i)) ->
  is_rule (fun (x : B * A -> R) (p : B * C) => f p.1 (row x p.1) p.2)
          (fun x v p => push p.1 (row x p.1) (row v p.1) p.2)
          (fun x g p => pull p.1 (row x p.1) (row g p.1) p.2) (fun x => forall i, ok i (row x i)).
Proof.
move=> H; split=> [c t v G Hc [i j] /=|x v g].
  by apply: ((H i).1 (fun s => row (c s) i)); [exact: G | exact: moves_row].
by rewrite !dot_rows; apply: eq_sum => i; exact: ((H i).2 (row x i) (row v i) (row g i)).
Qed.
(** A rule for one example is a rule for a batch of any size, row by row. *)
Theorem rows_rule (B A C : finType) (f : (A -> R) -> C -> R) push pull ok :
  is_rule f push pull ok ->
  is_rule (fun (x : B * A -> R) (p : B * C) => f (row x p.1) p.2) (fun x v p => push (row x p.1) (row v p.1) p.2)
          (fun x g p => pull (row x p.1) (row g p.1) p.2) (fun x => forall i, ok (row x i)).
Proof. by move=> H; exact: (each_row_rule (fun _ : B => H)). Qed.

(** The mean of a loss over a batch has the gradient of each example, divided by the size of the batch. *)
Theorem batch_mean_loss (B C : finType) (f : B -> (C -> R) -> R) grad ok :
  (forall i, is_loss (f i) (grad i) (ok i)) ->
  is_loss (fun x : B * C -> R => (∑_i f i (row x i)) / count B)
          (fun x p => grad p.1 (row x p.1) p.2 / count B) (fun x => forall i, ok i (row x i)).
Proof.
move=> H c t v G Hc.
rewrite (_ : dot _ v = / count B * ∑_i dot (grad i (row (c t) i)) (row v i)); last first.
  by rewrite dot_rows -sumZ; apply: eq_sum => i; rewrite -dotZ; apply: eq_sum => j; rewrite /row /= /Rdiv; ring.
apply: (is_derive_ext (fun s => / count B * ∑_i f i (row (c s) i))) => [s|]; first exact: Rmult_comm.
apply: (is_derive_scal (fun s => ∑_i f i (row (c s) i))); apply: is_derive_sum => i.
by apply: (H i (fun s => row (c s) i)); [exact: G | exact: moves_row].
Qed.
