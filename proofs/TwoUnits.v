(** * Two hidden sigmoid units cannot represent every function, not even roughly

    The notes say that any function can be represented by two sigmoid perceptrons.
    A network with one input, two hidden sigmoid units and a linear output misses a
    continuous function on [0, 1] by at least one half, whatever its seven weights. *)
From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From PureML Require Import Smooth.
Open Scope R_scope.

Definition two_units (a1 a2 w1 w2 b1 b2 c x : R) : R :=
  a1 * sigmoid (w1 * x + b1) + a2 * sigmoid (w2 * x + b2) + c.

(** Twice the hyperbolic cosine and sine of half the argument. *)
Definition ch (z : R) : R := exp (z / 2) + exp (- z / 2).
Definition sh (z : R) : R := exp (z / 2) - exp (- z / 2).
Lemma ch_pos z : 0 < ch z.
Proof. unfold ch. pose proof (exp_pos (z / 2)). pose proof (exp_pos (- z / 2)). lra. Qed.
Lemma slope_ch z : sigmoid z * (1 - sigmoid z) = / (ch z ^ 2).
Proof.
pose proof (exp_pos (z / 2)).
assert (E2 : exp (- z / 2) = / exp (z / 2)) by (rewrite <- exp_Ropp; f_equal; field).
assert (E1 : exp (- z) = / exp (z / 2) * / exp (z / 2)) by (rewrite <- E2, <- exp_plus; f_equal; field).
unfold sigmoid, ch. rewrite E1, E2. field. split; nra.
Qed.

(** A differentiable function that goes up somewhere between [x] and [y] has a positive slope between them. *)
Lemma rises f df x y : (forall z, is_derive f z (df z)) -> x < y -> f x < f y -> exists z, x < z < y /\ 0 < df z.
Proof.
intros D xy H. destruct (MVT_cor2 f df x y xy) as [z [E I]].
- intros u _. apply is_derive_Reals, D.
- exists z. split; [exact I | nra].
Qed.
Lemma falls f df x y : (forall z, is_derive f z (df z)) -> x < y -> f y < f x -> exists z, x < z < y /\ df z < 0.
Proof.
intros D xy H. destruct (MVT_cor2 f df x y xy) as [z [E I]].
- intros u _. apply is_derive_Reals, D.
- exists z. split; [exact I | nra].
Qed.

Section Ratio.
Variables (w1 b1 w2 b2 : R).
Hypothesis steeper : w1 ^ 2 <= w2 ^ 2.
Let C1 x := ch (w1 * x + b1).
Let C2 x := ch (w2 * x + b2).
Let N x := w2 * sh (w2 * x + b2) * C1 x - w1 * C2 x * sh (w1 * x + b1).
Let ratio x := C2 x / C1 x.

Lemma ratio_derivative x : is_derive ratio x (N x / (2 * C1 x ^ 2)).
Proof.
unfold ratio, N, C1, C2. pose proof (ch_pos (w1 * x + b1)). unfold ch, sh in *.
auto_derive; [lra |]. unfold Rdiv in *. field. lra.
Qed.
Lemma N_derivative x : is_derive N x ((w2 ^ 2 - w1 ^ 2) / 2 * (C1 x * C2 x)).
Proof. unfold N, C1, C2, ch, sh. auto_derive; [trivial |]. unfold Rdiv. field. Qed.
Lemma N_grows x y : x <= y -> N x <= N y.
Proof.
intros [xy| ->]; [|lra]. destruct (MVT_cor2 N (fun x => (w2 ^ 2 - w1 ^ 2) / 2 * (C1 x * C2 x)) x y xy) as [z [E _]].
- intros u _. apply is_derive_Reals, N_derivative.
- pose proof (Rmult_lt_0_compat _ _ (ch_pos (w1 * z + b1)) (ch_pos (w2 * z + b2))) as P.
  fold (C1 z) (C2 z) in P. assert (0 <= (w2 ^ 2 - w1 ^ 2) / 2 * (C1 z * C2 z)) by nra. nra.
