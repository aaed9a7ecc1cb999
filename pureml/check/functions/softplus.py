"""Softplus: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

import numpy as np

from ...arrays import where_positive
from ...functions import logsumexp, relu, sigmoid, softplus
from ..call import Call
from ..evidence import AtLeastZero, Equal, Evidence, Mutant
from ..inputs import Numbers
from ..laws import convex, far, joined, mirrored, mirrored_slope, permutes, rises, slope_is, splits
from ..mistakes import with_slope, without_g


def definition(x: Numbers) -> Numbers:
    """log(1 + exp(x))."""
    return np.log(1 + np.exp(x))


def _of_two_logits(call: Call) -> tuple[object, object]:
    pairs: Numbers = np.stack([call.arguments[0].reshape(-1), call.arguments[0].reshape(-1) * 0], axis=1)
    return joined(logsumexp.forward(pairs)), joined(call.y)


def _exponential(call: Call) -> tuple[object, object]:
    return np.exp(call.y) - 1, np.exp(call.arguments[0])


EVIDENCE = Evidence(
    definition=definition,
    laws=(
        mirrored("y(x) - y(-x) = x", lambda y, back, x: (y - back, x)),
        mirrored_slope("the slopes at x and -x sum to 1", lambda d_x, back, g: (d_x + back, g)),
        slope_is("d_x = g sigmoid(x)", sigmoid.forward),
        Equal("exp(y) - 1 = exp(x)", _exponential),
        Equal("it is the log-sum-exp of x and 0", _of_two_logits),
        AtLeastZero("y is at least relu(x)", lambda call: call.y - relu.forward(call.arguments[0])),
        convex(),
        rises(),
        far(definition),
        permutes("columns", ("rows", "columns")),
        splits(),
    ),
    mutants=(
        Mutant("log(1 + exp(x)), which overflows and cancels", forward=definition),
        Mutant("log1p(exp(x)), which overflows", forward=lambda x: np.log1p(np.exp(x))),
        Mutant("x itself from 20 on", "PyTorch, threshold of softplus", forward=lambda x: where_positive(x - 20, x, softplus.forward(x))),
        Mutant("1 - exp(-y), which cancels", linearize=with_slope(softplus.forward, lambda x: 1 - np.exp(-softplus.forward(x)))),
        Mutant("the slope of ReLU", linearize=with_slope(softplus.forward, lambda x: x * 0 + (x > 0))),
        Mutant("sigmoid(-x) for sigmoid(x)", linearize=with_slope(softplus.forward, lambda x: sigmoid.forward(-x))),
        Mutant("the slope of the sigmoid", linearize=with_slope(softplus.forward, lambda x: sigmoid.forward(x) * sigmoid.forward(-x))),
        Mutant("log(exp(x)), the 1 forgotten", forward=lambda x: +x),
        Mutant("the minus of the log-sigmoid", forward=lambda x: softplus.forward(-x)),
        Mutant("the cotangent left out", pullback=without_g(softplus.pullback)),
    ),
)
