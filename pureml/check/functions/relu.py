"""ReLU: its definition, its laws, its corner, and what is often taken for it."""

from __future__ import annotations

import numpy as np

from ...arrays import absolute, where_positive, zeros_like
from ...functions import relu
from ..call import Call, inner
from ..evidence import Corner, Equal, Evidence, Mutant
from ..inputs import Numbers
from ..laws import convex, far, permutes, rises, splits


def definition(x: Numbers) -> Numbers:
    """max(x, 0), as half of x + |x|."""
    return (x + np.abs(x)) / 2


def _in_place(y: Numbers, g: Numbers) -> Numbers:
    g *= y > 0
    return g


def _homogeneous(call: Call) -> tuple[object, object]:
    return inner((call.d_x,), call.arguments), inner((call.g,), (call.y,))


def _with_input(x: Numbers) -> tuple[Numbers, Numbers]:
    return relu.forward(x), x


def _open_at_0(x: Numbers, g: Numbers) -> Numbers:
    return g * (x >= 0)


EVIDENCE = Evidence(
    definition=definition,
    degree=1,
    regions=({"rows": 1, "columns": 3}, 8),
    laws=(
        Equal("<d_x, x> = <g, y>", _homogeneous),
        Equal("y(3 x) = 3 y(x)", lambda call: (call.at(call.arguments[0] * 3).y, call.y * 3)),
        convex(),
        rises(),
        far(definition),
        permutes("columns", ("rows", "columns")),
        splits(),
    ),
    corners=(
        Corner("slope 0 at 0, to the right", ([[0]],), ([[1]],), [[0]]),
        Corner("slope 0 at 0, to the left", ([[0]],), ([[-1]],), [[0]]),
    ),
    mutants=(
        Mutant("slope 1 at 0", "the book's code, functions.relu_grad", linearize=_with_input, pushforward=_open_at_0, pullback=_open_at_0),
        Mutant("the caller's cotangent written", "the book's code, layers.Relu", pullback=_in_place),
        Mutant("a NaN becomes 0", forward=lambda x: where_positive(x, x, zeros_like(x))),
        Mutant("the cotangent let through", pullback=lambda _, g: g),
        Mutant("the value for the slope", pullback=lambda y, g: g * y),
        Mutant("the units that are off", pullback=lambda y, g: g * (y <= 0)),
        Mutant("the absolute value", forward=absolute),
        Mutant("the cotangent's sign for the input's", pullback=lambda _, g: g * (g > 0)),
    ),
)