Qed.
(** The ratio first falls and then rises: it cannot be low, high, low again. *)
Lemma no_hill x y z : x < y -> y < z -> ratio x < ratio y -> ratio z < ratio y -> False.
Proof.
intros xy yz H1 H2.
destruct (rises ratio _ x y ratio_derivative xy H1) as [p [Ip P]].
destruct (falls ratio _ y z ratio_derivative yz H2) as [q [Iq Q]].
assert (S : forall u, 0 < 2 * C1 u ^ 2) by (intros u; pose proof (ch_pos (w1 * u + b1)); unfold C1; nra).
assert (NP : 0 < N p) by (apply (Rmult_lt_reg_r (/ (2 * C1 p ^ 2))); [apply Rinv_0_lt_compat, S | rewrite Rmult_0_l; exact P]).
assert (NQ : N q < 0) by (apply (Rmult_lt_reg_r (/ (2 * C1 q ^ 2))); [apply Rinv_0_lt_compat, S | rewrite Rmult_0_l; exact Q]).
pose proof (N_grows p q). lra.
Qed.
End Ratio.

(** The slope of the network has the sign of [A * ratio^2 + B]. *)
Lemma network_derivative a1 a2 w1 w2 b1 b2 c x :
  is_derive (two_units a1 a2 w1 w2 b1 b2 c) x
    (a1 * w1 / ch (w1 * x + b1) ^ 2 + a2 * w2 / ch (w2 * x + b2) ^ 2).
Proof.
pose proof (ch_pos (w1 * x + b1)). pose proof (ch_pos (w2 * x + b2)).
replace (a1 * w1 / ch (w1 * x + b1) ^ 2) with (a1 * (w1 * (sigmoid (w1 * x + b1) * (1 - sigmoid (w1 * x + b1)))))
  by (rewrite slope_ch; field; lra).
replace (a2 * w2 / ch (w2 * x + b2) ^ 2) with (a2 * (w2 * (sigmoid (w2 * x + b2) * (1 - sigmoid (w2 * x + b2)))))
  by (rewrite slope_ch; field; lra).
assert (U : forall w b, is_derive (fun x => sigmoid (w * x + b)) x (w * (sigmoid (w * x + b) * (1 - sigmoid (w * x + b))))).
{ intros w b. apply (is_derive_comp sigmoid (fun x => w * x + b)); [apply sigmoid_derivative | auto_derive; [trivial | ring]]. }
unfold two_units. rewrite <- (Rplus_0_r (_ + _)).
apply (is_derive_plus (fun x => a1 * sigmoid (w1 * x + b1) + a2 * sigmoid (w2 * x + b2)) (fun _ => c)); [|apply @is_derive_const].
apply (is_derive_plus (fun x => a1 * sigmoid (w1 * x + b1)) (fun x => a2 * sigmoid (w2 * x + b2))).
- apply (is_derive_scal (fun x => sigmoid (w1 * x + b1))), U.
- apply (is_derive_scal (fun x => sigmoid (w2 * x + b2))), U.
Qed.

(** The slope cannot be up, down, up, down, in this order. *)
Lemma no_four_signs A B w1 b1 w2 b2 p q r t : w1 ^ 2 <= w2 ^ 2 -> p < q -> q < r -> r < t ->
  let s x := A / ch (w1 * x + b1) ^ 2 + B / ch (w2 * x + b2) ^ 2 in
  0 < s p -> s q < 0 -> 0 < s r -> s t < 0 -> False.
Proof.
intros W pq qr rt s Sp Sq Sr St.
set (rho x := ch (w2 * x + b2) / ch (w1 * x + b1)).
assert (P : forall x, 0 < rho x) by (intros x; apply Rdiv_lt_0_compat; apply ch_pos).
assert (S : forall x, s x * ch (w2 * x + b2) ^ 2 = A * rho x ^ 2 + B).
{ intros x. unfold s, rho. pose proof (ch_pos (w1 * x + b1)). pose proof (ch_pos (w2 * x + b2)). field. lra. }
assert (C : forall x, 0 < ch (w2 * x + b2) ^ 2) by (intros x; pose proof (ch_pos (w2 * x + b2)); nra).
assert (Pp : 0 < A * rho p ^ 2 + B) by (rewrite <- S; pose proof (C p); nra).
assert (Pq : A * rho q ^ 2 + B < 0) by (rewrite <- S; pose proof (C q); nra).
assert (Pr : 0 < A * rho r ^ 2 + B) by (rewrite <- S; pose proof (C r); nra).
assert (Pt : A * rho t ^ 2 + B < 0) by (rewrite <- S; pose proof (C t); nra).
assert (lt_sq : forall u v, 0 < u -> 0 < v -> u ^ 2 < v ^ 2 -> u < v) by (intros u v Hu Hv H; nra).
destruct (Rtotal_order A 0) as [neg|[zero|pos]].
- apply (no_hill w1 b1 w2 b2 W p q r pq qr); fold (rho p) (rho q) (rho r); apply lt_sq; auto; nra.
- subst A. lra.
- apply (no_hill w1 b1 w2 b2 W q r t qr rt); fold (rho t) (rho q) (rho r); apply lt_sq; auto; nra.
Qed.

