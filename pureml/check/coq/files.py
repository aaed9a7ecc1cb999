"""The files of statements that tie every rule to its theorem, one for each package of rules."""

from __future__ import annotations

from typing import Final

from ...rules import Formula, Rule, formulas
from .lemma import lemma
from .links import LINKS
from .steps import STEPS, step_lemma

HEADER: Final = """\
(** * {title}: the shipped functions, read by Coq

    Written by link.py, not by hand.  The right sides are what the functions of pureml/{package} give when they run
    on symbols; the left sides are what the theorem that the rule names is about, at a small size.  Every number is a
    variable, and what a comparison answered on the way is a hypothesis. *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From PureML Require Import Sums Moves Smooth Kinks Gelu Elementwise Softmax CrossEntropy Errors Affine Dropout Graph Norm Backprop Layers
  NormLayers Rules LinkTools.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Open Scope R_scope.
"""
PACKAGES: Final = ("functions", "losses", "layers", "optimizers", "search")
ALSO: Final = {
    "optimizers": "From PureML Require Import Adam Adaptive Momentum StepTools.\n",
    "search": "From PureML Require Import Search.\n",
}
"""What a file reads beside what all of them read."""


def package_of(formula: Formula, /) -> str:
    """The package that a rule stands in.

    >>> from pureml.rules import find
    >>> package_of(find("affine"))
    'layers'
    """
    return formula.forward.__module__.split(".")[1]


def linked() -> tuple[Formula, ...]:
    """What is read by Coq beside what its theorem is about: most rules, at one size, and the steps of optimizers."""
    return tuple(formula for formula in formulas() if formula.name in LINKS or formula.name in STEPS)


def unlinked() -> tuple[Formula, ...]:
    """The others: nothing but the name and the fixtures ties these to their theorem."""
    return tuple(formula for formula in formulas() if formula not in linked())


def statement(formula: Formula, /) -> str:
    """The statement about a rule, or about a step."""
    return lemma(formula) if isinstance(formula, Rule) else step_lemma(formula)


def link_files() -> dict[str, str]:
    """The name of each file in proofs/, and its text as the rules are now."""
    return {
        f"Link{package.capitalize()}.v": "\n".join(
            (
                HEADER.format(title=package.capitalize(), package=package) + ALSO.get(package, ""),
                *(f"(** {rule.name}: {rule.formula} *)\n{statement(rule)}" for rule in linked() if package_of(rule) == package),
            )
        )
        for package in PACKAGES
    }
