"""The cotangents of a rule on floats against slopes that its own derivatives have no part in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from .call import Call
from .finding import Counterexample
from .inputs import FLOAT64, Array, Numbers
from .numbers import Undecided
from .obligation import BREAKS
from .slopes import Slopes, by_complex_step, by_differences, by_jets, jacobian
from .smallest import smallest
from .subject import InapplicableError, Subject

REFERENCES: Final[tuple[tuple[Slopes, float], ...]] = ((by_jets, 2.0**-34), (by_complex_step, 2.0**-34), (by_differences, 2.0**-20))
"""Ways to a slope, the surest first, and how far the entry of a right cotangent may be from it, relative to its scale."""


def reference(call: Call) -> tuple[Slopes, float]:
    """The surest way to a slope on which the formula runs; `Undecided` where it does and the point has no slope."""
    for slopes, tolerance in REFERENCES:
        try:
            jacobian(call, slopes)
        except Undecided:
            raise
        except BREAKS:
            continue
        return slopes, tolerance
    raise InapplicableError("the function runs neither on jets, nor on complex numbers, nor on floats")


def off(call: Call, g: Numbers, jacobians: tuple[Array, ...]) -> Iterator[tuple[float, float, float]]:
    """For each entry of each cotangent: its error relative to its scale, what was expected, what came.

    The scale of an entry is the sum of the absolute values of the terms that it is the sum of.
    """
    cotangents = call.pulled(g)
    if len(cotangents) != len(jacobians):
        raise ValueError(f"expected {len(jacobians)} cotangents, got {len(cotangents)}")
    weights = np.asarray(g, float).reshape(-1)
    for d_x, x, slopes in zip(cotangents, call.inputs.differentiable, jacobians, strict=True):
        if np.shape(d_x) != np.shape(x):
            raise ValueError(f"expected a cotangent of shape {np.shape(x)}, got {np.shape(d_x)}")
        for got, row in zip(np.asarray(d_x, float).reshape(-1).tolist(), slopes, strict=True):
            wanted, scale = float(row @ weights), float(np.abs(row) @ np.abs(weights))
            yield (abs(got - wanted) / scale if scale else abs(got)), wanted, got


def smallest_wrong(subject: Subject) -> Counterexample | None:
    """The smallest arguments and cotangent, whole numbers, on which the pullback is wrong; None where none is found."""

    def wrong(call: Call) -> bool:
        return _worst(call) is not None

    call = smallest(subject, FLOAT64, wrong)
    found = None if call is None else _worst(call)
    if call is None or found is None:
        return None
    wanted, got = found
    return Counterexample(subject.code(subject.spelling.pullback, call, call.g), f"an entry {wanted!r}", repr(got))


def _worst(call: Call) -> tuple[float, float] | None:
    """The entry that is furthest off, if it is further than its reference allows."""
    slopes, tolerance = reference(call)
    error, wanted, got = max(off(call, call.g, jacobian(call, slopes)), key=_error)
    return None if error <= tolerance else (wanted, got)


def _error(found: tuple[float, float, float]) -> float:
    return found[0] if found[0] == found[0] else np.inf  # a NaN is as far off as can be
