"""Log-softmax: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

import numpy as np

from ...arrays import row_shift
from ...functions import log_softmax, logsumexp, softmax
from ..call import Call
from ..evidence import AtLeastZero, Equal, Evidence, Mutant
from ..inputs import Numbers
from ..laws import permutes, permutes_back, shifts, splits, sums_to_zero
from ..mistakes import without_g


def definition(x: Numbers) -> Numbers:
    """The logarithm of exp(x_k) / sum_j exp(x_j)."""
    e = np.exp(x)
    return np.log(e / e.sum(axis=1)[:, None])


def _exponential(call: Call) -> tuple[object, object]:
    return np.exp(call.y), softmax.forward(call.arguments[0])


def _row_sums(call: Call) -> tuple[object, object]:
    sums = np.exp(call.y).sum(axis=1)
    return sums, sums * 0 + 1


def _by_logsumexp(call: Call) -> tuple[object, object]:
    (x,) = call.arguments
    return call.y, x - logsumexp.forward(x)[:, None]


def _shifted_by_the_greatest_of_all(x: Numbers) -> Numbers:
    z = x - row_shift(x.reshape(1, -1))[0, 0]
    return z - np.log(np.exp(z).sum(axis=1))[:, None]


EVIDENCE = Evidence(
    definition=definition,
    laws=(
        Equal("exp(y) is the softmax", _exponential),
        Equal("every row of exp(y) sums to 1", _row_sums),
        Equal("y = x - logsumexp(x)", _by_logsumexp),
        shifts(),
        sums_to_zero(1),
        AtLeastZero("y is at most 0", lambda call: -call.y),
        permutes("rows", ("rows", "columns")),
        permutes("columns", ("rows", "columns")),
        permutes_back("columns", ("rows", "columns")),
        splits(),
    ),
    mutants=(
        Mutant("the logarithm of the softmax, which is -inf", forward=lambda x: np.log(softmax.forward(x))),
        Mutant("no shift: large logits overflow", forward=lambda x: x - np.log(np.exp(x).sum(axis=1))[:, None]),
        Mutant("the greatest entry of all rows for the shift", forward=_shifted_by_the_greatest_of_all),
        Mutant("a bound of 10^-7 in the logarithm", forward=lambda x: np.log(softmax.forward(x) + (x * 0 + 1) / 10**7)),
        Mutant("the pushforward for the pullback: the Jacobian is not symmetric", pullback=lambda p, g: g - (p * g).sum(axis=1)[:, None]),
        Mutant("the pullback of the softmax", pullback=softmax.pullback),
        Mutant("g - p, right where g sums to 1 alone", pullback=lambda p, g: g - p),
        Mutant("the mean for the sum", pullback=lambda p, g: g - p * g.mean(axis=1)[:, None]),
        Mutant("the diagonal alone", pullback=lambda p, g: g * (1 - p)),
        Mutant("the sum over columns", forward=lambda x: x - np.log(np.exp(x).sum(axis=0))),
        Mutant("the cotangent left out", pullback=without_g(log_softmax.pullback)),
    ),
)
