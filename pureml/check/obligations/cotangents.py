"""Every basis cotangent and a random one: each entry is right relative to its own scale."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from typing import Final

import numpy as np

from ..call import Call
from ..gradients import off, reference, smallest_wrong
from ..inputs import FLOAT64, sizes_of
from ..obligation import Obligation, Trial
from ..slopes import jacobian
from ..subject import InapplicableError, Subject

EPS: Final = float(np.finfo(np.float64).eps)


def look(subject: Subject) -> Iterator[Trial]:
    """The whole Jacobian twice, by slopes and by pullbacks, at the largest and the smallest size; never ones alone, never a norm."""
    if subject.rule is None:
        raise InapplicableError("a formula without derivatives of its own")
    by_size = sorted(sizes_of(subject.formula), key=lambda sizes: prod(sizes.values()))
    for call in subject.calls(FLOAT64, 1, (by_size[0], by_size[-1])):
        yield from _trials(subject, call)


def _trials(subject: Subject, call: Call) -> Iterator[Trial]:
    slopes, tolerance = reference(call)
    jacobians = jacobian(call, slopes)
    y = np.asarray(call.linearized[0])
    for k in range(y.size + 1):
        g = np.asarray(call.g).copy() if k == y.size else np.zeros(y.shape, y.dtype)
        if k < y.size:
            g.reshape(-1)[k] = 1
        which = f"basis cotangent {k}" if k < y.size else "random cotangent"
        error, wanted, got = max(off(call, g if y.shape else g[()], jacobians), key=lambda found: found[0])
        wrong = "" if error <= tolerance else f"{which}: expected an entry {wanted!r}, got {got!r}"
        yield Trial(error / EPS, which, wrong, lambda: smallest_wrong(subject))


COTANGENTS: Final = Obligation(
    "cotangents", "the pullback of every basis cotangent is a row of the Jacobian", look, unit="eps of each entry's terms", exotic=False
)
