"""Sigmoid: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

import numpy as np

from ...functions import sigmoid, softmax
from ..call import Call
from ..evidence import Equal, Evidence, Mutant
from ..inputs import Numbers
from ..laws import far, mirrored, mirrored_slope, not_negative, permutes, rises, slope_is, splits
from ..mistakes import promoted, with_slope, without_g


def definition(x: Numbers) -> Numbers:
    """1 / (1 + exp(-x))."""
    return 1 / (1 + np.exp(-x))


def _by_tanh(call: Call) -> tuple[object, object]:
    return call.y * 2 - 1, np.tanh(call.arguments[0] / 2)


def _of_two_logits(call: Call) -> tuple[object, object]:
    pairs: Numbers = np.stack([call.arguments[0].reshape(-1), call.arguments[0].reshape(-1) * 0], axis=1)
    of_both: Numbers = softmax.forward(pairs)
    return of_both[:, 0], call.y.reshape(-1)


EVIDENCE = Evidence(
    definition=definition,
    laws=(
        mirrored("y(x) + y(-x) = 1", lambda y, back, x: (y + back, x * 0 + 1)),
        mirrored_slope("the slope is even", lambda d_x, back, _: (d_x, back)),
        slope_is("d_x = g y (1 - y)", lambda x: definition(x) * (1 - definition(x))),
        Equal("2 y - 1 = tanh(x / 2)", _by_tanh),
        Equal("it is the softmax of x and 0", _of_two_logits),
        rises(),
        not_negative(),
        far(definition),
        permutes("columns", ("rows", "columns")),
        splits(),
    ),
    mutants=(
        Mutant(
            "y (1 - y), which cancels in the tail",
            "the book's code, layers.Sigmoid and functions.sigmoid_grad",
            linearize=with_slope(sigmoid.forward, lambda x: sigmoid.forward(x) * (1 - sigmoid.forward(x))),
        ),
        Mutant("1 / (1 + exp(-x)), which overflows", "the book's code, functions.sigmoid", forward=definition),
        Mutant("exp(x) / (1 + exp(x)), which is no number on the right", forward=lambda x: np.exp(x) / (1 + np.exp(x))),
        Mutant("x (1 - x), the input for the output", linearize=with_slope(sigmoid.forward, lambda x: x * (1 - x))),
        Mutant(
            "the slope at y instead of x",
            linearize=with_slope(sigmoid.forward, lambda x: definition(definition(x)) * (1 - definition(definition(x)))),
        ),
        Mutant("y for the slope", linearize=with_slope(sigmoid.forward, sigmoid.forward)),
        Mutant("a minus less in the exponent", forward=lambda x: 1 / (1 + np.exp(x))),
        Mutant("tanh", forward=lambda x: definition(x) * 2 - 1),
        Mutant("a line between -5/2 and 5/2", forward=lambda x: (np.abs(x * 2 + 5) - np.abs(x * 2 - 5)) / 20 + (x * 0 + 1) / 2),
        Mutant("the cotangent left out", pullback=without_g(sigmoid.pullback)),
        Mutant("float64 out of float32", forward=promoted(sigmoid.forward)),
    ),
)
