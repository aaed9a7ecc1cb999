(** * Convolution is a gather; its backward pass is a scatter

    Every convolution (any dimension, stride, padding or dilation) reads, for the
    output position [i] and the kernel offset [k], the input position [at_ i k],
    or nothing when that position falls in the padding.  One proof covers all. *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From PureML Require Import Sums Moves.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Open Scope R_scope.

Section Convolution.
Variables (Cin Cout Out In Ker : finType) (at_ : Out -> Ker -> option In).
Implicit Types (x V : Cin * In -> R) (w : Cout * Cin * Ker -> R) (d : Cout * Out -> R).

Definition read x (c : Cin) (p : option In) : R := if p is Some q then x (c, q) else 0.
Definition conv w x : Cout * Out -> R := fun o =>
  ∑_c ∑_k w (o.1, c, k) * read x c (at_ o.2 k).

(** Backward: add each delta back to the places it was read from. *)
Definition conv_grad_x w d : Cin * In -> R := fun q =>
  ∑_o ∑_i ∑_(k | at_ i k == Some q.2) w (o, q.1, k) * d (o, i).
Definition conv_grad_w x d : Cout * Cin * Ker -> R := fun q =>
  ∑_i d (q.1.1, i) * read x q.1.2 (at_ i q.2).

Lemma read_sum x c p : read x c p = ∑_(q | p == Some q) x (c, q).
Proof.
case: p => [q|] /=; last by rewrite big_pred0.
by rewrite (big_pred1 q) // => r /=; rewrite eq_sym.
Qed.

(** [rule: layers.convolution] Adding each delta back to the places its output was read from is the adjoint of the convolution in the image. *)
Theorem conv_adjoint_x w x d : dot d (conv w x) = dot (conv_grad_x w d) x.
Proof.
rewrite /dot !sum_pair.
transitivity (∑_o ∑_i ∑_c ∑_k ∑_(q | at_ i k == Some q) w (o, c, k) * d (o, i) * x (c, q)).
  apply: eq_sum => o; apply: eq_sum => i; rewrite -sumZ; apply: eq_sum => c; rewrite -sumZ.
  apply: eq_sum => k; rewrite read_sum /= !big_distrr /=.
  by apply: eq_bigr => q _; ring.
transitivity (∑_c ∑_q ∑_o ∑_i ∑_(k | at_ i k == Some q) w (o, c, k) * d (o, i) * x (c, q)).
  under eq_bigr do rewrite sum_swap; rewrite sum_swap; apply: eq_sum => c.
  rewrite [RHS]sum_swap; apply: eq_sum => o; rewrite [RHS]sum_swap; apply: eq_sum => i.
  by rewrite (exchange_big_dep predT).
apply: eq_sum => c; apply: eq_sum => q; rewrite -sumZr; apply: eq_sum => o.
rewrite -sumZr; apply: eq_sum => i; by rewrite big_distrl.
Qed.

(** [rule: layers.convolution] Correlating the image with the deltas is the adjoint of the convolution in the kernel. *)
Theorem conv_adjoint_w w x d : dot d (conv w x) = dot (conv_grad_w x d) w.
Proof.
rewrite /dot !sum_pair.
apply: eq_sum => o; under eq_bigr do rewrite -sumZ.
rewrite sum_swap; apply: eq_sum => c.
under eq_bigr do rewrite -sumZ; rewrite sum_swap; apply: eq_sum => k.
by rewrite /conv_grad_w -sumZr; apply: eq_sum => i /=; ring.
Qed.

(** [rule: layers.convolution] When image and kernel both move, the convolution moves by the product rule. *)
Theorem conv_moves (w : R -> Cout * Cin * Ker -> R) (x : R -> Cin * In -> R) t w' x' :
  moves w t w' -> moves x t x' ->
  moves (fun s => conv (w s) (x s)) t (fun o => conv w' (x t) o + conv (w t) x' o).
Proof.
move=> Hw Hx o; rewrite /conv -sumD; apply: is_derive_sum => c; rewrite -sumD.
apply: is_derive_sum => k.
apply: (is_derive_mult (fun s => w s (o.1, c, k)) (fun s => read (x s) c (at_ o.2 k)));
  [exact: Hw | | exact: Rmult_comm].
by case: (at_ o.2 k) => [q|] /=; [exact: Hx | exact: is_derive_const].
Qed.
(** [rule: layers.convolution] Both adjoints together: one proof for every dimension, stride, padding and dilation. *)
Theorem conv_adjoint w x w' x' d :
  dot d (fun o => conv w' x o + conv w x' o) = dot (conv_grad_w x d) w' + dot (conv_grad_x w d) x'.
Proof.
rewrite -conv_adjoint_w -conv_adjoint_x /dot -sumD; apply: eq_sum => o; ring.
Qed.

(** ** With a bias for every output channel *)
Definition convolution (w : Cout * Cin * Ker -> R) (b : Cout -> R) (x : Cin * In -> R) : Cout * Out -> R :=
  fun o => conv w x o + b o.1.
Definition conv_grad_b d : Cout -> R := fun c => ∑_i d (c, i).

(** [rule: layers.convolution] Image, kernel and bias move together: the convolution moves by the product rule. *)
Theorem convolution_moves (w : R -> Cout * Cin * Ker -> R) (b : R -> Cout -> R) (x : R -> Cin * In -> R) t w' b' x' :
  moves w t w' -> moves b t b' -> moves x t x' ->
  moves (fun s => convolution (w s) (b s) (x s)) t (fun o => conv w' (x t) o + conv (w t) x' o + b' o.1).
Proof.
move=> Hw Hb Hx o; apply: (is_derive_plus (fun s => conv (w s) (x s) o)); last exact: Hb.
exact: (conv_moves Hw Hx).
Qed.

(** [rule: layers.convolution] The pullback: correlate for the kernel, sum over positions for the bias, scatter for the image. *)
Theorem convolution_adjoint w x w' b' x' d :
  dot d (fun o => conv w' x o + conv w x' o + b' o.1)
  = dot (conv_grad_w x d) w' + dot (conv_grad_b d) b' + dot (conv_grad_x w d) x'.
Proof.
rewrite dotDr conv_adjoint (_ : dot d (fun o => b' o.1) = dot (conv_grad_b d) b'); first by ring.
by rewrite /dot sum_pair; apply: eq_sum => c /=; rewrite sumZr.
Qed.
End Convolution.

(** ** The ordinary two-dimensional case

    Image [h] by [w], kernel [kh] by [kw], stride [s], zero padding [p].  Reading at
    row [i * s + a - p] falls in the padding when that is negative or at least [h]. *)
Definition place (h s p i a : nat) : option 'I_h :=
  let r := addn (muln i s) a in if leq p r then insub (subn r p) else None.
Definition conv2d_at (h w oh ow kh kw s p : nat)
    (o : 'I_oh * 'I_ow) (k : 'I_kh * 'I_kw) : option ('I_h * 'I_w) :=
  match place h s p o.1 k.1, place w s p o.2 k.2 with
  | Some r, Some c => Some (r, c)
  | _, _ => None
  end.

(** [rule: layers.convolution] What is read in two dimensions is the pixel (i s + a - p, j s + b - p), if that lies in the image. *)
Theorem conv2d_reads (h w oh ow kh kw s p : nat) (o : 'I_oh * 'I_ow) (k : 'I_kh * 'I_kw) (q : 'I_h * 'I_w) :
  conv2d_at h w s p o k = Some q <->
  (addn (muln o.1 s) k.1 = addn q.1 p) /\ (addn (muln o.2 s) k.2 = addn q.2 p).
Proof.
have P n i a (r : 'I_n) : place n s p i a = Some r <-> addn (muln i s) a = addn r p.
  rewrite /place; split=> [|E].
    by case: leqP => // L; case: insubP => // u _ Eu [<-]; rewrite Eu subnK.
  by rewrite E leq_addl addnK; case: insubP => [u _ /val_inj ->|]; rewrite ?ltn_ord.
rewrite /conv2d_at; case: q => q1 q2 /=; split.
  case E1: place => [r|//]; case E2: place => [c|//] [<- <-].
  by split; apply/P.
by move=> [/P -> /P ->].
Qed.

