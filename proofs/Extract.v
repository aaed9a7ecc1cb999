(** * Running the proved formulas, with floats in place of reals

    A case is a network of fixed sizes with a loss.  Everything below is made of the
    definitions the theorems are about; what is replaced by machine arithmetic is
    listed at the end. *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import Reals Lra Extraction ExtrOcamlBasic ExtrOcamlNatInt.
From PureML Require Import Sums Moves Smooth Kinks Gelu Elementwise Softmax CrossEntropy Errors Affine Norm Conv Pool Dropout.
From PureML Require Import Backprop Graph Layers NormLayers Attention Networks ConvNets Transformer.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Open Scope R_scope.

(** Tensors from and to lists, in the order of [enum]: row-major, parts of a sum one after the other. *)
Definition values (I : finType) (x : I -> R) : seq R := [seq x i | i <- enum I].
Definition tensor (I : finType) (l : seq R) : I -> R := table (fun i => nth 0 l (index i (enum I))).
Definition flags (I : finType) (l : seq nat) : {ffun I -> bool} := [ffun i => nth O l (index i (enum I)) == 1%nat].
Definition labels (b c : nat) (l : seq nat) (i : 'I_b) : 'I_c.+1 := inord (nth O l i).

Fixpoint read_params A C (n : net A C) : seq (seq R) -> params n :=
  match n with
  | Done _ => fun _ => tt
  | Cons _ _ _ l r => fun ps => (tensor (head [::] ps), read_params r (behead ps))
  end.
Fixpoint show_params A C (n : net A C) : params n -> seq (seq R) :=
  match n with Done _ => fun _ => [::] | Cons _ _ _ l r => fun g => values g.1 :: show_params g.2 end.
Fixpoint sizes A C (n : net A C) : seq nat :=
  match n with Done _ => [::] | Cons _ _ _ l r => #|par l| :: sizes r end.

Record result := Result { output : seq R; loss_value : R; gradients : seq (seq R); d_input : seq R }.
(** Extra data of a case: numbers (targets, statistics) and whole numbers (labels, masks). *)
Record case := Case {
  input_size : nat; parameter_sizes : seq nat;
  run_case : seq R -> seq nat -> seq (seq R) -> seq R -> result
}.
Definition run A C (n : net A C) (loss : (C -> R) -> R) (grad : (C -> R) -> C -> R) (ps : seq (seq R)) (x : seq R) : result :=
  let th := read_params n ps in
  let x := tensor x in
  let y := table (predict th x) in
  let back := backprop th x (table (grad y)) in
  Result (values y) (loss y) (show_params back.1) (values back.2).

Section Cases.
Variables (B C : nat).
Notation scores := [finType of units B * units C.+1].
(** Softmax cross-entropy with class labels. *)
Definition classify A (n : seq R -> seq nat -> net A scores) : case :=
  let n0 := n [::] [::] in
  Case #|A| (sizes n0) (fun reals nats ps x =>
    let lab := labels C (take B nats) in
    run (n reals (drop B nats)) (softmax_cross_entropy lab) (score_signal lab) ps x).
(** Other losses of an affine map, the targets come first among the extra numbers. *)
Definition with_loss A (n : net A scores) (loss : (scores -> R) -> (scores -> R) -> R) grad : case :=
  Case #|A| (sizes n) (fun reals _ ps x => let t := tensor reals in run n (loss t) (grad t) ps x).
End Cases.

(** ** The networks *)
Definition b := 4%nat.
Definition mlp (act : forall I : finType, layer I I) : case :=
  classify (C := 2) (fun _ _ => Cons (affine_layer (units b) (units 3) (units 5)) (Cons (act _)
    (Cons (affine_layer (units b) (units 5) (units 3)) (Done _)))).
Definition slope : R := / 128.
Definition affine_case := classify (C := 2) (fun _ _ => Cons (affine_layer (units b) (units 3) (units 3)) (Done _)).
Definition relu_case := mlp relu_layer.
Definition leaky_relu_case := mlp (fun I => leaky_relu_layer I slope).
Definition elu_case := mlp (fun I => elu_layer I 1).
Definition sigmoid_case := mlp sigmoid_layer.
Definition log_sigmoid_case := mlp log_sigmoid_layer.
Definition tanh_case := mlp tanh_layer.
Definition softplus_case := mlp softplus_layer.
Definition silu_case := mlp silu_layer.
Definition gelu_case := mlp gelu_layer.
Definition gelu_tanh_case := mlp gelu_tanh_layer.

Definition eps : R := / 100000.
Lemma eps_pos : 0 < eps. Proof. rewrite /eps; lra. Qed.
Definition with_norm (norm : seq R -> layer [finType of units b * units 4] [finType of units b * units 4]) : case :=
  classify (C := 2) (fun reals _ => Cons (affine_layer (units b) (units 3) (units 4)) (Cons (norm reals)
    (Cons (tanh_layer _) (Cons (affine_layer (units b) (units 4) (units 3)) (Done _))))).
Definition batch_norm_case := with_norm (fun _ => batch_norm (units b) (units 4) eps_pos).
Definition batch_norm_evaluation_case := with_norm (fun reals =>
  batch_norm_evaluation (units b) (N := units 4) eps (tensor (take 4 reals)) (tensor (drop 4 reals))).
Definition layer_norm_case := with_norm (fun _ => layer_norm (units b) (units 4) eps_pos).
Definition rms_norm_case := with_norm (fun _ => rms_norm (units b) (units 4) eps_pos).

(** Two hidden layers with batch norm and given dropout masks, one half kept. *)
Definition multi_layer_case := classify (B := b) (C := 2) (fun _ nats =>
  multi_layer_net (/ 2) eps_pos (Hidden (units 3) (flags [finType of units b * units 5] (take 20 nats))
    (Hidden (units 5) (flags [finType of units b * units 4] (drop 20 nats)) (Top (units b) (units 4) (units 3))))).

(** Two images of one channel, 5 by 5. *)
Definition conv_case := classify (B := 2) (C := 2) (fun _ _ =>
  Cons (conv_images (units 2) (units 1) (units 2) (@conv2d_at 5 5 3 3 3 3 2 1)) (Cons (tanh_layer _)
    (Cons (affine_layer (units 2) [finType of units 2 * ('I_3 * 'I_3)] (units 3)) (Done _)))).
Definition simple_conv_case := classify (B := 2) (C := 2) (fun _ _ =>
  simple_conv_net (units 2) (units 1) (units 4) (units 3)
    (@conv2d_at 5 5 4 4 2 2 1 0) (@pool2d_at (units 2) 4 4 2 2 2 2 2 0)).
Definition max_pool_case := classify (B := 2) (C := 2) (fun _ _ =>
  Cons (conv_images (units 2) (units 1) (units 2) (@conv2d_at 5 5 5 5 3 3 1 1))
    (Cons (batched (units 2) (rule_layer (max_pool_rule (@pool2d_at (units 2) 5 5 3 3 3 3 2 1))))
    (Cons (affine_layer (units 2) [finType of units 2 * ('I_3 * 'I_3)] (units 3)) (Done _)))).
Definition average_pool_case := classify (B := 2) (C := 2) (fun _ _ =>
  Cons (conv_images (units 2) (units 1) (units 2) (@conv2d_at 5 5 4 4 2 2 1 0))
    (Cons (batched (units 2) (rule_layer (average_pool_rule (@pool2d_at (units 2) 4 4 2 2 2 2 2 0))))
    (Cons (affine_layer (units 2) [finType of units 2 * ('I_2 * 'I_2)] (units 3)) (Done _)))).

(** A causal language model on four tokens out of three, width 4, two heads of width 2. *)
Definition root_half : R := / sqrt 2.
Definition language_model_case := classify (B := 4) (C := 2) (fun _ nats =>
  language_model (units 4) (units 2) (units 2) (units 5) root_half eps_pos (@causal 4) (labels 2 nats) 1).

Definition affine_net := Cons (affine_layer (units b) (units 3) (units 3)) (Done _).
Definition half_squared_error_case := with_loss (C := 2) affine_net (@half_squared_error (units b) (units 3))
  (fun t x p => (x p - t p) / count (units b)).
Definition mean_squared_error_case := with_loss (C := 2) affine_net (@mean_squared_error (units b) (units 3))
  (fun t x p => 2 * (x p - t p) / (count (units b) * count (units 3))).
Definition binary_cross_entropy_case := with_loss (C := 2) affine_net (@binary_cross_entropy (units b) (units 3))
  (fun t x p => (sigmoid (x p) - t p) / (count (units b) * count (units 3))).
Definition distribution_case := with_loss (C := 2) affine_net (@softmax_cross_entropy_distribution (units b) (units 3))
  (fun T x p => ((∑_k T (p.1, k)) * softmax (row x p.1) p.2 - T (p.1, p.2)) / count (units b)).

(** ** What is replaced by machine arithmetic *)
Extraction Language OCaml.
Unset Extraction Optimize.
(* Logical axioms and the conversion to Dedekind cuts are never run. *)
Extract Constant ClassicalDedekindReals.sig_forall_dec => "(fun _ -> assert false)".
Extract Constant RbaseSymbolsImpl.Rabst => "(fun _ -> assert false)".
Extract Constant RbaseSymbolsImpl.Rrepr => "(fun _ -> assert false)".
Extract Constant predT => "(fun _ -> true)".
Extract Constant R => "float".
Extract Constant R0 => "0.0".
Extract Constant R1 => "1.0".
Extract Constant Rplus => "( +. )".
Extract Constant Rmult => "( *. )".
Extract Constant Ropp => "( ~-. )".
Extract Constant Rinv => "(fun x -> 1.0 /. x)".
Extract Constant Rdiv => "( /. )".
Extract Constant Rminus => "( -. )".
Extract Constant Rlt_dec => "(fun (x : float) (y : float) -> x < y)".
Extract Constant Rmax => "(fun (x : float) (y : float) -> if x <= y then y else x)".
Extract Constant exp => "Stdlib.exp".
Extract Constant ln => "Stdlib.log".
Extract Constant sqrt => "Stdlib.sqrt".
Extract Constant tanh => "Stdlib.tanh".
Extract Constant PI => "(4.0 *. Stdlib.atan 1.0)".
Extract Constant erf => "Float.erf".
Extract Constant IZR => "(fun z -> let rec p = function XH -> 1.0 | XO q -> 2.0 *. p q | XI q -> 2.0 *. p q +. 1.0 in match z with Z0 -> 0.0 | Zpos q -> p q | Zneg q -> -. (p q))".
(* The identity, computed once for every index. *)
Extract Constant table =>
  "(fun _ x -> let seen = Hashtbl.create 64 in fun i -> match Hashtbl.find_opt seen i with Some v -> v | None -> let v = x i in Hashtbl.add seen i v; v)".
Set Warnings "-extraction".
Extraction "proved.ml" affine_case relu_case leaky_relu_case elu_case sigmoid_case log_sigmoid_case tanh_case softplus_case
  silu_case gelu_case gelu_tanh_case batch_norm_case batch_norm_evaluation_case layer_norm_case rms_norm_case multi_layer_case
  conv_case simple_conv_case max_pool_case average_pool_case language_model_case half_squared_error_case
  mean_squared_error_case binary_cross_entropy_case distribution_case.
