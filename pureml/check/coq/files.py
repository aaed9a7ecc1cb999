"""The files of statements that tie every rule to its theorem, one for each package of rules."""

from __future__ import annotations

from typing import Final

from ...rules import Rule, catalogue
from .lemma import lemma
from .links import LINKS

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
PACKAGES: Final = ("functions", "losses", "layers")


def package_of(rule: Rule, /) -> str:
    """The package that a rule stands in.

    >>> from pureml.rules import find
    >>> package_of(find("affine"))
    'layers'
    """
    return rule.forward.__module__.split(".")[1]


def linked() -> tuple[Rule, ...]:
    """The rules whose theorem is read at one size and compared with the shipped function."""
    return tuple(rule for rule in catalogue() if rule.name in LINKS)


def unlinked() -> tuple[Rule, ...]:
    """The other rules: nothing but the name and the fixtures ties these to their theorem."""
    return tuple(rule for rule in catalogue() if rule.name not in LINKS)


def link_files() -> dict[str, str]:
    """The name of each file in proofs/, and its text as the rules are now."""
    return {
        f"Link{package.capitalize()}.v": "\n".join(
            (
                HEADER.format(title=package.capitalize(), package=package),
                *(f"(** {rule.name}: {rule.formula} *)\n{lemma(rule)}" for rule in linked() if package_of(rule) == package),
            )
        )
        for package in PACKAGES
    }
