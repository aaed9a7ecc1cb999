(** * Pooling: max-pool over all windows, and average pool

    The window of the output [o] reads, for each offset [k], the entry [at_ o k] of
    the input, or nothing where that falls outside.  Out, In and Ker are any finite
    index types, so batch and channels are part of them. *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From PureML Require Import Sums Moves Kinks Conv.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Open Scope R_scope.

Section Winner.
Variables (In : finType) (x : In -> R).
(** Walk through the window in order and keep the best so far: a later entry must be strictly larger to win. *)
Definition better (best here : option In) : option In :=
  match best, here with
  | Some p, Some q => if Rlt_dec (x p) (x q) then here else best
  | Some _, None => best
  | None, _ => here
  end.
Definition first_max (window : seq (option In)) : option In := foldl better None window.

Lemma fold_max (w : seq (option In)) b :
  match foldl better b w with
  | Some p => (b = Some p \/ Some p \in w) /\ (forall q, b = Some q \/ Some q \in w -> x q <= x p)
  | None => b = None /\ forall q, Some q \notin w
  end.
Proof.
elim: w b => [|a w IH] b /=.
  by case: b => [p|]; split=> //; [left | move=> q [[->]|//]; exact: Rle_refl].
have {IH} := IH (better b a); case: foldl => [p [E M]|[E M]].
- split.
    case: E => [E|E]; last by right; rewrite inE E orbT.
    move: E; rewrite /better; case: b {M} => [b|]; case: a => [a|] //; try by left.
      by case: Rlt_dec => [L|L] E; [right; rewrite inE -E eqxx | left].
    by move=> E; right; rewrite inE -E eqxx.
  move=> q [bq|]; last rewrite inE => /orP[/eqP aq|wq]; last by apply: M; right.
    move: M {E}; rewrite bq /better; case: a => [a|] M; last by apply: M; left.
    move: M; case: Rlt_dec => L M; last by apply: M; left.
    by have := M a (or_introl erefl); lra.
  move: M {E}; rewrite -aq /better; case: b => [b|] M; last by apply: M; left.
  move: M; case: Rlt_dec => L M; first by apply: M; left.
  by have := M b (or_introl erefl); lra.
- move: E; rewrite /better; case: b => [b|]; case: a => [a|] //; by case: Rlt_dec.
Qed.

(** [rule: layers.max_pool] The chosen entry lies in the window and no entry of the window is larger. *)
Theorem first_max_is_max w p : first_max w = Some p -> Some p \in w /\ forall q, Some q \in w -> x q <= x p.
Proof.
by have := fold_max w None; rewrite -/(first_max w); case: first_max => // r [[//|E] M] [<-]; split=> // q Hq; apply: M; right.
Qed.
Lemma first_max_none w : first_max w = None -> forall q, Some q \notin w.
Proof. by have := fold_max w None; rewrite -/(first_max w); case: first_max => // -[]. Qed.

Lemma fold_first w b p : foldl better (Some b) w = Some p ->
  p = b \/ exists w1 w2, w = w1 ++ Some p :: w2 /\ x b < x p /\ forall q, Some q \in w1 -> x q < x p.
Proof.
elim: w b => [|[a|] w IH] b /=; first by case=> ->; left.
  case: Rlt_dec => L /IH [->|[w1 [w2 [-> [H M]]]]].
  - by right; exists [::], w; split=> //; split.
  - right; exists (Some a :: w1), w2; split=> //; split; first by lra.
    by move=> q; rewrite inE => /orP[/eqP[->]|]; [exact: H | exact: M].
  - by left.
  - right; exists (Some a :: w1), w2; split=> //; split=> // q.
    by rewrite inE => /orP[/eqP[->]|]; [lra | exact: M].
move=> /IH [->|[w1 [w2 [-> [H M]]]]]; first by left.
by right; exists (None :: w1), w2; split=> //; split=> // q; rewrite inE => Hq; exact: M.
Qed.

(** [rule: layers.max_pool] Among equal entries the first one wins: every entry before the chosen one is strictly smaller. *)
Theorem first_max_is_first w p : first_max w = Some p ->
  exists w1 w2, w = w1 ++ Some p :: w2 /\ forall q, Some q \in w1 -> x q < x p.
Proof.
rewrite /first_max; elim: w => [//|[a|] w IH] /=; last first.
  by move=> /IH [w1 [w2 [-> M]]]; exists (None :: w1), w2; split=> // q; rewrite inE => Hq; exact: M.
move=> /fold_first [->|[w1 [w2 [-> [H M]]]]]; first by exists [::], w.
by exists (Some a :: w1), w2; split=> // q; rewrite inE => /orP[/eqP[->]|]; [| exact: M].
Qed.
End Winner.

Section MaxPool.
Variables (In Out Ker : finType) (at_ : Out -> Ker -> option In).
Definition window (o : Out) : seq (option In) := [seq at_ o k | k <- enum Ker].
Definition winner (x : In -> R) (o : Out) : option In := first_max x (window o).
Definition read_opt (x : In -> R) (p : option In) : R := if p is Some q then x q else 0.
Definition max_pool (x : In -> R) (o : Out) : R := read_opt x (winner x o).
Definition max_pool_pullback (x : In -> R) (d : Out -> R) (q : In) : R := ∑_(o | winner x o == Some q) d o.
(** The window of [o] has a strict winner: everything else in it is smaller. *)
Definition strict_winner (x : In -> R) (o : Out) : Prop :=
  forall p, winner x o = Some p -> forall k q, at_ o k = Some q -> q != p -> x q < x p.
Definition strict_winners (x : In -> R) : Prop := forall o, strict_winner x o.

Lemma in_window o q : reflect (exists k, at_ o k = Some q) (Some q \in window o).
Proof.
apply: (iffP mapP) => [[k _ E]|[k E]]; first by exists k.
by exists k => //; rewrite mem_enum.
Qed.
Lemma read_opt_sum (x : In -> R) p : read_opt x p = ∑_(q | p == Some q) x q.
Proof.
case: p => [q|] /=; last by rewrite big_pred0.
by rewrite (big_pred1 q) // => r /=; rewrite eq_sym.
Qed.

(** [rule: layers.max_pool] Where one window has a strict winner, the output of that window moves as its winner does. *)
Theorem max_pool_moves_at (c : R -> In -> R) t v o : strict_winner (c t) o -> moves c t v ->
  is_derive (fun s => max_pool (c s) o) t (read_opt v (winner (c t) o)).
Proof.
move=> S Hc; case E: (winner (c t) o) => [w|] /=; last first.
  apply: (is_derive_ext (fun _ => 0)) => [s|]; last exact: is_derive_const.
  rewrite /max_pool; case Es: (winner (c s) o) => [p|] //=.
  by have [/in_window [k K] _] := first_max_is_max Es; have := first_max_none E p; rewrite (introT (in_window o p)) //; exists k.
have near q : q != w -> Some q \in window o -> locally t (fun s => c s q < c s w).
  move=> qw /in_window [k K]; have Ci : continuous (fun s => c s w - c s q) t.
    by apply: (continuous_minus (fun s => c s w) (fun s => c s q));
       apply: ex_derive_continuous; [exists (v w) | exists (v q)]; apply: Hc.
  have pos : 0 < c t w - c t q by have := S w E k q K qw; lra.
  have : locally t (fun s => 0 < c s w - c s q) := Ci _ (open_gt 0 _ pos).
  by apply: filter_imp => s; lra.
have all : locally t (fun s => forall q, q \in enum In -> q != w -> Some q \in window o -> c s q < c s w).
  elim: (enum In) => [|q r IH]; first by apply: filter_forall.
  have [qw|] := boolP ((q != w) && (Some q \in window o)); last first.
    move=> N; move: IH; apply: filter_imp => s H k; rewrite inE => /orP[/eqP->|]; last exact: H.
    by move=> A B; rewrite A B in N.
  move/andP: qw => [A B]; apply: (filter_imp _ _ _ (filter_and _ _ IH (near q A B))) => s [H K] k.
  by rewrite inE => /orP[/eqP->|]; [ | exact: H].
apply: (is_derive_ext_loc (fun s => c s w)); last exact: Hc.
have [Ww _] := first_max_is_max E.
move: all; apply: filter_imp => s H; rewrite /max_pool; case Es: (winner (c s) o) => [p|] /=.
  have [Wp M] := first_max_is_max Es; have Mw := M w Ww.
  by have [->//|pw] := eqVneq p w; have := H p (mem_enum _ p) pw Wp; lra.
by have := first_max_none Es w; rewrite Ww.
Qed.

(** [rule: layers.max_pool] Where every window has a strict winner, each output moves as its winner does. *)
Theorem max_pool_moves (c : R -> In -> R) t v : strict_winners (c t) -> moves c t v ->
  moves (fun s => max_pool (c s)) t (fun o => read_opt v (winner (c t) o)).
Proof. by move=> S Hc o; apply: max_pool_moves_at. Qed.

(** [rule: layers.max_pool] Sending each signal back to the winner of its window, and adding there, is the adjoint. *)
Theorem max_pool_adjoint (x v : In -> R) (d : Out -> R) :
  dot d (fun o => read_opt v (winner x o)) = dot (max_pool_pullback x d) v.
Proof.
rewrite /dot /max_pool_pullback.
transitivity (∑_o ∑_(q | winner x o == Some q) d o * v q).
  by apply: eq_sum => o; rewrite read_opt_sum big_distrr.
rewrite (exchange_big_dep predT) //=; apply: eq_sum => q; by rewrite big_distrl.
Qed.

(** [rule: layers.max_pool] Max-pool over all windows: value, pushforward and pullback, for any windows, wherever every window has a strict winner. *)
Theorem max_pool_rule :
  is_rule max_pool (fun x v o => read_opt v (winner x o)) max_pool_pullback strict_winners.
Proof. by split=> [c t v S Hc|x v d]; [exact: max_pool_moves | exact: max_pool_adjoint]. Qed.

(** ** ReLU followed by max-pool

    After ReLU a window may be all zeros, which is a tie; yet nothing is wrong there,
    since the output stays 0.  So the pair has a derivative at more points than its
    two halves: no input of ReLU is 0, and the winner is strict where it is positive. *)
Definition relu_all (x : In -> R) (q : In) : R := relu (x q).
Definition relu_max_pool_ok (x : In -> R) : Prop :=
  (forall q, x q <> 0) /\
  forall o p, winner (relu_all x) o = Some p -> 0 < x p -> strict_winner (relu_all x) o.
Definition relu_max_pool (x : In -> R) : Out -> R := max_pool (relu_all x).
Definition relu_max_pool_push (x v : In -> R) (o : Out) : R :=
  read_opt (fun q => heaviside (x q) * v q) (winner (relu_all x) o).
Definition relu_max_pool_pullback (x : In -> R) (d : Out -> R) (q : In) : R :=
  heaviside (x q) * max_pool_pullback (relu_all x) d q.

(** [rule: layers.max_pool, functions.relu] ReLU then max-pool, with the pullback of the chain: the winner must be strict only where it is positive. *)
Theorem relu_max_pool_rule :
  is_rule relu_max_pool relu_max_pool_push relu_max_pool_pullback relu_max_pool_ok.
Proof.
split=> [c t v [N0 S] Hc o|x v d]; last first.
  rewrite (max_pool_adjoint (relu_all x) (fun q => heaviside (x q) * v q) d).
  by apply: eq_sum => q; rewrite /relu_max_pool_pullback; ring.
have Hr : moves (fun s => relu_all (c s)) t (fun q => heaviside (c t q) * v q).
  move=> q; rewrite Rmult_comm.
  by apply: (is_derive_comp relu (fun s => c s q)); [exact: relu_derivative | exact: Hc].
case E: (winner (relu_all (c t)) o) => [p|]; last first.
  by rewrite /relu_max_pool_push; apply: max_pool_moves_at => // p; rewrite E.
have [pos|neg] : 0 < c t p \/ c t p < 0 by have := N0 p; lra.
  exact: max_pool_moves_at (S o p E pos) Hr.
have [_ M] := first_max_is_max E.
have neg_all q : Some q \in window o -> c t q < 0.
  move=> Hq; have := M q Hq; rewrite /relu_all /relu [Rmax 0 (c t p)]Rmax_left; last by lra.
  by have := N0 q; rewrite /Rmax; case: Rle_dec; lra.
rewrite /relu_max_pool_push E /= (_ : heaviside (c t p) * v p = 0); last first.
  by rewrite /heaviside; case: Rlt_dec => ?; [lra | ring].
have near q : Some q \in window o -> locally t (fun s => c s q < 0).
  move=> Hq; have Ci : continuous (fun s => c s q) t by apply: ex_derive_continuous; exists (v q); exact: Hc.
  exact: Ci _ (open_lt 0 _ (neg_all q Hq)).
have all : locally t (fun s => forall q, q \in enum In -> Some q \in window o -> c s q < 0).
  elim: (enum In) => [|q r IH]; first by apply: filter_forall.
  have [A|N] := boolP (Some q \in window o); last first.
    by move: IH; apply: filter_imp => s H k; rewrite inE => /orP[/eqP->|]; [rewrite (negbTE N) | exact: H].
  apply: (filter_imp _ _ _ (filter_and _ _ IH (near q A))) => s [H K] k.
  by rewrite inE => /orP[/eqP->|]; [ | exact: H].
apply: (is_derive_ext_loc (fun _ => 0)); last exact: is_derive_const.
move: all; apply: filter_imp => s H; rewrite /relu_max_pool /max_pool; case Es: (winner _ o) => [r|] //=.
have [Wr _] := first_max_is_max Es; rewrite /relu_all /relu Rmax_left //.
by have := H r (mem_enum _ r) Wr; lra.
Qed.

(** ** Average pool: positions outside count as 0 *)
Definition average_pool (x : In -> R) (o : Out) : R := (∑_k read_opt x (at_ o k)) / count Ker.
Definition average_pool_pullback (d : Out -> R) (q : In) : R := ∑_o ∑_(k | at_ o k == Some q) d o / count Ker.

(** [rule: layers.average_pool] Average pool spreads each signal evenly over its window, and signals of overlapping windows are added. *)
Theorem average_pool_rule :
  is_rule average_pool (fun _ v => average_pool v) (fun _ g => average_pool_pullback g) (@everywhere _).
Proof.
split=> [c t v _ Hc o|_ v d].
  rewrite /average_pool /Rdiv Rmult_comm.
  apply: (is_derive_ext (fun s => / count Ker * ∑_k read_opt (c s) (at_ o k))) => [s|]; first exact: Rmult_comm.
  apply: (is_derive_scal (fun s => ∑_k read_opt (c s) (at_ o k))); apply: is_derive_sum => k.
  by case: (at_ o k) => [q|] /=; [exact: Hc | exact: is_derive_const].
rewrite /dot /average_pool /average_pool_pullback.
transitivity (∑_o ∑_k ∑_(q | at_ o k == Some q) d o / count Ker * v q).
  apply: eq_sum => o; rewrite (_ : d o * _ = d o / count Ker * ∑_k read_opt v (at_ o k)); last by rewrite /Rdiv; ring.
  by rewrite -sumZ; apply: eq_sum => k; rewrite read_opt_sum big_distrr.
transitivity (∑_o ∑_q ∑_(k | at_ o k == Some q) d o / count Ker * v q).
  by apply: eq_sum => o; rewrite (exchange_big_dep predT).
rewrite sum_swap; apply: eq_sum => q; rewrite -sumZr; apply: eq_sum => o; by rewrite big_distrl.
Qed.
End MaxPool.

(** Two-dimensional windows on every channel. *)
Definition pool2d_at (C : finType) (h w oh ow kh kw s p : nat)
    (o : C * ('I_oh * 'I_ow)) (k : 'I_kh * 'I_kw) : option (C * ('I_h * 'I_w)) :=
  if conv2d_at h w s p o.2 k is Some q then Some (o.1, q) else None.

(** [rule: layers.max_pool] The maximum of two equal moving numbers has no slope in general: with a tie the strict-winner condition cannot be dropped. *)
Theorem max_has_no_derivative_at_a_tie : ~ ex_derive (fun s => Rmax s (- s)) 0.
Proof.
move=> D; apply: (relu_no_derivative_at_0).
have E s : relu s = / 2 * (Rmax s (- s) + s).
  by rewrite /relu /Rmax; case: Rle_dec; case: Rle_dec; lra.
apply: (ex_derive_ext (fun s => / 2 * (Rmax s (- s) + s))) => [s|]; first by rewrite E.
apply: (ex_derive_scal (fun s => Rmax s (- s) + s)).
by apply: (ex_derive_plus (fun s => Rmax s (- s))) => //; apply: ex_derive_id.
Qed.
