"""AdaGrad: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

import numpy as np

from ...optimizers import adagrad
from ..call import Call
from ..evidence import AtLeastZero, Equal, Evidence, Mutant
from ..inputs import Numbers
from ..steps import entry_by_entry, in_double, mirrors, scale_free, translates, uphill, written_into


def definition(p: Numbers, squares: Numbers, d_p: Numbers, lr: Numbers, eps: Numbers) -> tuple[Numbers, Numbers]:
    """Each gradient over the root of all squares so far, its own among them."""
    total = squares + d_p**2
    return p - d_p * lr / (np.sqrt(total) + eps), total


def _grows(call: Call) -> object:
    return call.y[1] - call.arguments[1]


def _short(call: Call) -> object:
    p, _, _, lr, _ = call.arguments
    return lr * lr - (call.y[0] - p) ** 2


def _first(call: Call) -> tuple[object, object]:
    """From nothing, a step is lr d / (|d| + eps)."""
    p, squares, d_p, lr, eps = call.arguments
    return (call.at(p, squares * 0, d_p, lr, eps).y[0] - p) * (np.abs(d_p) + eps), -d_p * lr


def _inside(p: Numbers, squares: Numbers, d_p: Numbers, lr: Numbers, eps: Numbers) -> tuple[Numbers, Numbers]:
    total = squares + d_p * d_p
    return p - d_p * lr / np.sqrt(total + eps), total


def _old(p: Numbers, squares: Numbers, d_p: Numbers, lr: Numbers, eps: Numbers) -> tuple[Numbers, Numbers]:
    return p - d_p * lr / (np.sqrt(squares) + eps), squares + d_p * d_p


def _no_root(p: Numbers, squares: Numbers, d_p: Numbers, lr: Numbers, eps: Numbers) -> tuple[Numbers, Numbers]:
    total = squares + d_p * d_p
    return p - d_p * lr / (total + eps), total


EVIDENCE = Evidence(
    definition=definition,
    laws=(
        *entry_by_entry(),
        translates(),
        mirrors(),
        scale_free(),
        AtLeastZero("the sum of squares never shrinks", _grows),
        AtLeastZero("no step is longer than lr", _short),
        Equal("the first step is lr d / (|d| + eps)", _first),
    ),
    mutants=(
        Mutant("eps inside the root", forward=_inside),
        Mutant("the squares used before they are updated", forward=_old),
        Mutant("no root", forward=_no_root),
        Mutant("a start at 1", "autograd.misc.optimizers", forward=lambda p, h, d, lr, eps: adagrad.forward(p, h + 1, d, lr, eps)),
        Mutant("no square remembered", forward=lambda p, h, d, lr, eps: adagrad.forward(p, h * 0, d, lr, eps)),
        Mutant("uphill", forward=uphill(adagrad.forward)),
        Mutant("the parameters written in place", "the book's code, optimizer.AdaGrad", forward=written_into(adagrad.forward)),
        Mutant("float64 out of float32", forward=in_double(adagrad.forward)),
    ),
)
