"""Adam with epsilon hat: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...arrays import root
from ...optimizers import adam, adam_epsilon_hat
from ..call import Call
from ..evidence import Equal, Evidence, Mutant
from ..inputs import Numbers
from ..laws import joined
from ..steps import entry_by_entry, in_double, mirrors, scale_free, translates, uphill, written_into

Args = Any


def definition(p: Numbers, m: Numbers, v: Numbers, g: Numbers, *constants: Args) -> tuple[Numbers, Numbers, Numbers]:
    """As the book writes it: the moments move towards the gradient and its square, and the rate is corrected."""
    lr, beta1, beta2, eps_hat, t = constants
    lr_t = lr * root(1 - beta2**t) / (1 - beta1**t)
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (g**2 - v)
    return p - lr_t * m / (np.sqrt(v) + eps_hat), m, v


def _paper(call: Call) -> tuple[object, object]:
    """Adam with eps_hat / sqrt(1 - beta2^t) for eps."""
    p, m, v, d, lr, beta1, beta2, eps_hat, t = call.arguments
    return joined(call.y), joined(adam.forward(p, m, v, d, lr, beta1, beta2, eps_hat / root(1 - beta2**t), t))


def _moments(call: Call) -> tuple[object, object]:
    return joined(call.y[1:]), joined(adam.forward(*call.arguments)[1:])


def _raw(p: Numbers, m: Numbers, v: Numbers, d: Numbers, *constants: Args) -> tuple[Numbers, Numbers, Numbers]:
    lr, beta1, beta2, eps, _ = constants
    m, v = m * beta1 + d * (1 - beta1), v * beta2 + d * d * (1 - beta2)
    return p - m * lr / (np.sqrt(v) + eps), m, v


def _no_root(p: Numbers, m: Numbers, v: Numbers, d: Numbers, *constants: Args) -> tuple[Numbers, Numbers, Numbers]:
    lr, beta1, beta2, eps, t = constants
    m, v = m * beta1 + d * (1 - beta1), v * beta2 + d * d * (1 - beta2)
    return p - m * lr * (1 - beta2**t) / (1 - beta1**t) / (np.sqrt(v) + eps), m, v


def _counted_on(p: Numbers, m: Numbers, v: Numbers, d: Numbers, *constants: Args) -> tuple[Numbers, Numbers, Numbers]:
    lr, beta1, beta2, eps, t = constants
    return adam_epsilon_hat.forward(p, m, v, d, lr, beta1, beta2, eps, t + 1)


EVIDENCE = Evidence(
    definition=definition,
    laws=(
        *entry_by_entry(),
        translates(),
        mirrors(),
        scale_free(),
        Equal("it is Adam with eps_hat / sqrt(1 - beta2^t) for eps", _paper),
        Equal("its moments are Adam's", _moments),
    ),
    mutants=(
        Mutant("the paper's Adam", forward=adam.forward),
        Mutant("no correction", forward=_raw),
        Mutant("no root of the correction", forward=_no_root),
        Mutant("t counted from 2", forward=_counted_on),
        Mutant("uphill", forward=uphill(adam_epsilon_hat.forward)),
        Mutant("the parameters written in place", "the book's code, optimizer.Adam", forward=written_into(adam_epsilon_hat.forward)),
        Mutant("float64 out of float32", "the book's code, optimizer.Adam", forward=in_double(adam_epsilon_hat.forward)),
    ),
)
