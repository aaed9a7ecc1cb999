(** * Losses: the shipped functions, read by Coq

    Written by link.py, not by hand.  The right sides are what the functions of pureml/losses give when they run
    on symbols; the left sides are what the theorem that the rule names is about, at a small size.  Every number is a
    variable, and what a comparison answered on the way is a hypothesis. *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From PureML Require Import Sums Moves Smooth Kinks Gelu Elementwise Softmax CrossEntropy Errors Affine Dropout Graph Norm Backprop Layers
  NormLayers Rules LinkTools.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Open Scope R_scope.

(** binary_cross_entropy: y = mean_nk(log(1 + exp(x_nk)) - x_nk t_nk) *)
Lemma binary_cross_entropy_link (target_0_0 target_0_1 x_0_0 x_0_1 target_dot_0_0 target_dot_0_1 x_dot_0_0 x_dot_0_1 g : R) :
  (0 < target_0_0) ->
  (0 < target_0_1) ->
  let theorem := @Rules.binary_cross_entropy_both_rule [finType of 'I_1] [finType of 'I_2] in
  let x := both (@matrix 1 2 [:: [:: x_0_0; x_0_1]]) (@matrix 1 2 [:: [:: target_0_0; target_0_1]]) in
  let v := both (@matrix 1 2 [:: [:: x_dot_0_0; x_dot_0_1]]) (@matrix 1 2 [:: [:: target_dot_0_0; target_dot_0_1]]) in
  let y := loss_of theorem x in
  let y' := dot (gradient_of theorem x) v in
  let d := (fun p => g * gradient_of theorem x p) in
  y = - (target_0_1 * x_0_1 / 2) + x_0_0 * (1 + - target_0_0) / 2 + ln (1 + exp (- x_0_0)) / 2 + ln (exp x_0_1 + 1) / 2 /\
  y' = - (target_dot_0_0 * x_0_0 / 2) + - (target_dot_0_1 * x_0_1 / 2) + x_dot_0_0 * (- target_0_0 + - (target_0_0 * exp (- x_0_0)) + 1) / 2 / (1 + exp (- x_0_0)) + x_dot_0_1 * (- target_0_1 + (1 + - target_0_1) * exp x_0_1) / 2 / (exp x_0_1 + 1) /\
  d (inl ([0 of 1], [0 of 2])) = g * (- target_0_0 + - (target_0_0 * exp (- x_0_0)) + 1) / 2 / (1 + exp (- x_0_0)) /\
  d (inl ([0 of 1], [1 of 2])) = g * (- target_0_1 + (1 + - target_0_1) * exp x_0_1) / 2 / (exp x_0_1 + 1) /\
  d (inr ([0 of 1], [0 of 2])) = - (g * x_0_0 / 2) /\
  d (inr ([0 of 1], [1 of 2])) = - (g * x_0_1 / 2).
Proof. read_theorem; claims; rewrite /binary_cross_entropy; rewrite /softplus; rewrite /sigmoid; rewrite /inls; rewrite /inrs; rewrite /both; rewrite /count; finish_logs. Qed.

(** cross_entropy: y = -mean_n(sum_k t_nk log y_nk) *)
Lemma cross_entropy_link (target_0_0 target_0_1 target_1_0 target_1_1 y_0_0 y_0_1 y_1_0 y_1_1 y_dot_0_0 y_dot_0_1 y_dot_1_0 y_dot_1_1 g : R) :
  (0 < y_0_0) ->
  (0 < y_0_1) ->
  (0 < y_1_0) ->
  (0 < y_1_1) ->
  (0 < target_0_0) ->
  (0 < target_0_1) ->
  (0 < target_1_0) ->
  (0 < target_1_1) ->
  let theorem := @CrossEntropy.mean_cross_entropy_rule [finType of 'I_2] [finType of 'I_2] (@matrix 2 2 [:: [:: target_0_0; target_0_1]; [:: target_1_0; target_1_1]]) in
  let x := (@matrix 2 2 [:: [:: y_0_0; y_0_1]; [:: y_1_0; y_1_1]]) in
  let v := (@matrix 2 2 [:: [:: y_dot_0_0; y_dot_0_1]; [:: y_dot_1_0; y_dot_1_1]]) in
  let y := loss_of theorem x in
  let y' := dot (gradient_of theorem x) v in
  let d := (fun p => g * gradient_of theorem x p) in
  y = - (target_0_0 * ln y_0_0 / 2) + - (target_0_1 * ln y_0_1 / 2) + - (target_1_0 * ln y_1_0 / 2) + - (target_1_1 * ln y_1_1 / 2) /\
  y' = - (target_0_0 * y_dot_0_0 / 2 / y_0_0) + - (target_0_1 * y_dot_0_1 / 2 / y_0_1) + - (target_1_0 * y_dot_1_0 / 2 / y_1_0) + - (target_1_1 * y_dot_1_1 / 2 / y_1_1) /\
  d ([0 of 2], [0 of 2]) = - (g * target_0_0 / 2 / y_0_0) /\
  d ([0 of 2], [1 of 2]) = - (g * target_0_1 / 2 / y_0_1) /\
  d ([1 of 2], [0 of 2]) = - (g * target_1_0 / 2 / y_1_0) /\
  d ([1 of 2], [1 of 2]) = - (g * target_1_1 / 2 / y_1_1).
Proof. read_theorem; claims; rewrite /mean_cross_entropy; rewrite /cross_entropy; rewrite /row; rewrite /count; finish. Qed.

(** half_squared_error: y = mean_n(sum_k (y_nk - t_nk)^2 / 2) *)
Lemma half_squared_error_link (target_0_0 target_0_1 target_1_0 target_1_1 y_0_0 y_0_1 y_1_0 y_1_1 target_dot_0_0 target_dot_0_1 target_dot_1_0 target_dot_1_1 y_dot_0_0 y_dot_0_1 y_dot_1_0 y_dot_1_1 g : R) :
  let theorem := @Rules.half_squared_error_both_rule [finType of 'I_2] [finType of 'I_2] in
  let x := both (@matrix 2 2 [:: [:: y_0_0; y_0_1]; [:: y_1_0; y_1_1]]) (@matrix 2 2 [:: [:: target_0_0; target_0_1]; [:: target_1_0; target_1_1]]) in
  let v := both (@matrix 2 2 [:: [:: y_dot_0_0; y_dot_0_1]; [:: y_dot_1_0; y_dot_1_1]]) (@matrix 2 2 [:: [:: target_dot_0_0; target_dot_0_1]; [:: target_dot_1_0; target_dot_1_1]]) in
  let y := loss_of theorem x in
  let y' := dot (gradient_of theorem x) v in
  let d := (fun p => g * gradient_of theorem x p) in
  y = (- target_0_0 + y_0_0) ^ 2 / 4 + (- target_0_1 + y_0_1) ^ 2 / 4 + (- target_1_0 + y_1_0) ^ 2 / 4 + (- target_1_1 + y_1_1) ^ 2 / 4 /\
  y' = (- target_0_0 + y_0_0) * (- target_dot_0_0 + y_dot_0_0) / 2 + (- target_0_1 + y_0_1) * (- target_dot_0_1 + y_dot_0_1) / 2 + (- target_1_0 + y_1_0) * (- target_dot_1_0 + y_dot_1_0) / 2 + (- target_1_1 + y_1_1) * (- target_dot_1_1 + y_dot_1_1) / 2 /\
  d (inl ([0 of 2], [0 of 2])) = g * (- (target_0_0 / 2) + y_0_0 / 2) /\
  d (inl ([0 of 2], [1 of 2])) = g * (- (target_0_1 / 2) + y_0_1 / 2) /\
  d (inl ([1 of 2], [0 of 2])) = g * (- (target_1_0 / 2) + y_1_0 / 2) /\
  d (inl ([1 of 2], [1 of 2])) = g * (- (target_1_1 / 2) + y_1_1 / 2) /\
  d (inr ([0 of 2], [0 of 2])) = - (g * (- (target_0_0 / 2) + y_0_0 / 2)) /\
  d (inr ([0 of 2], [1 of 2])) = - (g * (- (target_0_1 / 2) + y_0_1 / 2)) /\
  d (inr ([1 of 2], [0 of 2])) = - (g * (- (target_1_0 / 2) + y_1_0 / 2)) /\
  d (inr ([1 of 2], [1 of 2])) = - (g * (- (target_1_1 / 2) + y_1_1 / 2)).
Proof. read_theorem; claims; rewrite /half_squared_error; rewrite /inls; rewrite /inrs; rewrite /both; rewrite /count; finish. Qed.

(** l1_penalty: y = lambda sum |W| *)
Lemma l1_penalty_link (strength weight_0_0 weight_0_1 weight_1_0 weight_1_1 weight_dot_0_0 weight_dot_0_1 weight_dot_1_0 weight_dot_1_1 g : R) :
  (0 < weight_0_0) ->
  ~ (0 < weight_0_1) ->
  (0 < weight_1_0) ->
  ~ (0 < weight_1_1) ->
  ~ (0 < - weight_0_0) ->
  (0 < - weight_0_1) ->
  ~ (0 < - weight_1_0) ->
  (0 < - weight_1_1) ->
  let theorem := @Errors.l1_penalty_rule [finType of 'I_2 * 'I_2] strength in
  let x := (@matrix 2 2 [:: [:: weight_0_0; weight_0_1]; [:: weight_1_0; weight_1_1]]) in
  let v := (@matrix 2 2 [:: [:: weight_dot_0_0; weight_dot_0_1]; [:: weight_dot_1_0; weight_dot_1_1]]) in
  let y := loss_of theorem x in
  let y' := dot (gradient_of theorem x) v in
  let d := (fun p => g * gradient_of theorem x p) in
  y = strength * (weight_0_0 + - weight_0_1 + weight_1_0 + - weight_1_1) /\
  y' = strength * weight_dot_0_0 + - (strength * weight_dot_0_1) + strength * weight_dot_1_0 + - (strength * weight_dot_1_1) /\
  d ([0 of 2], [0 of 2]) = g * strength /\
  d ([0 of 2], [1 of 2]) = - (g * strength) /\
  d ([1 of 2], [0 of 2]) = g * strength /\
  d ([1 of 2], [1 of 2]) = - (g * strength).
Proof. read_theorem; claims; finish_absolute. Qed.

(** l2_penalty: y = lambda / 2 sum(W^2) *)
Lemma l2_penalty_link (strength weight_0_0 weight_0_1 weight_1_0 weight_1_1 weight_dot_0_0 weight_dot_0_1 weight_dot_1_0 weight_dot_1_1 g : R) :
  let theorem := @Errors.l2_penalty_rule [finType of 'I_2 * 'I_2] strength in
  let x := (@matrix 2 2 [:: [:: weight_0_0; weight_0_1]; [:: weight_1_0; weight_1_1]]) in
  let v := (@matrix 2 2 [:: [:: weight_dot_0_0; weight_dot_0_1]; [:: weight_dot_1_0; weight_dot_1_1]]) in
  let y := loss_of theorem x in
  let y' := dot (gradient_of theorem x) v in
  let d := (fun p => g * gradient_of theorem x p) in
  y = strength * weight_0_0 ^ 2 / 2 + strength * weight_0_1 ^ 2 / 2 + strength * weight_1_0 ^ 2 / 2 + strength * weight_1_1 ^ 2 / 2 /\
  y' = strength * (weight_0_0 * weight_dot_0_0 + weight_0_1 * weight_dot_0_1 + weight_1_0 * weight_dot_1_0 + weight_1_1 * weight_dot_1_1) /\
  d ([0 of 2], [0 of 2]) = g * strength * weight_0_0 /\
  d ([0 of 2], [1 of 2]) = g * strength * weight_0_1 /\
  d ([1 of 2], [0 of 2]) = g * strength * weight_1_0 /\
  d ([1 of 2], [1 of 2]) = g * strength * weight_1_1.
Proof. read_theorem; claims; finish. Qed.

(** mean_squared_error: y = mean_nk((y_nk - t_nk)^2) *)
Lemma mean_squared_error_link (target_0_0 target_0_1 target_1_0 target_1_1 y_0_0 y_0_1 y_1_0 y_1_1 target_dot_0_0 target_dot_0_1 target_dot_1_0 target_dot_1_1 y_dot_0_0 y_dot_0_1 y_dot_1_0 y_dot_1_1 g : R) :
  let theorem := @Rules.mean_squared_error_both_rule [finType of 'I_2] [finType of 'I_2] in
  let x := both (@matrix 2 2 [:: [:: y_0_0; y_0_1]; [:: y_1_0; y_1_1]]) (@matrix 2 2 [:: [:: target_0_0; target_0_1]; [:: target_1_0; target_1_1]]) in
  let v := both (@matrix 2 2 [:: [:: y_dot_0_0; y_dot_0_1]; [:: y_dot_1_0; y_dot_1_1]]) (@matrix 2 2 [:: [:: target_dot_0_0; target_dot_0_1]; [:: target_dot_1_0; target_dot_1_1]]) in
  let y := loss_of theorem x in
  let y' := dot (gradient_of theorem x) v in
  let d := (fun p => g * gradient_of theorem x p) in
  y = (- target_0_0 + y_0_0) ^ 2 / 4 + (- target_0_1 + y_0_1) ^ 2 / 4 + (- target_1_0 + y_1_0) ^ 2 / 4 + (- target_1_1 + y_1_1) ^ 2 / 4 /\
  y' = (- target_0_0 + y_0_0) * (- target_dot_0_0 + y_dot_0_0) / 2 + (- target_0_1 + y_0_1) * (- target_dot_0_1 + y_dot_0_1) / 2 + (- target_1_0 + y_1_0) * (- target_dot_1_0 + y_dot_1_0) / 2 + (- target_1_1 + y_1_1) * (- target_dot_1_1 + y_dot_1_1) / 2 /\
  d (inl ([0 of 2], [0 of 2])) = g * (- (target_0_0 / 2) + y_0_0 / 2) /\
  d (inl ([0 of 2], [1 of 2])) = g * (- (target_0_1 / 2) + y_0_1 / 2) /\
  d (inl ([1 of 2], [0 of 2])) = g * (- (target_1_0 / 2) + y_1_0 / 2) /\
  d (inl ([1 of 2], [1 of 2])) = g * (- (target_1_1 / 2) + y_1_1 / 2) /\
  d (inr ([0 of 2], [0 of 2])) = - (g * (- (target_0_0 / 2) + y_0_0 / 2)) /\
  d (inr ([0 of 2], [1 of 2])) = - (g * (- (target_0_1 / 2) + y_0_1 / 2)) /\
  d (inr ([1 of 2], [0 of 2])) = - (g * (- (target_1_0 / 2) + y_1_0 / 2)) /\
  d (inr ([1 of 2], [1 of 2])) = - (g * (- (target_1_1 / 2) + y_1_1 / 2)).
Proof. read_theorem; claims; rewrite /mean_squared_error; rewrite /inls; rewrite /inrs; rewrite /both; rewrite /count; finish. Qed.

(** softmax_cross_entropy: y = mean_n(log sum_k exp(x_nk) - x_n,t_n) *)
Lemma softmax_cross_entropy_link (shift_0 shift_1 x_0_0 x_0_1 x_1_0 x_1_1 shift_2 shift_3 x_dot_0_0 x_dot_0_1 x_dot_1_0 x_dot_1_1 g : R) :
  let theorem := @CrossEntropy.softmax_cross_entropy_rule [finType of 'I_2] [finType of 'I_2] (fun i : 'I_2 => nth [0 of 2] [:: [1 of 2]; [0 of 2]] i) in
  let x := (@matrix 2 2 [:: [:: x_0_0; x_0_1]; [:: x_1_0; x_1_1]]) in
  let v := (@matrix 2 2 [:: [:: x_dot_0_0; x_dot_0_1]; [:: x_dot_1_0; x_dot_1_1]]) in
  let y := loss_of theorem x in
  let y' := dot (gradient_of theorem x) v in
  let d := (fun p => g * gradient_of theorem x p) in
  y = shift_0 / 2 + shift_1 / 2 + - (x_0_1 / 2) + - (x_1_0 / 2) + ln (exp (- shift_0 + x_0_0) + exp (- shift_0 + x_0_1)) / 2 + ln (exp (- shift_1 + x_1_0) + exp (- shift_1 + x_1_1)) / 2 /\
  y' = (x_dot_0_0 + - x_dot_0_1) * exp (- shift_2 + x_0_0) / (2 * exp (- shift_2 + x_0_0) + 2 * exp (- shift_2 + x_0_1)) + (- x_dot_1_0 + x_dot_1_1) * exp (- shift_3 + x_1_1) / (2 * exp (- shift_3 + x_1_0) + 2 * exp (- shift_3 + x_1_1)) /\
  d ([0 of 2], [0 of 2]) = g * exp (- shift_2 + x_0_0) / (2 * exp (- shift_2 + x_0_0) + 2 * exp (- shift_2 + x_0_1)) /\
  d ([0 of 2], [1 of 2]) = - (g * exp (- shift_2 + x_0_0) / (2 * exp (- shift_2 + x_0_0) + 2 * exp (- shift_2 + x_0_1))) /\
  d ([1 of 2], [0 of 2]) = - (g * exp (- shift_3 + x_1_1) / (2 * exp (- shift_3 + x_1_0) + 2 * exp (- shift_3 + x_1_1))) /\
  d ([1 of 2], [1 of 2]) = g * exp (- shift_3 + x_1_1) / (2 * exp (- shift_3 + x_1_0) + 2 * exp (- shift_3 + x_1_1)).
Proof. read_theorem; claims; rewrite /softmax_cross_entropy; rewrite /softmax; rewrite /logsumexp; rewrite /row; rewrite /onehot; rewrite /count; finish_logs. Qed.

(** softmax_cross_entropy_distribution: y = mean_n(sum_k t_nk (log sum_j exp(x_nj) - x_nk)) *)
Lemma softmax_cross_entropy_distribution_link (shift_0 shift_1 target_0_0 target_0_1 target_1_0 target_1_1 x_0_0 x_0_1 x_1_0 x_1_1 shift_2 shift_3 x_dot_0_0 x_dot_0_1 x_dot_1_0 x_dot_1_1 g : R) :
  (0 < target_0_0) ->
  (0 < target_0_1) ->
  (0 < target_1_0) ->
  (0 < target_1_1) ->
  let theorem := @CrossEntropy.softmax_cross_entropy_distribution_rule [finType of 'I_2] [finType of 'I_2] (@matrix 2 2 [:: [:: target_0_0; target_0_1]; [:: target_1_0; target_1_1]]) in
  let x := (@matrix 2 2 [:: [:: x_0_0; x_0_1]; [:: x_1_0; x_1_1]]) in
  let v := (@matrix 2 2 [:: [:: x_dot_0_0; x_dot_0_1]; [:: x_dot_1_0; x_dot_1_1]]) in
  let y := loss_of theorem x in
  let y' := dot (gradient_of theorem x) v in
  let d := (fun p => g * gradient_of theorem x p) in
  y = - (target_0_1 * (- x_0_0 + x_0_1) / 2) + - (target_1_1 * (- x_1_0 + x_1_1) / 2) + (target_0_0 + target_0_1) * ln (exp (- shift_0 + x_0_1) * exp (shift_0 + - x_0_0) + 1) / 2 + (target_1_0 + target_1_1) * ln (exp (- shift_1 + x_1_1) * exp (shift_1 + - x_1_0) + 1) / 2 /\
  y' = x_dot_0_0 * (- (target_0_0 * exp (- shift_2 + x_0_1) / (exp (- shift_2 + x_0_0) + exp (- shift_2 + x_0_1))) + target_0_1 * exp (- shift_2 + x_0_0) / (exp (- shift_2 + x_0_0) + exp (- shift_2 + x_0_1))) / 2 + x_dot_0_1 * (target_0_0 * exp (- shift_2 + x_0_1) / (exp (- shift_2 + x_0_0) + exp (- shift_2 + x_0_1)) + - (target_0_1 * exp (- shift_2 + x_0_0) / (exp (- shift_2 + x_0_0) + exp (- shift_2 + x_0_1)))) / 2 + x_dot_1_0 * (- (target_1_0 * exp (- shift_3 + x_1_1) / (exp (- shift_3 + x_1_0) + exp (- shift_3 + x_1_1))) + target_1_1 * exp (- shift_3 + x_1_0) / (exp (- shift_3 + x_1_0) + exp (- shift_3 + x_1_1))) / 2 + x_dot_1_1 * (target_1_0 * exp (- shift_3 + x_1_1) / (exp (- shift_3 + x_1_0) + exp (- shift_3 + x_1_1)) + - (target_1_1 * exp (- shift_3 + x_1_0) / (exp (- shift_3 + x_1_0) + exp (- shift_3 + x_1_1)))) / 2 /\
  d ([0 of 2], [0 of 2]) = g * (- (target_0_0 * exp (- shift_2 + x_0_1) / 2 / (exp (- shift_2 + x_0_0) + exp (- shift_2 + x_0_1))) + target_0_1 * exp (- shift_2 + x_0_0) / 2 / (exp (- shift_2 + x_0_0) + exp (- shift_2 + x_0_1))) /\
  d ([0 of 2], [1 of 2]) = g * (target_0_0 * exp (- shift_2 + x_0_1) / 2 / (exp (- shift_2 + x_0_0) + exp (- shift_2 + x_0_1)) + - (target_0_1 * exp (- shift_2 + x_0_0) / 2 / (exp (- shift_2 + x_0_0) + exp (- shift_2 + x_0_1)))) /\
  d ([1 of 2], [0 of 2]) = g * (- (target_1_0 * exp (- shift_3 + x_1_1) / 2 / (exp (- shift_3 + x_1_0) + exp (- shift_3 + x_1_1))) + target_1_1 * exp (- shift_3 + x_1_0) / 2 / (exp (- shift_3 + x_1_0) + exp (- shift_3 + x_1_1))) /\
  d ([1 of 2], [1 of 2]) = g * (target_1_0 * exp (- shift_3 + x_1_1) / 2 / (exp (- shift_3 + x_1_0) + exp (- shift_3 + x_1_1)) + - (target_1_1 * exp (- shift_3 + x_1_0) / 2 / (exp (- shift_3 + x_1_0) + exp (- shift_3 + x_1_1)))).
Proof. read_theorem; claims; rewrite /softmax_cross_entropy_distribution; rewrite /count; finish_masses. Qed.
