"""Momentum: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

from ...optimizers import momentum
from ..call import Call
from ..evidence import Equal, Evidence, Mutant
from ..inputs import Numbers
from ..laws import joined
from ..steps import entry_by_entry, in_double, mirrors, scales, translates, uphill, written_into


def definition(p: Numbers, velocity: Numbers, d_p: Numbers, lr: Numbers, mu: Numbers) -> tuple[Numbers, Numbers]:
    """The last move again, a little shorter, and the step of plain descent."""
    return (p - d_p * lr) + velocity * mu, velocity * mu - d_p * lr


def _without_memory(call: Call) -> tuple[object, object]:
    p, velocity, d_p, lr, mu = call.arguments
    return call.at(p, velocity, d_p, lr, mu * 0).y[0], p - d_p * lr


def _recurrence(call: Call) -> tuple[object, object]:
    """The next step repeats mu times this one: p'' = (1 + mu) p' - mu p - lr d."""
    p, _, d_p, lr, mu = call.arguments
    new, velocity = call.y
    return call.at(new, velocity, d_p, lr, mu).y[0], new * (1 + mu) - p * mu - d_p * lr


def _velocity_is_the_move(call: Call) -> tuple[object, object]:
    return call.y[0] - call.arguments[0], call.y[1]


def _fixed_point(call: Call) -> tuple[object, object]:
    p, velocity, d_p, lr, mu = call.arguments
    return joined(call.at(p, velocity * 0, d_p * 0, lr, mu).y), joined((p, velocity * 0))


def _before(p: Numbers, velocity: Numbers, d_p: Numbers, lr: Numbers, mu: Numbers) -> tuple[Numbers, Numbers]:
    return p + velocity, velocity * mu - d_p * lr


def _torch(p: Numbers, velocity: Numbers, d_p: Numbers, lr: Numbers, mu: Numbers) -> tuple[Numbers, Numbers]:
    velocity = velocity * mu + d_p
    return p - velocity * lr, velocity


def _damped(p: Numbers, velocity: Numbers, d_p: Numbers, lr: Numbers, mu: Numbers) -> tuple[Numbers, Numbers]:
    return momentum.forward(p, velocity, d_p * (1 - mu), lr, mu)


def _shifted(p: Numbers, velocity: Numbers, d_p: Numbers, lr: Numbers, mu: Numbers) -> tuple[Numbers, Numbers]:
    velocity = velocity * mu - d_p * lr
    return p + velocity * mu - d_p * lr, velocity


EVIDENCE = Evidence(
    definition=definition,
    laws=(
        *entry_by_entry(),
        translates(),
        mirrors(),
        scales(),
        Equal("with mu = 0 it is plain descent", _without_memory),
        Equal("the next step repeats mu times this one", _recurrence),
        Equal("the velocity is the move that was made", _velocity_is_the_move),
        Equal("at rest without a gradient nothing moves", _fixed_point),
    ),
    mutants=(
        Mutant("the velocity used before it is updated", forward=_before),
        Mutant("the rate outside the velocity", "torch.optim.SGD", forward=_torch),
        Mutant("the gradient damped by 1 - mu", "torch.optim.SGD with dampening", forward=_damped),
        Mutant("Nesterov's step, seen from the point ahead", forward=_shifted),
        Mutant("the parameters decay too", forward=lambda p, v, d_p, lr, mu: momentum.forward(p * mu, v, d_p, lr, mu)),
        Mutant("1 - mu for mu", forward=lambda p, v, d_p, lr, mu: momentum.forward(p, v, d_p, lr, 1 - mu)),
        Mutant("rate and momentum exchanged", forward=lambda p, v, d_p, lr, mu: momentum.forward(p, v, d_p, mu, lr)),
        Mutant("uphill", forward=uphill(momentum.forward)),
        Mutant("the parameters written in place", "the book's code, optimizer.Momentum", forward=written_into(momentum.forward)),
        Mutant("float64 out of float32", forward=in_double(momentum.forward)),
    ),
)
