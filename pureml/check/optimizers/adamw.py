"""Adam with decoupled weight decay: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...optimizers import adam, adamw
from ..call import Call
from ..evidence import Equal, Evidence, Mutant
from ..inputs import Numbers
from ..laws import joined
from ..steps import entry_by_entry, in_double, mirrors, uphill, written_into

Args = Any


def definition(p: Numbers, m: Numbers, v: Numbers, g: Numbers, *constants: Args) -> tuple[Numbers, Numbers, Numbers]:
    """Algorithm 2 of the paper, with the schedule in the rate: the decay is added to the step, not to the gradient."""
    lr, beta1, beta2, eps, decay, t = constants
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return p - lr * (m_hat / (np.sqrt(v_hat) + eps) + decay * p), m, v


def _without_decay(call: Call) -> tuple[object, object]:
    p, m, v, d, lr, beta1, beta2, eps, decay, t = call.arguments
    plain = adam.forward(p, m, v, d, lr, beta1, beta2, eps, t)
    return joined(call.at(p, m, v, d, lr, beta1, beta2, eps, decay * 0, t).y), joined(plain)


def _moments(call: Call) -> tuple[object, object]:
    p, m, v, d, lr, beta1, beta2, eps, _, t = call.arguments
    return joined(call.y[1:]), joined(adam.forward(p, m, v, d, lr, beta1, beta2, eps, t)[1:])


def _at_rest(call: Call) -> tuple[object, object]:
    p, m, v, d_p, lr, *rest = call.arguments
    return call.at(p, m * 0, v, d_p * 0, lr, *rest).y[0], p * (1 - lr * rest[3])


def _translated(call: Call) -> tuple[object, object]:
    p, m, v, d_p, lr, *rest = call.arguments
    return call.at(p + 2, m, v, d_p, lr, *rest).y[0], call.y[0] + 2 * (1 - lr * rest[3])


def _coupled(p: Numbers, m: Numbers, v: Numbers, d: Numbers, *constants: Args) -> tuple[Numbers, Numbers, Numbers]:
    lr, beta1, beta2, eps, decay, t = constants
    return adam.forward(p, m, v, d + p * decay, lr, beta1, beta2, eps, t)


def _without_rate(p: Numbers, m: Numbers, v: Numbers, d: Numbers, *constants: Args) -> tuple[Numbers, Numbers, Numbers]:
    lr, beta1, beta2, eps, decay, t = constants
    return adam.forward(p * (1 - decay), m, v, d, lr, beta1, beta2, eps, t)


def _afterwards(p: Numbers, m: Numbers, v: Numbers, d: Numbers, *constants: Args) -> tuple[Numbers, Numbers, Numbers]:
    lr, beta1, beta2, eps, decay, t = constants
    new, m, v = adam.forward(p, m, v, d, lr, beta1, beta2, eps, t)
    return new * (1 - lr * decay), m, v


def _growth(p: Numbers, m: Numbers, v: Numbers, d: Numbers, *constants: Args) -> tuple[Numbers, Numbers, Numbers]:
    lr, beta1, beta2, eps, decay, t = constants
    return adamw.forward(p, m, v, d, lr, beta1, beta2, eps, -decay, t)


def _none(p: Numbers, m: Numbers, v: Numbers, d: Numbers, *constants: Args) -> tuple[Numbers, Numbers, Numbers]:
    lr, beta1, beta2, eps, _, t = constants
    return adam.forward(p, m, v, d, lr, beta1, beta2, eps, t)


EVIDENCE = Evidence(
    definition=definition,
    laws=(
        *entry_by_entry(),
        mirrors(),
        Equal("without decay it is Adam", _without_decay),
        Equal("its moments are Adam's", _moments),
        Equal("at rest without a gradient it shrinks by 1 - lr decay", _at_rest),
        Equal("moving the parameters moves the result by 1 - lr decay times as far", _translated),
    ),
    mutants=(
        Mutant("the decay coupled through the gradient", "torch.optim.Adam with weight_decay", forward=_coupled),
        Mutant("the decay without the rate", "the paper's algorithm 2 for a rate of 1", forward=_without_rate),
        Mutant("the decay of the new parameters", forward=_afterwards),
        Mutant("growth for decay", forward=_growth),
        Mutant("no decay", forward=_none),
        Mutant("uphill", forward=uphill(adamw.forward)),
        Mutant("the parameters written in place", forward=written_into(adamw.forward)),
        Mutant("float64 out of float32", forward=in_double(adamw.forward)),
    ),
)
