"""RMSprop: h' = rho h + (1 - rho) d_p^2, p' = p - lr d_p / (sqrt(h') + eps)."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, ClassVar

import attrs
from typing_extensions import override

from ..arrays import A, root_plus, step_by_ratio, weighted_sum_of_squares
from ..rules import Argument, Domain, Formula, Kind, bounds
from ..scales import MAGNITUDES
from ..schedules.checks import above, plain, within
from .optimizer import Optimizer


def forward(p: A, squares: A, d_p: A, lr: float, rho: float, eps: float, into: tuple[A | None, A | None] = (None, None), /) -> tuple[A, A]:
    """The step is the gradient over its running root mean square: h' = rho h + (1 - rho) d_p^2, p' = p - lr d_p / (sqrt(h') + eps).

    Arrays of one shape, in any number system; the constants are numbers in theirs. eps stands outside the root. Source:
    Tieleman and Hinton, Neural Networks for Machine Learning, lecture 6.5 (2012); Deep Learning from Scratch, section 6.1.5.

    >>> import pureml as pm
    >>> forward(pm.vector([1.0]), pm.vector([12.0]), pm.vector([6.0]), 0.5, 0.5, 1.0)
    (array([0.49...]), array([24.]))
    """
    squares = weighted_sum_of_squares(rho, squares, 1 - rho, d_p, into[1])
    return step_by_ratio(p, -lr, d_p, root_plus(squares, eps), into[0]), squares


@attrs.frozen
class RmsProp(Optimizer):
    """RMSprop with a mean of squares that starts at 0 and is not corrected for that.

    Raises `DomainError` unless rho is at least 0 and less than 1, and eps positive.

    >>> import pureml as pm
    >>> net = pm.Affine(pm.matrix([[2.0]]), pm.vector([0.0]))
    >>> rmsprop = RmsProp(0.5, rho=0.75)
    >>> rmsprop.step(rmsprop.init(net), net, pm.Grad(net, net.leaves))[0].weight.round(6)
    array([[1.]])
    """

    slots: ClassVar[tuple[str, ...]] = ("squares",)
    rho: float = attrs.field(default=0.99, converter=plain, validator=within(0, 1))
    eps: float = attrs.field(default=1e-7, converter=plain, validator=above(0))

    @property
    @override
    def update(self) -> Callable[..., tuple[Any, ...]]:
        return forward


RULE = Formula(
    name="rmsprop",
    formula="h' = rho h + (1 - rho) d_p^2, p' = p - lr d_p / (sqrt(h') + eps)",
    forward=forward,
    domain=Domain(
        (
            Argument("p", ("rows", "columns")),
            Argument("squares", ("rows", "columns"), Kind.POSITIVE),
            Argument("d_p", ("rows", "columns")),
            Argument("lr", (), Kind.CONSTANT, (Fraction(1, 10), Fraction(2))),
            Argument("rho", (), Kind.CONSTANT, (Fraction(9, 10), Fraction(1, 3))),
            Argument("eps", (), Kind.CONSTANT, (Fraction(1, 100),)),
        )
    ),
    source="Tieleman and Hinton (2012), lecture 6.5; Deep Learning from Scratch, section 6.1.5",
    # Half a unit for each operation, which is up to a unit of a quotient.
    bounds=bounds("forward", 6, 6, MAGNITUDES),
    theorem="Adaptive.rmsprop_step_bounded",
)
