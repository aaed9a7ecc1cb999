"""Plain descent: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

from ...optimizers import sgd
from ..call import Call
from ..evidence import Equal, Evidence, Mutant
from ..inputs import Numbers
from ..laws import joined
from ..steps import entry_by_entry, in_double, mirrors, scales, translates, uphill, written_into


def definition(p: Numbers, d_p: Numbers, lr: Numbers) -> tuple[Numbers]:
    """The gradient, shortened to the step, taken from the parameters."""
    return (p - d_p * lr,)


def _twice(call: Call) -> tuple[object, object]:
    p, d_p, lr = call.arguments
    return call.at(call.y[0], d_p, lr).y[0], call.at(p, d_p, lr * 2).y[0]


def _there_and_back(call: Call) -> tuple[object, object]:
    p, d_p, lr = call.arguments
    return call.at(call.y[0], -d_p, lr).y[0], p


def _quadratic(call: Call) -> tuple[object, object]:
    """The gradient of |p|^2 / 2 is p."""
    p, _, lr = call.arguments
    return joined(call.at(p, p, lr).y), joined(p) * (1 - lr)


EVIDENCE = Evidence(
    definition=definition,
    laws=(
        *entry_by_entry(),
        translates(),
        mirrors(),
        scales(),
        Equal("two steps along one gradient are one of twice the rate", _twice),
        Equal("the opposite gradient leads back", _there_and_back),
        Equal("on |p|^2 / 2 a step multiplies by 1 - lr", _quadratic),
    ),
    mutants=(
        Mutant("uphill", forward=uphill(sgd.forward)),
        Mutant("no rate", forward=lambda p, d_p, _lr: (p - d_p,)),
        Mutant("the rate twice", forward=lambda p, d_p, lr: (p - d_p * lr * lr,)),
        Mutant("divided by the rate", forward=lambda p, d_p, lr: (p - d_p / lr,)),
        Mutant("the rate on the parameters too", forward=lambda p, d_p, lr: ((p - d_p) * lr,)),
        Mutant("the parameters written in place", "the book's code, optimizer.SGD", forward=written_into(sgd.forward)),
        Mutant("float64 out of float32", forward=in_double(sgd.forward)),
    ),
)
