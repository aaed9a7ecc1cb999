(** * The covariances of the search: any points, any noise

    The kernel exp(-|a - b|^2 / (2 length^2)) is a covariance, so the posterior variance lies between 0 and 1. *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From PureML Require Import Sums Search.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Open Scope R_scope.

(** Every weighted sum of the entries, each weight used on both sides, is at least 0: what every covariance has. *)
Definition at_least_0 (I : finType) (K : I -> I -> R) : Prop := forall w, 0 <= ∑_i ∑_j w i * K i j * w j.
Definition squared_distance (D : finType) (a b : D -> R) : R := ∑_d (a d - b d) ^ 2.
Definition kernel (D : finType) (length : R) (a b : D -> R) : R := exp (- squared_distance a b / (2 * length ^ 2)).

Section Kernel.
Variables (I D : finType) (x : I -> D -> R).
Definition inner i j : R := ∑_d x i d * x j d.
Lemma inner_powers n : at_least_0 (fun i j => inner i j ^ n).
Proof.
elim: n => [|n IH] w.
  rewrite (_ : ∑_i _ = (∑_i w i) * ∑_j w j); first exact: Rle_0_sqr.
  by rewrite -sumZr; apply: eq_sum => i; rewrite -sumZ; apply: eq_sum => j; rewrite /=; ring.
rewrite (_ : ∑_i _ = ∑_d ∑_i ∑_j (w i * x i d) * inner i j ^ n * (w j * x j d)).
  by apply: sum_ge0 => d; exact: (IH (fun i => w i * x i d)).
rewrite [RHS]sum_swap; apply: eq_sum => i; rewrite sum_swap; apply: eq_sum => j.
rewrite /= {1}/inner -sumZr -sumZ -sumZr; apply: eq_sum => d; ring.
Qed.

Lemma series_sum (J : finType) (f : J -> nat -> R) (l : J -> R) :
  (forall j, is_series (f j) (l j)) -> is_series (fun n => ∑_j f j n) (∑_j l j).
Proof.
move=> H; elim: (index_enum J) => [|j r IH].
  rewrite big_nil; apply: (is_series_ext (fun _ => 0)) => [n|]; first by rewrite big_nil.
  apply: (filterlim_ext (fun _ => 0)) => [n|]; last exact: filterlim_const.
  by rewrite sum_n_const Rmult_0_r.
rewrite big_cons; apply: (is_series_ext (fun n => f j n + \big[Rplus/R0]_(i <- r) f i n)) => [n|]; first by rewrite big_cons.
exact: is_series_plus.
Qed.
Lemma series_ge0 (f : nat -> R) l : (forall n, 0 <= f n) -> is_series f l -> 0 <= l.
Proof.
move=> P S; apply: (is_lim_seq_le (fun _ => 0) (sum_n f) 0 l) => [n||]; last exact: S; last exact: is_lim_seq_const.
by elim: n => [|n IH]; rewrite ?sum_O ?sum_Sn /plus /=; [exact: P | have := P n.+1; lra].
Qed.
Lemma inner_exponential : at_least_0 (fun i j => exp (inner i j)).
Proof.
move=> w; apply: (@series_ge0 (fun n => / INR (fact n) * ∑_i ∑_j w i * inner i j ^ n * w j)) => [n|].
  by apply: Rmult_le_pos; [apply/Rlt_le/Rinv_0_lt_compat/INR_fact_lt_0 | exact: inner_powers].
apply: (is_series_ext (fun n => ∑_i ∑_j w i * (inner i j ^ n * / INR (fact n)) * w j)) => [n|].
  by rewrite -sumZ; apply: eq_sum => i; rewrite -sumZ; apply: eq_sum => j; ring.
apply: series_sum => i; apply: series_sum => j.
apply: (is_series_ext (fun n => scal (w i * w j) (inner i j ^ n * / INR (fact n)))) => [n|].
  by rewrite /scal /= /mult /=; ring.
rewrite (_ : w i * _ * w j = scal (w i * w j) (exp (inner i j))); last by rewrite /scal /= /mult /=; ring.
apply: is_series_scal; have := is_exp_Reals (inner i j); rewrite /is_pseries.
by apply: is_series_ext => n; rewrite /scal /= /mult /= pow_n_pow.
Qed.
End Kernel.

(** [rule: search.posterior] The squared exponential kernel of any points in any number of dimensions is a covariance: no weighted sum of values has a variance below 0. *)
Theorem kernel_is_covariance (I D : finType) (length : R) (x : I -> D -> R) : length <> 0 ->
  at_least_0 (fun i j => kernel length (x i) (x j)).
Proof.
move=> L w; pose z i d := x i d / length; pose r i := exp (- (∑_d z i d ^ 2) / 2).
have := inner_exponential z (fun i => w i * r i).
rewrite (_ : ∑_i _ = ∑_i ∑_j w i * kernel length (x i) (x j) * w j) //.
apply: eq_sum => i; apply: eq_sum => j.
rewrite (_ : kernel _ _ _ = r i * exp (inner z i j) * r j); first by ring.
rewrite /r /kernel -!exp_plus; congr exp.
rewrite /squared_distance /inner /z.
rewrite (_ : - _ / (2 * length ^ 2) = ∑_d - (x i d - x j d) ^ 2 / (2 * length ^ 2)); last first.
  rewrite [RHS](eq_sum (g := fun d => - / (2 * length ^ 2) * (x i d - x j d) ^ 2)) => [|d]; last by rewrite /Rdiv; ring.
  by rewrite sumZ /Rdiv; ring.
rewrite (eq_sum (g := fun d => - / 2 * (x i d / length) ^ 2 + x i d / length * (x j d / length) + - / 2 * (x j d / length) ^ 2)) => [|d].
  by rewrite !sumD !sumZ /Rdiv; ring.
by field.
Qed.

Section Posterior.
Variables (I D : finType) (length noise : R) (x : I -> D -> R) (new : D -> R) (a y : I -> R).
Hypothesis length_positive : 0 < length.
Hypothesis noise_positive : 0 < noise.
Definition covariance (i j : I) : R := kernel length (x i) (x j) + noise * onehot i j.
Definition cross (i : I) : R := kernel length (x i) new.
(** What [solved] computes: the weights a of the old values, (K + noise 1) a = k. *)
Hypothesis solves : forall i, ∑_j covariance i j * a j = cross i.

Lemma kernel_symmetric (u v : D -> R) : kernel length u v = kernel length v u.
Proof. by congr (exp (- _ / _)); apply: eq_sum => d; ring. Qed.
Lemma kernel_same (u : D -> R) : kernel length u u = 1.
Proof.
rewrite /kernel /squared_distance (eq_sum (g := fun _ => 0)) => [|d]; last by ring.
by rewrite sum0 (_ : - 0 / _ = 0) ?exp_0 // /Rdiv; ring.
Qed.
Lemma covariance_symmetric i j : covariance i j = covariance j i.
Proof. by rewrite /covariance kernel_symmetric /onehot eq_sym. Qed.
Lemma covariance_form w :
  ∑_i ∑_j w i * covariance i j * w j = (∑_i ∑_j w i * kernel length (x i) (x j) * w j) + noise * dot w w.
Proof.
rewrite /dot -sumZ -sumD; apply: eq_sum => i; rewrite -(sum_onehot (fun j => noise * (w i * w j)) i) -sumD.
by apply: eq_sum => j; rewrite /covariance; ring.
Qed.
Lemma dot_ge0 (w : I -> R) : 0 <= dot w w.
Proof. by apply: sum_ge0 => i; exact: Rle_0_sqr. Qed.
Lemma length_not_0 : length <> 0.
Proof. lra. Qed.
Lemma covariance_at_least w : noise * dot w w <= ∑_i ∑_j w i * covariance i j * w j.
Proof. by rewrite covariance_form; have := kernel_is_covariance x length_not_0 w; lra. Qed.
Lemma covariance_at_least_0 : at_least_0 covariance.
Proof. by move=> w; have := covariance_at_least w; have := Rmult_le_pos _ _ (Rlt_le _ _ noise_positive) (dot_ge0 w); lra. Qed.
Lemma dot_eq0 (w : I -> R) : dot w w = 0 -> forall i, w i = 0.
Proof.
move=> E i; apply: Rsqr_0_uniq; apply: Rle_antisym; last exact: Rle_0_sqr.
rewrite -E /dot (bigD1 i) //= -[X in X <= _]Rplus_0_r; apply: Rplus_le_compat_l.
by apply: sum_ge0 => j; exact: Rle_0_sqr.
Qed.
Lemma solution_form : ∑_i ∑_j a i * covariance i j * a j = dot cross a.
Proof. by rewrite (against_solution solves) dotC. Qed.

(** [rule: search.posterior] With the kernel that is shipped nothing is assumed of the covariance: for any points, length and noise above 0, no weights of the old values predict the new one better than the posterior mean. *)
Theorem posterior_best_for_any_points w : error covariance cross a <= error covariance cross w.
Proof. exact: (posterior_is_best covariance_symmetric covariance_at_least_0 solves). Qed.

(** [rule: search.posterior] No linear prediction is exact: its mean squared error is at least noise <w, w>, what the noise of the old values brings into it. *)
Theorem prediction_error_at_least w : noise * dot w w <= error covariance cross w.
Proof.
pose p (o : unit + I) := if o is inr i then x i else new.
pose v (o : unit + I) := if o is inr i then - w i else 1.
have one f : ∑_(o : unit + I) f o = f (inl tt) + ∑_i f (inr i).
  by rewrite big_sumType /=; congr (_ + _); rewrite (bigD1 tt) //= big1 => [|[]] //; ring.
have two (F : unit + I -> unit + I -> R) : ∑_(o : unit + I) ∑_(q : unit + I) F o q =
    F (inl tt) (inl tt) + ∑_i F (inl tt) (inr i) + (∑_i F (inr i) (inl tt) + ∑_i ∑_j F (inr i) (inr j)).
  by rewrite one /= one /= (eq_sum (fun i => one (F (inr i)))) sumD.
have L : ∑_i 1 * kernel length new (x i) * - w i = - 1 * dot w cross.
  by rewrite -sumZ; apply: eq_sum => i; rewrite /cross (kernel_symmetric new); ring.
have U : ∑_i - w i * kernel length (x i) new * 1 = - 1 * dot w cross by rewrite -sumZ; apply: eq_sum => i; rewrite /cross; ring.
have Q : ∑_i ∑_j - w i * kernel length (x i) (x j) * - w j = ∑_i ∑_j w i * kernel length (x i) (x j) * w j.
  by apply: eq_sum => i; apply: eq_sum => j; ring.
by have := kernel_is_covariance p length_not_0 v; rewrite two /= L U Q kernel_same /error covariance_form; lra.
Qed.

(** [rule: search.posterior] The posterior variance is never below 0, and at least the noise in the weights: 1 - <k, a> >= noise <a, a>. *)
Theorem posterior_variance_at_least : noise * dot a a <= 1 - dot cross a.
Proof. by rewrite -(posterior_variance solves); exact: prediction_error_at_least. Qed.

(** [rule: search.posterior] No value can raise the variance: it falls below the 1 of knowing nothing by at least noise <a, a>. *)
Theorem posterior_variance_at_most : 1 - dot cross a <= 1 - noise * dot a a.
Proof. by have := covariance_at_least a; rewrite solution_form; lra. Qed.

(** [rule: search.posterior] Where nothing is near, k = 0, the posterior mean is 0 and the posterior variance 1. *)
Theorem posterior_far_away : (forall i, cross i = 0) -> dot a y = 0 /\ 1 - dot cross a = 1.
Proof.
move=> K0; have C : dot cross a = 0 by rewrite /dot (eq_sum (g := fun _ => 0)) ?sum0 // => i; rewrite K0; ring.
have A0 : forall i, a i = 0.
  apply: dot_eq0; have := covariance_at_least a; rewrite solution_form C; have := dot_ge0 a.
  by case=> [P|//]; have := Rmult_lt_0_compat _ _ noise_positive P; lra.
by split; [rewrite /dot (eq_sum (g := fun _ => 0)) ?sum0 // => i; rewrite A0; ring | rewrite C; ring].
Qed.
End Posterior.
