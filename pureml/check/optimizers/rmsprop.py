"""RMSprop: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

import numpy as np

from ...optimizers import adagrad, rmsprop
from ..call import Call
from ..evidence import AtLeastZero, Equal, Evidence, Mutant
from ..inputs import Numbers
from ..steps import entry_by_entry, in_double, mirrors, scale_free, translates, uphill, written_into


def definition(p: Numbers, squares: Numbers, d_p: Numbers, lr: Numbers, rho: Numbers, eps: Numbers) -> tuple[Numbers, Numbers]:
    """The mean of squares moves towards the newest by the share 1 - rho."""
    mean = squares + (d_p**2 - squares) * (1 - rho)
    return p - d_p * lr / (np.sqrt(mean) + eps), mean


def _short(call: Call) -> object:
    p, _, _, lr, rho, _ = call.arguments
    return lr * lr - (call.y[0] - p) ** 2 * (1 - rho)


def _steady(call: Call) -> tuple[object, object]:
    """Where the mean is the square already, a step is lr d / (|d| + eps)."""
    p, _, d_p, lr, rho, eps = call.arguments
    return (call.at(p, d_p * d_p, d_p, lr, rho, eps).y[0] - p) * (np.abs(d_p) + eps), -d_p * lr


def _forgets(call: Call) -> tuple[object, object]:
    p, squares, d_p, lr, rho, eps = call.arguments
    return call.at(p, squares, d_p * 0, lr, rho, eps).y[1], squares * rho


def _inside(p: Numbers, squares: Numbers, d_p: Numbers, lr: Numbers, rho: Numbers, eps: Numbers) -> tuple[Numbers, Numbers]:
    mean = squares * rho + d_p * d_p * (1 - rho)
    return p - d_p * lr / np.sqrt(mean + eps), mean


def _old(p: Numbers, squares: Numbers, d_p: Numbers, lr: Numbers, rho: Numbers, eps: Numbers) -> tuple[Numbers, Numbers]:
    return p - d_p * lr / (np.sqrt(squares) + eps), squares * rho + d_p * d_p * (1 - rho)


EVIDENCE = Evidence(
    definition=definition,
    laws=(
        *entry_by_entry(),
        translates(),
        mirrors(),
        scale_free(),
        AtLeastZero("no step is longer than lr / sqrt(1 - rho)", _short),
        Equal("in a steady state a step is lr d / (|d| + eps)", _steady),
        Equal("without a gradient the mean decays by rho", _forgets),
    ),
    mutants=(
        Mutant("rho and 1 - rho exchanged", forward=lambda p, h, d, lr, rho, eps: rmsprop.forward(p, h, d, lr, 1 - rho, eps)),
        Mutant("eps inside the root", forward=_inside),
        Mutant("the mean used before it is updated", forward=_old),
        Mutant("a sum for the mean", forward=lambda p, h, d, lr, _rho, eps: adagrad.forward(p, h, d, lr, eps)),
        Mutant("the newest square at full weight", forward=lambda p, h, d, lr, rho, eps: adagrad.forward(p, h * rho, d, lr, eps)),
        Mutant("uphill", forward=uphill(rmsprop.forward)),
        Mutant("the parameters written in place", "the book's code, optimizer.RMSprop", forward=written_into(rmsprop.forward)),
        Mutant("float64 out of float32", forward=in_double(rmsprop.forward)),
    ),
)
