(** * Layers: the shipped functions, read by Coq

    Written by link.py, not by hand.  The right sides are what the functions of pureml/layers give when they run
    on symbols; the left sides are what the theorem that the rule names is about, at a small size.  Every number is a
    variable, and what a comparison answered on the way is a hypothesis. *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From PureML Require Import Sums Moves Smooth Kinks Gelu Elementwise Softmax CrossEntropy Errors Affine Dropout Graph Norm Backprop Layers
  NormLayers Rules LinkTools.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Open Scope R_scope.

(** affine: Y = X W + 1 b^T *)
Lemma affine_link (bias_0 weight_0_0 weight_1_0 weight_2_0 x_0_0 x_0_1 x_0_2 bias_1 weight_0_1 weight_1_1 weight_2_1 x_1_0 x_1_1 x_1_2 bias_dot_0 weight_dot_0_0 weight_dot_1_0 weight_dot_2_0 x_dot_0_0 x_dot_0_1 x_dot_0_2 bias_dot_1 weight_dot_0_1 weight_dot_1_1 weight_dot_2_1 x_dot_1_0 x_dot_1_1 x_dot_1_2 g_0_0 g_0_1 g_1_0 g_1_1 : R) :
  let theorem := @Rules.affine_rule [finType of 'I_2] [finType of 'I_3] [finType of 'I_2] in
  let x := both (both (@matrix 3 2 [:: [:: weight_0_0; weight_0_1]; [:: weight_1_0; weight_1_1]; [:: weight_2_0; weight_2_1]]) (@vector 2 [:: bias_0; bias_1])) (@matrix 2 3 [:: [:: x_0_0; x_0_1; x_0_2]; [:: x_1_0; x_1_1; x_1_2]]) in
  let v := both (both (@matrix 3 2 [:: [:: weight_dot_0_0; weight_dot_0_1]; [:: weight_dot_1_0; weight_dot_1_1]; [:: weight_dot_2_0; weight_dot_2_1]]) (@vector 2 [:: bias_dot_0; bias_dot_1])) (@matrix 2 3 [:: [:: x_dot_0_0; x_dot_0_1; x_dot_0_2]; [:: x_dot_1_0; x_dot_1_1; x_dot_1_2]]) in
  let g := (@matrix 2 2 [:: [:: g_0_0; g_0_1]; [:: g_1_0; g_1_1]]) in
  let y := value_of theorem x in
  let y' := pushforward_of theorem x v in
  let d := pullback_of theorem x g in
  y ([0 of 2], [0 of 2]) = bias_0 + weight_0_0 * x_0_0 + weight_1_0 * x_0_1 + weight_2_0 * x_0_2 /\
  y ([0 of 2], [1 of 2]) = bias_1 + weight_0_1 * x_0_0 + weight_1_1 * x_0_1 + weight_2_1 * x_0_2 /\
  y ([1 of 2], [0 of 2]) = bias_0 + weight_0_0 * x_1_0 + weight_1_0 * x_1_1 + weight_2_0 * x_1_2 /\
  y ([1 of 2], [1 of 2]) = bias_1 + weight_0_1 * x_1_0 + weight_1_1 * x_1_1 + weight_2_1 * x_1_2 /\
  y' ([0 of 2], [0 of 2]) = bias_dot_0 + weight_0_0 * x_dot_0_0 + weight_1_0 * x_dot_0_1 + weight_2_0 * x_dot_0_2 + weight_dot_0_0 * x_0_0 + weight_dot_1_0 * x_0_1 + weight_dot_2_0 * x_0_2 /\
  y' ([0 of 2], [1 of 2]) = bias_dot_1 + weight_0_1 * x_dot_0_0 + weight_1_1 * x_dot_0_1 + weight_2_1 * x_dot_0_2 + weight_dot_0_1 * x_0_0 + weight_dot_1_1 * x_0_1 + weight_dot_2_1 * x_0_2 /\
  y' ([1 of 2], [0 of 2]) = bias_dot_0 + weight_0_0 * x_dot_1_0 + weight_1_0 * x_dot_1_1 + weight_2_0 * x_dot_1_2 + weight_dot_0_0 * x_1_0 + weight_dot_1_0 * x_1_1 + weight_dot_2_0 * x_1_2 /\
  y' ([1 of 2], [1 of 2]) = bias_dot_1 + weight_0_1 * x_dot_1_0 + weight_1_1 * x_dot_1_1 + weight_2_1 * x_dot_1_2 + weight_dot_0_1 * x_1_0 + weight_dot_1_1 * x_1_1 + weight_dot_2_1 * x_1_2 /\
  d (inr ([0 of 2], [0 of 3])) = g_0_0 * weight_0_0 + g_0_1 * weight_0_1 /\
  d (inr ([0 of 2], [1 of 3])) = g_0_0 * weight_1_0 + g_0_1 * weight_1_1 /\
  d (inr ([0 of 2], [2 of 3])) = g_0_0 * weight_2_0 + g_0_1 * weight_2_1 /\
  d (inr ([1 of 2], [0 of 3])) = g_1_0 * weight_0_0 + g_1_1 * weight_0_1 /\
  d (inr ([1 of 2], [1 of 3])) = g_1_0 * weight_1_0 + g_1_1 * weight_1_1 /\
  d (inr ([1 of 2], [2 of 3])) = g_1_0 * weight_2_0 + g_1_1 * weight_2_1 /\
  d (inl (inl ([0 of 3], [0 of 2]))) = g_0_0 * x_0_0 + g_1_0 * x_1_0 /\
  d (inl (inl ([0 of 3], [1 of 2]))) = g_0_1 * x_0_0 + g_1_1 * x_1_0 /\
  d (inl (inl ([1 of 3], [0 of 2]))) = g_0_0 * x_0_1 + g_1_0 * x_1_1 /\
  d (inl (inl ([1 of 3], [1 of 2]))) = g_0_1 * x_0_1 + g_1_1 * x_1_1 /\
  d (inl (inl ([2 of 3], [0 of 2]))) = g_0_0 * x_0_2 + g_1_0 * x_1_2 /\
  d (inl (inl ([2 of 3], [1 of 2]))) = g_0_1 * x_0_2 + g_1_1 * x_1_2 /\
  d (inl (inr [0 of 2])) = g_0_0 + g_1_0 /\
  d (inl (inr [1 of 2])) = g_0_1 + g_1_1.
Proof. read_theorem; claims; rewrite /both; rewrite /inls; rewrite /inrs; rewrite /affine_push; rewrite /affine; rewrite /W_of; rewrite /b_of; rewrite /grad_W; rewrite /grad_b; rewrite /grad_X; finish. Qed.

(** batch_norm: Y = gamma (X - mean) / sqrt(variance + eps) + beta *)
Lemma batch_norm_link (beta_0 eps gamma_0 x_0_0 x_1_0 beta_1 gamma_1 x_0_1 x_1_1 beta_dot_0 gamma_dot_0 x_dot_0_0 x_dot_1_0 beta_dot_1 gamma_dot_1 x_dot_0_1 x_dot_1_1 g_0_0 g_1_0 g_0_1 g_1_1 : R) (eps_given : 0 < eps) :
  let theorem := @Rules.batch_norm_rule [finType of 'I_2] [finType of 'I_2] eps eps_given in
  let x := both (both (@vector 2 [:: gamma_0; gamma_1]) (@vector 2 [:: beta_0; beta_1])) (@matrix 2 2 [:: [:: x_0_0; x_0_1]; [:: x_1_0; x_1_1]]) in
  let v := both (both (@vector 2 [:: gamma_dot_0; gamma_dot_1]) (@vector 2 [:: beta_dot_0; beta_dot_1])) (@matrix 2 2 [:: [:: x_dot_0_0; x_dot_0_1]; [:: x_dot_1_0; x_dot_1_1]]) in
  let g := (@matrix 2 2 [:: [:: g_0_0; g_0_1]; [:: g_1_0; g_1_1]]) in
  let y := value_of theorem x in
  let y' := pushforward_of theorem x v in
  let d := pullback_of theorem x g in
  y ([0 of 2], [0 of 2]) = beta_0 + gamma_0 * (x_0_0 / 2 + - (x_1_0 / 2)) / sqrt (eps + (- (x_0_0 / 2) + x_1_0 / 2) ^ 2 / 2 + (x_0_0 / 2 + - (x_1_0 / 2)) ^ 2 / 2) /\
  y ([0 of 2], [1 of 2]) = beta_1 + gamma_1 * (x_0_1 / 2 + - (x_1_1 / 2)) / sqrt (eps + (- (x_0_1 / 2) + x_1_1 / 2) ^ 2 / 2 + (x_0_1 / 2 + - (x_1_1 / 2)) ^ 2 / 2) /\
  y ([1 of 2], [0 of 2]) = beta_0 + gamma_0 * (- (x_0_0 / 2) + x_1_0 / 2) / sqrt (eps + (- (x_0_0 / 2) + x_1_0 / 2) ^ 2 / 2 + (x_0_0 / 2 + - (x_1_0 / 2)) ^ 2 / 2) /\
  y ([1 of 2], [1 of 2]) = beta_1 + gamma_1 * (- (x_0_1 / 2) + x_1_1 / 2) / sqrt (eps + (- (x_0_1 / 2) + x_1_1 / 2) ^ 2 / 2 + (x_0_1 / 2 + - (x_1_1 / 2)) ^ 2 / 2) /\
  y' ([0 of 2], [0 of 2]) = beta_dot_0 + gamma_0 * (x_dot_0_0 / 2 + - (x_dot_1_0 / 2) + - ((x_0_0 / 2 + - (x_1_0 / 2)) * (x_dot_0_0 * (x_0_0 / 2 + - (x_1_0 / 2)) + x_dot_1_0 * (- (x_0_0 / 2) + x_1_0 / 2)) / 2 / (eps + (- (x_0_0 / 2) + x_1_0 / 2) ^ 2 / 2 + (x_0_0 / 2 + - (x_1_0 / 2)) ^ 2 / 2))) / sqrt (eps + (- (x_0_0 / 2) + x_1_0 / 2) ^ 2 / 2 + (x_0_0 / 2 + - (x_1_0 / 2)) ^ 2 / 2) + gamma_dot_0 * (x_0_0 / 2 + - (x_1_0 / 2)) / sqrt (eps + (- (x_0_0 / 2) + x_1_0 / 2) ^ 2 / 2 + (x_0_0 / 2 + - (x_1_0 / 2)) ^ 2 / 2) /\
  y' ([0 of 2], [1 of 2]) = beta_dot_1 + gamma_1 * (x_dot_0_1 / 2 + - (x_dot_1_1 / 2) + - ((x_0_1 / 2 + - (x_1_1 / 2)) * (x_dot_0_1 * (x_0_1 / 2 + - (x_1_1 / 2)) + x_dot_1_1 * (- (x_0_1 / 2) + x_1_1 / 2)) / 2 / (eps + (- (x_0_1 / 2) + x_1_1 / 2) ^ 2 / 2 + (x_0_1 / 2 + - (x_1_1 / 2)) ^ 2 / 2))) / sqrt (eps + (- (x_0_1 / 2) + x_1_1 / 2) ^ 2 / 2 + (x_0_1 / 2 + - (x_1_1 / 2)) ^ 2 / 2) + gamma_dot_1 * (x_0_1 / 2 + - (x_1_1 / 2)) / sqrt (eps + (- (x_0_1 / 2) + x_1_1 / 2) ^ 2 / 2 + (x_0_1 / 2 + - (x_1_1 / 2)) ^ 2 / 2) /\
  y' ([1 of 2], [0 of 2]) = beta_dot_0 + gamma_0 * (- (x_dot_0_0 / 2) + x_dot_1_0 / 2 + - ((- (x_0_0 / 2) + x_1_0 / 2) * (x_dot_0_0 * (x_0_0 / 2 + - (x_1_0 / 2)) + x_dot_1_0 * (- (x_0_0 / 2) + x_1_0 / 2)) / 2 / (eps + (- (x_0_0 / 2) + x_1_0 / 2) ^ 2 / 2 + (x_0_0 / 2 + - (x_1_0 / 2)) ^ 2 / 2))) / sqrt (eps + (- (x_0_0 / 2) + x_1_0 / 2) ^ 2 / 2 + (x_0_0 / 2 + - (x_1_0 / 2)) ^ 2 / 2) + gamma_dot_0 * (- (x_0_0 / 2) + x_1_0 / 2) / sqrt (eps + (- (x_0_0 / 2) + x_1_0 / 2) ^ 2 / 2 + (x_0_0 / 2 + - (x_1_0 / 2)) ^ 2 / 2) /\
  y' ([1 of 2], [1 of 2]) = beta_dot_1 + gamma_1 * (- (x_dot_0_1 / 2) + x_dot_1_1 / 2 + - ((- (x_0_1 / 2) + x_1_1 / 2) * (x_dot_0_1 * (x_0_1 / 2 + - (x_1_1 / 2)) + x_dot_1_1 * (- (x_0_1 / 2) + x_1_1 / 2)) / 2 / (eps + (- (x_0_1 / 2) + x_1_1 / 2) ^ 2 / 2 + (x_0_1 / 2 + - (x_1_1 / 2)) ^ 2 / 2))) / sqrt (eps + (- (x_0_1 / 2) + x_1_1 / 2) ^ 2 / 2 + (x_0_1 / 2 + - (x_1_1 / 2)) ^ 2 / 2) + gamma_dot_1 * (- (x_0_1 / 2) + x_1_1 / 2) / sqrt (eps + (- (x_0_1 / 2) + x_1_1 / 2) ^ 2 / 2 + (x_0_1 / 2 + - (x_1_1 / 2)) ^ 2 / 2) /\
  d (inr ([0 of 2], [0 of 2])) = gamma_0 * (g_0_0 / 2 + - (g_1_0 / 2) + - ((x_0_0 / 2 + - (x_1_0 / 2)) * (g_0_0 * (x_0_0 / 2 + - (x_1_0 / 2)) + g_1_0 * (- (x_0_0 / 2) + x_1_0 / 2)) / 2 / (eps + (- (x_0_0 / 2) + x_1_0 / 2) ^ 2 / 2 + (x_0_0 / 2 + - (x_1_0 / 2)) ^ 2 / 2))) / sqrt (eps + (- (x_0_0 / 2) + x_1_0 / 2) ^ 2 / 2 + (x_0_0 / 2 + - (x_1_0 / 2)) ^ 2 / 2) /\
  d (inr ([0 of 2], [1 of 2])) = gamma_1 * (g_0_1 / 2 + - (g_1_1 / 2) + - ((x_0_1 / 2 + - (x_1_1 / 2)) * (g_0_1 * (x_0_1 / 2 + - (x_1_1 / 2)) + g_1_1 * (- (x_0_1 / 2) + x_1_1 / 2)) / 2 / (eps + (- (x_0_1 / 2) + x_1_1 / 2) ^ 2 / 2 + (x_0_1 / 2 + - (x_1_1 / 2)) ^ 2 / 2))) / sqrt (eps + (- (x_0_1 / 2) + x_1_1 / 2) ^ 2 / 2 + (x_0_1 / 2 + - (x_1_1 / 2)) ^ 2 / 2) /\
  d (inr ([1 of 2], [0 of 2])) = gamma_0 * (- (g_0_0 / 2) + g_1_0 / 2 + - ((- (x_0_0 / 2) + x_1_0 / 2) * (g_0_0 * (x_0_0 / 2 + - (x_1_0 / 2)) + g_1_0 * (- (x_0_0 / 2) + x_1_0 / 2)) / 2 / (eps + (- (x_0_0 / 2) + x_1_0 / 2) ^ 2 / 2 + (x_0_0 / 2 + - (x_1_0 / 2)) ^ 2 / 2))) / sqrt (eps + (- (x_0_0 / 2) + x_1_0 / 2) ^ 2 / 2 + (x_0_0 / 2 + - (x_1_0 / 2)) ^ 2 / 2) /\
  d (inr ([1 of 2], [1 of 2])) = gamma_1 * (- (g_0_1 / 2) + g_1_1 / 2 + - ((- (x_0_1 / 2) + x_1_1 / 2) * (g_0_1 * (x_0_1 / 2 + - (x_1_1 / 2)) + g_1_1 * (- (x_0_1 / 2) + x_1_1 / 2)) / 2 / (eps + (- (x_0_1 / 2) + x_1_1 / 2) ^ 2 / 2 + (x_0_1 / 2 + - (x_1_1 / 2)) ^ 2 / 2))) / sqrt (eps + (- (x_0_1 / 2) + x_1_1 / 2) ^ 2 / 2 + (x_0_1 / 2 + - (x_1_1 / 2)) ^ 2 / 2) /\
  d (inl (inl [0 of 2])) = (g_0_0 * (x_0_0 / 2 + - (x_1_0 / 2)) + g_1_0 * (- (x_0_0 / 2) + x_1_0 / 2)) / sqrt (eps + (- (x_0_0 / 2) + x_1_0 / 2) ^ 2 / 2 + (x_0_0 / 2 + - (x_1_0 / 2)) ^ 2 / 2) /\
  d (inl (inl [1 of 2])) = (g_0_1 * (x_0_1 / 2 + - (x_1_1 / 2)) + g_1_1 * (- (x_0_1 / 2) + x_1_1 / 2)) / sqrt (eps + (- (x_0_1 / 2) + x_1_1 / 2) ^ 2 / 2 + (x_0_1 / 2 + - (x_1_1 / 2)) ^ 2 / 2) /\
  d (inl (inr [0 of 2])) = g_0_0 + g_1_0 /\
  d (inl (inr [1 of 2])) = g_0_1 + g_1_1.
Proof. read_theorem; claims; rewrite /both; rewrite /inls; rewrite /inrs; rewrite /scaled_rule; rewrite /scale_shift_push; rewrite /scale_shift; rewrite /scale_shift_pull_par; rewrite /scale_shift_pull_in; rewrite /batch_normalise_pull; rewrite /batch_normalise; rewrite /normalise_pullback; rewrite /normalise; rewrite /sd; rewrite /variance; rewrite /mean; rewrite /column; rewrite /count; finish_norm. Qed.

(** batch_norm_evaluation: Y = gamma (X - mean) / sqrt(variance + eps) + beta, the moments given *)
Lemma batch_norm_evaluation_link (beta_0 eps gamma_0 mean_0 variance_0 x_0_0 beta_1 gamma_1 mean_1 variance_1 x_0_1 x_1_0 x_1_1 beta_dot_0 gamma_dot_0 mean_dot_0 variance_dot_0 x_dot_0_0 beta_dot_1 gamma_dot_1 mean_dot_1 variance_dot_1 x_dot_0_1 x_dot_1_0 x_dot_1_1 g_0_0 g_0_1 g_1_0 g_1_1 : R) (eps_given : 0 < eps) :
  (0 < variance_0) ->
  (0 < variance_1) ->
  let theorem := @Rules.batch_norm_moments_rule [finType of 'I_2] [finType of 'I_2] eps in
  let x := both (both (both (@vector 2 [:: gamma_0; gamma_1]) (@vector 2 [:: beta_0; beta_1])) (both (@vector 2 [:: mean_0; mean_1]) (@vector 2 [:: variance_0; variance_1]))) (@matrix 2 2 [:: [:: x_0_0; x_0_1]; [:: x_1_0; x_1_1]]) in
  let v := both (both (both (@vector 2 [:: gamma_dot_0; gamma_dot_1]) (@vector 2 [:: beta_dot_0; beta_dot_1])) (both (@vector 2 [:: mean_dot_0; mean_dot_1]) (@vector 2 [:: variance_dot_0; variance_dot_1]))) (@matrix 2 2 [:: [:: x_dot_0_0; x_dot_0_1]; [:: x_dot_1_0; x_dot_1_1]]) in
  let g := (@matrix 2 2 [:: [:: g_0_0; g_0_1]; [:: g_1_0; g_1_1]]) in
  let y := value_of theorem x in
  let y' := pushforward_of theorem x v in
  let d := pullback_of theorem x g in
  y ([0 of 2], [0 of 2]) = beta_0 + gamma_0 * (- mean_0 + x_0_0) / sqrt (eps + variance_0) /\
  y ([0 of 2], [1 of 2]) = beta_1 + gamma_1 * (- mean_1 + x_0_1) / sqrt (eps + variance_1) /\
  y ([1 of 2], [0 of 2]) = beta_0 + gamma_0 * (- mean_0 + x_1_0) / sqrt (eps + variance_0) /\
  y ([1 of 2], [1 of 2]) = beta_1 + gamma_1 * (- mean_1 + x_1_1) / sqrt (eps + variance_1) /\
  y' ([0 of 2], [0 of 2]) = beta_dot_0 + gamma_0 * (- mean_dot_0 + x_dot_0_0) / sqrt (eps + variance_0) + (- mean_0 + x_0_0) * (- (gamma_0 * variance_dot_0 / 2 / (sqrt (eps + variance_0)) ^ 3) + gamma_dot_0 / sqrt (eps + variance_0)) /\
  y' ([0 of 2], [1 of 2]) = beta_dot_1 + gamma_1 * (- mean_dot_1 + x_dot_0_1) / sqrt (eps + variance_1) + (- mean_1 + x_0_1) * (- (gamma_1 * variance_dot_1 / 2 / (sqrt (eps + variance_1)) ^ 3) + gamma_dot_1 / sqrt (eps + variance_1)) /\
  y' ([1 of 2], [0 of 2]) = beta_dot_0 + gamma_0 * (- mean_dot_0 + x_dot_1_0) / sqrt (eps + variance_0) + (- mean_0 + x_1_0) * (- (gamma_0 * variance_dot_0 / 2 / (sqrt (eps + variance_0)) ^ 3) + gamma_dot_0 / sqrt (eps + variance_0)) /\
  y' ([1 of 2], [1 of 2]) = beta_dot_1 + gamma_1 * (- mean_dot_1 + x_dot_1_1) / sqrt (eps + variance_1) + (- mean_1 + x_1_1) * (- (gamma_1 * variance_dot_1 / 2 / (sqrt (eps + variance_1)) ^ 3) + gamma_dot_1 / sqrt (eps + variance_1)) /\
  d (inr ([0 of 2], [0 of 2])) = g_0_0 * gamma_0 / sqrt (eps + variance_0) /\
  d (inr ([0 of 2], [1 of 2])) = g_0_1 * gamma_1 / sqrt (eps + variance_1) /\
  d (inr ([1 of 2], [0 of 2])) = g_1_0 * gamma_0 / sqrt (eps + variance_0) /\
  d (inr ([1 of 2], [1 of 2])) = g_1_1 * gamma_1 / sqrt (eps + variance_1) /\
  d (inl (inl (inl [0 of 2]))) = (g_0_0 * (- mean_0 + x_0_0) + g_1_0 * (- mean_0 + x_1_0)) / sqrt (eps + variance_0) /\
  d (inl (inl (inl [1 of 2]))) = (g_0_1 * (- mean_1 + x_0_1) + g_1_1 * (- mean_1 + x_1_1)) / sqrt (eps + variance_1) /\
  d (inl (inl (inr [0 of 2]))) = g_0_0 + g_1_0 /\
  d (inl (inl (inr [1 of 2]))) = g_0_1 + g_1_1 /\
  d (inl (inr (inl [0 of 2]))) = - (gamma_0 * (g_0_0 + g_1_0) / sqrt (eps + variance_0)) /\
  d (inl (inr (inl [1 of 2]))) = - (gamma_1 * (g_0_1 + g_1_1) / sqrt (eps + variance_1)) /\
  d (inl (inr (inr [0 of 2]))) = - (gamma_0 * (g_0_0 * (- mean_0 + x_0_0) + g_1_0 * (- mean_0 + x_1_0)) / 2 / (sqrt (eps + variance_0)) ^ 3) /\
  d (inl (inr (inr [1 of 2]))) = - (gamma_1 * (g_0_1 * (- mean_1 + x_0_1) + g_1_1 * (- mean_1 + x_1_1)) / 2 / (sqrt (eps + variance_1)) ^ 3).
Proof. read_theorem; claims; rewrite /evaluation_push; rewrite /evaluation_pull; rewrite /evaluation; rewrite /evaluation_rate; rewrite /evaluation_fall; rewrite /evaluation_hat; rewrite /both; rewrite /inls; rewrite /inrs; finish_evaluation. Qed.

(** classic_dropout: Y = X M *)
Lemma classic_dropout_link (x_0_0 x_1_0 x_1_1 x_dot_0_0 x_dot_1_0 x_dot_1_1 g_0_0 g_1_0 g_1_1 x_0_1 x_dot_0_1 g_0_1 : R) :
  let theorem := @Dropout.classic_dropout_rule [finType of 'I_2 * 'I_2] (keeps 2 2 [:: [:: true; false]; [:: true; true]]) in
  let x := (@matrix 2 2 [:: [:: x_0_0; x_0_1]; [:: x_1_0; x_1_1]]) in
  let v := (@matrix 2 2 [:: [:: x_dot_0_0; x_dot_0_1]; [:: x_dot_1_0; x_dot_1_1]]) in
  let g := (@matrix 2 2 [:: [:: g_0_0; g_0_1]; [:: g_1_0; g_1_1]]) in
  let y := value_of theorem x in
  let y' := pushforward_of theorem x v in
  let d := pullback_of theorem x g in
  y ([0 of 2], [0 of 2]) = x_0_0 /\
  y ([0 of 2], [1 of 2]) = 0 /\
  y ([1 of 2], [0 of 2]) = x_1_0 /\
  y ([1 of 2], [1 of 2]) = x_1_1 /\
  y' ([0 of 2], [0 of 2]) = x_dot_0_0 /\
  y' ([0 of 2], [1 of 2]) = 0 /\
  y' ([1 of 2], [0 of 2]) = x_dot_1_0 /\
  y' ([1 of 2], [1 of 2]) = x_dot_1_1 /\
  d ([0 of 2], [0 of 2]) = g_0_0 /\
  d ([0 of 2], [1 of 2]) = 0 /\
  d ([1 of 2], [0 of 2]) = g_1_0 /\
  d ([1 of 2], [1 of 2]) = g_1_1.
Proof. read_theorem; claims; rewrite /classic_dropout; rewrite /keeps; finish. Qed.

(** column_affine: Y = W X + b 1^T *)
Lemma column_affine_link (bias_0 weight_0_0 weight_0_1 weight_0_2 x_0_0 x_1_0 x_2_0 x_0_1 x_1_1 x_2_1 bias_1 weight_1_0 weight_1_1 weight_1_2 bias_dot_0 weight_dot_0_0 weight_dot_0_1 weight_dot_0_2 x_dot_0_0 x_dot_1_0 x_dot_2_0 x_dot_0_1 x_dot_1_1 x_dot_2_1 bias_dot_1 weight_dot_1_0 weight_dot_1_1 weight_dot_1_2 g_0_0 g_1_0 g_0_1 g_1_1 : R) :
  let theorem := @Rules.column_affine_rule [finType of 'I_2] [finType of 'I_3] [finType of 'I_2] in
  let x := both (both (@matrix 2 3 [:: [:: weight_0_0; weight_0_1; weight_0_2]; [:: weight_1_0; weight_1_1; weight_1_2]]) (@vector 2 [:: bias_0; bias_1])) (@matrix 3 2 [:: [:: x_0_0; x_0_1]; [:: x_1_0; x_1_1]; [:: x_2_0; x_2_1]]) in
  let v := both (both (@matrix 2 3 [:: [:: weight_dot_0_0; weight_dot_0_1; weight_dot_0_2]; [:: weight_dot_1_0; weight_dot_1_1; weight_dot_1_2]]) (@vector 2 [:: bias_dot_0; bias_dot_1])) (@matrix 3 2 [:: [:: x_dot_0_0; x_dot_0_1]; [:: x_dot_1_0; x_dot_1_1]; [:: x_dot_2_0; x_dot_2_1]]) in
  let g := (@matrix 2 2 [:: [:: g_0_0; g_0_1]; [:: g_1_0; g_1_1]]) in
  let y := value_of theorem x in
  let y' := pushforward_of theorem x v in
  let d := pullback_of theorem x g in
  y ([0 of 2], [0 of 2]) = bias_0 + weight_0_0 * x_0_0 + weight_0_1 * x_1_0 + weight_0_2 * x_2_0 /\
  y ([0 of 2], [1 of 2]) = bias_0 + weight_0_0 * x_0_1 + weight_0_1 * x_1_1 + weight_0_2 * x_2_1 /\
  y ([1 of 2], [0 of 2]) = bias_1 + weight_1_0 * x_0_0 + weight_1_1 * x_1_0 + weight_1_2 * x_2_0 /\
  y ([1 of 2], [1 of 2]) = bias_1 + weight_1_0 * x_0_1 + weight_1_1 * x_1_1 + weight_1_2 * x_2_1 /\
  y' ([0 of 2], [0 of 2]) = bias_dot_0 + weight_0_0 * x_dot_0_0 + weight_0_1 * x_dot_1_0 + weight_0_2 * x_dot_2_0 + weight_dot_0_0 * x_0_0 + weight_dot_0_1 * x_1_0 + weight_dot_0_2 * x_2_0 /\
  y' ([0 of 2], [1 of 2]) = bias_dot_0 + weight_0_0 * x_dot_0_1 + weight_0_1 * x_dot_1_1 + weight_0_2 * x_dot_2_1 + weight_dot_0_0 * x_0_1 + weight_dot_0_1 * x_1_1 + weight_dot_0_2 * x_2_1 /\
  y' ([1 of 2], [0 of 2]) = bias_dot_1 + weight_1_0 * x_dot_0_0 + weight_1_1 * x_dot_1_0 + weight_1_2 * x_dot_2_0 + weight_dot_1_0 * x_0_0 + weight_dot_1_1 * x_1_0 + weight_dot_1_2 * x_2_0 /\
  y' ([1 of 2], [1 of 2]) = bias_dot_1 + weight_1_0 * x_dot_0_1 + weight_1_1 * x_dot_1_1 + weight_1_2 * x_dot_2_1 + weight_dot_1_0 * x_0_1 + weight_dot_1_1 * x_1_1 + weight_dot_1_2 * x_2_1 /\
  d (inr ([0 of 3], [0 of 2])) = g_0_0 * weight_0_0 + g_1_0 * weight_1_0 /\
  d (inr ([0 of 3], [1 of 2])) = g_0_1 * weight_0_0 + g_1_1 * weight_1_0 /\
  d (inr ([1 of 3], [0 of 2])) = g_0_0 * weight_0_1 + g_1_0 * weight_1_1 /\
  d (inr ([1 of 3], [1 of 2])) = g_0_1 * weight_0_1 + g_1_1 * weight_1_1 /\
  d (inr ([2 of 3], [0 of 2])) = g_0_0 * weight_0_2 + g_1_0 * weight_1_2 /\
  d (inr ([2 of 3], [1 of 2])) = g_0_1 * weight_0_2 + g_1_1 * weight_1_2 /\
  d (inl (inl ([0 of 2], [0 of 3]))) = g_0_0 * x_0_0 + g_0_1 * x_0_1 /\
  d (inl (inl ([0 of 2], [1 of 3]))) = g_0_0 * x_1_0 + g_0_1 * x_1_1 /\
  d (inl (inl ([0 of 2], [2 of 3]))) = g_0_0 * x_2_0 + g_0_1 * x_2_1 /\
  d (inl (inl ([1 of 2], [0 of 3]))) = g_1_0 * x_0_0 + g_1_1 * x_0_1 /\
  d (inl (inl ([1 of 2], [1 of 3]))) = g_1_0 * x_1_0 + g_1_1 * x_1_1 /\
  d (inl (inl ([1 of 2], [2 of 3]))) = g_1_0 * x_2_0 + g_1_1 * x_2_1 /\
  d (inl (inr [0 of 2])) = g_0_0 + g_0_1 /\
  d (inl (inr [1 of 2])) = g_1_0 + g_1_1.
Proof. read_theorem; claims; rewrite /both; rewrite /inls; rewrite /inrs; rewrite /column_affine_push; rewrite /column_affine; rewrite /column_grad_W; rewrite /column_grad_b; rewrite /column_grad_X; finish. Qed.

(** dropout: Y = X M / (1 - p) *)
Lemma dropout_link (rate x_0_0 x_1_0 x_1_1 x_dot_0_0 x_dot_1_0 x_dot_1_1 g_0_0 g_1_0 g_1_1 x_0_1 x_dot_0_1 g_0_1 : R) (rate_given : 1 - rate <> 0) :
  let theorem := @Dropout.dropout_rule [finType of 'I_2 * 'I_2] (1 - rate) (keeps 2 2 [:: [:: true; false]; [:: true; true]]) in
  let x := (@matrix 2 2 [:: [:: x_0_0; x_0_1]; [:: x_1_0; x_1_1]]) in
  let v := (@matrix 2 2 [:: [:: x_dot_0_0; x_dot_0_1]; [:: x_dot_1_0; x_dot_1_1]]) in
  let g := (@matrix 2 2 [:: [:: g_0_0; g_0_1]; [:: g_1_0; g_1_1]]) in
  let y := value_of theorem x in
  let y' := pushforward_of theorem x v in
  let d := pullback_of theorem x g in
  y ([0 of 2], [0 of 2]) = x_0_0 / (1 + - rate) /\
  y ([0 of 2], [1 of 2]) = 0 /\
  y ([1 of 2], [0 of 2]) = x_1_0 / (1 + - rate) /\
  y ([1 of 2], [1 of 2]) = x_1_1 / (1 + - rate) /\
  y' ([0 of 2], [0 of 2]) = x_dot_0_0 / (1 + - rate) /\
  y' ([0 of 2], [1 of 2]) = 0 /\
  y' ([1 of 2], [0 of 2]) = x_dot_1_0 / (1 + - rate) /\
  y' ([1 of 2], [1 of 2]) = x_dot_1_1 / (1 + - rate) /\
  d ([0 of 2], [0 of 2]) = g_0_0 / (1 + - rate) /\
  d ([0 of 2], [1 of 2]) = 0 /\
  d ([1 of 2], [0 of 2]) = g_1_0 / (1 + - rate) /\
  d ([1 of 2], [1 of 2]) = g_1_1 / (1 + - rate).
Proof. read_theorem; claims; rewrite /dropout; rewrite /keeps; finish. Qed.

(** embedding: Y[n] = E[t_n] *)
Lemma embedding_link (table_1_0 table_1_1 table_1_2 table_0_0 table_0_1 table_0_2 table_dot_1_0 table_dot_1_1 table_dot_1_2 table_dot_0_0 table_dot_0_1 table_dot_0_2 g_1_0 g_1_1 g_1_2 g_0_0 g_0_1 g_0_2 : R) :
  let theorem := @Graph.embedding_rule [finType of 'I_2] [finType of 'I_2] [finType of 'I_3] (fun i : 'I_2 => nth [0 of 2] [:: [1 of 2]; [0 of 2]] i) in
  let x := (@matrix 2 3 [:: [:: table_0_0; table_0_1; table_0_2]; [:: table_1_0; table_1_1; table_1_2]]) in
  let v := (@matrix 2 3 [:: [:: table_dot_0_0; table_dot_0_1; table_dot_0_2]; [:: table_dot_1_0; table_dot_1_1; table_dot_1_2]]) in
  let g := (@matrix 2 3 [:: [:: g_0_0; g_0_1; g_0_2]; [:: g_1_0; g_1_1; g_1_2]]) in
  let y := value_of theorem x in
  let y' := pushforward_of theorem x v in
  let d := pullback_of theorem x g in
  y ([0 of 2], [0 of 3]) = table_1_0 /\
  y ([0 of 2], [1 of 3]) = table_1_1 /\
  y ([0 of 2], [2 of 3]) = table_1_2 /\
  y ([1 of 2], [0 of 3]) = table_0_0 /\
  y ([1 of 2], [1 of 3]) = table_0_1 /\
  y ([1 of 2], [2 of 3]) = table_0_2 /\
  y' ([0 of 2], [0 of 3]) = table_dot_1_0 /\
  y' ([0 of 2], [1 of 3]) = table_dot_1_1 /\
  y' ([0 of 2], [2 of 3]) = table_dot_1_2 /\
  y' ([1 of 2], [0 of 3]) = table_dot_0_0 /\
  y' ([1 of 2], [1 of 3]) = table_dot_0_1 /\
  y' ([1 of 2], [2 of 3]) = table_dot_0_2 /\
  d ([0 of 2], [0 of 3]) = g_1_0 /\
  d ([0 of 2], [1 of 3]) = g_1_1 /\
  d ([0 of 2], [2 of 3]) = g_1_2 /\
  d ([1 of 2], [0 of 3]) = g_0_0 /\
  d ([1 of 2], [1 of 3]) = g_0_1 /\
  d ([1 of 2], [2 of 3]) = g_0_2.
Proof. read_theorem; claims; rewrite /embedding; finish_gather. Qed.

(** layer_norm: Y = gamma (X - mean) / sqrt(variance + eps) + beta, per row *)
Lemma layer_norm_link (beta_0 eps gamma_0 x_0_0 x_0_1 beta_1 gamma_1 x_1_0 x_1_1 beta_dot_0 gamma_dot_0 x_dot_0_0 x_dot_0_1 beta_dot_1 gamma_dot_1 x_dot_1_0 x_dot_1_1 g_0_0 g_0_1 g_1_0 g_1_1 : R) (eps_given : 0 < eps) :
  let theorem := @Rules.layer_norm_rule [finType of 'I_2] [finType of 'I_2] eps eps_given in
  let x := both (both (@vector 2 [:: gamma_0; gamma_1]) (@vector 2 [:: beta_0; beta_1])) (@matrix 2 2 [:: [:: x_0_0; x_0_1]; [:: x_1_0; x_1_1]]) in
  let v := both (both (@vector 2 [:: gamma_dot_0; gamma_dot_1]) (@vector 2 [:: beta_dot_0; beta_dot_1])) (@matrix 2 2 [:: [:: x_dot_0_0; x_dot_0_1]; [:: x_dot_1_0; x_dot_1_1]]) in
  let g := (@matrix 2 2 [:: [:: g_0_0; g_0_1]; [:: g_1_0; g_1_1]]) in
  let y := value_of theorem x in
  let y' := pushforward_of theorem x v in
  let d := pullback_of theorem x g in
  y ([0 of 2], [0 of 2]) = beta_0 + gamma_0 * (x_0_0 / 2 + - (x_0_1 / 2)) / sqrt (eps + (- (x_0_0 / 2) + x_0_1 / 2) ^ 2 / 2 + (x_0_0 / 2 + - (x_0_1 / 2)) ^ 2 / 2) /\
  y ([0 of 2], [1 of 2]) = beta_1 + gamma_1 * (- (x_0_0 / 2) + x_0_1 / 2) / sqrt (eps + (- (x_0_0 / 2) + x_0_1 / 2) ^ 2 / 2 + (x_0_0 / 2 + - (x_0_1 / 2)) ^ 2 / 2) /\
  y ([1 of 2], [0 of 2]) = beta_0 + gamma_0 * (x_1_0 / 2 + - (x_1_1 / 2)) / sqrt (eps + (- (x_1_0 / 2) + x_1_1 / 2) ^ 2 / 2 + (x_1_0 / 2 + - (x_1_1 / 2)) ^ 2 / 2) /\
  y ([1 of 2], [1 of 2]) = beta_1 + gamma_1 * (- (x_1_0 / 2) + x_1_1 / 2) / sqrt (eps + (- (x_1_0 / 2) + x_1_1 / 2) ^ 2 / 2 + (x_1_0 / 2 + - (x_1_1 / 2)) ^ 2 / 2) /\
  y' ([0 of 2], [0 of 2]) = beta_dot_0 + gamma_0 * (x_dot_0_0 / 2 + - (x_dot_0_1 / 2) + - ((x_0_0 / 2 + - (x_0_1 / 2)) * (x_dot_0_0 * (x_0_0 / 2 + - (x_0_1 / 2)) / 2 / sqrt (eps + (- (x_0_0 / 2) + x_0_1 / 2) ^ 2 / 2 + (x_0_0 / 2 + - (x_0_1 / 2)) ^ 2 / 2) + x_dot_0_1 * (- (x_0_0 / 2) + x_0_1 / 2) / 2 / sqrt (eps + (- (x_0_0 / 2) + x_0_1 / 2) ^ 2 / 2 + (x_0_0 / 2 + - (x_0_1 / 2)) ^ 2 / 2)) / sqrt (eps + (- (x_0_0 / 2) + x_0_1 / 2) ^ 2 / 2 + (x_0_0 / 2 + - (x_0_1 / 2)) ^ 2 / 2))) / sqrt (eps + (- (x_0_0 / 2) + x_0_1 / 2) ^ 2 / 2 + (x_0_0 / 2 + - (x_0_1 / 2)) ^ 2 / 2) + gamma_dot_0 * (x_0_0 / 2 + - (x_0_1 / 2)) / sqrt (eps + (- (x_0_0 / 2) + x_0_1 / 2) ^ 2 / 2 + (x_0_0 / 2 + - (x_0_1 / 2)) ^ 2 / 2) /\
  y' ([0 of 2], [1 of 2]) = beta_dot_1 + gamma_1 * (- (x_dot_0_0 / 2) + x_dot_0_1 / 2 + - ((- (x_0_0 / 2) + x_0_1 / 2) * (x_dot_0_0 * (x_0_0 / 2 + - (x_0_1 / 2)) / 2 / sqrt (eps + (- (x_0_0 / 2) + x_0_1 / 2) ^ 2 / 2 + (x_0_0 / 2 + - (x_0_1 / 2)) ^ 2 / 2) + x_dot_0_1 * (- (x_0_0 / 2) + x_0_1 / 2) / 2 / sqrt (eps + (- (x_0_0 / 2) + x_0_1 / 2) ^ 2 / 2 + (x_0_0 / 2 + - (x_0_1 / 2)) ^ 2 / 2)) / sqrt (eps + (- (x_0_0 / 2) + x_0_1 / 2) ^ 2 / 2 + (x_0_0 / 2 + - (x_0_1 / 2)) ^ 2 / 2))) / sqrt (eps + (- (x_0_0 / 2) + x_0_1 / 2) ^ 2 / 2 + (x_0_0 / 2 + - (x_0_1 / 2)) ^ 2 / 2) + gamma_dot_1 * (- (x_0_0 / 2) + x_0_1 / 2) / sqrt (eps + (- (x_0_0 / 2) + x_0_1 / 2) ^ 2 / 2 + (x_0_0 / 2 + - (x_0_1 / 2)) ^ 2 / 2) /\
  y' ([1 of 2], [0 of 2]) = beta_dot_0 + gamma_0 * (x_dot_1_0 / 2 + - (x_dot_1_1 / 2) + - ((x_1_0 / 2 + - (x_1_1 / 2)) * (x_dot_1_0 * (x_1_0 / 2 + - (x_1_1 / 2)) / 2 / sqrt (eps + (- (x_1_0 / 2) + x_1_1 / 2) ^ 2 / 2 + (x_1_0 / 2 + - (x_1_1 / 2)) ^ 2 / 2) + x_dot_1_1 * (- (x_1_0 / 2) + x_1_1 / 2) / 2 / sqrt (eps + (- (x_1_0 / 2) + x_1_1 / 2) ^ 2 / 2 + (x_1_0 / 2 + - (x_1_1 / 2)) ^ 2 / 2)) / sqrt (eps + (- (x_1_0 / 2) + x_1_1 / 2) ^ 2 / 2 + (x_1_0 / 2 + - (x_1_1 / 2)) ^ 2 / 2))) / sqrt (eps + (- (x_1_0 / 2) + x_1_1 / 2) ^ 2 / 2 + (x_1_0 / 2 + - (x_1_1 / 2)) ^ 2 / 2) + gamma_dot_0 * (x_1_0 / 2 + - (x_1_1 / 2)) / sqrt (eps + (- (x_1_0 / 2) + x_1_1 / 2) ^ 2 / 2 + (x_1_0 / 2 + - (x_1_1 / 2)) ^ 2 / 2) /\
  y' ([1 of 2], [1 of 2]) = beta_dot_1 + gamma_1 * (- (x_dot_1_0 / 2) + x_dot_1_1 / 2 + - ((- (x_1_0 / 2) + x_1_1 / 2) * (x_dot_1_0 * (x_1_0 / 2 + - (x_1_1 / 2)) / 2 / sqrt (eps + (- (x_1_0 / 2) + x_1_1 / 2) ^ 2 / 2 + (x_1_0 / 2 + - (x_1_1 / 2)) ^ 2 / 2) + x_dot_1_1 * (- (x_1_0 / 2) + x_1_1 / 2) / 2 / sqrt (eps + (- (x_1_0 / 2) + x_1_1 / 2) ^ 2 / 2 + (x_1_0 / 2 + - (x_1_1 / 2)) ^ 2 / 2)) / sqrt (eps + (- (x_1_0 / 2) + x_1_1 / 2) ^ 2 / 2 + (x_1_0 / 2 + - (x_1_1 / 2)) ^ 2 / 2))) / sqrt (eps + (- (x_1_0 / 2) + x_1_1 / 2) ^ 2 / 2 + (x_1_0 / 2 + - (x_1_1 / 2)) ^ 2 / 2) + gamma_dot_1 * (- (x_1_0 / 2) + x_1_1 / 2) / sqrt (eps + (- (x_1_0 / 2) + x_1_1 / 2) ^ 2 / 2 + (x_1_0 / 2 + - (x_1_1 / 2)) ^ 2 / 2) /\
  d (inr ([0 of 2], [0 of 2])) = (g_0_0 * gamma_0 / 2 + - (g_0_1 * gamma_1 / 2) + - ((x_0_0 / 2 + - (x_0_1 / 2)) * (g_0_0 * gamma_0 * (x_0_0 / 2 + - (x_0_1 / 2)) / 2 / sqrt (eps + (- (x_0_0 / 2) + x_0_1 / 2) ^ 2 / 2 + (x_0_0 / 2 + - (x_0_1 / 2)) ^ 2 / 2) + g_0_1 * gamma_1 * (- (x_0_0 / 2) + x_0_1 / 2) / 2 / sqrt (eps + (- (x_0_0 / 2) + x_0_1 / 2) ^ 2 / 2 + (x_0_0 / 2 + - (x_0_1 / 2)) ^ 2 / 2)) / sqrt (eps + (- (x_0_0 / 2) + x_0_1 / 2) ^ 2 / 2 + (x_0_0 / 2 + - (x_0_1 / 2)) ^ 2 / 2))) / sqrt (eps + (- (x_0_0 / 2) + x_0_1 / 2) ^ 2 / 2 + (x_0_0 / 2 + - (x_0_1 / 2)) ^ 2 / 2) /\
  d (inr ([0 of 2], [1 of 2])) = (- (g_0_0 * gamma_0 / 2) + g_0_1 * gamma_1 / 2 + - ((- (x_0_0 / 2) + x_0_1 / 2) * (g_0_0 * gamma_0 * (x_0_0 / 2 + - (x_0_1 / 2)) / 2 / sqrt (eps + (- (x_0_0 / 2) + x_0_1 / 2) ^ 2 / 2 + (x_0_0 / 2 + - (x_0_1 / 2)) ^ 2 / 2) + g_0_1 * gamma_1 * (- (x_0_0 / 2) + x_0_1 / 2) / 2 / sqrt (eps + (- (x_0_0 / 2) + x_0_1 / 2) ^ 2 / 2 + (x_0_0 / 2 + - (x_0_1 / 2)) ^ 2 / 2)) / sqrt (eps + (- (x_0_0 / 2) + x_0_1 / 2) ^ 2 / 2 + (x_0_0 / 2 + - (x_0_1 / 2)) ^ 2 / 2))) / sqrt (eps + (- (x_0_0 / 2) + x_0_1 / 2) ^ 2 / 2 + (x_0_0 / 2 + - (x_0_1 / 2)) ^ 2 / 2) /\
  d (inr ([1 of 2], [0 of 2])) = (g_1_0 * gamma_0 / 2 + - (g_1_1 * gamma_1 / 2) + - ((x_1_0 / 2 + - (x_1_1 / 2)) * (g_1_0 * gamma_0 * (x_1_0 / 2 + - (x_1_1 / 2)) / 2 / sqrt (eps + (- (x_1_0 / 2) + x_1_1 / 2) ^ 2 / 2 + (x_1_0 / 2 + - (x_1_1 / 2)) ^ 2 / 2) + g_1_1 * gamma_1 * (- (x_1_0 / 2) + x_1_1 / 2) / 2 / sqrt (eps + (- (x_1_0 / 2) + x_1_1 / 2) ^ 2 / 2 + (x_1_0 / 2 + - (x_1_1 / 2)) ^ 2 / 2)) / sqrt (eps + (- (x_1_0 / 2) + x_1_1 / 2) ^ 2 / 2 + (x_1_0 / 2 + - (x_1_1 / 2)) ^ 2 / 2))) / sqrt (eps + (- (x_1_0 / 2) + x_1_1 / 2) ^ 2 / 2 + (x_1_0 / 2 + - (x_1_1 / 2)) ^ 2 / 2) /\
  d (inr ([1 of 2], [1 of 2])) = (- (g_1_0 * gamma_0 / 2) + g_1_1 * gamma_1 / 2 + - ((- (x_1_0 / 2) + x_1_1 / 2) * (g_1_0 * gamma_0 * (x_1_0 / 2 + - (x_1_1 / 2)) / 2 / sqrt (eps + (- (x_1_0 / 2) + x_1_1 / 2) ^ 2 / 2 + (x_1_0 / 2 + - (x_1_1 / 2)) ^ 2 / 2) + g_1_1 * gamma_1 * (- (x_1_0 / 2) + x_1_1 / 2) / 2 / sqrt (eps + (- (x_1_0 / 2) + x_1_1 / 2) ^ 2 / 2 + (x_1_0 / 2 + - (x_1_1 / 2)) ^ 2 / 2)) / sqrt (eps + (- (x_1_0 / 2) + x_1_1 / 2) ^ 2 / 2 + (x_1_0 / 2 + - (x_1_1 / 2)) ^ 2 / 2))) / sqrt (eps + (- (x_1_0 / 2) + x_1_1 / 2) ^ 2 / 2 + (x_1_0 / 2 + - (x_1_1 / 2)) ^ 2 / 2) /\
  d (inl (inl [0 of 2])) = g_0_0 * (x_0_0 / 2 + - (x_0_1 / 2)) / sqrt (eps + (- (x_0_0 / 2) + x_0_1 / 2) ^ 2 / 2 + (x_0_0 / 2 + - (x_0_1 / 2)) ^ 2 / 2) + g_1_0 * (x_1_0 / 2 + - (x_1_1 / 2)) / sqrt (eps + (- (x_1_0 / 2) + x_1_1 / 2) ^ 2 / 2 + (x_1_0 / 2 + - (x_1_1 / 2)) ^ 2 / 2) /\
  d (inl (inl [1 of 2])) = g_0_1 * (- (x_0_0 / 2) + x_0_1 / 2) / sqrt (eps + (- (x_0_0 / 2) + x_0_1 / 2) ^ 2 / 2 + (x_0_0 / 2 + - (x_0_1 / 2)) ^ 2 / 2) + g_1_1 * (- (x_1_0 / 2) + x_1_1 / 2) / sqrt (eps + (- (x_1_0 / 2) + x_1_1 / 2) ^ 2 / 2 + (x_1_0 / 2 + - (x_1_1 / 2)) ^ 2 / 2) /\
  d (inl (inr [0 of 2])) = g_0_0 + g_1_0 /\
  d (inl (inr [1 of 2])) = g_0_1 + g_1_1.
Proof. read_theorem; claims; rewrite /both; rewrite /inls; rewrite /inrs; rewrite /scaled_rule; rewrite /scale_shift_push; rewrite /scale_shift; rewrite /scale_shift_pull_par; rewrite /scale_shift_pull_in; rewrite /row_normalise; rewrite /row_normalise_pull; rewrite /normalise_pullback; rewrite /normalise; rewrite /sd; rewrite /variance; rewrite /mean; rewrite /row; rewrite /count; finish_norm. Qed.

(** rms_norm: Y = gamma X / sqrt(mean(X^2) + eps), per row *)
Lemma rms_norm_link (eps gamma_0 x_0_0 x_0_1 gamma_1 x_1_0 x_1_1 gamma_dot_0 x_dot_0_0 x_dot_0_1 gamma_dot_1 x_dot_1_0 x_dot_1_1 g_0_0 g_0_1 g_1_0 g_1_1 : R) (eps_given : 0 < eps) :
  let theorem := @Rules.rms_scale_rule [finType of 'I_2] [finType of 'I_2] eps eps_given in
  let x := both (@vector 2 [:: gamma_0; gamma_1]) (@matrix 2 2 [:: [:: x_0_0; x_0_1]; [:: x_1_0; x_1_1]]) in
  let v := both (@vector 2 [:: gamma_dot_0; gamma_dot_1]) (@matrix 2 2 [:: [:: x_dot_0_0; x_dot_0_1]; [:: x_dot_1_0; x_dot_1_1]]) in
  let g := (@matrix 2 2 [:: [:: g_0_0; g_0_1]; [:: g_1_0; g_1_1]]) in
  let y := value_of theorem x in
  let y' := pushforward_of theorem x v in
  let d := pullback_of theorem x g in
  y ([0 of 2], [0 of 2]) = gamma_0 * x_0_0 / sqrt (eps + x_0_0 ^ 2 / 2 + x_0_1 ^ 2 / 2) /\
  y ([0 of 2], [1 of 2]) = gamma_1 * x_0_1 / sqrt (eps + x_0_0 ^ 2 / 2 + x_0_1 ^ 2 / 2) /\
  y ([1 of 2], [0 of 2]) = gamma_0 * x_1_0 / sqrt (eps + x_1_0 ^ 2 / 2 + x_1_1 ^ 2 / 2) /\
  y ([1 of 2], [1 of 2]) = gamma_1 * x_1_1 / sqrt (eps + x_1_0 ^ 2 / 2 + x_1_1 ^ 2 / 2) /\
  y' ([0 of 2], [0 of 2]) = gamma_0 * (- (x_0_0 * (x_0_0 * x_dot_0_0 / 2 / sqrt (eps + x_0_0 ^ 2 / 2 + x_0_1 ^ 2 / 2) + x_0_1 * x_dot_0_1 / 2 / sqrt (eps + x_0_0 ^ 2 / 2 + x_0_1 ^ 2 / 2)) / sqrt (eps + x_0_0 ^ 2 / 2 + x_0_1 ^ 2 / 2)) + x_dot_0_0) / sqrt (eps + x_0_0 ^ 2 / 2 + x_0_1 ^ 2 / 2) + gamma_dot_0 * x_0_0 / sqrt (eps + x_0_0 ^ 2 / 2 + x_0_1 ^ 2 / 2) /\
  y' ([0 of 2], [1 of 2]) = gamma_1 * (- (x_0_1 * (x_0_0 * x_dot_0_0 / 2 / sqrt (eps + x_0_0 ^ 2 / 2 + x_0_1 ^ 2 / 2) + x_0_1 * x_dot_0_1 / 2 / sqrt (eps + x_0_0 ^ 2 / 2 + x_0_1 ^ 2 / 2)) / sqrt (eps + x_0_0 ^ 2 / 2 + x_0_1 ^ 2 / 2)) + x_dot_0_1) / sqrt (eps + x_0_0 ^ 2 / 2 + x_0_1 ^ 2 / 2) + gamma_dot_1 * x_0_1 / sqrt (eps + x_0_0 ^ 2 / 2 + x_0_1 ^ 2 / 2) /\
  y' ([1 of 2], [0 of 2]) = gamma_0 * (- (x_1_0 * (x_1_0 * x_dot_1_0 / 2 / sqrt (eps + x_1_0 ^ 2 / 2 + x_1_1 ^ 2 / 2) + x_1_1 * x_dot_1_1 / 2 / sqrt (eps + x_1_0 ^ 2 / 2 + x_1_1 ^ 2 / 2)) / sqrt (eps + x_1_0 ^ 2 / 2 + x_1_1 ^ 2 / 2)) + x_dot_1_0) / sqrt (eps + x_1_0 ^ 2 / 2 + x_1_1 ^ 2 / 2) + gamma_dot_0 * x_1_0 / sqrt (eps + x_1_0 ^ 2 / 2 + x_1_1 ^ 2 / 2) /\
  y' ([1 of 2], [1 of 2]) = gamma_1 * (- (x_1_1 * (x_1_0 * x_dot_1_0 / 2 / sqrt (eps + x_1_0 ^ 2 / 2 + x_1_1 ^ 2 / 2) + x_1_1 * x_dot_1_1 / 2 / sqrt (eps + x_1_0 ^ 2 / 2 + x_1_1 ^ 2 / 2)) / sqrt (eps + x_1_0 ^ 2 / 2 + x_1_1 ^ 2 / 2)) + x_dot_1_1) / sqrt (eps + x_1_0 ^ 2 / 2 + x_1_1 ^ 2 / 2) + gamma_dot_1 * x_1_1 / sqrt (eps + x_1_0 ^ 2 / 2 + x_1_1 ^ 2 / 2) /\
  d (inr ([0 of 2], [0 of 2])) = (g_0_0 * gamma_0 + - (x_0_0 * (g_0_0 * gamma_0 * x_0_0 / 2 / sqrt (eps + x_0_0 ^ 2 / 2 + x_0_1 ^ 2 / 2) + g_0_1 * gamma_1 * x_0_1 / 2 / sqrt (eps + x_0_0 ^ 2 / 2 + x_0_1 ^ 2 / 2)) / sqrt (eps + x_0_0 ^ 2 / 2 + x_0_1 ^ 2 / 2))) / sqrt (eps + x_0_0 ^ 2 / 2 + x_0_1 ^ 2 / 2) /\
  d (inr ([0 of 2], [1 of 2])) = (g_0_1 * gamma_1 + - (x_0_1 * (g_0_0 * gamma_0 * x_0_0 / 2 / sqrt (eps + x_0_0 ^ 2 / 2 + x_0_1 ^ 2 / 2) + g_0_1 * gamma_1 * x_0_1 / 2 / sqrt (eps + x_0_0 ^ 2 / 2 + x_0_1 ^ 2 / 2)) / sqrt (eps + x_0_0 ^ 2 / 2 + x_0_1 ^ 2 / 2))) / sqrt (eps + x_0_0 ^ 2 / 2 + x_0_1 ^ 2 / 2) /\
  d (inr ([1 of 2], [0 of 2])) = (g_1_0 * gamma_0 + - (x_1_0 * (g_1_0 * gamma_0 * x_1_0 / 2 / sqrt (eps + x_1_0 ^ 2 / 2 + x_1_1 ^ 2 / 2) + g_1_1 * gamma_1 * x_1_1 / 2 / sqrt (eps + x_1_0 ^ 2 / 2 + x_1_1 ^ 2 / 2)) / sqrt (eps + x_1_0 ^ 2 / 2 + x_1_1 ^ 2 / 2))) / sqrt (eps + x_1_0 ^ 2 / 2 + x_1_1 ^ 2 / 2) /\
  d (inr ([1 of 2], [1 of 2])) = (g_1_1 * gamma_1 + - (x_1_1 * (g_1_0 * gamma_0 * x_1_0 / 2 / sqrt (eps + x_1_0 ^ 2 / 2 + x_1_1 ^ 2 / 2) + g_1_1 * gamma_1 * x_1_1 / 2 / sqrt (eps + x_1_0 ^ 2 / 2 + x_1_1 ^ 2 / 2)) / sqrt (eps + x_1_0 ^ 2 / 2 + x_1_1 ^ 2 / 2))) / sqrt (eps + x_1_0 ^ 2 / 2 + x_1_1 ^ 2 / 2) /\
  d (inl [0 of 2]) = g_0_0 * x_0_0 / sqrt (eps + x_0_0 ^ 2 / 2 + x_0_1 ^ 2 / 2) + g_1_0 * x_1_0 / sqrt (eps + x_1_0 ^ 2 / 2 + x_1_1 ^ 2 / 2) /\
  d (inl [1 of 2]) = g_0_1 * x_0_1 / sqrt (eps + x_0_0 ^ 2 / 2 + x_0_1 ^ 2 / 2) + g_1_1 * x_1_1 / sqrt (eps + x_1_0 ^ 2 / 2 + x_1_1 ^ 2 / 2).
Proof. read_theorem; claims; rewrite /rms_scale; rewrite /rms_scale_push; rewrite /rms_scale_pull; rewrite /row_rms; rewrite /row_rms_pull; rewrite /rms_pullback; rewrite /rms_normalise; rewrite /rms; rewrite /mean; rewrite /row; rewrite /count; rewrite /both; rewrite /inls; rewrite /inrs; finish_norm. Qed.
