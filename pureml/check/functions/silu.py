"""SiLU: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

import numpy as np

from ...functions import relu, sigmoid, silu
from ..evidence import AtLeastZero, Evidence, Mutant
from ..inputs import Numbers
from ..laws import far, mirrored, mirrored_slope, permutes, slope_is, splits
from ..mistakes import promoted, with_slope, without_g


def definition(x: Numbers) -> Numbers:
    """x / (1 + exp(-x))."""
    return x / (1 + np.exp(-x))


def _slope(x: Numbers) -> Numbers:
    """The textbook's: sigma (1 + x (1 - sigma))."""
    s = 1 / (1 + np.exp(-x))
    return s * (1 + x * (1 - s))


EVIDENCE = Evidence(
    definition=definition,
    laws=(
        mirrored("y(x) - y(-x) = x", lambda y, back, x: (y - back, x)),
        mirrored_slope("the slopes at x and -x sum to 1", lambda d_x, back, g: (d_x + back, g)),
        slope_is("d_x = g sigmoid(x) (1 + x (1 - sigmoid(x)))", _slope),
        AtLeastZero("y is at most relu(x)", lambda call: relu.forward(call.arguments[0]) - call.y),
        AtLeastZero("y is nowhere below -3/10", lambda call: call.y * 10 + 3),
        far(definition),
        permutes("columns", ("rows", "columns")),
        splits(),
    ),
    mutants=(
        Mutant("x / (1 + exp(-x)), which overflows", forward=definition),
        Mutant("sigmoid(x), a term of the product rule dropped", linearize=with_slope(silu.forward, sigmoid.forward)),
        Mutant(
            "x sigmoid'(x), the other term dropped",
            linearize=with_slope(silu.forward, lambda x: x * sigmoid.forward(x) * sigmoid.forward(-x)),
        ),
        Mutant(
            "y + sigmoid(x) (1 - x), x for y",
            linearize=with_slope(silu.forward, lambda x: definition(x) + sigmoid.forward(x) * (1 - x)),
        ),
        Mutant(
            "sigmoid(x) (1 - x (1 - sigmoid(x))), a wrong sign",
            linearize=with_slope(silu.forward, lambda x: sigmoid.forward(x) * (1 - x * sigmoid.forward(-x))),
        ),
        Mutant("x sigmoid(-x)", forward=lambda x: -silu.forward(-x)),
        Mutant("ReLU", forward=relu.forward),
        Mutant("x sigmoid(1702 x / 1000), a form of GELU", forward=lambda x: x * sigmoid.forward(x * 1702 / 1000)),
        Mutant("the cotangent left out", pullback=without_g(silu.pullback)),
        Mutant("float64 out of float32", forward=promoted(silu.forward)),
    ),
)
