"""Adam with decoupled weight decay: p' = p - lr (m_hat / (sqrt(v_hat) + eps) + decay p)."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import inf
from typing import Any, ClassVar

import attrs
from typing_extensions import override

from ..arrays import A
from ..rules import Argument, Domain, Formula, Kind, bounds
from ..scales import MAGNITUDES
from ..schedules.checks import above, plain, within
from . import adam
from .optimizer import Optimizer


def forward(
    p: A,
    first: A,
    second: A,
    d_p: A,
    lr: float,
    beta1: float,
    beta2: float,
    eps: float,
    decay: float,
    t: int,
    into: tuple[A | None, A | None, A | None] = (None, None, None),
    /,
) -> tuple[A, A, A]:
    """The decay does not pass through the moments: p' = p - lr (m_hat / (sqrt(v_hat) + eps) + decay p).

    It is Adam's step from (1 - lr decay) p, with the gradient at p. t counts from 1. Arrays of one shape, in any number
    system; the constants are numbers in theirs. The decay is multiplied by `lr`, as torch does it. Source: Loshchilov and
    Hutter, Decoupled Weight Decay Regularization (2019), algorithm 2, with their schedule in `lr`.

    >>> import pureml as pm
    >>> zero = pm.vector([0.0])
    >>> p, m, v = forward(pm.vector([1.0]), zero, zero, pm.vector([-4.0]), 0.25, 0.5, 0.75, 1e-8, 0.5, 1)
    >>> p.round(6), m, v
    (array([1.125]), array([-2.]), array([4.]))
    """
    return adam.forward(p * (1 - lr * decay), first, second, d_p, lr, beta1, beta2, eps, t, into)


@attrs.frozen
class AdamW(Optimizer):
    """Adam with decoupled weight decay, of every parameter, biases too.

    Raises `DomainError` unless beta1 and beta2 are at least 0 and less than 1, eps positive, and decay at least 0.

    >>> import pureml as pm
    >>> net = pm.Affine(pm.matrix([[2.0]]), pm.vector([0.0]))
    >>> adamw = AdamW(0.5, decay=0.5)
    >>> adamw.step(adamw.init(net), net, pm.Grad(net, net.leaves))[0].weight.round(6)
    array([[1.]])
    """

    slots: ClassVar[tuple[str, ...]] = ("first_moment", "second_moment")
    counts: ClassVar[bool] = True
    beta1: float = attrs.field(default=0.9, converter=plain, validator=within(0, 1))
    beta2: float = attrs.field(default=0.999, converter=plain, validator=within(0, 1))
    eps: float = attrs.field(default=1e-8, converter=plain, validator=above(0))
    decay: float = attrs.field(default=0.01, converter=plain, validator=within(0, inf))

    @property
    @override
    def update(self) -> Callable[..., tuple[Any, ...]]:
        return forward


RULE = Formula(
    name="adamw",
    formula="p' = p - lr (m_hat / (sqrt(v_hat) + eps) + decay p)",
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
            Argument("decay", (), Kind.CONSTANT, (Fraction(1, 10),)),
            Argument("t", (), Kind.WHOLE, (Fraction(1), Fraction(2), Fraction(5))),
        )
    ),
    source="Loshchilov and Hutter, Decoupled Weight Decay Regularization (2019), algorithm 2",
    # Half a unit for each operation, and up to 25 for 1 - beta^t, which loses the rounding of beta^t; in float32 that is done in float64.
    bounds=bounds("forward", 36, 8, MAGNITUDES),
    theorem="Adaptive.adamw_shrinks",
)
