(** * Dropout with a mask that is drawn before the pass *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From PureML Require Import Sums Moves.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Open Scope R_scope.

(** A mask keeps each entry independently with probability [q], so the
    mask [k] has probability the product of [q] or [1 - q] over all entries. *)
Section Dropout.
Variables (I : finType) (q : R).
Hypothesis q0 : q <> 0.
Notation mask := {ffun I -> bool}.
Definition coin (b : bool) : R := if b then q else 1 - q.
Definition mask_prob (k : mask) : R := \big[Rmult/1]_i coin (k i).
Lemma coin_sum1 : ∑_b coin b = 1.
Proof. by rewrite big_bool /= /coin; ring. Qed.

(** [rule: layers.dropout] The probabilities of all 2^n masks sum to 1. *)
Theorem mask_prob_sum1 : ∑_(k : mask) mask_prob k = 1.
Proof. by rewrite /mask_prob -(bigA_distr_bigA (fun _ b => coin b)); apply: big1 => i _; exact: coin_sum1. Qed.

(** [rule: layers.dropout] Each entry is kept with probability q. *)
Theorem keep_probability i : ∑_(k : mask) mask_prob k * (if k i then 1 else 0) = q.
Proof.
transitivity (∑_(k : mask) \big[Rmult/1]_j (coin (k j) * (if (j == i) && ~~ k j then 0 else 1))).
  apply: eq_sum => k; rewrite big_split /=; congr (_ * _).
  rewrite (bigD1 i) //= eqxx [X in _ = _ * X]big1 => [|j /negbTE ->] //=.
  by case: (k i) => /=; ring.
rewrite -(bigA_distr_bigA (fun j b => coin b * (if (j == i) && ~~ b then 0 else 1))).
rewrite (bigD1 i) //= [X in _ * X]big1 => [|j /negbTE ->]; rewrite big_bool /= ?eqxx /coin /=; ring.
Qed.

(** Kept entries are divided by [q]; on average the layer is the identity. *)
Definition dropout (k : mask) (x : I -> R) (i : I) : R := (if k i then 1 else 0) * x i / q.
(** [rule: layers.dropout] Averaged over all masks, dropout is the identity. *)
Theorem dropout_unbiased x i : ∑_(k : mask) mask_prob k * dropout k x i = x i.
Proof.
rewrite (eq_sum (g := fun k : mask => mask_prob k * (if k i then 1 else 0) * (x i / q))).
  by rewrite sumZr keep_probability; field.
by move=> k; rewrite /dropout /Rdiv; ring.
Qed.

(** [rule: layers.dropout] For a given mask the pullback is dropout itself, with the same mask: what was dropped gets no signal. *)
Theorem dropout_rule (k : mask) :
  is_rule (dropout k) (fun _ v => dropout k v) (fun _ g => dropout k g) (@everywhere I).
Proof.
split=> [c t v _ Hc i|_ v g]; last by apply: eq_sum => i; rewrite /dropout /Rdiv; ring.
have E (x : I -> R) : dropout k x i = ((if k i then 1 else 0) / q) * x i by rewrite /dropout /Rdiv; ring.
rewrite E; apply: (is_derive_ext (fun s => ((if k i then 1 else 0) / q) * c s i)) => [s|]; first by rewrite E.
by apply: (is_derive_scal (fun s => c s i)); exact: Hc.
Qed.

(** [rule: layers.dropout] Pulling back with another mask is wrong as soon as the two differ somewhere. *)
Theorem dropout_needs_the_same_mask (k k' : mask) i : k i != k' i ->
  ~ (forall v g : I -> R, dot g (dropout k v) = dot (dropout k' g) v).
Proof.
move=> kk H; have := H (onehot i) (onehot i); rewrite [dot (onehot i) _]dotC /dot !sum_onehot /dropout /onehot eqxx.
by move: kk; case: (k i); case: (k' i) => // _ E; have := Rmult_eq_compat_r q _ _ E; rewrite /Rdiv !Rmult_assoc Rinv_l //; lra.
Qed.

(** Classic dropout does not rescale in training; evaluation multiplies by [q] instead. *)
Definition classic_dropout (k : mask) (x : I -> R) (i : I) : R := (if k i then 1 else 0) * x i.
(** [rule: layers.classic_dropout] The mean over all masks is q x, which is what evaluation computes. *)
Theorem classic_dropout_mean x i : ∑_(k : mask) mask_prob k * classic_dropout k x i = q * x i.
Proof.
rewrite (eq_sum (g := fun k : mask => mask_prob k * (if k i then 1 else 0) * x i)).
  by rewrite sumZr keep_probability.
by move=> k; rewrite /classic_dropout; ring.
Qed.

(** [rule: layers.classic_dropout] For a given mask the pullback keeps the same entries. *)
Theorem classic_dropout_rule (k : mask) :
  is_rule (classic_dropout k) (fun _ v => classic_dropout k v) (fun _ g => classic_dropout k g) (@everywhere I).
Proof.
split=> [c t v _ Hc i|_ v g]; last by apply: eq_sum => i; rewrite /classic_dropout; ring.
by apply: (is_derive_scal (fun s => c s i)); exact: Hc.
Qed.
End Dropout.
