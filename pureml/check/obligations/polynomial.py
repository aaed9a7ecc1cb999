"""Along a line a polynomial of degree 1 or 2 has its central difference for slope: equal exactly, in rational numbers."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

from ..call import Call, flat
from ..gradients import smallest_wrong
from ..inputs import EXACT, Numbers
from ..obligation import Obligation, Trial
from ..subject import InapplicableError, Subject

STEP: Final = Fraction(1, 2**24)


def look(subject: Subject) -> Iterator[Trial]:
    """Exact numbers at every size; entries that have a kink within the step are left to the corners."""
    if subject.rule is None:
        raise InapplicableError("a formula without derivatives of its own")
    if not subject.has_pushforward:
        raise InapplicableError("no pushforward is given")
    if subject.evidence.degree is None:
        raise InapplicableError("no polynomial of degree 1 or 2, not even piece by piece")
    for call in subject.calls(EXACT, 3):
        yield _trial(subject, call)


def _trial(subject: Subject, call: Call) -> Trial:
    there, back = (flat(_moved(call, h)) for h in (STEP, -STEP))
    near, close = (flat(_moved(call, h / 2)) for h in (STEP, -STEP))
    for y, a, b, c, d, y_dot in zip(flat(call.y), there, back, near, close, flat(call.y_dot), strict=True):
        bends, bends_half = a + b - 2 * y, 4 * (c + d - 2 * y)
        if bends != bends_half or (subject.evidence.degree == 1 and bends != 0):
            continue  # a kink: the second difference of a polynomial goes with the square of the step
        slope = (a - b) / (2 * STEP)
        if slope != y_dot:
            return Trial(wrong=f"expected the slope {slope}, pushforward gave {y_dot}", counterexample=lambda: smallest_wrong(subject))
    return Trial()


def _moved(call: Call, h: Fraction) -> Numbers:
    moved = tuple(x + x_dot * h for x, x_dot in zip(call.inputs.differentiable, call.inputs.tangents, strict=True))
    y: Any = call.formula.forward(*call.inputs.with_differentiable(moved))
    return y


POLYNOMIAL: Final = Obligation("polynomial", "pushforward is the exact difference quotient", look)
