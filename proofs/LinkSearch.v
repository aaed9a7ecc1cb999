(** * Search: the shipped functions, read by Coq

    Written by link.py, not by hand.  The right sides are what the functions of pureml/search give when they run
    on symbols; the left sides are what the theorem that the rule names is about, at a small size.  Every number is a
    variable, and what a comparison answered on the way is a hypothesis. *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From PureML Require Import Sums Moves Smooth Kinks Gelu Elementwise Softmax CrossEntropy Errors Affine Dropout Graph Norm Backprop Layers
  NormLayers Rules LinkTools.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Open Scope R_scope.
From PureML Require Import Search.

(** expected_improvement: y = (best - mean) Phi(z) + deviation phi(z), z = (best - mean) / deviation *)
Lemma expected_improvement_link (best_0 deviation_0 mean_0 best_1 deviation_1 mean_1 best_dot_0 deviation_dot_0 mean_dot_0 best_dot_1 deviation_dot_1 mean_dot_1 g_0 g_1 : R) :
  (0 < deviation_0) ->
  (0 < deviation_1) ->
  let theorem := @Search.expected_improvement_rule [finType of 'I_2] in
  let x := both (@vector 2 [:: mean_0; mean_1]) (both (@vector 2 [:: deviation_0; deviation_1]) (@vector 2 [:: best_0; best_1])) in
  let v := both (@vector 2 [:: mean_dot_0; mean_dot_1]) (both (@vector 2 [:: deviation_dot_0; deviation_dot_1]) (@vector 2 [:: best_dot_0; best_dot_1])) in
  let g := (@vector 2 [:: g_0; g_1]) in
  let y := value_of theorem x in
  let y' := pushforward_of theorem x v in
  let d := pullback_of theorem x g in
  y [0 of 2] = deviation_0 * (sqrt 2 * exp (- ((best_0 + - mean_0) ^ 2 / 2 / deviation_0 ^ 2)) / 2 / sqrt PI + (best_0 + - mean_0) * (erf (sqrt 2 * (best_0 + - mean_0) / 2 / deviation_0) / 2 + 1 / 2) / deviation_0) /\
  y [1 of 2] = deviation_1 * (sqrt 2 * exp (- ((best_1 + - mean_1) ^ 2 / 2 / deviation_1 ^ 2)) / 2 / sqrt PI + (best_1 + - mean_1) * (erf (sqrt 2 * (best_1 + - mean_1) / 2 / deviation_1) / 2 + 1 / 2) / deviation_1) /\
  y' [0 of 2] = sqrt 2 * deviation_dot_0 * exp (- ((best_0 + - mean_0) ^ 2 / 2 / deviation_0 ^ 2)) / 2 / sqrt PI + (best_dot_0 + - mean_dot_0) * (erf (sqrt 2 * (best_0 + - mean_0) / 2 / deviation_0) / 2 + 1 / 2) /\
  y' [1 of 2] = sqrt 2 * deviation_dot_1 * exp (- ((best_1 + - mean_1) ^ 2 / 2 / deviation_1 ^ 2)) / 2 / sqrt PI + (best_dot_1 + - mean_dot_1) * (erf (sqrt 2 * (best_1 + - mean_1) / 2 / deviation_1) / 2 + 1 / 2) /\
  d (inl [0 of 2]) = - (g_0 * (erf (sqrt 2 * (best_0 + - mean_0) / 2 / deviation_0) / 2 + 1 / 2)) /\
  d (inl [1 of 2]) = - (g_1 * (erf (sqrt 2 * (best_1 + - mean_1) / 2 / deviation_1) / 2 + 1 / 2)) /\
  d (inr (inl [0 of 2])) = sqrt 2 * g_0 * exp (- ((best_0 + - mean_0) ^ 2 / 2 / deviation_0 ^ 2)) / 2 / sqrt PI /\
  d (inr (inl [1 of 2])) = sqrt 2 * g_1 * exp (- ((best_1 + - mean_1) ^ 2 / 2 / deviation_1 ^ 2)) / 2 / sqrt PI /\
  d (inr (inr [0 of 2])) = g_0 * (erf (sqrt 2 * (best_0 + - mean_0) / 2 / deviation_0) / 2 + 1 / 2) /\
  d (inr (inr [1 of 2])) = g_1 * (erf (sqrt 2 * (best_1 + - mean_1) / 2 / deviation_1) / 2 + 1 / 2).
Proof. read_theorem; claims; rewrite /expected_improvement_push; rewrite /expected_improvement_pull; rewrite /expected_improvement; rewrite /improvement; rewrite /best_gap; rewrite /both; rewrite /inls; rewrite /inrs; finish_normal. Qed.
