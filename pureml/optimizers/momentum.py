"""Momentum, the heavy ball: v' = mu v - lr d_p, p' = p + v'."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, ClassVar

import attrs
from typing_extensions import override

from ..arrays import A, plus, weighted_sum
from ..rules import Argument, Domain, Formula, Kind, bounds
from ..scales import MAGNITUDES
from ..schedules.checks import plain, within
from .optimizer import Optimizer


def forward(p: A, velocity: A, d_p: A, lr: float, mu: float, into: tuple[A | None, A | None] = (None, None), /) -> tuple[A, A]:
    """The velocity forgets at the rate mu and moves the parameters after it was updated: v' = mu v - lr d_p, p' = p + v'.

    Arrays of one shape, in any number system; `lr` and `mu` are numbers in theirs. The new arrays are written to `into`
    where it has places for them. `lr` stands inside the velocity, so a schedule acts on what is added and not on what is
    remembered; torch keeps it outside, which is the same for a constant `lr` only. Source: Polyak, Some Methods of
    Speeding up the Convergence of Iteration Methods (1964); Deep Learning from Scratch, section 6.1.4.

    >>> import pureml as pm
    >>> forward(pm.vector([1.0]), pm.vector([0.5]), pm.vector([2.0]), 0.125, 0.5)
    (array([1.]), array([0.]))
    """
    velocity = weighted_sum(mu, velocity, -lr, d_p, into[1])
    return plus(p, velocity, into[0]), velocity


@attrs.frozen
class Momentum(Optimizer):
    """Momentum with the velocity kept as the last move: v' = mu v - lr d_p, p' = p + v'.

    Raises `DomainError` unless mu is at least 0 and less than 1.

    >>> import pureml as pm
    >>> net = pm.Affine(pm.matrix([[1.0]]), pm.vector([0.0]))
    >>> momentum = Momentum(0.1)
    >>> new, state = momentum.step(momentum.init(net), net, pm.Grad(net, net.leaves))
    >>> new.weight, state.slot("velocity").tree.weight
    (array([[0.9]]), array([[-0.1]]))
    """

    slots: ClassVar[tuple[str, ...]] = ("velocity",)
    mu: float = attrs.field(default=0.9, converter=plain, validator=within(0, 1))

    @property
    @override
    def update(self) -> Callable[..., tuple[Any, ...]]:
        return forward


RULE = Formula(
    name="momentum",
    formula="v' = mu v - lr d_p, p' = p + v'",
    forward=forward,
    domain=Domain(
        (
            Argument("p", ("rows", "columns")),
            Argument("velocity", ("rows", "columns")),
            Argument("d_p", ("rows", "columns")),
            Argument("lr", (), Kind.CONSTANT, (Fraction(1, 10), Fraction(2))),
            Argument("mu", (), Kind.CONSTANT, (Fraction(9, 10), Fraction(1, 3))),
        )
    ),
    source="Polyak (1964), equation 9; Deep Learning from Scratch, section 6.1.4",
    # Half a unit for each of two products and two sums.
    bounds=bounds("forward", 2, 2, MAGNITUDES),
    theorem="Momentum.momentum_recurrence",
)
