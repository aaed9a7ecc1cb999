(** * Rules with several arguments, in the shape of all the others

    A rule of several arguments is a rule of one: its argument is all of them side by side, and a place in it
    is a place in one of them.  [both x y] puts [x] and [y] side by side. *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From PureML Require Import Sums Moves Softmax Smooth Errors Affine Conv Pool Backprop Graph Layers Norm NormLayers ConvNets Dropout.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Open Scope R_scope.

Definition both (P A : Type) (th : P -> R) (x : A -> R) (q : P + A) : R := match q with inl p => th p | inr a => x a end.
Definition inls (P A : Type) (z : P + A -> R) (p : P) : R := z (inl p).
Definition inrs (P A : Type) (z : P + A -> R) (a : A) : R := z (inr a).

(** Every layer is a rule of its parameters and its input. *)
Theorem layer_rule (A C : finType) (l : layer A C) :
  is_rule (fun z : par l + A -> R => forward (inls z) (inrs z)) (fun z v => push (inls z) (inrs z) (inls v) (inrs v))
    (fun z g => both (pull_par (inls z) (inrs z) g) (pull_in (inls z) (inrs z) g)) (fun z => ok (inls z) (inrs z)).
Proof.
split=> [c t v G Hc|z v g].
  by apply: (push_correct (th := fun s => inls (c s)) (x := fun s => inrs (c s))) => // k; exact: Hc.
by rewrite pull_correct dot_sum.
Qed.

Section Batches.
Variables B N M : finType.

(** [rule: layers.affine] X W + b: pushforward and pullback in all three arguments at once, for any batch size and any widths. *)
Theorem affine_rule :
  is_rule (fun z : (N * M + M) + B * N -> R => affine (inrs z) (W_of (inls z)) (b_of (inls z)))
    (fun z v => affine_push (inrs z) (W_of (inls z)) (inrs v) (W_of (inls v)) (b_of (inls v)))
    (fun z g => both (both (grad_W (inrs z) g) (grad_b g)) (grad_X (W_of (inls z)) g)) (@everywhere _).
Proof. exact: (layer_rule (affine_layer B N M)). Qed.

(** With examples as columns the affine map is W X + b, and the three pullbacks change sides. *)
Definition column_affine (W : M * N -> R) (b : M -> R) (X : N * B -> R) (p : M * B) : R :=
  ∑_k W (p.1, k) * X (k, p.2) + b p.1.
Definition column_affine_push (W : M * N -> R) (X : N * B -> R) (W' : M * N -> R) (b' : M -> R) (V : N * B -> R) (p : M * B) : R :=
  ∑_k (W' (p.1, k) * X (k, p.2) + W (p.1, k) * V (k, p.2)) + b' p.1.
Definition column_grad_W (X : N * B -> R) (g : M * B -> R) (p : M * N) : R := ∑_i g (p.1, i) * X (p.2, i).
Definition column_grad_b (g : M * B -> R) (j : M) : R := ∑_i g (j, i).
Definition column_grad_X (W : M * N -> R) (g : M * B -> R) (p : N * B) : R := ∑_j W (j, p.1) * g (j, p.2).

(** [rule: layers.column_affine] W X + b with examples as columns: the pullbacks are g X^T, the row sums of g, and W^T g. *)
Theorem column_affine_rule :
  is_rule (fun z : (M * N + M) + N * B -> R => column_affine (inls (inls z)) (inrs (inls z)) (inrs z))
    (fun z v => column_affine_push (inls (inls z)) (inrs z) (inls (inls v)) (inrs (inls v)) (inrs v))
    (fun z g => both (both (column_grad_W (inrs z) g) (column_grad_b g)) (column_grad_X (inls (inls z)) g)) (@everywhere _).
Proof.
split=> [c t v _ Hc p|z v g].
  apply: (is_derive_plus (fun s => ∑_k c s (inl (inl (p.1, k))) * c s (inr (k, p.2)))); last exact: Hc.
  apply: is_derive_sum => k.
  by apply: (is_derive_mult (fun s => c s (inl (inl (p.1, k)))) (fun s => c s (inr (k, p.2)))); [exact: Hc|exact: Hc|move=> x y; apply: Rmult_comm].
have W1 : dot g (fun p => ∑_k v (inl (inl (p.1, k))) * z (inr (k, p.2))) = dot (column_grad_W (inrs z) g) (inls (inls v)).
  rewrite /dot !sum_pair; apply: eq_sum => j /=.
  under eq_bigr do rewrite -sumZ; rewrite sum_swap; apply: eq_sum => k.
  by rewrite /column_grad_W -sumZr; apply: eq_sum => i /=; rewrite /inrs /inls /=; ring.
have X1 : dot g (fun p => ∑_k z (inl (inl (p.1, k))) * v (inr (k, p.2))) = dot (column_grad_X (inls (inls z)) g) (inrs v).
  rewrite /dot !sum_pair sum_swap [RHS]sum_swap; apply: eq_sum => i /=.
  under eq_bigr do rewrite -sumZ; rewrite sum_swap; apply: eq_sum => k.
  by rewrite /column_grad_X -sumZr; apply: eq_sum => j /=; rewrite /inrs /inls /=; ring.
have B1 : dot g (fun p => v (inl (inr p.1))) = dot (column_grad_b g) (inrs (inls v)).
  by rewrite /dot sum_pair; apply: eq_sum => j /=; rewrite sumZr.
rewrite !dot_sum /= -/(inls v) -/(inrs v) [dot (fun a => both _ _ (inl _)) _]/=.
transitivity (dot g (fun p => ∑_k v (inl (inl (p.1, k))) * z (inr (k, p.2))) + dot g (fun p => v (inl (inr p.1)))
  + dot g (fun p => ∑_k z (inl (inl (p.1, k))) * v (inr (k, p.2)))).
  by rewrite -!dotDr; apply: eq_sum => p; rewrite /column_affine_push /inls /inrs /= sumD; ring.
by rewrite W1 B1 X1.
Qed.

(** [rule: functions.log_softmax] Log-softmax on the rows of a batch of any size. *)
Theorem log_softmax_rows_rule :
  is_rule (fun (x : B * N -> R) p => log_softmax (row x p.1) p.2)
    (fun x v p => row v p.1 p.2 - ∑_k softmax (row x p.1) k * row v p.1 k)
    (fun x g p => row g p.1 p.2 - softmax (row x p.1) p.2 * ∑_k row g p.1 k) (fun x => forall i : B, everywhere (row x i)).
Proof. exact: (rows_rule B (log_softmax_rule N)). Qed.

(** [rule: functions.logsumexp] Log-sum-exp of every row of a batch of any size: each row receives its signal times softmax. *)
Theorem logsumexp_rows_rule (j : N) :
  is_rule (fun (x : B * N -> R) i => logsumexp (row x i)) (fun x v i => dot (softmax (row x i)) (row v i))
    (fun x g p => g p.1 * softmax (row x p.1) p.2) (@everywhere _).
Proof.
split=> [c t v _ Hc i|x v g]; first exact: ((logsumexp_rule j) (fun s => row (c s) i) t _ Logic.I (@moves_row B N c t v i Hc)).
by rewrite dot_rows; apply: eq_sum => i; rewrite -dotZ; apply: eq_sum => k.
Qed.

Variables (eps : R) (eps0 : 0 < eps).
(** A scale and shift after [f], whose pushforward is [fpush] and whose pullback is [fpull], in gamma, beta and x at once. *)
Definition scaled_rule (f : (B * N -> R) -> B * N -> R) (fpush fpull : (B * N -> R) -> (B * N -> R) -> B * N -> R) : Prop :=
  is_rule (fun z : (N + N) + B * N -> R => scale_shift f (inls z) (inrs z))
    (fun z v => scale_shift_push f fpush (inls z) (inrs z) (inls v) (inrs v))
    (fun z g => both (scale_shift_pull_par f (inrs z) g) (scale_shift_pull_in fpull (inls z) (inrs z) g)) (@everywhere _).
Definition row_normalise (x : B * N -> R) (p : B * N) : R := normalise eps (row x p.1) p.2.
Definition row_normalise_pull (x g : B * N -> R) (p : B * N) : R := normalise_pullback eps (row x p.1) (row g p.1) p.2.
Definition row_rms (x : B * N -> R) (p : B * N) : R := rms_normalise eps (row x p.1) p.2.
Definition row_rms_pull (x g : B * N -> R) (p : B * N) : R := rms_pullback eps (row x p.1) (row g p.1) p.2.

(** [rule: layers.batch_norm] Batch norm in training, in gamma, beta and x at once: mean and variance of every column move as well. *)
Theorem batch_norm_rule : scaled_rule (@batch_normalise B N eps) (@batch_normalise_pull B N eps) (@batch_normalise_pull B N eps).
Proof. exact: (layer_rule (batch_norm B N eps0)). Qed.

(** [rule: layers.layer_norm] Layer norm, in gamma, beta and x at once: mean and variance of every row move as well. *)
Theorem layer_norm_rule : scaled_rule row_normalise row_normalise_pull row_normalise_pull.
Proof. by have [P A] := layer_rule (layer_norm B N eps0); split=> [c t v _ Hc|z v g]; [exact: P | exact: A]. Qed.

(** [rule: layers.rms_norm] RMS norm with scale and shift, in gamma, beta and x at once. *)
Theorem rms_norm_rule : scaled_rule row_rms row_rms_pull row_rms_pull.
Proof. by have [P A] := layer_rule (rms_norm B N eps0); split=> [c t v _ Hc|z v g]; [exact: P | exact: A]. Qed.

(** [rule: layers.batch_norm] In evaluation, with given mean and variance, only gamma / sqrt(variance + eps) is left of it. *)
Theorem batch_norm_evaluation_rule (mu var : N -> R) :
  scaled_rule (eval_normalise eps mu var) (fun _ v => eval_scaled eps var v) (fun _ g => eval_scaled eps var g).
Proof. exact: (layer_rule (batch_norm_evaluation B eps mu var)). Qed.

(** RMS norm as it is used: a scale and no shift. *)
Definition rms_scale (z : N + B * N -> R) (p : B * N) : R := inls z p.2 * row_rms (inrs z) p.
Definition rms_scale_push (z v : N + B * N -> R) (p : B * N) : R :=
  inls v p.2 * row_rms (inrs z) p + inls z p.2 * row_rms_pull (inrs z) (inrs v) p.
Definition rms_scale_pull (z : N + B * N -> R) (g : B * N -> R) : N + B * N -> R :=
  both (fun j => ∑_i g (i, j) * row_rms (inrs z) (i, j)) (row_rms_pull (inrs z) (fun p => inls z p.2 * g p)).

(** [rule: layers.rms_norm] RMS norm with a scale, in gamma and x at once: the mean square of every row moves as well. *)
Theorem rms_scale_rule : is_rule rms_scale rms_scale_push rms_scale_pull (@everywhere _).
Proof.
have [P A] := rms_norm_rule; split=> [c t v _ Hc p|z v g].
  pose w (z : N + B * N -> R) : (N + N) + B * N -> R := both (both (inls z) (fun _ => 0)) (inrs z).
  have Hw : moves (fun s => w (c s)) t (w v) by move=> [[j|j]|q] /=; [exact: Hc | exact: is_derive_const | exact: Hc].
  have := P (fun s => w (c s)) t (w v) Logic.I Hw p; rewrite /scale_shift /scale_shift_push /= => H.
  rewrite (_ : rms_scale_push _ _ _ = inls v p.2 * row_rms (inrs (c t)) p + row_rms_pull (inrs (c t)) (inrs v) p * inls (c t) p.2 + 0);
    last by rewrite /rms_scale_push /inls /inrs /=; ring.
  by apply: is_derive_ext H => s; rewrite /rms_scale Rplus_0_r.
have := A (both (both (inls z) (fun _ => 0)) (inrs z)) (both (both (inls v) (fun _ => 0)) (inrs v)) g.
rewrite !dot_sum /= => H; rewrite /rms_scale_pull /=.
transitivity (dot g (scale_shift_push row_rms row_rms_pull (both (inls z) (fun _ => 0)) (inrs z) (both (inls v) (fun _ => 0)) (inrs v))).
  by apply: eq_sum => p; rewrite /rms_scale_push /scale_shift_push /both /inls /inrs /=; ring.
rewrite H; congr (_ + _); rewrite [X in _ + X]dotC dot0 Rplus_0_r //.
Qed.

(** Batch norm in evaluation, when the given moments move as well: 1 / sqrt(v + eps) has the slope - 1 / (2 (v + eps) sqrt(v + eps)). *)
Let moments := [finType of (N + N) + (N + N)].
Definition evaluation (z : moments + B * N -> R) (p : B * N) : R :=
  inls (inls (inls z)) p.2 * ((inrs z p - inls (inrs (inls z)) p.2) / sqrt (inrs (inrs (inls z)) p.2 + eps)) + inrs (inls (inls z)) p.2.
Definition evaluation_hat (z : moments + B * N -> R) (p : B * N) : R :=
  (inrs z p - inls (inrs (inls z)) p.2) / sqrt (inrs (inrs (inls z)) p.2 + eps).
Definition evaluation_rate (z : moments + B * N -> R) (p : B * N) : R := inls (inls (inls z)) p.2 / sqrt (inrs (inrs (inls z)) p.2 + eps).
Definition evaluation_fall (z : moments + B * N -> R) (p : B * N) : R :=
  - (inls (inls (inls z)) p.2 * evaluation_hat z p / (2 * (inrs (inrs (inls z)) p.2 + eps))).
Definition evaluation_push (z v : moments + B * N -> R) (p : B * N) : R :=
  inls (inls (inls v)) p.2 * evaluation_hat z p + inrs (inls (inls v)) p.2 + evaluation_rate z p * (inrs v p - inls (inrs (inls v)) p.2)
  + evaluation_fall z p * inrs (inrs (inls v)) p.2.
Definition evaluation_pull (z : moments + B * N -> R) (g : B * N -> R) : moments + B * N -> R :=
  both (both (both (fun j => ∑_i g (i, j) * evaluation_hat z (i, j)) (fun j => ∑_i g (i, j)))
             (both (fun j => - ∑_i g (i, j) * evaluation_rate z (i, j)) (fun j => ∑_i g (i, j) * evaluation_fall z (i, j))))
       (fun p => g p * evaluation_rate z p).

Lemma evaluation_entry (a b m w x : R -> R) t a' b' m' w' x' : 0 < w t + eps ->
  is_derive a t a' -> is_derive b t b' -> is_derive m t m' -> is_derive w t w' -> is_derive x t x' ->
  is_derive (fun s => a s * ((x s - m s) / sqrt (w s + eps)) + b s) t
    (a' * ((x t - m t) / sqrt (w t + eps)) + b' + a t / sqrt (w t + eps) * (x' - m')
     + - (a t * ((x t - m t) / sqrt (w t + eps)) / (2 * (w t + eps))) * w').
Proof.
move=> W Ha Hb Hm Hw Hx; have S := sqrt_lt_R0 _ W; have SS := sqrt_sqrt _ (Rlt_le _ _ W).
auto_derive.
  by do !split; try lra; eexists; eassumption.
rewrite (is_derive_unique _ _ _ Ha) (is_derive_unique _ _ _ Hb) (is_derive_unique _ _ _ Hm) (is_derive_unique _ _ _ Hw) (is_derive_unique _ _ _ Hx).
move: S SS; set r := sqrt (w t + eps) => S SS; rewrite -SS; field; lra.
Qed.

(** [rule: layers.batch_norm_evaluation] Batch norm in evaluation, in gamma, beta, mean, variance and x at once, wherever variance + eps is positive. *)
Theorem batch_norm_moments_rule :
  is_rule evaluation evaluation_push evaluation_pull (fun z => forall j : N, 0 < inrs (inrs (inls z)) j + eps).
Proof.
split=> [c t v W Hc p|z v g].
  by apply: evaluation_entry; [exact: W | exact: Hc | exact: Hc | exact: Hc | exact: Hc | exact: Hc].
rewrite !dot_sum /=.
transitivity (∑_p (g p * evaluation_hat z p) * inls (inls (inls v)) p.2 + ∑_p g p * inrs (inls (inls v)) p.2
  + (∑_p (- (g p * evaluation_rate z p)) * inls (inrs (inls v)) p.2 + ∑_p (g p * evaluation_fall z p) * inrs (inrs (inls v)) p.2)
  + dot (fun p => g p * evaluation_rate z p) (inrs v)).
  by rewrite /dot -!sumD; apply: eq_sum => p; rewrite /evaluation_push /inls /inrs /=; ring.
congr (_ + _ + (_ + _) + _); rewrite adjoint_b; apply: eq_sum => j; rewrite /grad_b //.
congr (_ * _); rewrite (_ : - _ = -1 * ∑_i g (i, j) * evaluation_rate z (i, j)); last by ring.
by rewrite -sumZ; apply: eq_sum => i; ring.
Qed.
End Batches.

(** ** Images: one example is a pair of channel and position, and windows say which positions are read *)
Section Images.
Variables B Cin Cout Out In Ker : finType.

(** [rule: layers.convolution] Convolution of a batch of images, in kernel, bias and images at once, for any windows: size, stride, padding, dilation. *)
Theorem convolution_rule (at_ : Out -> Ker -> option In) :
  let l := conv_images B Cin Cout at_ in
  is_rule (fun z : par l + B * (Cin * In) -> R => forward (l := l) (inls z) (inrs z))
    (fun z v => push (l := l) (inls z) (inrs z) (inls v) (inrs v))
    (fun z g => both (pull_par (l := l) (inls z) (inrs z) g) (pull_in (l := l) (inls z) (inrs z) g))
    (fun z => ok (l := l) (inls z) (inrs z)).
Proof. exact: layer_rule. Qed.

(** [rule: layers.im2col] Copying what each window reads into a table, and 0 where it reads nothing: the signal of every copy comes back to its source. *)
Theorem im2col_rule (at_ : Out -> option In) :
  is_rule (fun (x : In -> R) o => read_opt x (at_ o)) (fun _ v o => read_opt v (at_ o))
    (fun _ g q => ∑_(o | at_ o == Some q) g o) (@everywhere _).
Proof.
split=> [c t v _ Hc o|_ v g]; first by case: (at_ o) => [q|] /=; [exact: Hc | exact: is_derive_const].
have E o : read_opt v (at_ o) = ∑_(q | at_ o == Some q) v q.
  case: (at_ o) => [q|] /=; last by rewrite big_pred0.
  by rewrite (big_pred1 q) // => r /=; rewrite eq_sym.
rewrite /dot; under eq_bigr do rewrite E big_distrr /=.
rewrite (exchange_big_dep predT) //=; apply: eq_sum => q; by rewrite big_distrl.
Qed.

(** [rule: layers.max_pool] Max-pool of a batch, wherever every window has a strict winner. *)
Theorem max_pool_rows_rule (win : Out -> Ker -> option In) :
  is_rule (fun (x : B * In -> R) p => max_pool win (row x p.1) p.2) (fun x v p => read_opt (row v p.1) (winner win (row x p.1) p.2))
    (fun x g p => max_pool_pullback win (row x p.1) (row g p.1) p.2) (fun x => forall i, strict_winners win (row x i)).
Proof. exact: (rows_rule B (max_pool_rule win)). Qed.

(** [rule: layers.average_pool] Average pool of a batch: every signal is shared evenly among the places of its window. *)
Theorem average_pool_rows_rule (win : Out -> Ker -> option In) :
  is_rule (fun (x : B * In -> R) p => average_pool win (row x p.1) p.2) (fun x v p => average_pool win (row v p.1) p.2)
    (fun x g p => average_pool_pullback win (row g p.1) p.2) (fun x => forall i : B, everywhere (row x i)).
Proof. exact: (rows_rule B (average_pool_rule win)). Qed.
End Images.

(** ** Errors, in the prediction and in the target at once *)
Section Errors.
Variables B C : finType.
Implicit Types z : B * C + B * C -> R.

(** A sum over all places of a function of prediction and target at that place. *)
Lemma pair_sum_loss (a : R) (f fy ft : R -> R -> R) :
  (forall y d u v w, is_derive y u v -> is_derive d u w ->
     is_derive (fun s => f (y s) (d s)) u (fy (y u) (d u) * v + ft (y u) (d u) * w)) ->
  is_loss (fun z => a * ∑_p f (inls z p) (inrs z p))
    (fun z => both (fun p => a * fy (inls z p) (inrs z p)) (fun p => a * ft (inls z p) (inrs z p))) (@everywhere _).
Proof.
move=> H c u v _ Hc.
rewrite (_ : dot _ v = a * ∑_p (fy (inls (c u) p) (inrs (c u) p) * inls v p + ft (inls (c u) p) (inrs (c u) p) * inrs v p)).
  apply: (is_derive_scal (fun s => ∑_p f (inls (c s) p) (inrs (c s) p))); apply: is_derive_sum => p.
  by apply: (H (fun s => inls (c s) p) (fun s => inrs (c s) p)); exact: Hc.
rewrite dot_sum /dot -sumD -sumZ; apply: eq_sum => p; rewrite /both /inls /inrs /=; ring.
Qed.
Lemma squares_move y d u v w : is_derive y u v -> is_derive d u w ->
  is_derive (fun s => (y s - d s) ^ 2) u (2 * (y u - d u) * v + - (2 * (y u - d u)) * w).
Proof.
move=> Hy Hd; have := is_derive_pow (fun s => y s - d s) 2 u _ (is_derive_minus _ _ _ _ _ Hy Hd) => H.
by rewrite (_ : _ + _ = INR 2 * (v - w) * (y u - d u) ^ 1); [exact: H | rewrite /=; ring].
Qed.

(** [rule: losses.half_squared_error] Half the squared error, averaged over the batch, has the gradient (y - t) / N in the prediction and (t - y) / N in the target. *)
Theorem half_squared_error_both_rule :
  is_loss (fun z => half_squared_error (inrs z) (inls z))
    (fun z => both (fun p => (inls z p - inrs z p) / count B) (fun p => (inrs z p - inls z p) / count B)) (@everywhere _).
Proof.
apply: (same_loss _ _ (@pair_sum_loss (/ (2 * count B)) (fun y t => (y - t) ^ 2) (fun y t => 2 * (y - t)) (fun y t => - (2 * (y - t))) squares_move)) => // z [p|p]; rewrite /both;
by have C0 := count_gt0 p.1; field; lra.
Qed.

(** [rule: losses.mean_squared_error] The mean squared error has the gradient 2 (y - t) / (N K) in the prediction and 2 (t - y) / (N K) in the target. *)
Theorem mean_squared_error_both_rule :
  is_loss (fun z => mean_squared_error (inrs z) (inls z))
    (fun z => both (fun p => 2 * (inls z p - inrs z p) / (count B * count C)) (fun p => 2 * (inrs z p - inls z p) / (count B * count C)))
    (@everywhere _).
Proof.
by apply: (same_loss _ _ (@pair_sum_loss (/ (count B * count C)) (fun y t => (y - t) ^ 2) (fun y t => 2 * (y - t)) (fun y t => - (2 * (y - t))) squares_move)) => // z [p|p]; rewrite /both /Rdiv; ring.
Qed.

(** [rule: losses.binary_cross_entropy] On logits, binary cross-entropy has the gradient (sigma(x) - t) / (N K) in the logits and - x / (N K) in the target. *)
Theorem binary_cross_entropy_both_rule :
  is_loss (fun z => binary_cross_entropy (inrs z) (inls z))
    (fun z => both (fun p => (sigmoid (inls z p) - inrs z p) / (count B * count C)) (fun p => - inls z p / (count B * count C)))
    (@everywhere _).
Proof.
have H := @pair_sum_loss (/ (count B * count C)) (fun x t => softplus x - t * x) (fun x t => sigmoid x - t) (fun x t => - x).
apply: (same_loss _ _ (H _)) => // [z [p|p]|x d u v w Hx Hd]; try by rewrite /both /Rdiv; ring.
rewrite (_ : _ + _ = v * sigmoid (x u) - (w * x u + d u * v)); last by ring.
apply: (is_derive_minus (fun s => softplus (x s)) (fun s => d s * x s)).
  by apply: (is_derive_comp softplus x); [exact: softplus_derivative | exact: Hx].
by apply: (is_derive_mult d x); [exact: Hd | exact: Hx | exact: Rmult_comm].
Qed.
End Errors.
