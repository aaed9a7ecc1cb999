"""Nesterov's method as he wrote it, stored at the parameters: v' = mu v - lr d_p at p + mu v, p' = p + v'."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import attrs
from typing_extensions import override

from ..arrays import A, step_from
from ..gradients import moved
from ..records import P
from ..rules import Formula, bounds
from ..scales import MAGNITUDES
from ..schedules.checks import plain, within
from . import momentum
from .optimizer import Optimizer, Slots
from .state import along


def ahead(p: A, velocity: A, mu: float, /) -> A:
    """Where the gradient of the next step is taken: p + mu v."""
    return step_from(p, mu, velocity)


def forward(p: A, velocity: A, d_ahead: A, lr: float, mu: float, into: tuple[A | None, A | None] = (None, None), /) -> tuple[A, A]:
    """The step is momentum's, with the gradient taken ahead of where it stands: v' = mu v - lr d(p + mu v), p' = p + v'.

    Arrays of one shape, in any number system; `lr` and `mu` are numbers in theirs. What is stored is p, not the point
    ahead. Source: Nesterov, A Method of Solving a Convex Programming Problem with Convergence Rate O(1/k^2) (1983), as
    Sutskever et al. write it, On the Importance of Initialization and Momentum in Deep Learning (2013), equations 3 and 4.

    >>> import pureml as pm
    >>> forward(pm.vector([1.0]), pm.vector([0.5]), pm.vector([2.0]), 0.125, 0.5)
    (array([1.]), array([0.]))
    """
    return momentum.forward(p, velocity, d_ahead, lr, mu, into)


@attrs.frozen
class Nesterov(Optimizer):
    """Nesterov's method, which stores the parameters p and asks for the gradient at `point`, which is p + mu v.

    `NesterovShifted` walks the same way seen from the points ahead. Raises `DomainError` unless mu is at least 0 and less than 1.

    >>> import pureml as pm
    >>> net, mover = pm.Affine(pm.matrix([[1.0]]), pm.vector([0.0])), Nesterov(0.5, mu=0.5)
    >>> net, state = mover.step(mover.init(net), net, pm.Grad(net, net.leaves))
    >>> net.weight, mover.point(state, net).weight
    (array([[0.5]]), array([[0.25]]))
    """

    slots: ClassVar[tuple[str, ...]] = ("velocity",)
    mu: float = attrs.field(default=0.9, converter=plain, validator=within(0, 1))

    @property
    @override
    def update(self) -> Callable[..., tuple[Any, ...]]:
        return forward

    @override
    def _point(self, slots: Slots, params: P, /) -> P:
        def go(p: A, velocity: A, /) -> A:
            return ahead(p, velocity, self.mu)

        return moved(params, go, along(params, slots[0]))


RULE = Formula(
    name="nesterov",
    formula="v' = mu v - lr d(p + mu v), p' = p + v'",
    forward=forward,
    domain=momentum.RULE.domain,
    source="Sutskever et al. (2013), equations 3 and 4, after Nesterov (1983)",
    # As momentum.
    bounds=bounds("forward", 2, 2, MAGNITUDES),
    theorem="Momentum.nesterov_stored_point",
)
