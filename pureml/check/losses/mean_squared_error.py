"""Mean squared error: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

import numpy as np

from ...losses import half_squared_error, mean_squared_error
from ..call import Call
from ..evidence import Equal, Evidence, Mutant
from ..inputs import Numbers
from ..mistakes import each_of, negated, promoted, scaled, without_g
from .half_squared_error import LAWS


def definition(y: Numbers, target: Numbers) -> Numbers:
    """The norms and the inner product apart: (sum y^2 - 2 sum y t + sum t^2) / (n k)."""
    return ((y * y).sum() - 2 * (y * target).sum() + (target * target).sum()) / y.size


def _by_half(call: Call) -> tuple[object, object]:
    return call.y * call.arguments[0].shape[1], half_squared_error.forward(*call.arguments) * 2


def _over_rows_alone(kept: Numbers, g: Numbers) -> Numbers:
    return each_of(mean_squared_error.pullback(kept, g), lambda d: d * d.shape[1])


def _first_alone(kept: Numbers, g: Numbers) -> Numbers:
    d_y, d_target = mean_squared_error.pullback(kept, g)
    return d_y, d_target * 0


def _root(y: Numbers, target: Numbers) -> Numbers:
    return np.sqrt(mean_squared_error.forward(y, target))


EVIDENCE = Evidence(
    definition=definition,
    degree=2,
    laws=(*LAWS, Equal("k loss = 2 half_squared_error", _by_half)),
    mutants=(
        Mutant(
            "half a sum of squares, which is no mean",
            "the notes, S13",
            forward=half_squared_error.forward,
            linearize=half_squared_error.linearize,
            pushforward=half_squared_error.pushforward,
            pullback=half_squared_error.pullback,
        ),
        Mutant("the mean over rows alone", forward=scaled(mean_squared_error.forward, lambda y, _: y.shape[1])),
        Mutant("the gradient over rows alone", pullback=_over_rows_alone),
        Mutant("(y - t) / (n k), the 2 forgotten", pullback=lambda kept, g: (kept.gradient() * g / 2, -kept.gradient() * g / 2)),
        Mutant("t - y", pullback=negated(mean_squared_error.pullback)),
        Mutant("one gradient for both", pullback=lambda kept, g: (kept.gradient() * g, kept.gradient() * g)),
        Mutant("the target taken for a constant", pullback=_first_alone),
        Mutant("the root of the mean", forward=_root),
        Mutant("the norms apart, which cancels", forward=definition),
        Mutant("the cotangent left out", pullback=without_g(mean_squared_error.pullback)),
        Mutant("float64 out of float32", forward=promoted(mean_squared_error.forward)),
    ),
)
