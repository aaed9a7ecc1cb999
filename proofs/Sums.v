(** * Finite sums of real numbers

    A _tensor_ is a function [I -> R] from a finite set of indices [I].
    [I] may be any finite type: ['I_n] (the numbers below [n]) gives vectors of
    length [n], a product ['I_n * 'I_m] gives matrices, and so on.  A theorem
    stated for every [I] is therefore a theorem for every shape. *)

From mathcomp Require Import all_ssreflect.
From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
#[export] Set Warnings "-ambiguous-paths,-notation-overridden".
Open Scope R_scope.

(** Tell the library of big sums that [+] and [*] on the reals commute, etc. *)
Lemma RplusA : associative Rplus. Proof. by move=> x y z; ring. Qed.
Lemma RmultA : associative Rmult. Proof. by move=> x y z; ring. Qed.
Canonical Rplus_law := Monoid.Law RplusA Rplus_0_l Rplus_0_r.
Canonical Rplus_comlaw := Monoid.ComLaw Rplus_comm.
Canonical Rmult_law := Monoid.Law RmultA Rmult_1_l Rmult_1_r.
Canonical Rmult_comlaw := Monoid.ComLaw Rmult_comm.
Canonical Rmult_mul := Monoid.MulLaw Rmult_0_l Rmult_0_r.
Lemma Rmult_plus_l : left_distributive Rmult Rplus.  Proof. by move=> x y z; ring. Qed.
Lemma Rmult_plus_r : right_distributive Rmult Rplus. Proof. by move=> x y z; ring. Qed.
Canonical Rplus_addlaw := Monoid.AddLaw Rmult_plus_l Rmult_plus_r.

Reserved Notation "∑_ i F"
  (at level 41, F at level 41, i at level 0, right associativity, format "'[' ∑_ i '/  '  F ']'").
Reserved Notation "∑_ ( i : t ) F" (at level 41, F at level 41, i at level 50).
Reserved Notation "∑_ ( i | P ) F"
  (at level 41, F at level 41, i at level 50, format "'[' ∑_ ( i  |  P ) '/  '  F ']'").
Notation "∑_ i F" := (\big[Rplus/R0]_i F%R) : R_scope.
Notation "∑_ ( i : t ) F" := (\big[Rplus/R0]_(i : t) F%R) (only parsing) : R_scope.
Notation "∑_ ( i | P ) F" := (\big[Rplus/R0]_(i | P) F%R) : R_scope.

Section Sums.
Variable I : finType.
Implicit Types f g : I -> R.

Lemma sumD f g : ∑_i (f i + g i) = ∑_i f i + ∑_i g i.
Proof. exact: big_split. Qed.
Lemma sumZ a f : ∑_i (a * f i) = a * ∑_i f i.
Proof. by rewrite big_distrr. Qed.
Lemma sumZr a f : ∑_i (f i * a) = (∑_i f i) * a.
Proof. by rewrite big_distrl. Qed.
Lemma sumB f g : ∑_i (f i - g i) = ∑_i f i - ∑_i g i.
Proof.
rewrite (eq_bigr (fun i => f i + (-1) * g i)) => [|i _]; last by ring.
by rewrite sumD sumZ; ring.
Qed.
Lemma eq_sum f g : (forall i, f i = g i) -> ∑_i f i = ∑_i g i.
Proof. by move=> E; apply: eq_bigr => i _. Qed.
Lemma sum0 : ∑_(i : I) 0 = 0.
Proof. exact: big1_eq. Qed.

(** [onehot i] is the i-th basis vector: 1 at [i] and 0 elsewhere. *)
Definition onehot (i : I) : I -> R := fun k => if k == i then 1 else 0.
Lemma sum_onehot f i : ∑_k f k * onehot i k = f i.
Proof.
rewrite (bigD1 i) //= /onehot eqxx big1 => [|k /negbTE ->]; ring.
Qed.

Lemma sum_ge0 f (P : pred I) : (forall i, 0 <= f i) -> 0 <= ∑_(i | P i) f i.
Proof. by move=> H; apply: big_ind => [|x y|i _]; [lra | lra | exact: H]. Qed.
Lemma le_sum f g : (forall i, f i <= g i) -> ∑_i f i <= ∑_i g i.
Proof. by move=> H; apply: (big_ind2 Rle) => [|a b c d|i _]; [lra | lra | exact: H]. Qed.
Lemma sum_gt0 f (j : I) : (forall i, 0 < f i) -> 0 < ∑_i f i.
Proof.
move=> H; rewrite (bigD1 j) //=.
have := sum_ge0 (fun i => i != j) (fun i => Rlt_le _ _ (H i)); have := H j; lra.
Qed.

(** The sum of finitely many differentiable functions is differentiable. *)
Lemma is_derive_sum (f : I -> R -> R) (t : R) (d : I -> R) :
  (forall i, is_derive (f i) t (d i)) ->
  is_derive (fun s => ∑_i f i s) t (∑_i d i).
Proof.
move=> H; elim: (index_enum I) => [|i r IH].
  rewrite big_nil; apply: (is_derive_ext (fun _ => 0)) => [s|]; first by rewrite big_nil.
  exact: is_derive_const.
rewrite big_cons.
apply: (is_derive_ext (fun s => f i s + \big[Rplus/0]_(j <- r) f j s)) => [s|].
  by rewrite big_cons.
by apply: (is_derive_plus (f i)); [exact: H | exact: IH].
Qed.

(** Inner product. *)
Definition dot f g : R := ∑_i f i * g i.
End Sums.

(** Two sums may be done in either order, and a sum over pairs is a double sum. *)
Lemma sum_swap (I J : finType) (f : I -> J -> R) :
  ∑_i ∑_j f i j = ∑_j ∑_i f i j.
Proof. exact: exchange_big. Qed.
Lemma sum_pair (I J : finType) (f : I * J -> R) : ∑_p f p = ∑_i ∑_j f (i, j).
Proof. by rewrite pair_bigA; apply: eq_bigr => -[]. Qed.


(** [table x] is [x].  The extracted program computes each entry of a table once and looks it up afterwards. *)
Definition table (I : finType) (x : I -> R) : I -> R := x.

(** [count I] is the number of elements of [I], as a real number. *)
Definition count (I : finType) : R := ∑_(i : I) 1.
Lemma count_gt0 (I : finType) (i : I) : 0 < count I.
Proof. by apply: (sum_gt0 i) => _; lra. Qed.
Lemma sum_const (I : finType) (a : R) : ∑_(i : I) a = a * count I.
Proof. by rewrite /count -sumZ; apply: eq_sum => i; ring. Qed.

Lemma dotZ (I : finType) (a : R) (f g : I -> R) : dot (fun i => a * f i) g = a * dot f g.
Proof. by rewrite /dot -sumZ; apply: eq_sum => i; ring. Qed.
Lemma dotDl (I : finType) (f g v : I -> R) : dot (fun i => f i + g i) v = dot f v + dot g v.
Proof. by rewrite /dot -sumD; apply: eq_sum => i; ring. Qed.
Lemma dotDr (I : finType) (d f g : I -> R) : dot d (fun i => f i + g i) = dot d f + dot d g.
Proof. by rewrite /dot -sumD; apply: eq_sum => i; ring. Qed.
Lemma dotC (I : finType) (f g : I -> R) : dot f g = dot g f.
Proof. by apply: eq_sum => i; ring. Qed.
Lemma dot0 (I : finType) (v : I -> R) : dot (fun _ => 0) v = 0.
Proof. by rewrite /dot (eq_sum (g := fun _ => 0)) ?sum0 // => i; ring. Qed.
Lemma dot_sum (I J : finType) (f g : I + J -> R) :
  dot f g = dot (fun i => f (inl i)) (fun i => g (inl i)) + dot (fun j => f (inr j)) (fun j => g (inr j)).
Proof. by rewrite /dot big_sumType. Qed.
Lemma no_par (d v : void_finType -> R) : dot d v = 0.
Proof. by rewrite /dot big1 // => -[]. Qed.
