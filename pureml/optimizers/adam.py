"""Adam as its paper defines it: p' = p - lr m_hat / (sqrt(v_hat) + eps)."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, ClassVar

import attrs
from typing_extensions import override

from ..arrays import A, root, root_plus, step_by_ratio, weighted_sum, weighted_sum_of_squares
from ..rules import Argument, Domain, Formula, Kind, bounds
from ..scales import MAGNITUDES
from ..schedules.checks import above, plain, within
from .optimizer import Optimizer


def moments(first: A, second: A, d_p: A, beta1: float, beta2: float, into: tuple[A | None, A | None, A | None], /) -> tuple[A, A]:
    """The running means of the gradient and of its square: m' = beta1 m + (1 - beta1) d_p, v' = beta2 v + (1 - beta2) d_p^2."""
    return weighted_sum(beta1, first, 1 - beta1, d_p, into[1]), weighted_sum_of_squares(beta2, second, 1 - beta2, d_p, into[2])


def forward(
    p: A,
    first: A,
    second: A,
    d_p: A,
    lr: float,
    beta1: float,
    beta2: float,
    eps: float,
    t: int,
    into: tuple[A | None, A | None, A | None] = (None, None, None),
    /,
) -> tuple[A, A, A]:
    """The means are freed of the zeros they started with before eps is added: p' = p - lr m_hat / (sqrt(v_hat) + eps).

    m' = beta1 m + (1 - beta1) d_p, m_hat = m' / (1 - beta1^t); v' = beta2 v + (1 - beta2) d_p^2, v_hat = v' / (1 - beta2^t).
    t counts from 1. Arrays of one shape, in any number system; the constants are numbers in theirs. Computed with both
    corrections in two constants, lr sqrt(1 - beta2^t) / (1 - beta1^t) and eps sqrt(1 - beta2^t): the same number. The
    new arrays are written to `into` where it has places for them. Source: Kingma and Ba, Adam: A Method for Stochastic
    Optimization (2015), algorithm 1; `adam_epsilon_hat` is the form with another eps.

    >>> import pureml as pm
    >>> zero = pm.vector([0.0])
    >>> p, m, v = forward(pm.vector([1.0]), zero, zero, pm.vector([-4.0]), 0.25, 0.5, 0.75, 1e-8, 1)
    >>> p.round(6), m, v
    (array([1.25]), array([-2.]), array([4.]))
    """
    first, second = moments(first, second, d_p, beta1, beta2, into)
    correction = root(1 - beta2**t)
    return step_by_ratio(p, -lr * correction / (1 - beta1**t), first, root_plus(second, eps * correction), into[0]), first, second


@attrs.frozen
class Adam(Optimizer):
    """Adam as its paper defines it, and torch: p' = p - lr m_hat / (sqrt(v_hat) + eps).

    Raises `DomainError` unless beta1 and beta2 are at least 0 and less than 1, and eps positive.

    >>> import pureml as pm
    >>> net = pm.Affine(pm.matrix([[2.0]]), pm.vector([0.0]))
    >>> adam = Adam(0.5)
    >>> adam.step(adam.init(net), net, pm.Grad(net, net.leaves))[0].weight.round(6)
    array([[1.5]])
    """

    slots: ClassVar[tuple[str, ...]] = ("first_moment", "second_moment")
    counts: ClassVar[bool] = True
    beta1: float = attrs.field(default=0.9, converter=plain, validator=within(0, 1))
    beta2: float = attrs.field(default=0.999, converter=plain, validator=within(0, 1))
    eps: float = attrs.field(default=1e-8, converter=plain, validator=above(0))

    @property
    @override
    def update(self) -> Callable[..., tuple[Any, ...]]:
        return forward


RULE = Formula(
    name="adam",
    formula="p' = p - lr m_hat / (sqrt(v_hat) + eps), m_hat = m' / (1 - beta1^t), v_hat = v' / (1 - beta2^t)",
    forward=forward,
    domain=Domain(
        (
            Argument("p", ("rows", "columns")),
            Argument("first", ("rows", "columns")),
            Argument("second", ("rows", "columns"), Kind.POSITIVE),
            Argument("d_p", ("rows", "columns")),
            Argument("lr", (), Kind.CONSTANT, (Fraction(1, 10), Fraction(2))),
            Argument("beta1", (), Kind.CONSTANT, (Fraction(9, 10), Fraction(1, 3))),
            Argument("beta2", (), Kind.CONSTANT, (Fraction(99, 100), Fraction(1, 2))),
            Argument("eps", (), Kind.CONSTANT, (Fraction(1, 100),)),
            Argument("t", (), Kind.WHOLE, (Fraction(1), Fraction(2), Fraction(5))),
        )
    ),
    source="Kingma and Ba, Adam (2015), algorithm 1",
    # Half a unit for each operation, and up to 25 for 1 - beta^t, which loses the rounding of beta^t; in float32 that is done in float64.
    bounds=bounds("forward", 36, 8, MAGNITUDES),
    theorem="Adam.constant_gradient_step",
)
