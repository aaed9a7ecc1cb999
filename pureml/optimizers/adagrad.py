"""AdaGrad: h' = h + d_p^2, p' = p - lr d_p / (sqrt(h') + eps)."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, ClassVar

import attrs
from typing_extensions import override

from ..arrays import A, plus, root_plus, step_by_ratio
from ..rules import Argument, Domain, Formula, Kind, bounds
from ..scales import MAGNITUDES
from ..schedules.checks import above, plain
from .optimizer import Optimizer


def forward(p: A, squares: A, d_p: A, lr: float, eps: float, into: tuple[A | None, A | None] = (None, None), /) -> tuple[A, A]:
    """No step is longer than `lr`, and each parameter's shorten as its squares add up: h' = h + d_p^2, p' = p - lr d_p / (sqrt(h') + eps).

    Arrays of one shape, in any number system; `lr` and `eps` are numbers in theirs. eps stands outside the root. Source:
    Duchi, Hazan, Singer, Adaptive Subgradient Methods (2011), figure 1 with diagonal matrices; Deep Learning from Scratch,
    section 6.1.5.

    >>> import pureml as pm
    >>> forward(pm.vector([1.0]), pm.vector([12.0]), pm.vector([2.0]), 0.5, 0.0)
    (array([0.75]), array([16.]))
    """
    squares = plus(squares, d_p * d_p, into[1])
    return step_by_ratio(p, -lr, d_p, root_plus(squares, eps), into[0]), squares


@attrs.frozen
class AdaGrad(Optimizer):
    """AdaGrad with sums of squares that start at 0: h' = h + d_p^2, p' = p - lr d_p / (sqrt(h') + eps).

    Raises `DomainError` unless eps is positive.

    >>> import pureml as pm
    >>> net = pm.Affine(pm.matrix([[2.0]]), pm.vector([0.0]))
    >>> adagrad = AdaGrad(0.5)
    >>> adagrad.step(adagrad.init(net), net, pm.Grad(net, net.leaves))[0].weight.round(6)
    array([[1.5]])
    """

    slots: ClassVar[tuple[str, ...]] = ("squares",)
    decaying: ClassVar[bool] = False
    eps: float = attrs.field(default=1e-7, converter=plain, validator=above(0))

    @property
    @override
    def update(self) -> Callable[..., tuple[Any, ...]]:
        return forward


RULE = Formula(
    name="adagrad",
    formula="h' = h + d_p^2, p' = p - lr d_p / (sqrt(h') + eps)",
    forward=forward,
    domain=Domain(
        (
            Argument("p", ("rows", "columns")),
            Argument("squares", ("rows", "columns"), Kind.POSITIVE),
            Argument("d_p", ("rows", "columns")),
            Argument("lr", (), Kind.CONSTANT, (Fraction(1, 10), Fraction(2))),
            Argument("eps", (), Kind.CONSTANT, (Fraction(1, 100),)),
        )
    ),
    source="Duchi, Hazan, Singer (2011), figure 1; Deep Learning from Scratch, section 6.1.5",
    # Half a unit for each operation, which is up to a unit of a quotient.
    bounds=bounds("forward", 5, 5, MAGNITUDES),
    theorem="Adaptive.adagrad_step_bounded",
)
