"""The step: its definition, its laws, its jump, and what is often taken for it."""

from __future__ import annotations

import numpy as np

from ...functions import relu
from ..call import Call
from ..evidence import Corner, Equal, Evidence, Mutant
from ..inputs import Numbers
from ..laws import far, permutes, rises, splits, unmoved


def definition(x: Numbers) -> Numbers:
    """0, and 1 more where x > 0."""
    return x * 0 + (x > 0)


def _silent_at_zero(call: Call) -> tuple[object, object]:
    zero = call.arguments[0] * 0
    return call.at(zero).y, zero


def _both_sides(call: Call) -> tuple[object, object]:
    (x,) = call.arguments
    return call.y + call.at(-x).y, x * 0 + (x != 0)


def _gate_of_relu(call: Call) -> tuple[object, object]:
    (x,) = call.arguments
    return x * call.y, relu.forward(x)


EVIDENCE = Evidence(
    definition=definition,
    degree=1,
    regions=({"rows": 1, "columns": 3}, 8),
    laws=(
        Equal("y(0) = 0", _silent_at_zero),
        Equal("y(x) + y(-x) = 1 but at 0", _both_sides),
        Equal("x y = relu(x)", _gate_of_relu),
        unmoved("y(3 x) = y(x)", lambda x: x * 3),
        Equal("y(y(x)) = y(x)", lambda call: (call.at(call.y).y, call.y)),
        rises(),
        far(definition),
        permutes("columns", ("rows", "columns")),
        splits(),
    ),
    corners=(
        Corner("slope 0 at 0, to the right", ([[0]],), ([[1]],), [[0]], jump=True),
        Corner("slope 0 at 0, to the left", ([[0]],), ([[-1]],), [[0]], jump=True),
    ),
    mutants=(
        Mutant("firing at 0", forward=lambda x: x * 0 + (x >= 0)),
        Mutant("half of 1 at 0", forward=lambda x: (x * 0 + (x > 0) + (x >= 0)) / 2),
        Mutant("the sign", forward=lambda x: (x * 0 + (x > 0)) * 2 - 1),
        Mutant("the other side", forward=lambda x: x * 0 + (x < 0)),
        Mutant("the cotangent straight through", "Bengio, Leonard, Courville (2013)", pullback=lambda _, g: +g),
        Mutant("the slope of ReLU", pullback=lambda y, g: g * y),
        Mutant("max(x, 0)", forward=lambda x: (x + np.abs(x)) / 2),
    ),
)
