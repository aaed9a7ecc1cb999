"""Stochastic gradient descent: p' = p - lr d_p."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import attrs
from typing_extensions import override

from ..arrays import A, step_from
from ..gradients import Grad, moved
from ..records import P
from ..rules import Argument, Domain, Formula, Kind, bounds
from ..scales import MAGNITUDES
from ..schedules.schedule import rate_at
from .optimizer import Optimizer, Slots


def forward(p: A, d_p: A, lr: float, /) -> tuple[A]:
    """The step is linear in the gradient: p' = p - lr d_p.

    Arrays of one shape, in any number system; `lr` is a number in theirs. Source: Deep Learning from Scratch, section 6.1.2.

    >>> import pureml as pm
    >>> forward(pm.vector([1.0]), pm.vector([2.0]), 0.1)
    (array([0.8]),)
    """
    return (step_from(p, -lr, d_p),)


def step(lr: float, params: P, grad: Grad[P], /) -> P:
    """The step is linear in the gradient, and nothing is changed: a new record p - lr d_p, without a state to carry.

    `lr` is a number in the element type of the parameters. Raises `StructureError` for the gradient of another network.

    >>> import pureml as pm
    >>> p = pm.Affine(pm.matrix([[1.0]]), pm.vector([0.0]))
    >>> step(0.1, p, pm.Grad(p, p.leaves)).weight
    array([[0.9]])
    """

    def move(p: A, d_p: A, /) -> A:
        return forward(p, d_p, lr)[0]

    return moved(params, move, grad)


@attrs.frozen
class Sgd(Optimizer):
    """`step` as an optimizer among others, with a state that remembers nothing but how many steps there were.

    >>> import pureml as pm
    >>> net = pm.Affine(pm.matrix([[1.0]]), pm.vector([0.0]))
    >>> sgd = Sgd(0.1)
    >>> sgd.step(sgd.init(net), net, pm.Grad(net, net.leaves))[0].weight
    array([[0.9]])
    """

    @property
    @override
    def update(self) -> Callable[..., tuple[Any, ...]]:
        return forward

    @override
    def _moved(self, count: int, params: P, grad: Grad[P], slots: Slots, into: Slots, /) -> P:
        return step(rate_at(self.lr, count), params, grad)


RULE = Formula(
    name="sgd",
    formula="p' = p - lr d_p",
    forward=forward,
    domain=Domain(
        (
            Argument("p", ("rows", "columns")),
            Argument("d_p", ("rows", "columns")),
            Argument("lr", (), Kind.CONSTANT, (Fraction(1, 10), Fraction(2))),
        )
    ),
    source="Deep Learning from Scratch, section 6.1.2",
    # Half a unit for the product, half for the sum.
    bounds=bounds("forward", 1, 1, MAGNITUDES),
    theorem="Momentum.sgd_trajectory",
)
