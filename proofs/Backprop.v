(** * Backpropagation is correct for any stack of layers, of any shapes and any depth *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From PureML Require Import Sums Moves.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Open Scope R_scope.

(** A layer from tensors of shape [A] to tensors of shape [B], with parameters
    of shape [par].  [ok th x] says where its derivative exists (ReLU needs
    non-zero inputs; most layers are fine everywhere). *)
Record layer (A B : finType) := Layer {
  par      : finType;
  forward  : (par -> R) -> (A -> R) -> B -> R;
  push     : (par -> R) -> (A -> R) -> (par -> R) -> (A -> R) -> B -> R;   (* th x th' x' *)
  pull_par : (par -> R) -> (A -> R) -> (B -> R) -> par -> R;               (* th x delta *)
  pull_in  : (par -> R) -> (A -> R) -> (B -> R) -> A -> R;
  ok       : (par -> R) -> (A -> R) -> Prop;
  (* [push] really is the derivative of [forward] *)
  push_correct : forall th x t th' x', ok (th t) (x t) -> moves th t th' -> moves x t x' ->
    moves (fun s => forward (th s) (x s)) t (push (th t) (x t) th' x');
  (* the two pullbacks together are its adjoint *)
  pull_correct : forall th x th' x' d,
    dot d (push th x th' x') = dot (pull_par th x d) th' + dot (pull_in th x d) x'
}.

(** A network is a list of layers whose shapes fit. *)
Inductive net : finType -> finType -> Type :=
| Done A : net A A
| Cons A B C : layer A B -> net B C -> net A C.

(** One tensor per layer: used for parameters, their velocities, their gradients. *)
Fixpoint params A C (n : net A C) : Type :=
  match n with Done _ => unit | Cons _ _ _ l r => ((par l -> R) * params r)%type end.

Fixpoint predict A C (n : net A C) : params n -> (A -> R) -> C -> R :=
  match n with
  | Done _ => fun _ x => x
  | Cons _ _ _ l r => fun th x => predict th.2 (table (forward th.1 x))
  end.

(** Forward mode: how fast the output moves. *)
Fixpoint push_net A C (n : net A C) : params n -> (A -> R) -> params n -> (A -> R) -> C -> R :=
  match n with
  | Done _ => fun _ _ _ x' => x'
  | Cons _ _ _ l r => fun th x th' x' => push_net th.2 (forward th.1 x) th'.2 (push th.1 x th'.1 x')
  end.

(** Reverse mode, the algorithm: run the rest of the network first, take the signal
    it sends back, and pull that signal through this layer. *)
Fixpoint backprop A C (n : net A C) : params n -> (A -> R) -> (C -> R) -> params n * (A -> R) :=
  match n with
  | Done _ => fun _ _ d => (tt, d)
  | Cons _ _ _ l r => fun th x d =>
      let back := backprop th.2 (table (forward th.1 x)) d in
      ((table (pull_par th.1 x back.2), back.1), table (pull_in th.1 x back.2))
  end.

Fixpoint dot_params A C (n : net A C) : params n -> params n -> R :=
  match n with
  | Done _ => fun _ _ => 0
  | Cons _ _ _ l r => fun g v => dot g.1 v.1 + dot_params g.2 v.2
  end.
Fixpoint moves_params A C (n : net A C) : (R -> params n) -> R -> params n -> Prop :=
  match n with
  | Done _ => fun _ _ _ => True
  | Cons _ _ _ l r => fun th t th' =>
      moves (fun s => (th s).1) t th'.1 /\ moves_params (fun s => (th s).2) t th'.2
  end.
Fixpoint ok_net A C (n : net A C) : params n -> (A -> R) -> Prop :=
  match n with
  | Done _ => fun _ _ => True
  | Cons _ _ _ l r => fun th x => ok th.1 x /\ ok_net th.2 (forward th.1 x)
  end.

(** [rule: layers.chain] Forward mode computes the velocity of the whole network, for any stack of layers of any shapes and any depth. *)
Theorem push_net_correct A C (n : net A C) (th : R -> params n) (x : R -> A -> R) t th' x' :
  ok_net (th t) (x t) -> moves_params th t th' -> moves x t x' ->
  moves (fun s => predict (th s) (x s)) t (push_net (th t) (x t) th' x').
Proof.
elim: n th x th' x' => {A C} [A | A B C l r IH] th x th' x' /=; first by [].
move=> [ok1 ok2] [Hth1 Hth2] Hx.
by apply: (IH (fun s => (th s).2) (fun s => forward (th s).1 (x s))) => //; apply: push_correct.
Qed.

(** [rule: layers.chain] Backpropagation, the algorithm that runs from the last layer to the first, is the adjoint of forward mode. *)
Theorem backprop_adjoint A C (n : net A C) (th th' : params n) (x x' : A -> R) (d : C -> R) :
  dot d (push_net th x th' x')
  = dot_params (backprop th x d).1 th' + dot (backprop th x d).2 x'.
Proof.
elim: n th th' x x' d => {A C} [A | A B C l r IH] th th' x x' d /=; first by rewrite Rplus_0_l.
by rewrite IH pull_correct /table; ring.
Qed.

(** [rule: layers.chain] What backprop returns is the gradient of the loss, however parameters and input move, at any depth. *)
Theorem backprop_correct A C (n : net A C) (loss : (C -> R) -> R) g ok
    (th : R -> params n) (x : R -> A -> R) t th' x' :
  is_loss loss g ok -> ok (predict (th t) (x t)) -> ok_net (th t) (x t) -> moves_params th t th' -> moves x t x' ->
  let y := predict (th t) (x t) in
  let back := backprop (th t) (x t) (g y) in
  is_derive (fun s => loss (predict (th s) (x s))) t (dot_params back.1 th' + dot back.2 x').
Proof.
move=> Hg Hy Hok Hth Hx y back; rewrite -backprop_adjoint.
by apply: (Hg (fun s => predict (th s) (x s))) => //; apply: push_net_correct.
Qed.

(** A direction in the space of all parameters, and the straight line along it. *)
Fixpoint line_params A C (n : net A C) : params n -> params n -> R -> params n :=
  match n with
  | Done _ => fun _ _ _ => tt
  | Cons _ _ _ l r => fun th v t => (line th.1 v.1 t, line_params th.2 v.2 t)
  end.
Lemma moves_line_params A C (n : net A C) (th v : params n) t : moves_params (line_params th v) t v.
Proof.
elim: n th v => {A C} [//|A B C l r IH] th v /=; split; last exact: IH.
exact: moves_line.
Qed.
Lemma line_params0 A C (n : net A C) (th v : params n) : line_params th v 0 = th.
Proof.
by elim: n th v => {A C} [A [] //|A B C l r IH] [th1 th2] [v1 v2] /=; rewrite IH line0.
Qed.

(** [rule: layers.chain] Fix the input and move all parameters along any line: the loss changes at the rate <backprop, direction>. *)
Theorem parameter_gradient A C (n : net A C) (loss : (C -> R) -> R) g ok (th v : params n) (x : A -> R) :
  is_loss loss g ok -> ok (predict th x) -> ok_net th x ->
  is_derive (fun t => loss (predict (line_params th v t) x)) 0
            (dot_params (backprop th x (g (predict th x))).1 v).
Proof.
move=> Hl Hy Hok.
have := backprop_correct (th := line_params th v) (x := fun _ => x) Hl _ _ (moves_line_params th v 0) (moves_const x 0).
rewrite line_params0 => /(_ Hy Hok) /=; set back := backprop _ _ _.
by have -> : dot back.2 (fun _ => 0) = 0; [rewrite dotC dot0 | rewrite Rplus_0_r].
Qed.

(** The parameters at rest. *)
Fixpoint zero_params A C (n : net A C) : params n :=
  match n with Done _ => tt | Cons _ _ _ l r => (fun _ => 0, zero_params r) end.
Lemma moves_zero_params A C (n : net A C) (th : params n) t : moves_params (fun _ => th) t (zero_params n).
Proof. by elim: n th => {A C} [//|A B C l r IH] th /=; split; [exact: moves_const | exact: IH]. Qed.
Lemma dot_zero_params A C (n : net A C) (g : params n) : dot_params g (zero_params n) = 0.
Proof. by elim: n g => {A C} [//|A B C l r IH] g /=; rewrite IH dotC dot0; ring. Qed.

(** [rule: layers.chain] Fix the parameters: what backprop sends out at the bottom is the gradient with respect to the input. *)
Theorem input_gradient A C (n : net A C) (loss : (C -> R) -> R) g ok (th : params n) (x : A -> R) :
  is_loss loss g ok -> ok (predict th x) -> ok_net th x ->
  is_gradient (fun x => loss (predict th x)) x (backprop th x (g (predict th x))).2.
Proof.
move=> Hl Hy Hok v.
have := backprop_correct (th := fun _ => th) (x := line x v) Hl _ _ (moves_zero_params th 0) (moves_line x v 0).
by rewrite line0 => /(_ Hy Hok) /=; rewrite dot_zero_params Rplus_0_l.
Qed.

(** ** From rules to layers, and from networks to layers *)
(** A rule without parameters is a layer. *)
Lemma rule_push (A B : finType) (f : (A -> R) -> B -> R) push pull ok : is_rule f push pull ok ->
  forall (th : R -> void_finType -> R) (x : R -> A -> R) t th' x', ok (x t) -> moves th t th' -> moves x t x' ->
  moves (fun s => f (x s)) t (push (x t) x').
Proof. by move=> [H _] th x t th' x' Hok _; exact: H. Qed.
Lemma rule_pull (A B : finType) (f : (A -> R) -> B -> R) push pull ok : is_rule f push pull ok ->
  forall (th : void_finType -> R) (x : A -> R) (th' : void_finType -> R) x' d,
  dot d (push x x') = dot (fun _ => 0) th' + dot (pull x d) x'.
Proof. by move=> [_ H] th x th' x' d; rewrite dot0 Rplus_0_l. Qed.
Definition rule_layer (A B : finType) (f : (A -> R) -> B -> R) push pull ok (H : is_rule f push pull ok) : layer A B :=
  {| forward _ x := f x; Backprop.ok _ x := ok x; push_correct := rule_push H; pull_correct := rule_pull H |}.

(** A whole network is a layer again; its parameters are those of all its layers. *)
Fixpoint par_net A C (n : net A C) : finType :=
  match n with Done _ => void_finType | Cons _ _ _ l r => [finType of par l + par_net r] end.
Fixpoint split_par A C (n : net A C) : (par_net n -> R) -> params n :=
  match n with
  | Done _ => fun _ => tt
  | Cons _ _ _ l r => fun th => (fun i => th (inl i), split_par (fun i => th (inr i)))
  end.
Fixpoint join_par A C (n : net A C) : params n -> par_net n -> R :=
  match n with
  | Done _ => fun _ i => match i with end
  | Cons _ _ _ l r => fun g i => match i with inl a => g.1 a | inr b => join_par g.2 b end
  end.
Lemma moves_split A C (n : net A C) (th : R -> par_net n -> R) t th' :
  moves th t th' -> moves_params (fun s => split_par (th s)) t (split_par th').
Proof.
elim: n th th' => {A C} [//|A B C l r IH] th th' H /=; split; first by move=> i; exact: H.
by apply: (IH (fun s i => th s (inr i))) => i; exact: H.
Qed.
Lemma dot_join A C (n : net A C) (g : params n) (th' : par_net n -> R) :
  dot (join_par g) th' = dot_params g (split_par th').
Proof.
elim: n g th' => {A C} [A|A B C l r IH] g th' /=; first by rewrite no_par.
by rewrite dot_sum -IH.
Qed.

Section Block.
Variables (A C : finType) (n : net A C).
Lemma block_correct (th : R -> par_net n -> R) (x : R -> A -> R) t th' x' :
  ok_net (split_par (th t)) (x t) -> moves th t th' -> moves x t x' ->
  moves (fun s => predict (split_par (th s)) (x s)) t (push_net (split_par (th t)) (x t) (split_par th') x').
Proof. by move=> Hok Hth Hx; apply: (push_net_correct (th := fun s => split_par (th s))) => //; exact: moves_split. Qed.
Lemma block_adjoint (th : par_net n -> R) (x : A -> R) th' x' d :
  dot d (push_net (split_par th) x (split_par th') x')
  = dot (join_par (backprop (split_par th) x d).1) th' + dot (backprop (split_par th) x d).2 x'.
Proof. by rewrite backprop_adjoint dot_join. Qed.
Definition block : layer A C :=
  {| forward th x := predict (split_par th) x; ok th x := ok_net (split_par th) x;
     push_correct := block_correct; pull_correct := block_adjoint |}.
End Block.

(** ** Layers and networks that have a derivative everywhere *)
Definition smooth A B (l : layer A B) : Prop := forall th x, ok (l := l) th x.
Fixpoint smooth_net A C (n : net A C) : Prop :=
  match n with Done _ => True | Cons _ _ _ l r => smooth l /\ smooth_net r end.
Lemma smooth_net_ok A C (n : net A C) : smooth_net n -> forall th x, ok_net (n := n) th x.
Proof. by elim: n => {A C} [//|A B C l r IH] [Hl Hr] th x; split; [exact: Hl | exact: IH]. Qed.
Lemma smooth_block A C (n : net A C) : smooth_net n -> smooth (block n).
Proof. by move=> H th x; exact: smooth_net_ok. Qed.

(** [rule: layers.chain] What a layer pulls back from the signal [g] is the gradient of [<g, output>], with respect to its parameters and to its input. *)
Theorem layer_gradient A B (l : layer A B) (th : par l -> R) (x : A -> R) (g : B -> R) : ok th x ->
  is_gradient (fun th => dot g (forward (l := l) th x)) th (pull_par th x g) /\
  is_gradient (fun x => dot g (forward th x)) x (pull_in th x g).
Proof.
move=> Hok; split=> v.
  have -> : dot (pull_par th x g) v = dot g (push th x v (fun _ => 0)).
    by rewrite pull_correct [dot _ (fun _ => 0)]dotC dot0 Rplus_0_r.
  apply: is_derive_sum => b; apply: (is_derive_scal (fun t => forward (line th v t) x b)).
  have := push_correct (th := line th v) (x := fun _ => x) (t := 0) _ (moves_line th v 0) (moves_const x 0).
  by rewrite line0; apply.
have -> : dot (pull_in th x g) v = dot g (push th x (fun _ => 0) v).
  by rewrite pull_correct [dot _ (fun _ => 0)]dotC dot0 Rplus_0_l.
apply: is_derive_sum => b; apply: (is_derive_scal (fun t => forward th (line x v t) b)).
have := push_correct (th := fun _ => th) (x := line x v) (t := 0) _ (moves_const th 0) (moves_line x v 0).
by rewrite line0; apply.
Qed.
