"""Jets of balls enclose the exact slope at exact binary inputs, and the floats lie where the enclosure is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from ...rules import Kind, Rule
from ..call import Call, flat
from ..gradients import smallest_wrong
from ..inputs import JETS, moving
from ..numbers import Ball, Jet
from ..obligation import Obligation, Trial
from ..subject import InapplicableError, Subject

SHARP: Final = 2.0**-30
"""An enclosure wider than this share of its size says nothing."""


def look(subject: Subject) -> Iterator[Trial]:
    """Jets at every size; where the rule is smooth also balls of radius 1, which overlap."""
    if subject.rule is None:
        raise InapplicableError("a formula without derivatives of its own")
    for call in subject.calls(JETS, 2):
        yield _trial(subject, call)
    if smooth(subject.rule):
        for call in subject.calls(JETS):
            yield _wide(call)


def smooth(rule: Rule) -> bool:
    """Whether the rule promises an answer for any real first argument."""
    return not rule.kinks and rule.domain.arguments[0].kind is Kind.REAL


def _trial(subject: Subject, call: Call) -> Trial:
    enclosures = flat(call.formula.forward(*moving(call.inputs)))
    if subject.has_pushforward:
        for got, y in zip(flat(call.y_dot), enclosures, strict=True):
            wrong = _outside(got.value, y.slope)
            if wrong:
                return Trial(wrong=f"pushforward: {wrong}", counterexample=lambda: smallest_wrong(subject))
    left, right = Ball(0), Ball(0)
    for y, g in zip(enclosures, flat(call.g), strict=True):
        left = left + y.slope * g.value
    for x_dot, d_x in zip(call.inputs.tangents, call.cotangents, strict=True):
        for v, d in zip(flat(x_dot), flat(d_x), strict=True):
            right = right + v.value * d.value
    wrong = _outside(right, left)
    return Trial(wrong=wrong and f"pullback: {wrong}", counterexample=lambda: smallest_wrong(subject))


def _outside(got: Ball, enclosure: Ball) -> str:
    if not got.overlaps(enclosure):
        return f"expected a number in {enclosure}, got {got}"
    wide = float(enclosure.radius()) > SHARP * max(1.0, abs(float(enclosure)))
    return f"the enclosure {enclosure} says nothing" if wide else ""


def _wide(call: Call) -> Trial:
    """Wide balls around the same numbers: whatever they overlap, the result is decided and holds the sharp one."""
    first, *rest = call.inputs.differentiable
    widened: Any = np.frompyfunc(_around, 1, 1)(first)
    wide = call.formula.forward(*call.inputs.with_differentiable((widened, *rest)))
    for big, small in zip(flat(wide), flat(call.y), strict=True):
        if not big.value.overlaps(small.value):
            return Trial(wrong=f"on balls of radius 1 expected a ball around {small.value}, got {big.value}")
    return Trial()


def _around(e: Jet) -> Jet:
    middle = e.value.midpoint()
    return Jet.along(Ball.between(middle - 1, middle + 1), Ball(0))


ENCLOSURE: Final = Obligation("enclosure", "the slope lies in a rigorous enclosure", look)
