"""Leaky ReLU: its definition, its laws, its corner, and what is often taken for it."""

from __future__ import annotations

import numpy as np

from ...arrays import where_positive
from ...functions import leaky_relu, relu
from ..call import Call, inner
from ..evidence import Corner, Equal, Evidence, Mutant
from ..inputs import Numbers
from ..laws import far, permutes, splits
from ..mistakes import with_slope


def definition(x: Numbers, slope: Numbers) -> Numbers:
    """x in the mean, and half of (1 - a) |x| above it: ((1 + a) x + (1 - a) |x|) / 2."""
    return (x * (1 + slope) + np.abs(x) * (1 - slope)) / 2


def _odd_part(call: Call) -> tuple[object, object]:
    x, slope = call.arguments
    return call.y - call.at(-x, slope).y, x * (1 + slope)


def _by_relu(call: Call) -> tuple[object, object]:
    x, slope = call.arguments
    return call.y, x * slope + relu.forward(x) * (1 - slope)


def _scaled(call: Call) -> tuple[object, object]:
    x, slope = call.arguments
    return call.at(x * 3, slope).y, call.y * 3


def _slope_at_zero_included(x: Numbers, slope: Numbers) -> Numbers:
    return where_positive(-x, x * 0 + slope, x * 0 + 1)


def _slope_by_the_output(x: Numbers, slope: Numbers) -> Numbers:
    return where_positive(definition(x, slope), x * 0 + 1, x * 0 + slope)


EVIDENCE = Evidence(
    definition=definition,
    degree=1,
    regions=({"rows": 1, "columns": 3}, 8),
    laws=(
        Equal("<d_x, x> = <g, y>", lambda call: (inner((call.d_x,), call.arguments[:1]), inner((call.g,), (call.y,)))),
        Equal("y(3 x) = 3 y(x)", _scaled),
        Equal("y(x) - y(-x) = (1 + a) x", _odd_part),
        Equal("y = a x + (1 - a) relu(x)", _by_relu),
        far(definition),
        permutes("columns", ("rows", "columns")),
        splits(),
    ),
    corners=(
        Corner("slope a at 0, to the right", ([[0]], 3), ([[1]],), [[3]]),
        Corner("slope a at 0, to the left", ([[0]], 3), ([[-1]],), [[-3]]),
        Corner("slope a at 0, where a is negative", ([[0]], -2), ([[1]],), [[-2]]),
    ),
    mutants=(
        Mutant("slope 1 at 0", linearize=with_slope(leaky_relu.forward, _slope_at_zero_included)),
        Mutant("the side by the sign of y, wrong where a < 0", linearize=with_slope(leaky_relu.forward, _slope_by_the_output)),
        Mutant("ReLU", forward=lambda x, _: relu.forward(x)),
        Mutant("the slope of ReLU", linearize=with_slope(leaky_relu.forward, lambda x, _: x * 0 + (x > 0))),
        Mutant("the slope on the right", forward=lambda x, slope: where_positive(x, x * slope, x)),
        Mutant("the same slope on both sides", pullback=lambda _, g: +g),
        Mutant("a constant slope in the value", forward=lambda x, _: where_positive(x, x, x / 100)),
        Mutant("x - a on the left", forward=lambda x, slope: where_positive(x, x, x - slope)),
    ),
)