(** [rule: layers.chain, functions.sigmoid] With two hidden sigmoid units the output cannot go up, down, up and down again: it has at most two turning points. *)
Theorem two_units_turn_at_most_twice a1 a2 w1 w2 b1 b2 c x0 x1 x2 x3 x4 :
  let f := two_units a1 a2 w1 w2 b1 b2 c in
  x0 < x1 -> x1 < x2 -> x2 < x3 -> x3 < x4 ->
  f x0 < f x1 -> f x2 < f x1 -> f x2 < f x3 -> f x4 < f x3 -> False.
Proof.
intros f O1 O2 O3 O4 F1 F2 F3 F4.
pose proof (network_derivative a1 a2 w1 w2 b1 b2 c) as D. fold f in D.
destruct (rises f _ x0 x1 D O1 F1) as [p [Ip Sp]]. destruct (falls f _ x1 x2 D O2 F2) as [q [Iq Sq]].
destruct (rises f _ x2 x3 D O3 F3) as [r [Ir Sr]]. destruct (falls f _ x3 x4 D O4 F4) as [t [It St]].
destruct (Rle_lt_dec (w1 ^ 2) (w2 ^ 2)) as [W|W].
- apply (no_four_signs (a1 * w1) (a2 * w2) w1 b1 w2 b2 p q r t W); lra.
- apply (no_four_signs (a2 * w2) (a1 * w1) w2 b2 w1 b1 p q r t); lra.
Qed.

(** [rule: layers.chain, functions.sigmoid] Two hidden sigmoid units do not suffice: whatever the weights, somewhere on [0, 1] the output misses the continuous function sin(2 pi x)^2 by at least one half. *)
Theorem two_units_do_not_suffice a1 a2 w1 w2 b1 b2 c :
  exists x, 0 <= x <= 1 /\ 1 / 2 <= Rabs (two_units a1 a2 w1 w2 b1 b2 c x - sin (2 * PI * x) ^ 2).
Proof.
set (f := two_units a1 a2 w1 w2 b1 b2 c).
assert (point : forall x y, sin (2 * PI * x) ^ 2 = y -> 0 <= x <= 1 ->
  (exists x, 0 <= x <= 1 /\ 1 / 2 <= Rabs (f x - sin (2 * PI * x) ^ 2)) \/ Rabs (f x - y) < 1 / 2).
{ intros x y E I. destruct (Rle_lt_dec (1 / 2) (Rabs (f x - y))) as [H|H]; [left | right; exact H].
  exists x. split; [exact I | rewrite E; exact H]. }
assert (S0 : sin (2 * PI * 0) ^ 2 = 0) by (rewrite Rmult_0_r, sin_0; ring).
assert (S1 : sin (2 * PI * (1 / 4)) ^ 2 = 1) by (replace (2 * PI * (1 / 4)) with (PI / 2) by field; rewrite sin_PI2; ring).
assert (S2 : sin (2 * PI * (1 / 2)) ^ 2 = 0) by (replace (2 * PI * (1 / 2)) with PI by field; rewrite sin_PI; ring).
assert (S3 : sin (2 * PI * (3 / 4)) ^ 2 = 1) by (replace (2 * PI * (3 / 4)) with (3 * (PI / 2)) by field; rewrite sin_3PI2; ring).
assert (S4 : sin (2 * PI * 1) ^ 2 = 0) by (rewrite Rmult_1_r, sin_2PI; ring).
destruct (point 0 0 S0 ltac:(lra)) as [H|H0]; [exact H|].
destruct (point (1 / 4) 1 S1 ltac:(lra)) as [H|H1]; [exact H|].
destruct (point (1 / 2) 0 S2 ltac:(lra)) as [H|H2]; [exact H|].
destruct (point (3 / 4) 1 S3 ltac:(lra)) as [H|H3]; [exact H|].
destruct (point 1 0 S4 ltac:(lra)) as [H|H4]; [exact H|].
apply Rabs_def2 in H0, H1, H2, H3, H4. exfalso.
apply (two_units_turn_at_most_twice a1 a2 w1 w2 b1 b2 c 0 (1 / 4) (1 / 2) (3 / 4) 1); fold f; lra.
Qed.
