(** * Softmax, with and without a mask, log-softmax and log-sum-exp *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From PureML Require Import Sums Moves Smooth.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Open Scope R_scope.

Section Softmax.
Variable I : finType.                       (* the set of classes *)
Implicit Types x v : I -> R.

Definition softmax x (j : I) : R := exp (x j) / ∑_k exp (x k).
Definition logsumexp x : R := ln (∑_k exp (x k)).
Definition log_softmax x (j : I) : R := x j - logsumexp x.

Lemma sumexp_gt0 x (j : I) : 0 < ∑_k exp (x k).
Proof. by apply: (sum_gt0 j) => i; apply: exp_pos. Qed.

(** [rule: functions.softmax] Every probability that softmax gives is positive. *)
Theorem softmax_pos x j : 0 < softmax x j.
Proof. by apply: Rdiv_lt_0_compat; [apply: exp_pos | apply: (sumexp_gt0 x j)]. Qed.

(** [rule: functions.softmax] The probabilities that softmax gives sum to 1. *)
Theorem softmax_sum1 x (j : I) : ∑_k softmax x k = 1.
Proof.
have S0 := sumexp_gt0 x j; rewrite /softmax /Rdiv sumZr; field; lra.
Qed.

(** [rule: functions.softmax] As soon as there are two classes, every probability is below 1. *)
Theorem softmax_lt1 x i j : i != j -> softmax x j < 1.
Proof.
move=> ij; rewrite -(softmax_sum1 x j) (bigD1 j) //= (bigD1 i) //=.
have := softmax_pos x i.
have := sum_ge0 (fun k => (k != j) && (k != i)) (fun k => Rlt_le _ _ (softmax_pos x k)).
lra.
Qed.

(** [rule: functions.softmax] Adding the same number to every score changes nothing, so subtracting the largest is allowed. *)
Theorem softmax_shift x c j : softmax (fun i => x i + c) j = softmax x j.
Proof.
have S0 := sumexp_gt0 x j; have E0 := exp_pos c.
rewrite /softmax; under eq_bigr do rewrite exp_plus.
rewrite exp_plus sumZr; field; lra.
Qed.

(** ** The Jacobian, as the velocity of the output *)
Lemma exp_moves c t v : moves c t v -> moves (fun s i => exp (c s i)) t (fun i => v i * exp (c t i)).
Proof. by move=> Hc i; exact: (is_derive_comp exp _ _ _ _ (is_derive_exp _) (Hc i)). Qed.

(** [rule: functions.softmax] However the scores move, the probability y_j moves at the rate y_j (v_j - sum_k y_k v_k). *)
Theorem softmax_moves c t v : moves c t v ->
  let y := softmax (c t) in
  moves (fun s => softmax (c s)) t (fun j => y j * (v j - ∑_k y k * v k)).
Proof.
move=> Hc y j; have S0 := sumexp_gt0 (c t) j; have De := exp_moves Hc.
have -> : y j * (v j - ∑_k y k * v k)
  = (v j * exp (c t j) * (∑_k exp (c t k)) - exp (c t j) * (∑_k v k * exp (c t k)))
    / (∑_k exp (c t k)) ^ 2.
  have -> : ∑_k y k * v k = / (∑_k exp (c t k)) * ∑_k v k * exp (c t k).
    by rewrite -sumZ; apply: eq_sum => k; rewrite /y /softmax; field; lra.
  by rewrite /y /softmax; field; lra.
by apply: (is_derive_div (fun s => exp (c s j)) (fun s => ∑_k exp (c s k)));
   [exact: De | exact: is_derive_sum | lra].
Qed.

(** [rule: functions.softmax] Along the direction v the probability y_j has the slope y_j (v_j - sum_k y_k v_k). *)
Theorem softmax_directional x v j :
  is_derive (fun t => softmax (line x v t) j) 0
            (softmax x j * (v j - ∑_k softmax x k * v k)).
Proof. by have := softmax_moves (moves_line x v 0) j; rewrite line0. Qed.

(** [rule: functions.softmax] Every entry of the Jacobian: d y_j / d x_i is y_j (1 - y_i) if i is j, and - y_j y_i otherwise. *)
Theorem softmax_jacobian x i j :
  is_derive (fun t => softmax (line x (onehot i) t) j) 0
            (softmax x j * ((if i == j then 1 else 0) - softmax x i)).
Proof.
by have := softmax_directional x (onehot i) j; rewrite sum_onehot /onehot eq_sym.
Qed.

(** The pullback used by backward code. *)
Definition softmax_pullback x (d : I -> R) (i : I) : R :=
  softmax x i * (d i - ∑_k softmax x k * d k).

(** [rule: functions.softmax] The pullback y (g - <g, y>) is the adjoint of the Jacobian. *)
Theorem softmax_pullback_adjoint x v d :
  dot d (fun j => softmax x j * (v j - ∑_k softmax x k * v k)) = dot (softmax_pullback x d) v.
Proof.
rewrite /dot /softmax_pullback; set y := softmax x.
rewrite (eq_sum (g := fun j => d j * y j * v j - y j * d j * ∑_k y k * v k)); last by move=> j; ring.
rewrite [RHS](eq_sum (g := fun j => d j * y j * v j - y j * v j * ∑_k y k * d k)); last by move=> j; ring.
by rewrite !sumB !sumZr; ring.
Qed.

(** [rule: functions.softmax] What softmax sends back always sums to 0, whatever comes in. *)
Theorem softmax_pullback_sum0 x d (j : I) : ∑_i softmax_pullback x d i = 0.
Proof.
rewrite /softmax_pullback; set s := ∑_k softmax x k * d k.
rewrite (eq_sum (g := fun i => softmax x i * d i - softmax x i * s)) => [|i]; last by ring.
by rewrite sumB sumZr (softmax_sum1 x j) /s; ring.
Qed.

(** [rule: functions.softmax] Softmax of one example: value, pushforward and pullback, for any number of classes. *)
Theorem softmax_rule :
  is_rule softmax (fun x v j => softmax x j * (v j - ∑_k softmax x k * v k)) softmax_pullback (@everywhere I).
Proof. by split=> [c t v _|x v g]; [exact: softmax_moves | exact: softmax_pullback_adjoint]. Qed.

(** ** Log-sum-exp and log-softmax *)
(** [rule: functions.logsumexp] The gradient of log-sum-exp is softmax. *)
Theorem logsumexp_rule (j : I) : is_loss logsumexp softmax (@everywhere I).
Proof.
move=> c t v _ Hc; have S0 := sumexp_gt0 (c t) j.
have -> : dot (softmax (c t)) v = (∑_k v k * exp (c t k)) * / (∑_i exp (c t i)).
  by rewrite -sumZr; apply: eq_sum => k; rewrite /softmax; field; lra.
apply: (is_derive_comp ln (fun s => ∑_i exp (c s i))); first exact: is_derive_ln.
by apply: is_derive_sum => k; exact: exp_moves.
Qed.

(** [rule: functions.logsumexp] Adding a number to every score adds it to log-sum-exp. *)
Theorem logsumexp_shift x c (j : I) : logsumexp (fun i => x i + c) = logsumexp x + c.
Proof.
have S0 := sumexp_gt0 x j; rewrite /logsumexp; under eq_bigr do rewrite exp_plus.
by rewrite sumZr ln_mult ?ln_exp //; exact: exp_pos.
Qed.

(** [rule: functions.log_softmax] Log-softmax is the logarithm of softmax. *)
Theorem log_softmax_is_log x k : ln (softmax x k) = log_softmax x k.
Proof.
have S0 := sumexp_gt0 x k.
by rewrite /softmax /Rdiv ln_mult ?ln_Rinv ?ln_exp //; [apply: exp_pos | apply: Rinv_0_lt_compat].
Qed.

(** [rule: functions.log_softmax] The pullback of log-softmax is g minus softmax times the sum of g. *)
Theorem log_softmax_rule :
  is_rule log_softmax (fun x v j => v j - ∑_k softmax x k * v k)
          (fun x g i => g i - softmax x i * ∑_k g k) (@everywhere I).
Proof.
split=> [c t v _ Hc j|x v g].
  by apply: (is_derive_minus (fun s => c s j)); [exact: Hc | exact: (logsumexp_rule j)].
rewrite /dot (eq_sum (g := fun j => g j * v j - g j * ∑_k softmax x k * v k)) => [|j]; last by ring.
rewrite sumB sumZr [RHS](eq_sum (g := fun i => g i * v i - softmax x i * v i * ∑_k g k)) => [|j]; last by ring.
by rewrite sumB sumZr; ring.
Qed.

(** ** A mask *)
(** Only the entries that [a] allows take part; the others get probability 0. *)
Variable a : pred I.
Definition masked_softmax x (j : I) : R := if a j then exp (x j) / ∑_(k | a k) exp (x k) else 0.

Lemma masked_sum_gt0 x j : a j -> 0 < ∑_(k | a k) exp (x k).
Proof.
move=> aj; rewrite (bigD1 j) //=; have := exp_pos (x j).
have := sum_ge0 (fun k => a k && (k != j)) (fun k => Rlt_le _ _ (exp_pos (x k))); lra.
Qed.

(** [rule: functions.softmax, layers.attention] The allowed probabilities sum to 1, as soon as one entry is allowed. *)
Theorem masked_softmax_sum1 x j : a j -> ∑_k masked_softmax x k = 1.
Proof.
move=> aj; have S0 := masked_sum_gt0 x aj; rewrite /masked_softmax -big_mkcond /= /Rdiv -big_distrl /=.
by field; lra.
Qed.

(** [rule: functions.softmax, layers.attention] Masked softmax has the pushforward and the pullback of softmax; an entry that is masked has probability 0 and gets no signal. *)
Theorem masked_softmax_rule :
  is_rule masked_softmax (fun x v j => masked_softmax x j * (v j - ∑_k masked_softmax x k * v k))
    (fun x d i => masked_softmax x i * (d i - ∑_k masked_softmax x k * d k)) (@everywhere I).
Proof.
split=> [c t v _ Hc j|x v d]; last first.
  rewrite /dot; set y := masked_softmax x.
  rewrite (eq_sum (g := fun j => d j * y j * v j - y j * d j * ∑_k y k * v k)); last by move=> j; ring.
  rewrite [RHS](eq_sum (g := fun j => d j * y j * v j - y j * v j * ∑_k y k * d k)); last by move=> j; ring.
  by rewrite !sumB !sumZr; ring.
rewrite {1 2}/masked_softmax; case aj: (a j); last by rewrite Rmult_0_l; exact: is_derive_const.
have S0 := masked_sum_gt0 (c t) aj; have De := exp_moves Hc.
set S := ∑_(k | a k) exp (c t k) in S0 *.
have -> : ∑_k masked_softmax (c t) k * v k = / S * ∑_k (if a k then 1 else 0) * (v k * exp (c t k)).
  by rewrite -sumZ; apply: eq_sum => k; rewrite /masked_softmax -/S; case: (a k); field; lra.
have E u : ∑_(k | a k) exp (c u k) = ∑_k (if a k then 1 else 0) * exp (c u k).
  by rewrite big_mkcond; apply: eq_sum => k; case: (a k); ring.
apply: (is_derive_ext (fun u => exp (c u j) / ∑_k (if a k then 1 else 0) * exp (c u k))) => [u|]; first by rewrite -E.
set S' := ∑_k _ * (v k * _).
rewrite (_ : _ * _ = (v j * exp (c t j) * (∑_k (if a k then 1 else 0) * exp (c t k)) - exp (c t j) * S')
    / (∑_k (if a k then 1 else 0) * exp (c t k)) ^ 2); last by rewrite -E -/S; field; lra.
apply: (is_derive_div (fun u => exp (c u j)) (fun u => ∑_k (if a k then 1 else 0) * exp (c u k))); [exact: De| |].
  by apply: is_derive_sum => k; apply: (is_derive_scal (fun u => exp (c u k))); exact: De.
by rewrite -E -/S; lra.
Qed.
End Softmax.

(** [rule: functions.softmax] Without a mask, masked softmax is softmax. *)
Theorem masked_softmax_all (I : finType) (x : I -> R) j : masked_softmax predT x j = softmax x j.
Proof. by []. Qed.

(** [rule: functions.softmax] Softmax on the rows of a batch of any size. *)
Theorem softmax_rows_rule (B I : finType) :
  is_rule (fun (x : B * I -> R) p => softmax (row x p.1) p.2)
    (fun x v p => softmax (row x p.1) p.2 * (row v p.1 p.2 - ∑_k softmax (row x p.1) k * row v p.1 k))
    (fun x g p => softmax_pullback (row x p.1) (row g p.1) p.2) (fun x => forall i : B, everywhere (row x i)).
Proof. exact: (rows_rule B (softmax_rule I)). Qed.

(** ** Softmax is not the sigmoid *)
(** [rule: functions.softmax] Of two classes the first has the probability sigma(a - b). *)
Theorem softmax_of_two (x : bool -> R) : softmax x true = sigmoid (x true - x false).
Proof.
rewrite /softmax big_bool /sigmoid /=; have A := exp_pos (x true); have B := exp_pos (x false).
have -> : - (x true - x false) = x false + - x true by ring.
rewrite exp_plus exp_Ropp; field; split; lra.
Qed.

(** [rule: functions.softmax] Softmax is not the sigmoid entry by entry: with two classes there are scores where they differ. *)
Theorem softmax_is_not_sigmoid : ~ (forall (x : bool -> R) j, softmax x j = sigmoid (x j)).
Proof.
move=> H; have := H (fun b => if b then 1 else 1) true; rewrite softmax_of_two /sigmoid.
have -> : - (1 - 1) = 0 by ring.
rewrite exp_0 => E; have := exp_increasing (-1) 0 ltac:(lra); rewrite exp_0 => L.
have P := exp_pos (-1); have := Rmult_eq_compat_r (1 + exp (-1)) _ _ E.
by have -> : 1 / (1 + exp (-1)) * (1 + exp (-1)) = 1; [field; lra | lra].
Qed.
