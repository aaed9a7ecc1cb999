"""The theorems as the table of the proofs lists them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import attrs
from cattrs import Converter

from ...rules import Formula, check_known, formulas
from .folder import ProofError


@attrs.frozen
class Theorem:
    """A theorem: `File.name`, where it stands, the rules it is about, its sentence and its statement."""

    name: str
    file: str
    line: int
    rules: tuple[str, ...]
    sentence: str
    statement: str

    @property
    def about(self) -> frozenset[str]:
        """The names of its rules, without their packages."""
        return frozenset(rule.rpartition(".")[2] for rule in self.rules)


def theorems(place: Path, /) -> tuple[Theorem, ...]:
    """Every theorem of a folder of proofs, file by file; raises `ProofError` for a table that is none."""
    table = place / "theorems.json"
    try:
        found: Any = json.loads(table.read_text(encoding="utf-8"))
        return tuple(Converter().structure(found, list[Theorem]))
    except (ValueError, TypeError, KeyError, ExceptionGroup) as error:
        raise ProofError(f"{table}: expected the table that `make table` writes, got something else") from error


def chosen(table: tuple[Theorem, ...], names: tuple[str, ...], /) -> tuple[Theorem, ...]:
    """The theorems about these rules, all of them unless rules are named; raises `DomainError` for a rule that none is about."""
    known = sorted({name for theorem in table for name in theorem.about})
    for name in names:
        check_known("rule", name, known)
    return tuple(theorem for theorem in table if not names or theorem.about & set(names))


def untied(table: tuple[Theorem, ...], names: tuple[str, ...], /) -> list[str]:
    """What is wrong with the theorems that these rules name, or all rules: each must exist and be about its rule."""
    known = {theorem.name: theorem for theorem in table}
    return [line for formula in formulas() if not names or formula.name in names for line in _wrong(formula, known)]


def _wrong(formula: Formula, known: dict[str, Theorem]) -> list[str]:
    if not formula.theorem:
        return [f"{formula.name} names no theorem"]
    if formula.theorem not in known:
        return [f"{formula.name} names {formula.theorem}, which does not exist"]
    return [] if formula.name in known[formula.theorem].about else [f"{formula.theorem} is not about {formula.name}, which names it"]
