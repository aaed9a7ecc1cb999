(** * A stack of affine maps is a single affine map *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import Reals Lra.
From PureML Require Import Sums.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Open Scope R_scope.

Inductive stack : finType -> finType -> Type :=
| Last (N M : finType) (W : N * M -> R) (b : M -> R) : stack N M
| Then (N M P : finType) (W : N * M -> R) (b : M -> R) (rest : stack M P) : stack N P.
Definition apply1 (N M : finType) (W : N * M -> R) (b : M -> R) (x : N -> R) : M -> R :=
  fun j => ∑_k x k * W (k, j) + b j.
Fixpoint run N M (s : stack N M) : (N -> R) -> M -> R :=
  match s with
  | Last N M W b => fun x => apply1 W b x
  | Then N M P W b rest => fun x => run rest (apply1 W b x)
  end.
(** [rule: layers.chain, layers.affine] Without activations, layers of any number and any widths compute one affine map: depth buys nothing. *)
Theorem linear_collapse N M (s : stack N M) :
  exists (W : N * M -> R) (b : M -> R), forall x j, run s x j = ∑_k x k * W (k, j) + b j.
Proof.
elim: s => {N M} [N M W b | N M P W b rest [U [c IH]]]; first by exists W, b.
exists (fun p => ∑_m W (p.1, m) * U (m, p.2)), (fun j => ∑_m b m * U (m, j) + c j) => x j /=.
rewrite IH -Rplus_assoc; congr (_ + _); rewrite /apply1.
rewrite (eq_sum (g := fun m => ∑_k x k * W (k, m) * U (m, j) + b m * U (m, j))); last first.
  by move=> m; rewrite sumZr; ring.
rewrite sumD; congr (_ + _); rewrite sum_swap; apply: eq_sum => k.
by rewrite -sumZ; apply: eq_sum => m; ring.
Qed.
