"""GELU in its tanh form: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

import numpy as np

from ...arrays import normal_peak
from ...functions import gelu, gelu_tanh, relu
from ..call import Call
from ..evidence import AtLeastZero, Evidence, Mutant
from ..inputs import Numbers
from ..laws import far, mirrored, mirrored_slope, permutes, slope_is, splits
from ..mistakes import with_slope, without_g


def _inside(x: Numbers) -> Numbers:
    """sqrt(2 / pi) (x + 0.044715 x^3)."""
    return (x + 44715 * (x * x * x) / 10**6) * (2 * normal_peak(x))


def _rate(x: Numbers) -> Numbers:
    """What multiplies x_dot inside: sqrt(2 / pi) (1 + 3 * 0.044715 x^2)."""
    return (1 + 3 * 44715 * (x * x) / 10**6) * (2 * normal_peak(x))


def definition(x: Numbers) -> Numbers:
    """x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2."""
    return x * (1 + np.tanh(_inside(x))) / 2


def _slope(x: Numbers, rate: Numbers) -> Numbers:
    t = np.tanh(_inside(x))
    return (1 + t) / 2 + x * (1 - t * t) * rate / 2


def _near_gelu(call: Call) -> object:
    gap = call.y - gelu.forward(call.arguments[0])
    return (call.arguments[0] * 0 + 1) / 2000**2 - gap * gap


EVIDENCE = Evidence(
    definition=definition,
    laws=(
        mirrored("y(x) - y(-x) = x", lambda y, back, x: (y - back, x)),
        mirrored_slope("the slopes at x and -x sum to 1", lambda d_x, back, g: (d_x + back, g)),
        slope_is("d_x = g (1 + t + x (1 - t^2) k (1 + 3 c x^2)) / 2, t the tanh", lambda x: _slope(x, _rate(x))),
        AtLeastZero("it is within 1/2000 of GELU", _near_gelu),
        AtLeastZero("y is at most relu(x)", lambda call: relu.forward(call.arguments[0]) - call.y),
        far(definition),
        permutes("columns", ("rows", "columns")),
        splits(),
    ),
    mutants=(
        Mutant("GELU", forward=gelu.forward, linearize=gelu.linearize, pushforward=gelu.pushforward, pullback=gelu.pullback),
        Mutant("x (1 + tanh(u)) / 2, which cancels on the left", forward=definition),
        Mutant("1 - t^2, which cancels", linearize=with_slope(gelu_tanh.forward, lambda x: _slope(x, _rate(x)))),
        Mutant(
            "c x^2 for 3 c x^2 in the slope",
            linearize=with_slope(gelu_tanh.forward, lambda x: _slope(x, (1 + 44715 * (x * x) / 10**6) * (2 * normal_peak(x)))),
        ),
        Mutant("the slope of what is inside forgotten", linearize=with_slope(gelu_tanh.forward, lambda x: _slope(x, x * 0 + 1))),
        Mutant("a term of the product rule dropped", linearize=with_slope(gelu_tanh.forward, lambda x: _slope(x, x * 0))),
        Mutant("the slope of GELU", linearize=with_slope(gelu_tanh.forward, lambda x: gelu.linearize(x)[1])),
        Mutant("the cube forgotten", forward=lambda x: x * (1 + np.tanh(x * (2 * normal_peak(x)))) / 2),
        Mutant("0.8 for sqrt(2 / pi)", forward=lambda x: x * (1 + np.tanh((x + 44715 * (x * x * x) / 10**6) * 8 / 10)) / 2),
        Mutant("the half forgotten", forward=lambda x: gelu_tanh.forward(x) * 2),
        Mutant("the cotangent left out", pullback=without_g(gelu_tanh.pullback)),
    ),
)
