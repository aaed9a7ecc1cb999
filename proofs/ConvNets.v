(** * Convolutional networks: SimpleConvNet and DeepConvNet *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From PureML Require Import Sums Moves Kinks Softmax CrossEntropy Affine Conv Pool Dropout Backprop Layers Graph Networks.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Open Scope R_scope.

(** What a convolution reads, and what a pooling window reads, are any index maps:
    every size, stride and padding is a special case. *)
Section Parts.
Variables (B : finType).
Definition conv_images (Cin Cout Out In Ker : finType) (at_ : Out -> Ker -> option In) :
  layer [finType of B * (Cin * In)] [finType of B * (Cout * Out)] :=
  batched B (convolution_layer Cin Cout at_).
Definition relu_max_pool_layer (In Out Ker : finType) (win : Out -> Ker -> option In) :
  layer [finType of B * In] [finType of B * Out] := batched B (rule_layer (relu_max_pool_rule win)).
End Parts.

(** ** Convolution, ReLU, max-pool, affine, ReLU, affine *)
Section SimpleConvNet.
Variables (B Cin In Cout Out Ker Small Win H C : finType).
Variables (reads : Out -> Ker -> option In) (win : Small -> Win -> option (Cout * Out)).
Definition simple_conv_net : net [finType of B * (Cin * In)] [finType of B * C] :=
  Cons (conv_images B Cin Cout reads)
 (Cons (relu_max_pool_layer B win)
 (Cons (affine_layer B Small H)
 (Cons (relu_layer [finType of B * H])
 (Cons (affine_layer B H C) (Done _))))).
Variables (lab : B -> C) (th v : params simple_conv_net) (x : B * (Cin * In) -> R).

(** [rule: models.simple_conv_net] SimpleConvNet of any size: backprop returns the gradient, wherever no input of a ReLU is 0 and every positive winner of a window is strict. *)
Theorem simple_conv_net_gradient :
  let z i := convolution reads (kernel_of th.1) (bias_of th.1) (row x i) in
  let pooled p := relu_max_pool win (z p.1) p.2 in
  (forall i o, z i o <> 0) ->
  (forall i o p, winner win (relu_all (z i)) o = Some p -> 0 < z i p -> strict_winner win (relu_all (z i)) o) ->
  (forall p, affine pooled (W_of th.2.2.1) (b_of th.2.2.1) p <> 0) ->
  is_derive (fun t => softmax_cross_entropy lab (predict (line_params th v t) x)) 0
            (dot_params (backprop th x (score_signal lab (predict th x))).1 v).
Proof.
move=> z pooled Hz Hw Hh.
apply: (parameter_gradient v (@softmax_cross_entropy_rule _ _ lab) (fun _ => Logic.I)).
split; first by [].
split; first by move=> i; split; [exact: Hz | exact: Hw].
by split; [ | split; [exact: Hh | split]].
Qed.
End SimpleConvNet.

(** ** Three stages of two convolutions and a pooling, then two affine layers with dropout between them *)
(** The shape of one stage: what the two convolutions and the pooling windows read. *)
Record stage (Cin In Cout Small : finType) := Stage {
  mid : finType; mid_out : finType; last_out : finType; ker1 : finType; ker2 : finType; window_of : finType;
  reads1 : mid_out -> ker1 -> option In;
  reads2 : last_out -> ker2 -> option mid_out;
  wins : Cout * Small -> window_of -> option (Cout * last_out)
}.
Section Stages.
Variable B : finType.
Definition stage_net Cin In Cout Small (s : stage Cin In Cout Small) :
  net [finType of B * (Cin * In)] [finType of B * (Cout * Small)] :=
  Cons (conv_images B Cin (mid s) (@reads1 _ _ _ _ s))
 (Cons (relu_layer [finType of B * (mid s * mid_out s)])
 (Cons (conv_images B (mid s) Cout (@reads2 _ _ _ _ s))
 (Cons (relu_max_pool_layer B (@wins _ _ _ _ s)) (Done _)))).

(** No input of a ReLU is 0, and every positive winner is strict. *)
Definition stage_ok Cin In Cout Small (s : stage Cin In Cout Small) (th : params (stage_net s)) (x : B * (Cin * In) -> R) : Prop :=
  let z1 i := convolution (@reads1 _ _ _ _ s) (kernel_of th.1) (bias_of th.1) (row x i) in
  let z2 i := convolution (@reads2 _ _ _ _ s) (kernel_of th.2.2.1) (bias_of th.2.2.1) (fun p => relu (z1 i p)) in
  [/\ forall i p, z1 i p <> 0, forall i p, z2 i p <> 0 &
      forall i o p, winner (@wins _ _ _ _ s) (relu_all (z2 i)) o = Some p -> 0 < z2 i p ->
                    strict_winner (@wins _ _ _ _ s) (relu_all (z2 i)) o].
Lemma stage_ok_net Cin In Cout Small (s : stage Cin In Cout Small) (th : params (stage_net s)) x :
  stage_ok th x -> ok_net th x.
Proof.
move=> [H1 H2 H3]; split; first by [].
split; first by case=> i p; exact: H1.
split; first by [].
by split; [move=> i; split; [exact: H2 | exact: H3] | ].
Qed.

Variables (C0 I0 C1 I1 C2 I2 C3 I3 H C : finType) (q : R) (mask : {ffun B * H -> bool}).
Variables (s1 : stage C0 I0 C1 I1) (s2 : stage C1 I1 C2 I2) (s3 : stage C2 I2 C3 I3).
Definition deep_conv_net : net [finType of B * (C0 * I0)] [finType of B * C] :=
  Cons (block (stage_net s1)) (Cons (block (stage_net s2)) (Cons (block (stage_net s3))
 (Cons (affine_layer B [finType of C3 * I3] H)
 (Cons (relu_layer [finType of B * H])
 (Cons (rule_layer (dropout_rule q mask))
 (Cons (affine_layer B H C) (Done _))))))).
Variables (lab : B -> C) (th v : params deep_conv_net) (x : B * (C0 * I0) -> R).

(** [rule: models.deep_conv_net] DeepConvNet of any size: backprop returns the gradient, wherever in every stage no input of a ReLU is 0 and every positive winner is strict, and no hidden input of the last ReLU is 0. *)
Theorem deep_conv_net_gradient :
  let x1 := predict (split_par (n := stage_net s1) th.1) x in
  let x2 := predict (split_par (n := stage_net s2) th.2.1) x1 in
  let x3 := predict (split_par (n := stage_net s3) th.2.2.1) x2 in
  stage_ok (split_par (n := stage_net s1) th.1) x ->
  stage_ok (split_par (n := stage_net s2) th.2.1) x1 ->
  stage_ok (split_par (n := stage_net s3) th.2.2.1) x2 ->
  (forall p, affine x3 (W_of th.2.2.2.1) (b_of th.2.2.2.1) p <> 0) ->
  is_derive (fun t => softmax_cross_entropy lab (predict (line_params th v t) x)) 0
            (dot_params (backprop th x (score_signal lab (predict th x))).1 v).
Proof.
move=> x1 x2 x3 /stage_ok_net O1 /stage_ok_net O2 /stage_ok_net O3 Hh.
apply: (parameter_gradient v (@softmax_cross_entropy_rule _ _ lab) (fun _ => Logic.I)).
split; first exact: O1.
split; first exact: O2.
split; first exact: O3.
by split; [ | split; [exact: Hh | split; [ | split]]].
Qed.
End Stages.

(** The book's sizes: 28 by 28 images, 30 kernels of 5 by 5, pooling 2 by 2, 100 hidden units, 10 classes. *)
Definition book_simple_conv_net (batch : nat) :=
  @simple_conv_net (units batch) (units 1) _ (units 30) _ _ _ _ (units 100) (units 10)
    (@conv2d_at 28 28 24 24 5 5 1 0) (@pool2d_at (units 30) 24 24 12 12 2 2 2 0).
