"""Hyperbolic tangent: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

import numpy as np

from ...functions import sigmoid, tanh
from ..call import Call
from ..evidence import Equal, Evidence, Mutant
from ..inputs import Numbers
from ..laws import far, mirrored, mirrored_slope, permutes, rises, slope_is, splits
from ..mistakes import with_slope, without_g


def definition(x: Numbers) -> Numbers:
    """(exp(x) - exp(-x)) / (exp(x) + exp(-x))."""
    up, down = np.exp(x), np.exp(-x)
    return (up - down) / (up + down)


def _stretched_sigmoid(call: Call) -> tuple[object, object]:
    return call.y, sigmoid.forward(call.arguments[0] * 2) * 2 - 1


def _twice(call: Call) -> tuple[object, object]:
    (x,) = call.arguments
    return call.at(x * 2).y * (1 + call.y * call.y), call.y * 2


def _cancelling(x: Numbers) -> Numbers:
    y = tanh.forward(x)
    return 1 - y * y


EVIDENCE = Evidence(
    definition=definition,
    laws=(
        mirrored("y(-x) = -y(x)", lambda y, back, _: (y, -back)),
        mirrored_slope("the slope is even", lambda d_x, back, _: (d_x, back)),
        Equal("y = 2 sigmoid(2 x) - 1", _stretched_sigmoid),
        Equal("y(2 x) (1 + y^2) = 2 y", _twice),
        slope_is("d_x = g (1 - y^2)", _cancelling),
        rises(),
        far(definition),
        permutes("columns", ("rows", "columns")),
        splits(),
    ),
    mutants=(
        Mutant("1 - y^2, which cancels in the tail", linearize=with_slope(tanh.forward, _cancelling)),
        Mutant("1 / cosh(x)^2, which overflows", linearize=with_slope(tanh.forward, lambda x: 1 / np.cosh(x) ** 2)),
        Mutant("the quotient of exponentials, which overflows", forward=definition),
        Mutant("2 sigmoid(2 x) - 1, which cancels near 0", forward=lambda x: sigmoid.forward(x * 2) * 2 - 1),
        Mutant("1 - y", linearize=with_slope(tanh.forward, lambda x: 1 - tanh.forward(x))),
        Mutant("1 + y^2, the slope of the tangent", linearize=with_slope(tanh.forward, lambda x: 1 + tanh.forward(x) ** 2)),
        Mutant("1 - x^2, the input for the output", linearize=with_slope(tanh.forward, lambda x: 1 - x * x)),
        Mutant("1 / cosh(x), not squared", linearize=with_slope(tanh.forward, lambda x: 1 / np.cosh(x))),
        Mutant("the slope of the sigmoid", linearize=with_slope(tanh.forward, lambda x: sigmoid.forward(x) * sigmoid.forward(-x))),
        Mutant("2 sigmoid(x) - 1", forward=lambda x: sigmoid.forward(x) * 2 - 1),
        Mutant("the cotangent left out", pullback=without_g(tanh.pullback)),
    ),
)
