"""Embedding: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

import numpy as np

from ...layers import embedding
from ..call import Call, inner
from ..evidence import Equal, Evidence, Kept, Mutant
from ..inputs import Numbers
from ..laws import affine_in, permutes_back
from ..mistakes import promoted, scaled, without_g


def definition(table: Numbers, target: Numbers) -> Numbers:
    """The product of one-hot rows with the table."""
    hot = np.arange(len(table)) == target[:, None]
    return (hot[:, :, None] * table).sum(axis=1)


def _counts(call: Call) -> tuple[object, object]:
    """The table that comes back from ones counts how often each row was asked for."""
    table, target = call.arguments
    counted = call.pulled(call.g * 0 + 1)[0]
    times = np.bincount(target, minlength=len(table))
    return counted, table * 0 + times[:, None]


def _total(call: Call) -> tuple[object, object]:
    return call.d_x.sum(axis=0), call.g.sum(axis=0)


def _one_by_one(call: Call) -> tuple[object, object]:
    """The cotangent of the table is the sum of those of each label alone."""
    table, target = call.arguments
    total = table * 0
    for n in range(len(target)):
        alone = call.at(table, target[n : n + 1])
        total = total + alone.pulled(call.g[n : n + 1])[0]
    return call.d_x, total


def _turned(call: Call) -> tuple[object, object]:
    table, target = call.arguments
    return call.at(table, target[::-1]).y, call.y[::-1]


def _renamed(call: Call) -> tuple[object, object]:
    """The rows of the table and the labels renamed alike change nothing."""
    table, target = call.arguments
    return call.at(table[::-1], len(table) - 1 - target).y, call.y


def _added_in_place(kept: Kept, g: Numbers) -> Numbers:
    """`d[t] += g`: NumPy reads all rows before it writes, so a repeated label counts once."""
    target, table = kept
    d_table = table * 0
    d_table[target] += g
    return d_table


def _mean_of_the_row(kept: Kept, g: Numbers) -> Numbers:
    target, table = kept
    times = np.maximum(np.bincount(target, minlength=len(table)), 1)
    return embedding.pullback(kept, g) / times[:, None]


def _every_row(kept: Kept, g: Numbers) -> Numbers:
    return kept[1] * 0 + g.sum(axis=0)


EVIDENCE = Evidence(
    definition=definition,
    degree=1,
    laws=(
        affine_in("table"),
        Equal("ones come back as counts", _counts),
        Equal("the columns of d_table sum to those of g", _total),
        Equal("d_table is the sum over the labels, one by one", _one_by_one),
        Equal("labels in another order give rows in that order", _turned),
        Equal("tokens may be renamed", _renamed),
        Equal("<d_table, table> = <g, y>", lambda call: (inner((call.d_x,), call.arguments[:1]), inner((call.g,), (call.y,)))),
        permutes_back("columns", ("rows", "columns")),
    ),
    mutants=(
        Mutant("+= at repeated labels: the last of them wins", pullback=_added_in_place),
        Mutant("the mean for the sum of equal labels", pullback=_mean_of_the_row),
        Mutant("every row gets the sum", pullback=_every_row),
        Mutant("over the number of labels", pullback=scaled(embedding.pullback, lambda _, g: type(g.flat[0])(1) / len(g))),
        Mutant("labels counted from 1", forward=lambda table, target: table[target - 1]),
        Mutant("labels beyond the table taken round", forward=lambda table, target: table[(target + 1) % len(table)]),
        Mutant("one row for all", forward=lambda table, target: table[target[:1].repeat(len(target))]),
        Mutant("the cotangent left out", pullback=without_g(embedding.pullback)),
        Mutant("float64 out of float32", forward=promoted(embedding.forward)),
    ),
)
