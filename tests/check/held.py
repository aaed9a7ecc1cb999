"""Formulas called on exact numbers, and whether a law holds of a call."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pureml.check.call import Call, flat, tupled
from pureml.check.evidence import AtLeastZero, Equal, Law, Mutant
from pureml.check.inputs import EXACT, draw_inputs, sizes_of
from pureml.keys import Key
from pureml.rules import Formula, find


def calls(formula: Formula, seeds: int = 2) -> Iterator[Call]:
    """The formula on exact numbers, at every size."""
    for sizes in sizes_of(formula):
        for seed in range(seeds):
            key, rest = Key.of(seed).split(2)
            yield Call(formula, EXACT, draw_inputs(formula, EXACT, sizes, key), rest)


def entries(x: Any) -> list[Any]:
    """All numbers of one or several results."""
    return [e for result in tupled(x) for e in flat(result)]


def broken(law: Law, call: Call) -> bool:
    """Whether a law does not hold of a call, exactly."""
    match law:
        case Equal():
            left, right = (entries(side) for side in law.sides(call))
            return len(left) != len(right) or any(a != b for a, b in zip(left, right, strict=True))
        case AtLeastZero():
            return any(e < 0 for e in entries(law.value(call)))


def holds(law: Law, name: str, mutant: Mutant | None = None) -> bool:
    """Whether a law holds of a rule, or of a mutant of it, exactly, at every size."""
    rule = find(name)
    return not any(broken(law, call) for call in calls(rule if mutant is None else mutant.of(rule)))
