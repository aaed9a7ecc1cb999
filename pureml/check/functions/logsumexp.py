"""Log-sum-exp: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

import numpy as np

from ...arrays import entries, greatest, row_shift
from ...functions import softmax
from ..call import Call
from ..evidence import AtLeastZero, Equal, Evidence, Mutant
from ..inputs import Numbers
from ..laws import convex, permutes, permutes_back, rises, splits


def definition(x: Numbers) -> Numbers:
    """log sum_k exp(x_k)."""
    return np.log(np.exp(x).sum(axis=1))


def _shifted(call: Call) -> tuple[object, object]:
    (x,) = call.arguments
    return call.at(x + 3).y, call.y + 3


def _softmax(call: Call) -> tuple[object, object]:
    return call.d_x, softmax.forward(call.arguments[0]) * call.g[:, None]


def _whole_sum(x: Numbers) -> Numbers:
    m: Numbers = row_shift(x)
    return np.log(np.exp(x - m).sum(axis=1)) + m[:, 0]


def _added_to_one(x: Numbers) -> Numbers:
    m: Numbers = row_shift(x)
    return np.log1p(np.exp(x - m).sum(axis=1)) + m[:, 0]


def _greatest(x: Numbers) -> Numbers:
    return entries(x, greatest(x))


EVIDENCE = Evidence(
    definition=definition,
    laws=(
        Equal("a constant added to a row is added to y", _shifted),
        Equal("d_x = g softmax(x)", _softmax),
        Equal("a row of d_x sums to g", lambda call: (call.d_x.sum(axis=1), call.g)),
        AtLeastZero("y is at least every entry of the row", lambda call: call.y[:, None] - call.arguments[0]),
        convex(),
        rises(),
        permutes("rows", ("rows",)),
        permutes("columns", ("rows",)),
        permutes_back("columns", ("rows",)),
        splits(),
    ),
    mutants=(
        Mutant("no shift: large entries overflow", forward=definition),
        Mutant("max x + log of the whole sum, which loses what is small", forward=_whole_sum),
        Mutant("log1p of the sum with its greatest entry", forward=_added_to_one),
        Mutant("the greatest entry", forward=_greatest),
        Mutant("the logarithm of the mean", forward=lambda x: np.log(np.exp(x).mean(axis=1))),
        Mutant("the shift not added back", forward=lambda x: np.log(np.exp(x - row_shift(x)).sum(axis=1))),
        Mutant("the sum over columns and rows", forward=lambda x: np.log(np.exp(x).sum()) + x[:, 0] * 0),
        Mutant("the cotangent left out", pullback=lambda p, g: p + g[:, None] * 0),
        Mutant("the pullback of the softmax", pullback=lambda p, g: p * (1 - p) * g[:, None]),
        Mutant("an even share for each entry", pullback=lambda p, g: (p * 0 + 1) / p.shape[1] * g[:, None]),
        Mutant("the slope of the logarithm forgotten", pullback=lambda p, g: p * g[:, None] * p.shape[1]),
    ),
)
