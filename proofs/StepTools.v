(** * How the steps of optimizers are read beside the Python *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import Reals Lra.
From PureML Require Import Sums Moves LinkTools.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Open Scope R_scope.

(** The state is what the hypotheses say, and the root of a quotient is a quotient of roots. *)
Ltac quotient_roots := repeat match goal with |- context [sqrt (?x / ?y)] => rewrite (sqrt_div_alt x y); [|lra] end.
Ltac root_facts := repeat match goal with |- context [sqrt ?x] =>
  lazymatch goal with _ : 0 <= sqrt x |- _ => fail | _ => pose proof (sqrt_pos x) end end;
  repeat match goal with H : ?y < 1 |- context [sqrt (1 - ?y)] =>
  lazymatch goal with _ : 0 < sqrt (1 - y) |- _ => fail | _ => pose proof (sqrt_lt_R0 (1 - y) ltac:(lra)) end end.
Ltac apart := first [lra | intro; match goal with H : _ <> _ |- _ => apply H; lra end | apply Rgt_not_eq; nra].
Ltac finish_step := intros; subst; cbn in *; repeat match goal with |- _ /\ _ => split end;
  quotient_roots; roots; root_facts; field; repeat split; apart.
