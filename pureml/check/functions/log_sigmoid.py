"""Log-sigmoid: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

import numpy as np

from ...functions import log_sigmoid, sigmoid, softplus
from ..call import Call
from ..evidence import AtLeastZero, Equal, Evidence, Mutant
from ..inputs import Numbers
from ..laws import far, mirrored, mirrored_slope, permutes, rises, slope_is, splits
from ..mistakes import with_slope, without_g


def definition(x: Numbers) -> Numbers:
    """The logarithm of the sigmoid, log(1 / (1 + exp(-x)))."""
    return np.log(1 / (1 + np.exp(-x)))


def _log_of_sigmoid(call: Call) -> tuple[object, object]:
    return np.exp(call.y), sigmoid.forward(call.arguments[0])


def _by_softplus(call: Call) -> tuple[object, object]:
    return call.y, -softplus.forward(-call.arguments[0])


EVIDENCE = Evidence(
    definition=definition,
    laws=(
        Equal("exp(y) = sigmoid(x)", _log_of_sigmoid),
        Equal("y = -softplus(-x)", _by_softplus),
        mirrored("y(x) - y(-x) = x", lambda y, back, x: (y - back, x)),
        mirrored_slope("the slopes at x and -x sum to 1", lambda d_x, back, g: (d_x + back, g)),
        slope_is("d_x = g sigmoid(-x)", lambda x: sigmoid.forward(-x)),
        AtLeastZero("y is at most 0", lambda call: -call.y),
        rises(),
        permutes("columns", ("rows", "columns")),
        splits(),
        far(lambda x: -np.log(1 + np.exp(-x))),
    ),
    mutants=(
        Mutant("log(sigmoid(x)), which cancels and is -inf", forward=lambda x: np.log(sigmoid.forward(x))),
        Mutant("-log(1 + exp(-x)), which overflows", forward=lambda x: -np.log(1 + np.exp(-x))),
        Mutant("-log1p(exp(-x)), which overflows", forward=lambda x: -np.log1p(np.exp(-x))),
        Mutant("1 - y(x), which cancels", linearize=with_slope(log_sigmoid.forward, lambda x: 1 - sigmoid.forward(x))),
        Mutant("the sigmoid for the slope", linearize=with_slope(log_sigmoid.forward, sigmoid.forward)),
        Mutant("the slope of the sigmoid", linearize=with_slope(log_sigmoid.forward, lambda x: sigmoid.forward(x) * sigmoid.forward(-x))),
        Mutant("softplus", forward=softplus.forward),
        Mutant("the sign of the loss", forward=lambda x: np.log1p(np.exp(-x))),
        Mutant(
            "a bound of 10^-7 in the logarithm",
            forward=lambda x: np.log(sigmoid.forward(x) + (x * 0 + 1) / 10**7),
        ),
        Mutant("the cotangent left out", pullback=without_g(log_sigmoid.pullback)),
    ),
)
