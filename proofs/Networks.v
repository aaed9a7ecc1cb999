(** * The networks of the book, of any widths and any depth *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From PureML Require Import Sums Moves Smooth Kinks Elementwise Softmax CrossEntropy Errors Affine Dropout Backprop Layers Graph NormLayers.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Open Scope R_scope.

(** Parameters of an affine layer from a matrix and a vector. *)
Definition par_of (N M : finType) (W : N * M -> R) (b : M -> R) (p : N * M + M) : R :=
  match p with inl q => W q | inr j => b j end.
Definition none : void_finType -> R := fun _ => 0.

(** ** Two layers *)
Section TwoLayerNet.
Variables (B N H C : finType) (lab : B -> C) (x : B * N -> R).
Variables (W1 V1 : N * H -> R) (b1 v1 : H -> R) (W2 V2 : H * C -> R) (b2 v2 : C -> R).
(** The signal at the scores: (softmax - onehot) / batch size. *)
Definition score_signal (y : B * C -> R) (p : B * C) : R :=
  (softmax (row y p.1) p.2 - onehot (lab p.1) p.2) / count B.

Definition two_layer_net (phi : R -> R) W1 b1 W2 b2 (x : B * N -> R) : B * C -> R :=
  affine (fun p : B * H => phi (affine x W1 b1 p)) W2 b2.

Lemma two_layer_gradient (phi dphi : R -> R) good :
  slope_rule [finType of B * H] phi dphi good ->
  let z := affine x W1 b1 in
  let h p := phi (z p) in
  let d2 := score_signal (affine h W2 b2) in
  let d1 p := dphi (z p) * grad_X W2 d2 p in
  (forall p, good (z p)) ->
  is_derive (fun t => softmax_cross_entropy lab
      (two_layer_net phi (line W1 V1 t) (line b1 v1 t) (line W2 V2 t) (line b2 v2 t) x)) 0
    (dot (grad_W x d1) V1 + dot (grad_b d1) v1 + dot (grad_W h d2) V2 + dot (grad_b d2) v2).
Proof.
move=> slope z h d2 d1 G.
pose n : net [finType of B * N] [finType of B * C] :=
  Cons (affine_layer B N H) (Cons (rule_layer slope) (Cons (affine_layer B H C) (Done _))).
pose th : params n := (par_of W1 b1, (none, (par_of W2 b2, tt))).
pose v : params n := (par_of V1 v1, (none, (par_of V2 v2, tt))).
have Hok : ok_net th x by do !split.
have := parameter_gradient (th := th) v (@softmax_cross_entropy_rule _ _ lab) (fun _ => Logic.I) Hok.
by rewrite /= no_par !dot_sum !Rplus_0_l !Rplus_0_r -!Rplus_assoc.
Qed.

(** [rule: models.two_layer_net] The book's TwoLayerNet with ReLU: the formulas of backprop are the gradient, wherever no input of ReLU is 0. *)
Theorem two_layer_net_gradient :
  let z := affine x W1 b1 in
  let h p := relu (z p) in
  let d2 := score_signal (affine h W2 b2) in
  let d1 p := heaviside (z p) * grad_X W2 d2 p in
  (forall p, z p <> 0) ->
  is_derive (fun t => softmax_cross_entropy lab
      (two_layer_net relu (line W1 V1 t) (line b1 v1 t) (line W2 V2 t) (line b2 v2 t) x)) 0
    (dot (grad_W x d1) V1 + dot (grad_b d1) v1 + dot (grad_W h d2) V2 + dot (grad_b d2) v2).
Proof. exact: (two_layer_gradient (@relu_rule _)). Qed.

(** [rule: models.two_layer_net] The same network with the sigmoid: here there is no side condition. *)
Theorem two_layer_net_sigmoid_gradient :
  let z := affine x W1 b1 in
  let h p := sigmoid (z p) in
  let d2 := score_signal (affine h W2 b2) in
  let d1 p := sigmoid (z p) * sigmoid (- z p) * grad_X W2 d2 p in
  is_derive (fun t => softmax_cross_entropy lab
      (two_layer_net sigmoid (line W1 V1 t) (line b1 v1 t) (line W2 V2 t) (line b2 v2 t) x)) 0
    (dot (grad_W x d1) V1 + dot (grad_b d1) v1 + dot (grad_W h d2) V2 + dot (grad_b d2) v2).
Proof. by move=> z h d2 d1; apply: (two_layer_gradient (@sigmoid_rule _)). Qed.
End TwoLayerNet.

(** ** Any depth, with batch norm, ReLU and dropout in every hidden layer *)
Section MultiLayerNet.
Variables (B : finType) (eps q : R) (eps0 : 0 < eps).
(** The shape of a network: hidden layers of any widths, each with its dropout mask, then an affine layer. *)
Inductive tower : finType -> finType -> Type :=
| Top (N C : finType) : tower N C
| Hidden (N M C : finType) (mask : {ffun B * M -> bool}) (rest : tower M C) : tower N C.

Fixpoint multi_layer_net N C (s : tower N C) : net [finType of B * N] [finType of B * C] :=
  match s with
  | Top N C => Cons (affine_layer B N C) (Done _)
  | Hidden N M C mask rest =>
      Cons (affine_layer B N M) (Cons (batch_norm B M eps0) (Cons (relu_layer [finType of B * M])
      (Cons (rule_layer (dropout_rule q mask)) (multi_layer_net rest))))
  end.

(** No input of any ReLU is 0. *)
Fixpoint no_kink N C (s : tower N C) : params (multi_layer_net s) -> (B * N -> R) -> Prop :=
  match s with
  | Top _ _ => fun _ _ => True
  | Hidden N M C mask rest => fun th x =>
      let z := forward (l := batch_norm B M eps0) th.2.1 (affine x (W_of th.1) (b_of th.1)) in
      (forall p, z p <> 0) /\ no_kink (s := rest) th.2.2.2.2 (dropout q mask (fun p => relu (z p)))
  end.
Lemma no_kink_ok N C (s : tower N C) (th : params (multi_layer_net s)) x : no_kink th x -> ok_net th x.
Proof.
elim: s th x => {N C} [N C|N M C mask rest IH] th x /=; first by [].
by move=> [Hz Hr]; do !split => //; exact: IH.
Qed.

(** [rule: models.multi_layer_net] The multi-layer network of any depth and any widths, with batch norm and given dropout masks: backprop returns the gradient, wherever no input of a ReLU is 0. *)
Theorem multi_layer_net_gradient N C (s : tower N C) (lab : B -> C) (th v : params (multi_layer_net s)) x :
  no_kink th x ->
  is_derive (fun t => softmax_cross_entropy lab (predict (line_params th v t) x)) 0
            (dot_params (backprop th x (score_signal lab (predict th x))).1 v).
Proof.
move=> Hk; exact: (parameter_gradient v (@softmax_cross_entropy_rule _ _ lab) (fun _ => Logic.I) (no_kink_ok Hk)).
Qed.

(** [rule: models.multi_layer_net] Its loss with the L2 penalty on chosen parameters: the penalty adds lambda w to the gradient. *)
Theorem weight_decay_gradient (P : finType) (loss : (P -> R) -> R) (g w : P -> R) lam :
  is_gradient loss w g ->
  is_gradient (fun w => loss w + lam / 2 * ∑_i w i ^ 2) w (fun i => g i + lam * w i).
Proof.
move=> Hg v; rewrite dotDl; apply: (is_derive_plus (fun t => loss (line w v t))); first exact: Hg.
exact: (loss_gradient (@l2_penalty_rule _ lam) (Logic.I : everywhere w) v).
Qed.
End MultiLayerNet.
