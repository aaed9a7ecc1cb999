"""Adam: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...optimizers import adam, adam_epsilon_hat
from ..call import Call
from ..evidence import Equal, Evidence, Mutant
from ..inputs import Numbers
from ..steps import entry_by_entry, in_double, mirrors, scale_free, translates, uphill, written_into

Args = Any


def definition(p: Numbers, m: Numbers, v: Numbers, g: Numbers, *constants: Args) -> tuple[Numbers, Numbers, Numbers]:
    """Algorithm 1 of the paper, line by line."""
    lr, beta1, beta2, eps, t = constants
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return p - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


def _first(call: Call) -> tuple[object, object]:
    """From nothing, whatever the betas, a step is lr d / (|d| + eps)."""
    p, m, v, d_p, lr, beta1, beta2, eps, _ = call.arguments
    return (call.at(p, m * 0, v * 0, d_p, lr, beta1, beta2, eps, 1).y[0] - p) * (np.abs(d_p) + eps), -d_p * lr


def _steady(call: Call) -> tuple[object, object]:
    """A constant gradient from the start: the moments are d and d^2 times what corrects them, and every step is the first."""
    p, _, _, d_p, lr, beta1, beta2, eps, t = call.arguments
    m, v = d_p * (1 - beta1 ** (t - 1)), d_p * d_p * (1 - beta2 ** (t - 1))
    return (call.at(p, m, v, d_p, lr, beta1, beta2, eps, t).y[0] - p) * (np.abs(d_p) + eps), -d_p * lr


def _forgets(call: Call) -> tuple[object, object]:
    p, m, v, d_p, lr, beta1, beta2, eps, t = call.arguments
    _, first, second = call.at(p, m, v, d_p * 0, lr, beta1, beta2, eps, t).y
    return np.concatenate([first, second]), np.concatenate([m * beta1, v * beta2])


def _raw(p: Numbers, m: Numbers, v: Numbers, d: Numbers, *constants: Args) -> tuple[Numbers, Numbers, Numbers]:
    lr, beta1, beta2, eps, _ = constants
    m, v = m * beta1 + d * (1 - beta1), v * beta2 + d * d * (1 - beta2)
    return p - m * lr / (np.sqrt(v) + eps), m, v


def _inside(p: Numbers, m: Numbers, v: Numbers, d: Numbers, *constants: Args) -> tuple[Numbers, Numbers, Numbers]:
    lr, beta1, beta2, eps, t = constants
    m, v = m * beta1 + d * (1 - beta1), v * beta2 + d * d * (1 - beta2)
    return p - m / (1 - beta1**t) * lr / np.sqrt(v / (1 - beta2**t) + eps), m, v


def _before(p: Numbers, m: Numbers, v: Numbers, d: Numbers, *constants: Args) -> tuple[Numbers, Numbers, Numbers]:
    lr, beta1, beta2, eps, t = constants
    new = p - m / (1 - beta1**t) * lr / (np.sqrt(v / (1 - beta2**t)) + eps)
    return new, m * beta1 + d * (1 - beta1), v * beta2 + d * d * (1 - beta2)


def _second_only(p: Numbers, m: Numbers, v: Numbers, d: Numbers, *constants: Args) -> tuple[Numbers, Numbers, Numbers]:
    lr, beta1, beta2, eps, t = constants
    m, v = m * beta1 + d * (1 - beta1), v * beta2 + d * d * (1 - beta2)
    return p - m * lr / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


def _counted_on(p: Numbers, m: Numbers, v: Numbers, d: Numbers, *constants: Args) -> tuple[Numbers, Numbers, Numbers]:
    lr, beta1, beta2, eps, t = constants
    return adam.forward(p, m, v, d, lr, beta1, beta2, eps, t + 1)


def _exchanged(p: Numbers, m: Numbers, v: Numbers, d: Numbers, *constants: Args) -> tuple[Numbers, Numbers, Numbers]:
    lr, beta1, beta2, eps, t = constants
    return adam.forward(p, m, v, d, lr, beta2, beta1, eps, t)


EVIDENCE = Evidence(
    definition=definition,
    laws=(
        *entry_by_entry(),
        translates(),
        mirrors(),
        scale_free(),
        Equal("the first step is lr d / (|d| + eps), whatever the betas", _first),
        Equal("along one gradient every step is the first", _steady),
        Equal("without a gradient the moments decay by the betas", _forgets),
    ),
    mutants=(
        Mutant("eps on the uncorrected root", "the book's code, optimizer.Adam", forward=adam_epsilon_hat.forward),
        Mutant("no correction", forward=_raw),
        Mutant("only the second moment corrected", forward=_second_only),
        Mutant("t counted from 2", forward=_counted_on),
        Mutant("eps inside the root", forward=_inside),
        Mutant("the moments used before they are updated", forward=_before),
        Mutant("the betas exchanged", forward=_exchanged),
        Mutant("uphill", forward=uphill(adam.forward)),
        Mutant("the parameters written in place", "the book's code, optimizer.Adam", forward=written_into(adam.forward)),
        Mutant("float64 out of float32", "the book's code, optimizer.Adam", forward=in_double(adam.forward)),
    ),
)
