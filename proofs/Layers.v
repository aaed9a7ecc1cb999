(** * The usual layers, ready for the backpropagation theorem *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From PureML Require Import Sums Moves Smooth Kinks Gelu Elementwise Softmax Affine Conv Backprop Graph.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Open Scope R_scope.

(** The affine layer.  Its parameters are the entries of W together with those of b. *)
Section AffineLayer.
Variables B N M : finType.
Let P := [finType of N * M + M].
Definition W_of (th : P -> R) : N * M -> R := fun p => th (inl p).
Definition b_of (th : P -> R) : M -> R := fun j => th (inr j).
Lemma affine_layer_correct (th : R -> P -> R) (x : R -> B * N -> R) t th' x' :
  True -> moves th t th' -> moves x t x' ->
  moves (fun s => affine (x s) (W_of (th s)) (b_of (th s))) t
        (affine_push (x t) (W_of (th t)) x' (W_of th') (b_of th')).
Proof. by move=> _ Hth Hx; apply: affine_moves => // p; apply: Hth. Qed.
Lemma affine_layer_adjoint (th : P -> R) (x : B * N -> R) th' x' d :
  dot d (affine_push x (W_of th) x' (W_of th') (b_of th'))
  = dot (fun p : P => match p with inl q => grad_W x d q | inr j => grad_b d j end) th'
    + dot (grad_X (W_of th) d) x'.
Proof.
rewrite affine_adjoint [X in _ = X + _]/dot big_sumType /=.
by rewrite -/(dot (grad_W x d) (W_of th')) -/(dot (grad_b d) (b_of th')); ring.
Qed.
Definition affine_layer : layer [finType of B * N] [finType of B * M] :=
  {| forward th x := affine x (W_of th) (b_of th); ok _ _ := True;
     push_correct := affine_layer_correct; pull_correct := affine_layer_adjoint |}.

(** [rule: layers.affine] For any signal g the gradients are X^T g for W, column sums of g for b, and g W^T for X. *)
Theorem affine_gradient (W : N * M -> R) (b : M -> R) (X : B * N -> R) (g : B * M -> R) :
  [/\ is_gradient (fun W => dot g (affine X W b)) W (grad_W X g),
      is_gradient (fun b => dot g (affine X W b)) b (grad_b g) &
      is_gradient (fun X => dot g (affine X W b)) X (grad_X W g)].
Proof.
have A := affine_adjoint X W; split=> v.
- have := A (fun _ => 0) v (fun _ => 0) g; rewrite [dot (grad_X _ _) _]dotC [dot (grad_b _) _]dotC !dot0 Rplus_0_l Rplus_0_r => <-.
  apply: is_derive_sum => p; apply: (is_derive_scal (fun t => affine X (line W v t) b p)).
  by have := affine_moves (moves_const X 0) (moves_line W v 0) (moves_const b 0) p; rewrite line0.
- have := A (fun _ => 0) (fun _ => 0) v g; rewrite [dot (grad_X _ _) _]dotC [dot (grad_W _ _) _]dotC !dot0 !Rplus_0_l => <-.
  apply: is_derive_sum => p; apply: (is_derive_scal (fun t => affine X W (line b v t) p)).
  by have := affine_moves (moves_const X 0) (moves_const W 0) (moves_line b v 0) p.
- have := A v (fun _ => 0) (fun _ => 0) g; rewrite [dot (grad_W _ _) _]dotC [dot (grad_b _) _]dotC !dot0 !Rplus_0_r => <-.
  apply: is_derive_sum => p; apply: (is_derive_scal (fun t => affine (line X v t) W b p)).
  by have := affine_moves (moves_line X v 0) (moves_const W 0) (moves_const b 0) p; rewrite line0.
Qed.
End AffineLayer.

Section Activations.
Variable I : finType.
Definition relu_layer : layer I I := rule_layer (@relu_rule I).
Definition leaky_relu_layer a : layer I I := rule_layer (@leaky_relu_rule I a).
Definition elu_layer a : layer I I := rule_layer (@elu_rule I a).
Definition sigmoid_layer : layer I I := rule_layer (@sigmoid_rule I).
Definition log_sigmoid_layer : layer I I := rule_layer (@log_sigmoid_rule I).
Definition tanh_layer : layer I I := rule_layer (@tanh_rule I).
Definition softplus_layer : layer I I := rule_layer (@softplus_rule I).
Definition silu_layer : layer I I := rule_layer (@silu_rule I).
Definition gelu_layer : layer I I := rule_layer (@gelu_rule I).
Definition gelu_tanh_layer : layer I I := rule_layer (@gelu_tanh_rule I).
Definition softmax_layer : layer I I := rule_layer (@softmax_rule I).

Lemma scale_derivative a x : True -> is_derive (fun x => a * x) x a.
Proof. by move=> _; auto_derive => //; ring. Qed.
Definition scale_layer (a : R) : layer I I := rule_layer (@elementwise_rule I _ _ _ (scale_derivative a)).
End Activations.

(** Flatten and transpose as layers. *)
Definition reorder (A B : finType) (f : B -> A) (f' : A -> B) (ff' : cancel f f') (f'f : cancel f' f) : layer A B :=
  rule_layer (flatten_rule ff' f'f).

(** Convolution with a bias; its parameters are the kernel together with the bias. *)
Section ConvolutionLayer.
Variables (Cin Cout Out In Ker : finType) (at_ : Out -> Ker -> option In).
Let P := [finType of Cout * Cin * Ker + Cout].
Definition kernel_of (th : P -> R) : Cout * Cin * Ker -> R := fun p => th (inl p).
Definition bias_of (th : P -> R) : Cout -> R := fun j => th (inr j).
Lemma convolution_layer_correct (th : R -> P -> R) (x : R -> Cin * In -> R) t th' x' :
  True -> moves th t th' -> moves x t x' ->
  moves (fun s => convolution at_ (kernel_of (th s)) (bias_of (th s)) (x s)) t
    (fun o => conv at_ (kernel_of th') (x t) o + conv at_ (kernel_of (th t)) x' o + bias_of th' o.1).
Proof. by move=> _ Hth Hx; apply: convolution_moves => // p; exact: Hth. Qed.
Lemma convolution_layer_adjoint (th : P -> R) (x : Cin * In -> R) th' x' d :
  dot d (fun o => conv at_ (kernel_of th') x o + conv at_ (kernel_of th) x' o + bias_of th' o.1)
  = dot (fun p : P => match p with inl q => conv_grad_w at_ x d q | inr c => conv_grad_b d c end) th'
    + dot (conv_grad_x at_ (kernel_of th) d) x'.
Proof. by rewrite convolution_adjoint dot_sum. Qed.
Definition convolution_layer : layer [finType of Cin * In] [finType of Cout * Out] :=
  {| forward th x := convolution at_ (kernel_of th) (bias_of th) x; ok _ _ := True;
     push_correct := convolution_layer_correct; pull_correct := convolution_layer_adjoint |}.

(** [rule: layers.convolution] For any signal g the gradients are the correlation for the kernel, the sums over positions for the bias, and the scatter for the image. *)
Theorem convolution_gradient (th : P -> R) (x : Cin * In -> R) (g : Cout * Out -> R) :
  is_gradient (fun th : P -> R => dot g (convolution at_ (kernel_of th) (bias_of th) x)) th
    (fun p => match p with inl q => conv_grad_w at_ x g q | inr c => conv_grad_b g c end) /\
  is_gradient (fun x => dot g (convolution at_ (kernel_of th) (bias_of th) x)) x (conv_grad_x at_ (kernel_of th) g).
Proof. exact: (@layer_gradient _ _ convolution_layer th x g Logic.I). Qed.
End ConvolutionLayer.

Definition units (n : nat) : finType := ordinal_finType n.
Definition conv2d cin cout h w oh ow kh kw s p :=
  convolution_layer (units cin) (units cout) (@conv2d_at h w oh ow kh kw s p).
