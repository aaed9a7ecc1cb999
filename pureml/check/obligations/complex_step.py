"""The slope is the imaginary part of a complex step, to the last digits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from ..call import Call, inner
from ..gradients import smallest_wrong
from ..inputs import FLOAT64, Array
from ..obligation import Obligation, Trial
from ..slopes import by_complex_step
from ..subject import InapplicableError, Subject

EPS: Final = float(np.finfo(np.float64).eps)
UNITS: Final = 2.0**11


def look(subject: Subject) -> Iterator[Trial]:
    """Random points and directions at every size."""
    if subject.rule is None:
        raise InapplicableError("a formula without derivatives of its own")
    for call in subject.calls(FLOAT64, 5):
        yield _trial(subject, call)


def _trial(subject: Subject, call: Call) -> Trial:
    slope = by_complex_step(call, call.inputs.tangents)
    size = float(np.abs(slope).max()) * EPS
    gap = float(np.abs(slope - np.asarray(call.y_dot).reshape(-1)).max()) if subject.has_pushforward else 0.0
    error = gap / size if size else gap
    back = _off_back(call, slope)
    worst = max(error, back)
    wrong = "" if worst <= UNITS else f"a complex step gives {slope.tolist()}: {worst:.3g} eps off"
    return Trial(worst, "", wrong, lambda: smallest_wrong(subject))


def _off_back(call: Call, slope: Array) -> float:
    """How far <slope, g> and <x_dot, J^T g> are apart, in eps of the absolute terms."""
    g = np.asarray(call.g).reshape(-1)
    right: Any = inner(call.inputs.tangents, call.cotangents)
    terms = float(np.abs(slope) @ np.abs(g)) + float(
        inner(tuple(np.abs(x) for x in call.inputs.tangents), tuple(np.abs(x) for x in call.cotangents))
    )
    return abs(float(slope @ g) - float(right)) / (terms * EPS) if terms else 0.0


COMPLEX_STEP: Final = Obligation("complex_step", "the slope is that of a complex step", look, unit="eps of the greatest slope")
