"""Nesterov's method stored at the point ahead, q = p + mu v: v' = mu v - lr d_q, q' = q + mu v' - lr d_q."""

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


def forward(q: A, velocity: A, d_q: A, lr: float, mu: float, into: tuple[A | None, A | None] = (None, None), /) -> tuple[A, A]:
    """The point ahead moves by its next look ahead: v' = mu v - lr d_q, q' = q + mu v' - lr d_q = q + mu^2 v - (1 + mu) lr d_q.

    Arrays of one shape, in any number system; `lr` and `mu` are numbers in theirs. What is stored is q = p + mu v, where p
    and v are those of `nesterov` with the same constants. Source: Bengio et al., Advances in Optimizing Recurrent Networks
    (2013), equation 7; Deep Learning from Scratch, the `Nesterov` of its code since 2021.

    >>> import pureml as pm
    >>> forward(pm.vector([1.0]), pm.vector([0.5]), pm.vector([2.0]), 0.125, 0.5)
    (array([0.75]), array([0.]))
    """
    velocity = weighted_sum(mu, velocity, -lr, d_q, into[1])
    return plus(q, weighted_sum(mu, velocity, -lr, d_q), into[0]), velocity


@attrs.frozen
class NesterovShifted(Optimizer):
    """Nesterov's method, which stores the point ahead and takes the gradient there, where the parameters seem to be.

    The parameters of `Nesterov` are q - mu v. Raises `DomainError` unless mu is at least 0 and less than 1.

    >>> import pureml as pm
    >>> net, mover = pm.Affine(pm.matrix([[1.0]]), pm.vector([0.0])), NesterovShifted(0.5, mu=0.5)
    >>> mover.step(mover.init(net), net, pm.Grad(net, net.leaves))[0].weight
    array([[0.25]])
    """

    slots: ClassVar[tuple[str, ...]] = ("velocity",)
    mu: float = attrs.field(default=0.9, converter=plain, validator=within(0, 1))

    @property
    @override
    def update(self) -> Callable[..., tuple[Any, ...]]:
        return forward


RULE = Formula(
    name="nesterov_shifted",
    formula="v' = mu v - lr d_q, q' = q + mu v' - lr d_q",
    forward=forward,
    domain=Domain(
        (
            Argument("q", ("rows", "columns")),
            Argument("velocity", ("rows", "columns")),
            Argument("d_q", ("rows", "columns")),
            Argument("lr", (), Kind.CONSTANT, (Fraction(1, 10), Fraction(2))),
            Argument("mu", (), Kind.CONSTANT, (Fraction(9, 10), Fraction(1, 3))),
        )
    ),
    source="Bengio et al., Advances in Optimizing Recurrent Networks (2013), equation 7",
    # Half a unit for each product and sum.
    bounds=bounds("forward", 4, 4, MAGNITUDES),
    theorem="Momentum.nesterov_stored_point",
)
