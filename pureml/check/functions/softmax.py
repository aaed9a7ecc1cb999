"""Softmax: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

import numpy as np

from ..call import Call, inner
from ..evidence import AtLeastZero, Equal, Evidence, Mutant
from ..inputs import Numbers
from ..laws import far, not_negative, permutes, permutes_back, shifts, splits, sums_to_zero


def definition(x: Numbers) -> Numbers:
    """exp(x_k) / sum_j exp(x_j), with nothing subtracted."""
    e = np.exp(x)
    return e / e.sum(axis=1)[:, None]


def _row_sums(call: Call) -> tuple[object, object]:
    return call.y.sum(axis=1), call.y.sum(axis=1) * 0 + 1


def _symmetric(call: Call) -> tuple[object, object]:
    return call.pushed(call.g), call.d_x


EVIDENCE = Evidence(
    definition=definition,
    laws=(
        Equal("every row sums to 1", _row_sums),
        shifts(),
        sums_to_zero(1),
        Equal("the Jacobian is symmetric", _symmetric),
        AtLeastZero("the Jacobian is positive semidefinite", lambda call: inner((call.g,), (call.d_x,))),
        not_negative(),
        far(definition),
        permutes("rows", ("rows", "columns")),
        permutes("columns", ("rows", "columns")),
        permutes_back("columns", ("rows", "columns")),
        splits(),
    ),
    mutants=(
        Mutant("the diagonal alone", "the notes, S21", pullback=lambda y, g: g * y * (1 - y)),
        Mutant("the sigmoid", "the notes, S17", forward=lambda x: 1 / (1 + np.exp(-x))),
        Mutant("a minus before it", "the notes, S18", forward=lambda x: -definition(x)),
        Mutant("the outer product y y^T alone", pullback=lambda y, g: -y * (y * g).sum(axis=1)[:, None]),
        Mutant("the inner product added", pullback=lambda y, g: y * (g + (y * g).sum(axis=1)[:, None])),
        Mutant("y^T y, a number, for y y^T", "the notes, S20", pullback=lambda y, g: y * g - (y * y).sum(axis=1)[:, None] * g),
        Mutant("the mean for the sum", pullback=lambda y, g: y * (g - (y * g).mean(axis=1)[:, None])),
        Mutant("the sum over all rows", forward=lambda x: np.exp(x) / np.exp(x).sum()),
        Mutant("the sum over columns", forward=lambda x: np.exp(x) / np.exp(x).sum(axis=0)),
        Mutant("no shift: large logits overflow", forward=definition),
    ),
)
