"""Over hard inputs every float result is within its bound of the exact number, without a warning."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from numpy import float32

from ...rules import bounds
from ..accuracy import Measured, measure
from ..finding import Counterexample
from ..obligation import Obligation, Trial
from ..subject import Subject


def look(subject: Subject) -> Iterator[Trial]:
    """Each bound that the rule states, one after the other, the exact numbers being those of the same functions on balls.

    Of a formula that is not ours and states none it is told how far off it is, and that it is finite where it should be.
    """
    stated = subject.formula.bounds
    if not stated and subject.owed:
        raise subject.lacks("bounds of its rounding errors")
    parts = ("forward", "pullback") if subject.rule else ("forward",)
    none = tuple(bound for part in parts for bound in bounds(part, math.inf, math.inf))
    for measured in measure(subject.formula, stated or none, density=subject.rounds, seed=subject.seed):
        yield _trial(subject, measured)


def _trial(subject: Subject, measured: Measured) -> Trial:
    bound, worst = measured.bound, measured.worst
    what = f"{bound.part} {bound.dtype}"
    wrong = "" if measured.holds else f"{what}: {worst.ulp:.4g} ulp of {bound.scale}, stated {bound.ulp:g}"
    if math.isinf(worst.ulp):
        wrong = f"{what}: not finite, or with a warning, where the exact number is a float"
    return Trial(
        worst.ulp,
        what,
        wrong,
        lambda: _counterexample(subject, measured),
        inputs=measured.tried,
        note=f"{what}: {worst.ulp:.3g} of {bound.ulp:g} ulp of {bound.scale}",
    )


def _counterexample(subject: Subject, measured: Measured) -> Counterexample:
    """The arguments behind the worst entry; the row of each array that has rows."""
    named = zip(subject.formula.domain.arguments, measured.worst.input, strict=True)
    lines = [f"# {measured.bound.part} of {subject.formula.name} in {measured.bound.dtype}, result {measured.worst.result}, where"]
    lines.extend(f"{a.name} = {_told(x)}" for a, x in named)
    return Counterexample("\n".join(lines), _digits(measured.worst.expected, measured), _digits(measured.worst.got, measured))


def _told(x: object) -> str:
    return " ".join(repr(x).split())


def _digits(value: float, measured: Measured) -> str:
    """A number with the digits that its dtype has."""
    return repr(value) if measured.bound.dtype == "float64" or not math.isfinite(value) else str(float32(value))


ACCURACY: Final = Obligation(
    "accuracy", "rounding errors are within the stated bounds on hard inputs", look, unit="units in the last place"
)
