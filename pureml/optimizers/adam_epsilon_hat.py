"""Adam in the form with epsilon hat: p' = p - lr_t m' / (sqrt(v') + eps_hat)."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, ClassVar

import attrs
from typing_extensions import override

from ..arrays import A, root, root_plus, step_by_ratio
from ..rules import Argument, Domain, Formula, Kind, bounds
from ..scales import MAGNITUDES
from ..schedules.checks import above, plain, within
from .adam import moments
from .optimizer import Optimizer


def forward(
    p: A,
    first: A,
    second: A,
    d_p: A,
    lr: float,
    beta1: float,
    beta2: float,
    eps_hat: float,
    t: int,
    into: tuple[A | None, A | None, A | None] = (None, None, None),
    /,
) -> tuple[A, A, A]:
    """The step is Adam's with eps = eps_hat / sqrt(1 - beta2^t), which shrinks to eps_hat as t grows: another optimizer.

    p' = p - lr sqrt(1 - beta2^t) / (1 - beta1^t) m' / (sqrt(v') + eps_hat), with the moments m', v' of `adam`. t counts
    from 1. Source: Kingma and Ba, Adam (2015), the note at the end of section 2; Deep Learning from Scratch, section 6.1.6.

    >>> import pureml as pm
    >>> zero = pm.vector([0.0])
    >>> p, m, v = forward(pm.vector([1.0]), zero, zero, pm.vector([-4.0]), 0.25, 0.5, 0.75, 1e-8, 1)
    >>> p.round(6), m, v
    (array([1.25]), array([-2.]), array([4.]))
    """
    first, second = moments(first, second, d_p, beta1, beta2, into)
    size = lr * root(1 - beta2**t) / (1 - beta1**t)
    return step_by_ratio(p, -size, first, root_plus(second, eps_hat), into[0]), first, second


@attrs.frozen
class AdamEpsilonHat(Optimizer):
    """Adam as the book's code has it: eps_hat is added to the root of the uncorrected mean.

    Raises `DomainError` unless beta1 and beta2 are at least 0 and less than 1, and eps_hat positive.

    >>> import pureml as pm
    >>> net = pm.Affine(pm.matrix([[2.0]]), pm.vector([0.0]))
    >>> adam = AdamEpsilonHat(0.5)
    >>> adam.step(adam.init(net), net, pm.Grad(net, net.leaves))[0].weight.round(4)
    array([[1.5]])
    """

    slots: ClassVar[tuple[str, ...]] = ("first_moment", "second_moment")
    counts: ClassVar[bool] = True
    beta1: float = attrs.field(default=0.9, converter=plain, validator=within(0, 1))
    beta2: float = attrs.field(default=0.999, converter=plain, validator=within(0, 1))
    eps_hat: float = attrs.field(default=1e-7, converter=plain, validator=above(0))

    @property
    @override
    def update(self) -> Callable[..., tuple[Any, ...]]:
        return forward


RULE = Formula(
    name="adam_epsilon_hat",
    formula="p' = p - lr sqrt(1 - beta2^t) / (1 - beta1^t) m' / (sqrt(v') + eps_hat)",
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
            Argument("eps_hat", (), Kind.CONSTANT, (Fraction(1, 100),)),
            Argument("t", (), Kind.WHOLE, (Fraction(1), Fraction(2), Fraction(5))),
        )
    ),
    source="Kingma and Ba, Adam (2015), section 2; Deep Learning from Scratch, section 6.1.6",
    # Half a unit for each operation, and up to 25 for 1 - beta^t, which loses the rounding of beta^t; in float32 that is done in float64.
    bounds=bounds("forward", 36, 8, MAGNITUDES),
    theorem="Adam.epsilon_hat_is_another_epsilon",
)
