"""Nesterov's method at the points ahead: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

from ...optimizers import momentum, nesterov, nesterov_shifted
from ..call import Call
from ..evidence import Equal, Evidence, Mutant
from ..inputs import Numbers
from ..steps import entry_by_entry, in_double, mirrors, scales, translates, uphill, written_into


def definition(q: Numbers, velocity: Numbers, d_q: Numbers, lr: Numbers, mu: Numbers) -> tuple[Numbers, Numbers]:
    """With the velocity that was: q + mu^2 v - (1 + mu) lr d_q."""
    return q + velocity * mu * mu - d_q * lr * (1 + mu), velocity * mu - d_q * lr


def _without_memory(call: Call) -> tuple[object, object]:
    q, velocity, d_q, lr, mu = call.arguments
    return call.at(q, velocity, d_q, lr, mu * 0).y[0], q - d_q * lr


def _seen_from_behind(call: Call) -> tuple[object, object]:
    """The parameters q - mu v make the classical step."""
    q, velocity, d_q, lr, mu = call.arguments
    new, after = call.y
    return new - after * mu, nesterov.forward(q - velocity * mu, velocity, d_q, lr, mu)[0]


def _velocity_of_momentum(call: Call) -> tuple[object, object]:
    return call.y[1], momentum.forward(*call.arguments)[1]


def _new_velocity(q: Numbers, velocity: Numbers, d_q: Numbers, lr: Numbers, mu: Numbers) -> tuple[Numbers, Numbers]:
    velocity = velocity * mu - d_q * lr
    return q + velocity * mu * mu - d_q * lr * (1 + mu), velocity


EVIDENCE = Evidence(
    definition=definition,
    laws=(
        *entry_by_entry(),
        translates(),
        mirrors(),
        scales(),
        Equal("with mu = 0 it is plain descent", _without_memory),
        Equal("seen from the parameters it is the classical form", _seen_from_behind),
        Equal("its velocity is that of momentum", _velocity_of_momentum),
    ),
    mutants=(
        Mutant("the velocity updated before it is used", "the book's code, optimizer.Nesterov, 2016 to 2021", forward=_new_velocity),
        Mutant("momentum", forward=momentum.forward),
        Mutant("lr for (1 + mu) lr", forward=lambda q, v, d, lr, mu: (q + v * mu * mu - d * lr, v * mu - d * lr)),
        Mutant("mu for mu^2", forward=lambda q, v, d, lr, mu: (q + v * mu - d * lr * (1 + mu), v * mu - d * lr)),
        Mutant("1 - mu for mu", forward=lambda q, v, d, lr, mu: nesterov_shifted.forward(q, v, d, lr, 1 - mu)),
        Mutant("uphill", forward=uphill(nesterov_shifted.forward)),
        Mutant("the parameters written in place", "the book's code, optimizer.Nesterov", forward=written_into(nesterov_shifted.forward)),
        Mutant("float64 out of float32", forward=in_double(nesterov_shifted.forward)),
    ),
)
