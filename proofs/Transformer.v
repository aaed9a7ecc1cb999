(** * A transformer block, and a language model made of any number of them *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From PureML Require Import Sums Moves Softmax CrossEntropy Affine Backprop Layers Graph NormLayers Attention Networks.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Open Scope R_scope.

(** ** Embedding with its table as the parameters *)
Section EmbeddingLayer.
Variables (N V D : finType) (index : N -> V).
Lemma embedding_layer_correct (th : R -> V * D -> R) (x : R -> void_finType -> R) t th' x' :
  True -> moves th t th' -> moves x t x' -> moves (fun s => embedding index (th s)) t (embedding index th').
Proof. by move=> _ Hth _; exact: ((embedding_rule D index).1 th t th' Logic.I Hth). Qed.
Lemma embedding_layer_adjoint (th : V * D -> R) (x : void_finType -> R) (th' : V * D -> R) (x' : void_finType -> R) d :
  dot d (embedding index th') = dot (embedding_pullback index d) th' + dot (fun _ : void_finType => 0) x'.
Proof. by rewrite no_par Rplus_0_r; exact: (embedding_rule D index).2 th th' d. Qed.
Definition embedding_layer : layer void_finType [finType of N * D] :=
  {| forward th x := embedding index th; ok _ _ := True;
     push_correct := embedding_layer_correct; pull_correct := embedding_layer_adjoint |}.
End EmbeddingLayer.

(** ** The block: x + MHA(LN x), then h + MLP(LN h) *)
Section Block.
Variables (T D H Dh F : finType) (eps a : R) (eps0 : 0 < eps) (allowed : T -> pred T).
Let W := [finType of H * Dh].
Let W3 := [finType of W + (W + W)].
(** One projection gives queries, keys and values side by side. *)
Definition cut (q : T * W + (T * W + T * W)) : [finType of T * W3] :=
  match q with
  | inl p => (p.1, inl p.2)
  | inr (inl p) => (p.1, inr (inl p.2))
  | inr (inr p) => (p.1, inr (inr p.2))
  end.
Definition glue (p : T * W3) : [finType of T * W + (T * W + T * W)] :=
  match p.2 with
  | inl u => inl (p.1, u)
  | inr (inl u) => inr (inl (p.1, u))
  | inr (inr u) => inr (inr (p.1, u))
  end.
Lemma cutK : cancel cut glue. Proof. by case=> [[]|[[]|[]]]. Qed.
Lemma glueK : cancel glue cut. Proof. by case=> i [|[]]. Qed.

Definition attention_branch : net [finType of T * D] [finType of T * D] :=
  Cons (layer_norm T D eps0)
 (Cons (affine_layer T D W3)
 (Cons (reorder cutK glueK)
 (Cons (block (multi_head H Dh a allowed))
 (Cons (affine_layer T W D) (Done _))))).
Definition mlp_branch : net [finType of T * D] [finType of T * D] :=
  Cons (layer_norm T D eps0)
 (Cons (affine_layer T D F)
 (Cons (gelu_layer [finType of T * F])
 (Cons (affine_layer T F D) (Done _)))).
Definition transformer_block : net [finType of T * D] [finType of T * D] :=
  Cons (skip (block attention_branch)) (Cons (skip (block mlp_branch)) (Done _)).

Lemma attention_branch_smooth : smooth_net attention_branch.
Proof.
by split; [ | split; [ | split; [ | split; [ | split; [ | ]]]]] => //; exact: (smooth_block (multi_head_smooth _ _ _ _)).
Qed.
Lemma mlp_branch_smooth : smooth_net mlp_branch.
Proof. by split; [ | split; [ | split; [ | split; [ | ]]]]. Qed.
Lemma transformer_block_smooth : smooth_net transformer_block.
Proof.
split; first exact: smooth_skip (smooth_block attention_branch_smooth).
split; first exact: smooth_skip (smooth_block mlp_branch_smooth).
exact: Logic.I.
Qed.
Lemma transformer_block_ok (th : params transformer_block) x : ok_net th x.
Proof. exact: smooth_net_ok transformer_block_smooth th x. Qed.

(** [rule: models.transformer_block] A transformer block of any width, number of heads and mask: for any loss, backprop returns the gradient of its parameters, at every input. *)
Theorem transformer_block_gradient (loss : (T * D -> R) -> R) g (th v : params transformer_block) x :
  is_loss loss g (@everywhere _) ->
  is_derive (fun t => loss (predict (line_params th v t) x)) 0
            (dot_params (backprop th x (g (predict th x))).1 v).
Proof. move=> Hl; exact: (parameter_gradient v Hl Logic.I (transformer_block_ok th x)). Qed.

(** [rule: models.transformer_block] ... and the gradient with respect to its input. *)
Theorem transformer_block_input_gradient (loss : (T * D -> R) -> R) g (th : params transformer_block) x :
  is_loss loss g (@everywhere _) ->
  is_gradient (fun x => loss (predict th x)) x (backprop th x (g (predict th x))).2.
Proof. move=> Hl; exact: (input_gradient Hl Logic.I (transformer_block_ok th x)). Qed.

(** ** A stack of blocks between an embedding and a classifier over the vocabulary *)
Variables (V : finType) (tokens : T -> V).
Fixpoint blocks (depth : nat) : net [finType of T * D] [finType of T * V] :=
  match depth with
  | O => Cons (layer_norm T D eps0) (Cons (affine_layer T D V) (Done _))
  | S d => Cons (block transformer_block) (blocks d)
  end.
Definition language_model (depth : nat) : net void_finType [finType of T * V] :=
  Cons (embedding_layer D tokens) (blocks depth).
Lemma blocks_smooth depth : smooth_net (blocks depth).
Proof.
elim: depth => [|d IH]; first by split; [ | split].
by split; [exact: (smooth_block transformer_block_smooth) | exact: IH].
Qed.
Lemma language_model_smooth depth : smooth_net (language_model depth).
Proof. by split; [ | exact: blocks_smooth]. Qed.

(** [rule: models.transformer_block] Embedding, any number of blocks, layer norm and a classifier over the vocabulary: backprop returns the gradient of next-token cross-entropy. *)
Theorem language_model_gradient depth (next : T -> V) (th v : params (language_model depth)) :
  is_derive (fun t => softmax_cross_entropy next (predict (line_params th v t) none)) 0
            (dot_params (backprop th none (score_signal next (predict th none))).1 v).
Proof.
exact: (parameter_gradient v (@softmax_cross_entropy_rule _ _ next) (fun _ => Logic.I)
         (smooth_net_ok (language_model_smooth depth) th none)).
Qed.
End Block.
