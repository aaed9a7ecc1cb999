"""Where there is no derivative, the slope is the documented one, and lies between the one-sided ones."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from typing import Any, Final

import numpy as np

from ...rules import Rule
from ..call import flat, inner, tupled
from ..evidence import Corner
from ..finding import Counterexample
from ..inputs import EXACT, FLOAT32, FLOAT64, Array, Numbers, System
from ..literals import WHOLE, assigned, literal
from ..numbers import Ball, Exact, precision
from ..numbers.arrays import filled
from ..obligation import Obligation, Trial
from ..subject import InapplicableError, Subject

STEP: Final = Fraction(1, 2**80)
NEAR: Final = Fraction(1, 2**60)
"""A difference quotient over the step is this near to the one-sided slope."""


def look(subject: Subject) -> Iterator[Trial]:
    """Each stated corner, on floats of both kinds and on exact numbers, both ways."""
    rule = subject.rule
    if rule is None or not rule.kinks:
        raise InapplicableError("a derivative everywhere" if rule else "a formula without derivatives of its own")
    if not subject.evidence.corners:
        raise subject.lacks("corners for its kinks")
    for corner in subject.evidence.corners:
        for system in (FLOAT64, FLOAT32, EXACT):
            yield Trial(wrong=_answered(rule, corner, system), counterexample=partial(_said, rule, corner))
        if not corner.jump:
            yield Trial(wrong=_between(rule, corner))


def _in(system: System, value: object) -> Numbers:
    """Nested lists of whole numbers as an array of the system; booleans stay what they are."""
    array: Array = np.asarray(value)
    if array.dtype.kind == "b":
        return array
    if system.dtype is not np.object_:
        return array.astype(system.dtype)
    made = filled(array.shape, lambda i: system.constant(Fraction(int(array[i]))))
    return made if array.shape else made[()]


def _arguments(rule: Rule, corner: Corner, system: System) -> tuple[Any, ...]:
    """The arguments in the system, but labels and sizes as they are."""
    named = zip(rule.domain.arguments, corner.arguments, strict=True)
    return tuple(_in(system, x) if a.kind not in WHOLE else (np.asarray(x) if a.axes else x) for a, x in named)


def _answered(rule: Rule, corner: Corner, system: System) -> str:
    """What pushforward or pullback answers instead of the documented slope, if anything."""
    y, kept = rule.linearize(*_arguments(rule, corner, system))
    tangents = tuple(_in(system, x) for x in corner.tangents)
    wanted = flat(_in(system, corner.slope))
    pushed = flat(rule.pushforward(kept, *tangents))
    pulled = [_pulled(rule, kept, tangents, _in(system, g)) for g in _basis(flat(y), np.asarray(y).shape)]
    for name, slopes in (("pushforward", pushed), ("pullback", pulled)):
        for got, slope in zip(slopes, wanted, strict=True):
            if got != slope:
                return f"{corner.claim}: expected {slope} from the {name} in {system.name}, got {got}"
    return ""


def _basis(entries: list[Any], shape: tuple[int, ...]) -> Iterator[Array]:
    for k in range(len(entries)):
        yield (np.arange(len(entries)) == k).astype(int).reshape(shape)


def _pulled(rule: Rule, kept: object, tangents: tuple[Any, ...], g: object) -> Numbers:
    """<x_dot, J^T e>: the slope of one entry, by the pullback."""
    return inner(tangents, tupled(rule.pullback(kept, g)))


def _between(rule: Rule, corner: Corner) -> str:
    """Which stated slope lies outside the one-sided ones, if one does."""
    arguments, tangents = _arguments(rule, corner, EXACT), tuple(_in(EXACT, x) for x in corner.tangents)
    places = [k for k, a in enumerate(rule.domain.arguments) if a.differentiable]
    here = flat(rule.forward(*arguments))
    sides: list[list[Any]] = []
    for h in (STEP, -STEP):
        moved = list(arguments)
        for k, v in zip(places, tangents, strict=True):
            moved[k] = arguments[k] + v * h
        sides.append([(b - a) / h for a, b in zip(here, flat(rule.forward(*moved)), strict=True)])
    with precision(256):
        for right, left, stated in zip(*sides, flat(_in(EXACT, corner.slope)), strict=True):
            low, high = sorted((_ball(right), _ball(left)), key=float)
            if not low - Ball(NEAR) <= _ball(stated) <= high + Ball(NEAR):
                return f"{corner.claim}: {stated} is not between the one-sided slopes {low} and {high}"
    return ""


def _ball(e: Exact) -> Ball:
    return e.enclosure()


def _said(rule: Rule, corner: Corner) -> Counterexample:
    given = assigned(rule.domain.arguments, _arguments(rule, corner, FLOAT64))
    lines = ["import numpy as np", "from pureml.rules import find", *given]
    call = ", ".join(a.name for a in rule.domain.arguments)
    tangents = ", ".join(literal(_in(FLOAT64, x)) for x in corner.tangents)
    lines.append(f"print(find({rule.name!r}).pushforward(find({rule.name!r}).linearize({call})[1], {tangents}))")
    return Counterexample("\n".join(lines), repr(corner.slope), corner.claim)


CORNERS: Final = Obligation("corners", "at kinks the slope is the documented element of the subdifferential", look)
