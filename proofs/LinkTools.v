(** * Reading a theorem at one size

    What Link.v says: the value, the pushforward and the pullback that a theorem is about are, at a small
    size and for all numbers, the expressions that the shipped function gives when it runs on symbols. *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From PureML Require Import Sums Moves Smooth Kinks Gelu Elementwise Softmax CrossEntropy Errors Affine Dropout Graph Norm Backprop Layers NormLayers Rules.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Open Scope R_scope.

Section Theorems.
Variables (A B : finType).
Variables (f : (A -> R) -> B -> R) (push : (A -> R) -> (A -> R) -> B -> R) (pull : (A -> R) -> (B -> R) -> A -> R) (ok : (A -> R) -> Prop).
Definition value_of (_ : is_rule f push pull ok) := f.
Definition pushforward_of (_ : is_rule f push pull ok) := push.
Definition pullback_of (_ : is_rule f push pull ok) := pull.
Variables (loss : (A -> R) -> R) (grad : (A -> R) -> A -> R).
Definition loss_of (_ : is_loss loss grad ok) := loss.
Definition gradient_of (_ : is_loss loss grad ok) := grad.
End Theorems.

(** The k-th index below n, tensors from lists of numbers, and masks from lists of truth values. *)
Notation "[ k 'of' n ]" := (@Ordinal n k isT) (at level 0, k at level 0, n at level 0, format "[ k  'of'  n ]").
Definition vector n (l : seq R) (i : 'I_n) : R := nth 0 l i.
Definition matrix n m (l : seq (seq R)) (p : 'I_n * 'I_m) : R := nth 0 (nth [::] l p.1) p.2.
Definition keeps n m (l : seq (seq bool)) : {ffun 'I_n * 'I_m -> bool} := [ffun p : 'I_n * 'I_m => nth false (nth [::] l p.1) p.2].

(** ** Tactics *)
Lemma exp_minus x y : exp (x - y) = exp x / exp y.
Proof. by rewrite /Rminus exp_plus exp_Ropp. Qed.
Lemma exp_double x : exp (2 * x) = exp x * exp x.
Proof. by rewrite -exp_plus; congr exp; ring. Qed.
Lemma exp_double_opp x : exp (-2 * x) = / (exp x * exp x).
Proof. by rewrite -exp_double -exp_Ropp; congr exp; ring. Qed.

(** The theorem read at the point: sums over small index types become sums of terms, entries of tensors become variables. *)
Lemma sum_of_1 (f : 'I_1 -> R) : ∑_i f i = f [0 of 1].
Proof. by rewrite big_ord_recl big_ord0 Rplus_0_r; congr f; apply: val_inj. Qed.
Lemma sum_of_2 (f : 'I_2 -> R) : ∑_i f i = f [0 of 2] + f [1 of 2].
Proof. by rewrite !big_ord_recl big_ord0 Rplus_0_r; congr (f _ + f _); apply: val_inj. Qed.
Lemma sum_of_3 (f : 'I_3 -> R) : ∑_i f i = f [0 of 3] + f [1 of 3] + f [2 of 3].
Proof. by rewrite !big_ord_recl big_ord0 Rplus_0_r -Rplus_assoc; congr (f _ + f _ + f _); apply: val_inj. Qed.
Ltac sums := rewrite ?big_sumType ?sum_pair ?sum_of_1 ?sum_of_2 ?sum_of_3.
Ltac read_theorem := intros; repeat match goal with t := _ |- _ => subst t end;
  rewrite /value_of /pushforward_of /pullback_of /loss_of /gradient_of /dot.
Ltac entries := rewrite ?ffunE; sums; cbn; rewrite -?[R0]/(0).
Ltac powers := repeat (rewrite exp_plus || rewrite exp_minus || rewrite exp_Ropp || rewrite exp_double || rewrite exp_double_opp).
Ltac signs := repeat match goal with |- context [exp ?x] =>
  lazymatch goal with _ : 0 < exp x |- _ => fail | _ => pose proof (exp_pos x) end end.
Ltac positive := repeat first [assumption | apply Rplus_lt_0_compat | apply Rmult_lt_0_compat | apply Rinv_0_lt_compat | apply exp_pos | lra].
Ltac nonzero := first [lra | apply Rgt_not_eq; positive | nra].
Ltac same := powers; signs; field; repeat split; nonzero.
(** Which side of a kink an entry lies on is a hypothesis. *)
Ltac branches := repeat match goal with
  | |- context [Rlt_dec 0 ?x] => destruct (Rlt_dec 0 x); try lra
  | |- context [Rmax 0 ?x] => first [rewrite (Rmax_right 0 x); [|lra] | rewrite (Rmax_left 0 x); [|lra]]
  end.
Ltac claims := repeat match goal with |- _ /\ _ => split end.

Tactic Notation "finish" := entries; branches; same.

(** Logarithms of sums of exponentials, shifted by a constant or by one of the entries. *)
Lemma ln_shifted a b s : 0 < a -> a * exp s = b -> ln a = ln b - s.
Proof. by move=> A <-; rewrite ln_mult ?ln_exp; [ring | | exact: exp_pos]. Qed.
Ltac shifted a b s := replace (ln a) with (ln b - s) by (symmetry; apply: ln_shifted; [positive | same]).
Ltac logs := repeat match goal with |- ?l = ?r =>
    match l with context [ln ?b] => match r with context [ln ?a] =>
      first [constr_eq a b; fail 1 | replace (ln a) with (ln b) by (f_equal; same) |
             match goal with s : R |- _ => lazymatch a with context [s] => first [shifted a b s | shifted a b (- s)] end end] end end end.
Tactic Notation "finish_logs" := rewrite ?log_sigmoid_is_softplus /softplus; entries; logs; same.
Tactic Notation "finish_masses" := sums; rewrite ?softmax_cross_entropy_value /softmax /logsumexp /row; entries; logs; same.

(** Square roots of the same number w + e, where w is a sum of squares and e is positive: with r for the root, e is r r - w. *)
Ltac square_sum := apply: Rplus_le_lt_0_compat; [|assumption];
  apply: Rmult_le_pos; [|by apply: Rlt_le; apply: Rinv_0_lt_compat; lra];
  repeat apply: Rplus_le_le_0_compat; try apply: Rle_refl; rewrite Rmult_1_r; exact: Rle_0_sqr.
Ltac roots := repeat match goal with |- ?l = ?r =>
    match l with context [sqrt ?b] => match r with context [sqrt ?a] =>
      first [constr_eq a b; fail 1 | replace (sqrt a) with (sqrt b) by (f_equal; field)] end end end.
Ltac root_for_eps := match goal with |- context [sqrt (?w + ?e)] =>
    let p := fresh in let q := fresh in let r := fresh "root" in let s := fresh in
    have p : 0 < w + e; [square_sum|]; have s := sqrt_lt_R0 _ p; have q := sqrt_sqrt _ (Rlt_le _ _ p); move: q s;
    move: (sqrt (w + e)) => r q s; have := Rmult_lt_0_compat r r s s => ?;
    have {}q : e = r * r - w; [lra | subst e]
  end.
Ltac root_signs := repeat match goal with |- context [sqrt ?x] =>
  have : 0 < sqrt x; [by apply: sqrt_lt_R0; square_sum | move: (sqrt x) => ? ?] end.
Ltac finish_field := field; repeat split; nonzero.
Tactic Notation "finish_norm" := entries; roots; first [solve [root_signs; finish_field] | root_for_eps; finish_field].

(** The constants of the normal law. *)
Lemma root_2 : 0 < sqrt 2. Proof. by apply: sqrt_lt_R0; lra. Qed.
Lemma root_PI : 0 < sqrt PI. Proof. by apply: sqrt_lt_R0; exact: PI_RGT_0. Qed.
Lemma inverse_root : / sqrt 2 = sqrt 2 / 2.
Proof.
have P := root_2; have S : sqrt 2 * sqrt 2 = 2 by rewrite sqrt_sqrt; lra.
apply: (Rmult_eq_reg_r (sqrt 2)); last by lra.
rewrite (_ : sqrt 2 / 2 * sqrt 2 = sqrt 2 * sqrt 2 / 2); last by field.
by rewrite S; field; lra.
Qed.
Lemma half_root x : x / sqrt 2 = sqrt 2 * x / 2.
Proof. by rewrite /Rdiv inverse_root; field. Qed.
Lemma root_of_ratio : sqrt (2 / PI) = sqrt 2 / sqrt PI.
Proof. by apply: sqrt_div_alt; exact: PI_RGT_0. Qed.
Lemma normal_pdf_value x : normal_pdf x = sqrt 2 / 2 / sqrt PI / exp (x ^ 2 / 2).
Proof.
have P := root_2; have Q := root_PI; have E := exp_pos (x ^ 2 / 2).
rewrite /normal_pdf sqrt_mult; [|lra|by apply: Rlt_le; exact: PI_RGT_0].
rewrite (_ : - x ^ 2 / 2 = - (x ^ 2 / 2)); last by rewrite /Rdiv; ring.
by rewrite exp_Ropp -inverse_root; field; lra.
Qed.
Tactic Notation "finish_gelu" := rewrite /gelu ?normal_pdf_value /normal_cdf ?half_root; have ? := root_2; have ? := root_PI;
  rewrite ?exp_Ropp; entries; rewrite ?Rmult_1_r; same.

(** Tanh of u is a fraction in exp(2 u), and so is every exponential of the shipped form. *)
Lemma tanh_fraction u : tanh u = (exp u * exp u - 1) / (exp u * exp u + 1).
Proof. rewrite /tanh /sinh /cosh exp_Ropp; have E := exp_pos u; field; split; nra. Qed.
Lemma coefficient : 0.044715 = 8943 / 200000. Proof. lra. Qed.
Lemma gelu_inner_value x : gelu_inner x = sqrt 2 / sqrt PI * (x + 8943 / 200000 * x ^ 3).
Proof. by rewrite /gelu_inner root_of_ratio; congr (_ * (_ + _)); lra. Qed.
Ltac inner_exponents := match goal with |- context [exp (gelu_inner ?x)] =>
  repeat match goal with |- context [exp ?a] => lazymatch a with gelu_inner _ => fail | _ =>
    first [replace (exp a) with (exp (gelu_inner x) * exp (gelu_inner x)) by (rewrite -exp_plus gelu_inner_value; f_equal; field; lra) |
           replace (exp a) with (/ (exp (gelu_inner x) * exp (gelu_inner x)))
             by (rewrite -exp_plus -exp_Ropp gelu_inner_value; f_equal; field; lra)] end end end.
Tactic Notation "finish_gelu_tanh" := rewrite /gelu_tanh /gelu_tanh_slope; cbv zeta; rewrite ?root_of_ratio;
  rewrite ?coefficient; have ? := root_2; have ? := root_PI; cbn -[gelu_inner];
  rewrite ?tanh_fraction; inner_exponents; signs; field; repeat split; nonzero.

Lemma embedding_back n v d (index : 'I_n -> 'I_v) (g : 'I_n * 'I_d -> R) q :
  embedding_pullback index g q = ∑_i (if index i == q.1 then g (i, q.2) else 0).
Proof. by rewrite /embedding_pullback big_mkcond. Qed.
Tactic Notation "finish_gather" := rewrite ?embedding_back; entries; same.
(** The sign of an entry is a hypothesis too. *)
Ltac sides_of_zero := repeat match goal with
  | H : 0 < ?x |- context [Rabs ?x] => rewrite (Rabs_pos_eq x (Rlt_le _ _ H))
  | H : 0 < ?x |- context [sign ?x] => rewrite (sign_eq_1 x H)
  | H : ~ (0 < ?x) |- context [Rabs ?x] => rewrite (Rabs_left1 x (Rnot_lt_le _ _ H))
  | H : 0 < - ?x |- context [sign ?x] => rewrite (sign_eq_m1 x ltac:(lra))
  end.
Tactic Notation "finish_absolute" := entries; sides_of_zero; same.
(** The square root of a positive number: its square is that number. *)
Ltac squared_roots := repeat match goal with |- context [sqrt (?w + ?e)] =>
  let square := fresh "square" in
  have := sqrt_lt_R0 (w + e) ltac:(lra); have square := sqrt_sqrt (w + e) ltac:(lra); move: square;
  move: (sqrt (w + e)) => ? square ?; rewrite -?square; clear square end.
Tactic Notation "finish_evaluation" := entries; roots; squared_roots; field; repeat split; nonzero.

(** The same value of the normal law, written at two forms of one number. *)
Ltac same_laws := repeat match goal with |- ?l = ?r => first [
    match l with context [erf ?b] => match r with context [erf ?a] =>
      first [constr_eq a b; fail 1 | replace (erf a) with (erf b) by (f_equal; field; lra)] end end |
    match l with context [exp ?b] => match r with context [exp ?a] =>
      first [constr_eq a b; fail 1 | replace (exp a) with (exp b) by (f_equal; field; lra)] end end] end.
Tactic Notation "finish_normal" := rewrite ?normal_pdf_value /normal_cdf ?half_root; have ? := root_2; have ? := root_PI;
  entries; rewrite ?exp_Ropp; same_laws; signs; field; repeat split; nonzero.
