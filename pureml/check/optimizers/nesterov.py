"""Nesterov's method at the parameters: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

from ...optimizers import nesterov, nesterov_shifted
from ..call import Call
from ..evidence import Equal, Evidence, Mutant
from ..inputs import Numbers
from ..steps import entry_by_entry, in_double, mirrors, scales, translates, uphill, written_into


def definition(p: Numbers, velocity: Numbers, d_ahead: Numbers, lr: Numbers, mu: Numbers) -> tuple[Numbers, Numbers]:
    """The look ahead, corrected by the gradient that was found there."""
    ahead = p + velocity * mu
    new = ahead - d_ahead * lr
    return new, new - p


def _seen_from_ahead(call: Call) -> tuple[object, object]:
    """The point ahead of the new parameters is where the shifted form goes from the point ahead of the old ones."""
    p, velocity, d_ahead, lr, mu = call.arguments
    shifted, _ = nesterov_shifted.forward(nesterov.ahead(p, velocity, mu), velocity, d_ahead, lr, mu)
    new, after = call.y
    return nesterov.ahead(new, after, mu), shifted


def _quadratic(call: Call) -> tuple[object, object]:
    """On |p|^2 / 2 the next step is (1 - lr) ((1 + mu) p' - mu p)."""
    p, _, _, lr, mu = call.arguments
    new, velocity = call.y
    after = call.at(new, velocity, nesterov.ahead(new, velocity, mu), lr, mu).y[0]
    return after, (new * (1 + mu) - p * mu) * (1 - lr)


def _velocity_is_the_move(call: Call) -> tuple[object, object]:
    return call.y[0] - call.arguments[0], call.y[1]


def _before(p: Numbers, velocity: Numbers, d_p: Numbers, lr: Numbers, mu: Numbers) -> tuple[Numbers, Numbers]:
    return p + velocity, velocity * mu - d_p * lr


EVIDENCE = Evidence(
    definition=definition,
    laws=(
        *entry_by_entry(),
        translates(),
        mirrors(),
        scales(),
        Equal("seen from the points ahead it is the shifted form", _seen_from_ahead),
        Equal("on |p|^2 / 2 it follows its recurrence", _quadratic),
        Equal("the velocity is the move that was made", _velocity_is_the_move),
    ),
    mutants=(
        Mutant("the shifted form, as if p were the point ahead", "the book's code, optimizer.Nesterov", forward=nesterov_shifted.forward),
        Mutant("the velocity used before it is updated", forward=_before),
        Mutant("the look ahead stored", forward=lambda p, v, d, lr, mu: nesterov.forward(p + v * mu, v, d, lr, mu)),
        Mutant("the rate outside the velocity", forward=lambda p, v, d, lr, mu: (p - (v * mu + d) * lr, v * mu + d)),
        Mutant("1 - mu for mu", forward=lambda p, v, d, lr, mu: nesterov.forward(p, v, d, lr, 1 - mu)),
        Mutant("uphill", forward=uphill(nesterov.forward)),
        Mutant("the parameters written in place", forward=written_into(nesterov.forward)),
        Mutant("float64 out of float32", forward=in_double(nesterov.forward)),
    ),
)
