"""Half the squared error: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

import numpy as np

from ...arrays import absolute
from ...losses import half_squared_error, mean_squared_error
from ..call import Call, inner
from ..evidence import Equal, Evidence, Mutant
from ..inputs import Numbers
from ..laws import convex, joined, not_negative, permutes, permutes_back
from ..mistakes import each_of, negated, promoted, scaled, without_g
from ..row_laws import gradient_of_rows, mean_of_rows


def definition(y: Numbers, target: Numbers) -> Numbers:
    """The norms and the inner product apart: (sum y^2 - 2 sum y t + sum t^2) / (2 n)."""
    return ((y * y).sum() - 2 * (y * target).sum() + (target * target).sum()) / (2 * len(y))


def _homogeneous(call: Call) -> tuple[object, object]:
    return inner(call.cotangents, call.arguments), call.y * call.g * 2


def _symmetric(call: Call) -> tuple[object, object]:
    y, target = call.arguments
    return call.at(target, y).y, call.y


def _moved(call: Call) -> tuple[object, object]:
    y, target = call.arguments
    return call.at(y + 3, target + 3).y, call.y


def _opposite(call: Call) -> tuple[object, object]:
    d_y, d_target = call.cotangents
    return d_target, -d_y


def _zero_at_the_target(call: Call) -> tuple[object, object]:
    y, _ = call.arguments
    return joined((np.asarray(call.at(y, y).y), call.at(y, y).d_x)), joined((np.asarray(call.y * 0), y * 0))


LAWS = (
    not_negative(),
    convex(),
    Equal("y and t may change places", _symmetric),
    Equal("the same added to y and t changes nothing", _moved),
    Equal("<d_y, y> + <d_t, t> = 2 g loss", _homogeneous),
    Equal("d_t = -d_y", _opposite),
    Equal("loss and gradient are 0 where y is t", _zero_at_the_target),
    mean_of_rows(),
    gradient_of_rows(),
    permutes("rows", ()),
    permutes("columns", ()),
    permutes_back("rows", ()),
    permutes_back("columns", ()),
)
"""What half the squared error and the mean squared error have in common."""


def _first_alone(kept: Numbers, g: Numbers) -> Numbers:
    d_y, d_target = half_squared_error.pullback(kept, g)
    return d_y, d_target * 0


def _times_rows(kept: Numbers, g: Numbers) -> Numbers:
    return each_of(half_squared_error.pullback(kept, g), lambda d: d * len(d))


EVIDENCE = Evidence(
    definition=definition,
    degree=2,
    laws=LAWS,
    mutants=(
        Mutant(
            "the mean over all numbers, another loss",
            forward=mean_squared_error.forward,
            linearize=mean_squared_error.linearize,
            pushforward=mean_squared_error.pushforward,
            pullback=mean_squared_error.pullback,
        ),
        Mutant(
            "the sum over the batch for the mean",
            "the book's code, functions.sum_squared_error",
            forward=scaled(half_squared_error.forward, lambda y, _: len(y)),
        ),
        Mutant("y - t, not divided by the number of rows", pullback=_times_rows),
        Mutant("the half forgotten", forward=scaled(half_squared_error.forward, lambda _y, _t: 2)),
        Mutant("2 (y - t) / n, the half forgotten in the gradient", pullback=scaled(half_squared_error.pullback, lambda _kept, _g: 2)),
        Mutant("t - y", pullback=negated(half_squared_error.pullback)),
        Mutant("one gradient for both", pullback=lambda kept, g: (kept.gradient() * g, kept.gradient() * g)),
        Mutant("the target taken for a constant", pullback=_first_alone),
        Mutant("the distance, not squared", forward=lambda y, t: absolute(y - t).sum() / (2 * len(y))),
        Mutant("the norms apart, which cancels", forward=definition),
        Mutant("the cotangent left out", pullback=without_g(half_squared_error.pullback)),
        Mutant("float64 out of float32", forward=promoted(half_squared_error.forward)),
    ),
)
