(** * Functions: the shipped functions, read by Coq

    Written by link.py, not by hand.  The right sides are what the functions of pureml/functions give when they run
    on symbols; the left sides are what the theorem that the rule names is about, at a small size.  Every number is a
    variable, and what a comparison answered on the way is a hypothesis. *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From PureML Require Import Sums Moves Smooth Kinks Gelu Elementwise Softmax CrossEntropy Errors Affine Dropout Graph Norm Backprop Layers
  NormLayers Rules LinkTools.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Open Scope R_scope.

(** elu: y = x if x > 0 else a (exp(x) - 1) *)
Lemma elu_link (x_0_0 alpha x_0_1 x_dot_0_0 x_dot_0_1 g_0_0 g_0_1 : R) :
  (0 < x_0_0) ->
  ~ (0 < x_0_1) ->
  ~ (0 < - x_0_0) ->
  (0 < - x_0_1) ->
  let theorem := @Elementwise.elu_rule [finType of 'I_1 * 'I_2] alpha in
  let x := (@matrix 1 2 [:: [:: x_0_0; x_0_1]]) in
  let v := (@matrix 1 2 [:: [:: x_dot_0_0; x_dot_0_1]]) in
  let g := (@matrix 1 2 [:: [:: g_0_0; g_0_1]]) in
  let y := value_of theorem x in
  let y' := pushforward_of theorem x v in
  let d := pullback_of theorem x g in
  y ([0 of 1], [0 of 2]) = x_0_0 /\
  y ([0 of 1], [1 of 2]) = alpha * (exp x_0_1 + -1) /\
  y' ([0 of 1], [0 of 2]) = x_dot_0_0 /\
  y' ([0 of 1], [1 of 2]) = alpha * x_dot_0_1 * exp x_0_1 /\
  d ([0 of 1], [0 of 2]) = g_0_0 /\
  d ([0 of 1], [1 of 2]) = alpha * g_0_1 * exp x_0_1.
Proof. read_theorem; claims; rewrite /slope_rule; rewrite /elu; rewrite /elu_slope; finish. Qed.

(** gelu: y = x Phi(x) *)
Lemma gelu_link (x_0_0 x_0_1 x_dot_0_0 x_dot_0_1 g_0_0 g_0_1 : R) :
  let theorem := @Elementwise.gelu_rule [finType of 'I_1 * 'I_2] in
  let x := (@matrix 1 2 [:: [:: x_0_0; x_0_1]]) in
  let v := (@matrix 1 2 [:: [:: x_dot_0_0; x_dot_0_1]]) in
  let g := (@matrix 1 2 [:: [:: g_0_0; g_0_1]]) in
  let y := value_of theorem x in
  let y' := pushforward_of theorem x v in
  let d := pullback_of theorem x g in
  y ([0 of 1], [0 of 2]) = - (x_0_0 * (1 + - erf (sqrt 2 * x_0_0 / 2)) / 2) + x_0_0 /\
  y ([0 of 1], [1 of 2]) = x_0_1 * (erf (sqrt 2 * x_0_1 / 2) + 1) / 2 /\
  y' ([0 of 1], [0 of 2]) = x_dot_0_0 * (- ((- (sqrt 2 * x_0_0 / 2 / sqrt PI) + (1 + - erf (sqrt 2 * x_0_0 / 2)) * exp (x_0_0 ^ 2 / 2) / 2) * exp (- (x_0_0 ^ 2 / 2))) + 1) /\
  y' ([0 of 1], [1 of 2]) = x_dot_0_1 * (sqrt 2 * x_0_1 / 2 / sqrt PI + (erf (sqrt 2 * x_0_1 / 2) + 1) * exp (x_0_1 ^ 2 / 2) / 2) * exp (- (x_0_1 ^ 2 / 2)) /\
  d ([0 of 1], [0 of 2]) = g_0_0 * (- ((- (sqrt 2 * x_0_0 / 2 / sqrt PI) + (1 + - erf (sqrt 2 * x_0_0 / 2)) * exp (x_0_0 ^ 2 / 2) / 2) * exp (- (x_0_0 ^ 2 / 2))) + 1) /\
  d ([0 of 1], [1 of 2]) = g_0_1 * (sqrt 2 * x_0_1 / 2 / sqrt PI + (erf (sqrt 2 * x_0_1 / 2) + 1) * exp (x_0_1 ^ 2 / 2) / 2) * exp (- (x_0_1 ^ 2 / 2)).
Proof. read_theorem; claims; rewrite /slope_rule; rewrite /gelu; finish_gelu. Qed.

(** gelu_tanh: y = x (1 + tanh(k (x + c x^3))) / 2, k = sqrt(2 / pi), c = 0.044715 *)
Lemma gelu_tanh_link (x_0_0 x_0_1 x_dot_0_0 x_dot_0_1 g_0_0 g_0_1 : R) :
  let theorem := @Elementwise.gelu_tanh_rule [finType of 'I_1 * 'I_2] in
  let x := (@matrix 1 2 [:: [:: x_0_0; x_0_1]]) in
  let v := (@matrix 1 2 [:: [:: x_dot_0_0; x_dot_0_1]]) in
  let g := (@matrix 1 2 [:: [:: g_0_0; g_0_1]]) in
  let y := value_of theorem x in
  let y' := pushforward_of theorem x v in
  let d := pullback_of theorem x g in
  y ([0 of 1], [0 of 2]) = x_0_0 / (1 + exp (- (2 * sqrt 2 * x_0_0 * (8943 * x_0_0 ^ 2 / 200000 + 1) / sqrt PI))) /\
  y ([0 of 1], [1 of 2]) = x_0_1 * exp (2 * sqrt 2 * x_0_1 * (8943 * x_0_1 ^ 2 / 200000 + 1) / sqrt PI) / (exp (2 * sqrt 2 * x_0_1 * (8943 * x_0_1 ^ 2 / 200000 + 1) / sqrt PI) + 1) /\
  y' ([0 of 1], [0 of 2]) = x_dot_0_0 * ((2 * sqrt 2 * x_0_0 * (26829 * x_0_0 ^ 2 / 200000 + 1) / sqrt PI + 1) * exp (- (2 * sqrt 2 * x_0_0 * (8943 * x_0_0 ^ 2 / 200000 + 1) / sqrt PI)) + 1) / (1 + exp (- (2 * sqrt 2 * x_0_0 * (8943 * x_0_0 ^ 2 / 200000 + 1) / sqrt PI))) ^ 2 /\
  y' ([0 of 1], [1 of 2]) = x_dot_0_1 * (2 * sqrt 2 * x_0_1 * (26829 * x_0_1 ^ 2 / 200000 + 1) / sqrt PI + exp (2 * sqrt 2 * x_0_1 * (8943 * x_0_1 ^ 2 / 200000 + 1) / sqrt PI) + 1) * exp (2 * sqrt 2 * x_0_1 * (8943 * x_0_1 ^ 2 / 200000 + 1) / sqrt PI) / (exp (2 * sqrt 2 * x_0_1 * (8943 * x_0_1 ^ 2 / 200000 + 1) / sqrt PI) + 1) ^ 2 /\
  d ([0 of 1], [0 of 2]) = g_0_0 * ((2 * sqrt 2 * x_0_0 * (26829 * x_0_0 ^ 2 / 200000 + 1) / sqrt PI + 1) * exp (- (2 * sqrt 2 * x_0_0 * (8943 * x_0_0 ^ 2 / 200000 + 1) / sqrt PI)) + 1) / (1 + exp (- (2 * sqrt 2 * x_0_0 * (8943 * x_0_0 ^ 2 / 200000 + 1) / sqrt PI))) ^ 2 /\
  d ([0 of 1], [1 of 2]) = g_0_1 * (2 * sqrt 2 * x_0_1 * (26829 * x_0_1 ^ 2 / 200000 + 1) / sqrt PI + exp (2 * sqrt 2 * x_0_1 * (8943 * x_0_1 ^ 2 / 200000 + 1) / sqrt PI) + 1) * exp (2 * sqrt 2 * x_0_1 * (8943 * x_0_1 ^ 2 / 200000 + 1) / sqrt PI) / (exp (2 * sqrt 2 * x_0_1 * (8943 * x_0_1 ^ 2 / 200000 + 1) / sqrt PI) + 1) ^ 2.
Proof. read_theorem; claims; rewrite /slope_rule; rewrite /gelu_tanh; finish_gelu_tanh. Qed.

(** heaviside: y = [x > 0] *)
Lemma heaviside_link (x_0_0 x_0_1 x_dot_0_0 x_dot_0_1 g_0_0 g_0_1 : R) :
  (0 < x_0_0) ->
  ~ (0 < x_0_1) ->
  let theorem := @Elementwise.heaviside_rule [finType of 'I_1 * 'I_2] in
  let x := (@matrix 1 2 [:: [:: x_0_0; x_0_1]]) in
  let v := (@matrix 1 2 [:: [:: x_dot_0_0; x_dot_0_1]]) in
  let g := (@matrix 1 2 [:: [:: g_0_0; g_0_1]]) in
  let y := value_of theorem x in
  let y' := pushforward_of theorem x v in
  let d := pullback_of theorem x g in
  y ([0 of 1], [0 of 2]) = 1 /\
  y ([0 of 1], [1 of 2]) = 0 /\
  y' ([0 of 1], [0 of 2]) = 0 /\
  y' ([0 of 1], [1 of 2]) = 0 /\
  d ([0 of 1], [0 of 2]) = 0 /\
  d ([0 of 1], [1 of 2]) = 0.
Proof. read_theorem; claims; rewrite /slope_rule; rewrite /heaviside; finish. Qed.

(** identity: y = x *)
Lemma identity_link (x_0_0 x_0_1 x_dot_0_0 x_dot_0_1 g_0_0 g_0_1 : R) :
  let theorem := @Elementwise.identity_rule [finType of 'I_1 * 'I_2] in
  let x := (@matrix 1 2 [:: [:: x_0_0; x_0_1]]) in
  let v := (@matrix 1 2 [:: [:: x_dot_0_0; x_dot_0_1]]) in
  let g := (@matrix 1 2 [:: [:: g_0_0; g_0_1]]) in
  let y := value_of theorem x in
  let y' := pushforward_of theorem x v in
  let d := pullback_of theorem x g in
  y ([0 of 1], [0 of 2]) = x_0_0 /\
  y ([0 of 1], [1 of 2]) = x_0_1 /\
  y' ([0 of 1], [0 of 2]) = x_dot_0_0 /\
  y' ([0 of 1], [1 of 2]) = x_dot_0_1 /\
  d ([0 of 1], [0 of 2]) = g_0_0 /\
  d ([0 of 1], [1 of 2]) = g_0_1.
Proof. read_theorem; claims; rewrite /slope_rule; finish. Qed.

(** leaky_relu: y = x if x > 0 else a x *)
Lemma leaky_relu_link (x_0_0 slope x_0_1 x_dot_0_0 x_dot_0_1 g_0_0 g_0_1 : R) :
  (0 < x_0_0) ->
  ~ (0 < x_0_1) ->
  let theorem := @Elementwise.leaky_relu_rule [finType of 'I_1 * 'I_2] slope in
  let x := (@matrix 1 2 [:: [:: x_0_0; x_0_1]]) in
  let v := (@matrix 1 2 [:: [:: x_dot_0_0; x_dot_0_1]]) in
  let g := (@matrix 1 2 [:: [:: g_0_0; g_0_1]]) in
  let y := value_of theorem x in
  let y' := pushforward_of theorem x v in
  let d := pullback_of theorem x g in
  y ([0 of 1], [0 of 2]) = x_0_0 /\
  y ([0 of 1], [1 of 2]) = slope * x_0_1 /\
  y' ([0 of 1], [0 of 2]) = x_dot_0_0 /\
  y' ([0 of 1], [1 of 2]) = slope * x_dot_0_1 /\
  d ([0 of 1], [0 of 2]) = g_0_0 /\
  d ([0 of 1], [1 of 2]) = g_0_1 * slope.
Proof. read_theorem; claims; rewrite /slope_rule; rewrite /leaky_relu; rewrite /leaky_relu_slope; finish. Qed.

(** log_sigmoid: y = -log(1 + exp(-x)) *)
Lemma log_sigmoid_link (x_0_0 x_0_1 x_dot_0_0 x_dot_0_1 g_0_0 g_0_1 : R) :
  let theorem := @Elementwise.log_sigmoid_rule [finType of 'I_1 * 'I_2] in
  let x := (@matrix 1 2 [:: [:: x_0_0; x_0_1]]) in
  let v := (@matrix 1 2 [:: [:: x_dot_0_0; x_dot_0_1]]) in
  let g := (@matrix 1 2 [:: [:: g_0_0; g_0_1]]) in
  let y := value_of theorem x in
  let y' := pushforward_of theorem x v in
  let d := pullback_of theorem x g in
  y ([0 of 1], [0 of 2]) = - ln (1 + exp (- x_0_0)) /\
  y ([0 of 1], [1 of 2]) = x_0_1 + - ln (exp x_0_1 + 1) /\
  y' ([0 of 1], [0 of 2]) = x_dot_0_0 * exp (- x_0_0) / (1 + exp (- x_0_0)) /\
  y' ([0 of 1], [1 of 2]) = x_dot_0_1 / (exp x_0_1 + 1) /\
  d ([0 of 1], [0 of 2]) = g_0_0 * exp (- x_0_0) / (1 + exp (- x_0_0)) /\
  d ([0 of 1], [1 of 2]) = g_0_1 / (exp x_0_1 + 1).
Proof. read_theorem; claims; rewrite /slope_rule; rewrite /sigmoid; finish_logs. Qed.

(** log_softmax: y_k = x_k - log sum_j exp(x_j) *)
Lemma log_softmax_link (shift_0 x_0_0 x_0_1 shift_1 x_1_0 x_1_1 shift_2 x_dot_0_0 x_dot_0_1 shift_3 x_dot_1_0 x_dot_1_1 g_0_0 g_0_1 g_1_0 g_1_1 : R) :
  let theorem := @Rules.log_softmax_rows_rule [finType of 'I_2] [finType of 'I_2] in
  let x := (@matrix 2 2 [:: [:: x_0_0; x_0_1]; [:: x_1_0; x_1_1]]) in
  let v := (@matrix 2 2 [:: [:: x_dot_0_0; x_dot_0_1]; [:: x_dot_1_0; x_dot_1_1]]) in
  let g := (@matrix 2 2 [:: [:: g_0_0; g_0_1]; [:: g_1_0; g_1_1]]) in
  let y := value_of theorem x in
  let y' := pushforward_of theorem x v in
  let d := pullback_of theorem x g in
  y ([0 of 2], [0 of 2]) = - shift_0 + x_0_0 + - ln (exp (- shift_0 + x_0_0) + exp (- shift_0 + x_0_1)) /\
  y ([0 of 2], [1 of 2]) = - shift_0 + x_0_1 + - ln (exp (- shift_0 + x_0_0) + exp (- shift_0 + x_0_1)) /\
  y ([1 of 2], [0 of 2]) = - shift_1 + x_1_0 + - ln (exp (- shift_1 + x_1_0) + exp (- shift_1 + x_1_1)) /\
  y ([1 of 2], [1 of 2]) = - shift_1 + x_1_1 + - ln (exp (- shift_1 + x_1_0) + exp (- shift_1 + x_1_1)) /\
  y' ([0 of 2], [0 of 2]) = x_dot_0_0 + - (x_dot_0_0 * exp (- shift_2 + x_0_0) / (exp (- shift_2 + x_0_0) + exp (- shift_2 + x_0_1))) + - (x_dot_0_1 * exp (- shift_2 + x_0_1) / (exp (- shift_2 + x_0_0) + exp (- shift_2 + x_0_1))) /\
  y' ([0 of 2], [1 of 2]) = - (x_dot_0_0 * exp (- shift_2 + x_0_0) / (exp (- shift_2 + x_0_0) + exp (- shift_2 + x_0_1))) + x_dot_0_1 + - (x_dot_0_1 * exp (- shift_2 + x_0_1) / (exp (- shift_2 + x_0_0) + exp (- shift_2 + x_0_1))) /\
  y' ([1 of 2], [0 of 2]) = x_dot_1_0 + - (x_dot_1_0 * exp (- shift_3 + x_1_0) / (exp (- shift_3 + x_1_0) + exp (- shift_3 + x_1_1))) + - (x_dot_1_1 * exp (- shift_3 + x_1_1) / (exp (- shift_3 + x_1_0) + exp (- shift_3 + x_1_1))) /\
  y' ([1 of 2], [1 of 2]) = - (x_dot_1_0 * exp (- shift_3 + x_1_0) / (exp (- shift_3 + x_1_0) + exp (- shift_3 + x_1_1))) + x_dot_1_1 + - (x_dot_1_1 * exp (- shift_3 + x_1_1) / (exp (- shift_3 + x_1_0) + exp (- shift_3 + x_1_1))) /\
  d ([0 of 2], [0 of 2]) = g_0_0 + - ((g_0_0 + g_0_1) * exp (- shift_2 + x_0_0) / (exp (- shift_2 + x_0_0) + exp (- shift_2 + x_0_1))) /\
  d ([0 of 2], [1 of 2]) = g_0_1 + - ((g_0_0 + g_0_1) * exp (- shift_2 + x_0_1) / (exp (- shift_2 + x_0_0) + exp (- shift_2 + x_0_1))) /\
  d ([1 of 2], [0 of 2]) = g_1_0 + - ((g_1_0 + g_1_1) * exp (- shift_3 + x_1_0) / (exp (- shift_3 + x_1_0) + exp (- shift_3 + x_1_1))) /\
  d ([1 of 2], [1 of 2]) = g_1_1 + - ((g_1_0 + g_1_1) * exp (- shift_3 + x_1_1) / (exp (- shift_3 + x_1_0) + exp (- shift_3 + x_1_1))).
Proof. read_theorem; claims; rewrite /log_softmax; rewrite /softmax; rewrite /logsumexp; rewrite /row; finish_logs. Qed.

(** logsumexp: y = log sum_k exp(x_k) *)
Lemma logsumexp_link (shift_0 x_0_0 x_0_1 shift_1 x_1_0 x_1_1 shift_2 x_dot_0_0 x_dot_0_1 shift_3 x_dot_1_0 x_dot_1_1 g_0 g_1 : R) :
  let theorem := @Rules.logsumexp_rows_rule [finType of 'I_2] [finType of 'I_2] [0 of 2] in
  let x := (@matrix 2 2 [:: [:: x_0_0; x_0_1]; [:: x_1_0; x_1_1]]) in
  let v := (@matrix 2 2 [:: [:: x_dot_0_0; x_dot_0_1]; [:: x_dot_1_0; x_dot_1_1]]) in
  let g := (@vector 2 [:: g_0; g_1]) in
  let y := value_of theorem x in
  let y' := pushforward_of theorem x v in
  let d := pullback_of theorem x g in
  y [0 of 2] = shift_0 + ln (exp (- shift_0 + x_0_0) + exp (- shift_0 + x_0_1)) /\
  y [1 of 2] = shift_1 + ln (exp (- shift_1 + x_1_0) + exp (- shift_1 + x_1_1)) /\
  y' [0 of 2] = x_dot_0_0 * exp (- shift_2 + x_0_0) / (exp (- shift_2 + x_0_0) + exp (- shift_2 + x_0_1)) + x_dot_0_1 * exp (- shift_2 + x_0_1) / (exp (- shift_2 + x_0_0) + exp (- shift_2 + x_0_1)) /\
  y' [1 of 2] = x_dot_1_0 * exp (- shift_3 + x_1_0) / (exp (- shift_3 + x_1_0) + exp (- shift_3 + x_1_1)) + x_dot_1_1 * exp (- shift_3 + x_1_1) / (exp (- shift_3 + x_1_0) + exp (- shift_3 + x_1_1)) /\
  d ([0 of 2], [0 of 2]) = g_0 * exp (- shift_2 + x_0_0) / (exp (- shift_2 + x_0_0) + exp (- shift_2 + x_0_1)) /\
  d ([0 of 2], [1 of 2]) = g_0 * exp (- shift_2 + x_0_1) / (exp (- shift_2 + x_0_0) + exp (- shift_2 + x_0_1)) /\
  d ([1 of 2], [0 of 2]) = g_1 * exp (- shift_3 + x_1_0) / (exp (- shift_3 + x_1_0) + exp (- shift_3 + x_1_1)) /\
  d ([1 of 2], [1 of 2]) = g_1 * exp (- shift_3 + x_1_1) / (exp (- shift_3 + x_1_0) + exp (- shift_3 + x_1_1)).
Proof. read_theorem; claims; rewrite /logsumexp; rewrite /softmax; rewrite /row; rewrite /dot; finish_logs. Qed.

(** relu: y = max(x, 0) *)
Lemma relu_link (x_0_0 x_dot_0_0 g_0_0 x_0_1 x_dot_0_1 g_0_1 : R) :
  (0 < x_0_0) ->
  ~ (0 < x_0_1) ->
  let theorem := @Elementwise.relu_rule [finType of 'I_1 * 'I_2] in
  let x := (@matrix 1 2 [:: [:: x_0_0; x_0_1]]) in
  let v := (@matrix 1 2 [:: [:: x_dot_0_0; x_dot_0_1]]) in
  let g := (@matrix 1 2 [:: [:: g_0_0; g_0_1]]) in
  let y := value_of theorem x in
  let y' := pushforward_of theorem x v in
  let d := pullback_of theorem x g in
  y ([0 of 1], [0 of 2]) = x_0_0 /\
  y ([0 of 1], [1 of 2]) = 0 /\
  y' ([0 of 1], [0 of 2]) = x_dot_0_0 /\
  y' ([0 of 1], [1 of 2]) = 0 /\
  d ([0 of 1], [0 of 2]) = g_0_0 /\
  d ([0 of 1], [1 of 2]) = 0.
Proof. read_theorem; claims; rewrite /slope_rule; rewrite /relu; rewrite /heaviside; finish. Qed.

(** sigmoid: y = 1 / (1 + exp(-x)) *)
Lemma sigmoid_link (x_0_0 x_0_1 x_dot_0_0 x_dot_0_1 g_0_0 g_0_1 : R) :
  let theorem := @Elementwise.sigmoid_rule [finType of 'I_1 * 'I_2] in
  let x := (@matrix 1 2 [:: [:: x_0_0; x_0_1]]) in
  let v := (@matrix 1 2 [:: [:: x_dot_0_0; x_dot_0_1]]) in
  let g := (@matrix 1 2 [:: [:: g_0_0; g_0_1]]) in
  let y := value_of theorem x in
  let y' := pushforward_of theorem x v in
  let d := pullback_of theorem x g in
  y ([0 of 1], [0 of 2]) = / (1 + exp (- x_0_0)) /\
  y ([0 of 1], [1 of 2]) = exp x_0_1 / (exp x_0_1 + 1) /\
  y' ([0 of 1], [0 of 2]) = x_dot_0_0 * exp (- x_0_0) / (1 + exp (- x_0_0)) ^ 2 /\
  y' ([0 of 1], [1 of 2]) = x_dot_0_1 * exp x_0_1 / (exp x_0_1 + 1) ^ 2 /\
  d ([0 of 1], [0 of 2]) = g_0_0 * exp (- x_0_0) / (1 + exp (- x_0_0)) ^ 2 /\
  d ([0 of 1], [1 of 2]) = g_0_1 * exp x_0_1 / (exp x_0_1 + 1) ^ 2.
Proof. read_theorem; claims; rewrite /slope_rule; rewrite /sigmoid; finish. Qed.

(** silu: y = x sigma(x) *)
Lemma silu_link (x_0_0 x_0_1 x_dot_0_0 x_dot_0_1 g_0_0 g_0_1 : R) :
  let theorem := @Elementwise.silu_rule [finType of 'I_1 * 'I_2] in
  let x := (@matrix 1 2 [:: [:: x_0_0; x_0_1]]) in
  let v := (@matrix 1 2 [:: [:: x_dot_0_0; x_dot_0_1]]) in
  let g := (@matrix 1 2 [:: [:: g_0_0; g_0_1]]) in
  let y := value_of theorem x in
  let y' := pushforward_of theorem x v in
  let d := pullback_of theorem x g in
  y ([0 of 1], [0 of 2]) = x_0_0 / (1 + exp (- x_0_0)) /\
  y ([0 of 1], [1 of 2]) = x_0_1 * exp x_0_1 / (exp x_0_1 + 1) /\
  y' ([0 of 1], [0 of 2]) = x_dot_0_0 * ((x_0_0 + 1) * exp (- x_0_0) + 1) / (1 + exp (- x_0_0)) ^ 2 /\
  y' ([0 of 1], [1 of 2]) = x_dot_0_1 * (x_0_1 + exp x_0_1 + 1) * exp x_0_1 / (exp x_0_1 + 1) ^ 2 /\
  d ([0 of 1], [0 of 2]) = g_0_0 * ((x_0_0 + 1) * exp (- x_0_0) + 1) / (1 + exp (- x_0_0)) ^ 2 /\
  d ([0 of 1], [1 of 2]) = g_0_1 * (x_0_1 + exp x_0_1 + 1) * exp x_0_1 / (exp x_0_1 + 1) ^ 2.
Proof. read_theorem; claims; rewrite /slope_rule; rewrite /silu; rewrite /sigmoid; finish. Qed.

(** softmax: y_k = exp(x_k) / sum_j exp(x_j) *)
Lemma softmax_link (shift_0 x_0_0 x_0_1 shift_1 x_1_0 x_1_1 shift_2 x_dot_0_0 x_dot_0_1 shift_3 x_dot_1_0 x_dot_1_1 g_0_0 g_0_1 g_1_0 g_1_1 : R) :
  let theorem := @Softmax.softmax_rows_rule [finType of 'I_2] [finType of 'I_2] in
  let x := (@matrix 2 2 [:: [:: x_0_0; x_0_1]; [:: x_1_0; x_1_1]]) in
  let v := (@matrix 2 2 [:: [:: x_dot_0_0; x_dot_0_1]; [:: x_dot_1_0; x_dot_1_1]]) in
  let g := (@matrix 2 2 [:: [:: g_0_0; g_0_1]; [:: g_1_0; g_1_1]]) in
  let y := value_of theorem x in
  let y' := pushforward_of theorem x v in
  let d := pullback_of theorem x g in
  y ([0 of 2], [0 of 2]) = exp (- shift_0 + x_0_0) / (exp (- shift_0 + x_0_0) + exp (- shift_0 + x_0_1)) /\
  y ([0 of 2], [1 of 2]) = exp (- shift_0 + x_0_1) / (exp (- shift_0 + x_0_0) + exp (- shift_0 + x_0_1)) /\
  y ([1 of 2], [0 of 2]) = exp (- shift_1 + x_1_0) / (exp (- shift_1 + x_1_0) + exp (- shift_1 + x_1_1)) /\
  y ([1 of 2], [1 of 2]) = exp (- shift_1 + x_1_1) / (exp (- shift_1 + x_1_0) + exp (- shift_1 + x_1_1)) /\
  y' ([0 of 2], [0 of 2]) = (x_dot_0_0 + - (x_dot_0_0 * exp (- shift_2 + x_0_0) / (exp (- shift_2 + x_0_0) + exp (- shift_2 + x_0_1))) + - (x_dot_0_1 * exp (- shift_2 + x_0_1) / (exp (- shift_2 + x_0_0) + exp (- shift_2 + x_0_1)))) * exp (- shift_2 + x_0_0) / (exp (- shift_2 + x_0_0) + exp (- shift_2 + x_0_1)) /\
  y' ([0 of 2], [1 of 2]) = (- (x_dot_0_0 * exp (- shift_2 + x_0_0) / (exp (- shift_2 + x_0_0) + exp (- shift_2 + x_0_1))) + x_dot_0_1 + - (x_dot_0_1 * exp (- shift_2 + x_0_1) / (exp (- shift_2 + x_0_0) + exp (- shift_2 + x_0_1)))) * exp (- shift_2 + x_0_1) / (exp (- shift_2 + x_0_0) + exp (- shift_2 + x_0_1)) /\
  y' ([1 of 2], [0 of 2]) = (x_dot_1_0 + - (x_dot_1_0 * exp (- shift_3 + x_1_0) / (exp (- shift_3 + x_1_0) + exp (- shift_3 + x_1_1))) + - (x_dot_1_1 * exp (- shift_3 + x_1_1) / (exp (- shift_3 + x_1_0) + exp (- shift_3 + x_1_1)))) * exp (- shift_3 + x_1_0) / (exp (- shift_3 + x_1_0) + exp (- shift_3 + x_1_1)) /\
  y' ([1 of 2], [1 of 2]) = (- (x_dot_1_0 * exp (- shift_3 + x_1_0) / (exp (- shift_3 + x_1_0) + exp (- shift_3 + x_1_1))) + x_dot_1_1 + - (x_dot_1_1 * exp (- shift_3 + x_1_1) / (exp (- shift_3 + x_1_0) + exp (- shift_3 + x_1_1)))) * exp (- shift_3 + x_1_1) / (exp (- shift_3 + x_1_0) + exp (- shift_3 + x_1_1)) /\
  d ([0 of 2], [0 of 2]) = (g_0_0 + - (g_0_0 * exp (- shift_2 + x_0_0) / (exp (- shift_2 + x_0_0) + exp (- shift_2 + x_0_1))) + - (g_0_1 * exp (- shift_2 + x_0_1) / (exp (- shift_2 + x_0_0) + exp (- shift_2 + x_0_1)))) * exp (- shift_2 + x_0_0) / (exp (- shift_2 + x_0_0) + exp (- shift_2 + x_0_1)) /\
  d ([0 of 2], [1 of 2]) = (- (g_0_0 * exp (- shift_2 + x_0_0) / (exp (- shift_2 + x_0_0) + exp (- shift_2 + x_0_1))) + g_0_1 + - (g_0_1 * exp (- shift_2 + x_0_1) / (exp (- shift_2 + x_0_0) + exp (- shift_2 + x_0_1)))) * exp (- shift_2 + x_0_1) / (exp (- shift_2 + x_0_0) + exp (- shift_2 + x_0_1)) /\
  d ([1 of 2], [0 of 2]) = (g_1_0 + - (g_1_0 * exp (- shift_3 + x_1_0) / (exp (- shift_3 + x_1_0) + exp (- shift_3 + x_1_1))) + - (g_1_1 * exp (- shift_3 + x_1_1) / (exp (- shift_3 + x_1_0) + exp (- shift_3 + x_1_1)))) * exp (- shift_3 + x_1_0) / (exp (- shift_3 + x_1_0) + exp (- shift_3 + x_1_1)) /\
  d ([1 of 2], [1 of 2]) = (- (g_1_0 * exp (- shift_3 + x_1_0) / (exp (- shift_3 + x_1_0) + exp (- shift_3 + x_1_1))) + g_1_1 + - (g_1_1 * exp (- shift_3 + x_1_1) / (exp (- shift_3 + x_1_0) + exp (- shift_3 + x_1_1)))) * exp (- shift_3 + x_1_1) / (exp (- shift_3 + x_1_0) + exp (- shift_3 + x_1_1)).
Proof. read_theorem; claims; rewrite /softmax_pullback; rewrite /softmax; rewrite /row; finish. Qed.

(** softplus: y = log(1 + exp(x)) *)
Lemma softplus_link (x_0_0 x_0_1 x_dot_0_0 x_dot_0_1 g_0_0 g_0_1 : R) :
  let theorem := @Elementwise.softplus_rule [finType of 'I_1 * 'I_2] in
  let x := (@matrix 1 2 [:: [:: x_0_0; x_0_1]]) in
  let v := (@matrix 1 2 [:: [:: x_dot_0_0; x_dot_0_1]]) in
  let g := (@matrix 1 2 [:: [:: g_0_0; g_0_1]]) in
  let y := value_of theorem x in
  let y' := pushforward_of theorem x v in
  let d := pullback_of theorem x g in
  y ([0 of 1], [0 of 2]) = x_0_0 + ln (1 + exp (- x_0_0)) /\
  y ([0 of 1], [1 of 2]) = ln (exp x_0_1 + 1) /\
  y' ([0 of 1], [0 of 2]) = x_dot_0_0 / (1 + exp (- x_0_0)) /\
  y' ([0 of 1], [1 of 2]) = x_dot_0_1 * exp x_0_1 / (exp x_0_1 + 1) /\
  d ([0 of 1], [0 of 2]) = g_0_0 / (1 + exp (- x_0_0)) /\
  d ([0 of 1], [1 of 2]) = g_0_1 * exp x_0_1 / (exp x_0_1 + 1).
Proof. read_theorem; claims; rewrite /slope_rule; rewrite /softplus; rewrite /sigmoid; finish_logs. Qed.

(** tanh: y = tanh(x) *)
Lemma tanh_link (x_0_0 x_0_1 x_dot_0_0 x_dot_0_1 g_0_0 g_0_1 : R) :
  let theorem := @Elementwise.tanh_rule [finType of 'I_1 * 'I_2] in
  let x := (@matrix 1 2 [:: [:: x_0_0; x_0_1]]) in
  let v := (@matrix 1 2 [:: [:: x_dot_0_0; x_dot_0_1]]) in
  let g := (@matrix 1 2 [:: [:: g_0_0; g_0_1]]) in
  let y := value_of theorem x in
  let y' := pushforward_of theorem x v in
  let d := pullback_of theorem x g in
  y ([0 of 1], [0 of 2]) = tanh x_0_0 /\
  y ([0 of 1], [1 of 2]) = tanh x_0_1 /\
  y' ([0 of 1], [0 of 2]) = 4 * x_dot_0_0 * exp (- (2 * x_0_0)) / (1 + exp (- (2 * x_0_0))) ^ 2 /\
  y' ([0 of 1], [1 of 2]) = 4 * x_dot_0_1 * exp (2 * x_0_1) / (exp (2 * x_0_1) + 1) ^ 2 /\
  d ([0 of 1], [0 of 2]) = 4 * g_0_0 * exp (- (2 * x_0_0)) / (1 + exp (- (2 * x_0_0))) ^ 2 /\
  d ([0 of 1], [1 of 2]) = 4 * g_0_1 * exp (2 * x_0_1) / (exp (2 * x_0_1) + 1) ^ 2.
Proof. read_theorem; claims; rewrite /slope_rule; rewrite /tanh; rewrite /sinh; rewrite /cosh; finish. Qed.
