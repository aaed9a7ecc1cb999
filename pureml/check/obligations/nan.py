"""A NaN is never lost: where an entry of the input matters, a NaN there is seen in the result."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from ..call import Call, tupled
from ..inputs import FLOAT64
from ..obligation import Obligation, Trial
from ..subject import Subject

APART: Final = (3.0, 7.0, -7.0)
"""What is added to an entry: whatever depends on it tells two of them apart, even functions and steps too."""


def look(subject: Subject) -> Iterator[Trial]:
    """One entry at a time of the first inputs, those that the result depends on."""
    call = next(subject.calls(FLOAT64))
    for n, x in enumerate(call.inputs.differentiable):
        for k in range(np.size(x)):
            if _matters(call, n, k):
                wrong = "" if _holds_nan(_with(call, n, k, np.nan)) else f"a NaN at place {k} of differentiable argument {n} is lost"
                yield Trial(wrong=wrong)


def _with(call: Call, n: int, k: int, value: float) -> tuple[Any, ...]:
    """What forward gives with one entry replaced."""
    changed = [np.array(x, copy=True) for x in call.inputs.differentiable]
    changed[n].reshape(-1)[k] = value
    with np.errstate(invalid="ignore"):
        return tupled(call.formula.forward(*call.inputs.with_differentiable(tuple(changed))))


def _matters(call: Call, n: int, k: int) -> bool:
    x = float(call.inputs.differentiable[n].reshape(-1)[k])
    first, *others = (_with(call, n, k, x + apart) for apart in APART)
    return any((np.asarray(a) != np.asarray(b)).any() for other in others for a, b in zip(first, other, strict=True))


def _holds_nan(results: tuple[Any, ...]) -> bool:
    return any(np.isnan(np.asarray(y)).any() for y in results)


NAN: Final = Obligation("nan", "a NaN in the input is seen in the result", look, exotic=False)
