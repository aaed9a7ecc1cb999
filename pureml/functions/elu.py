"""ELU: y = x where x > 0, else a (exp(x) - 1). It has a derivative at 0 if a = 1; its slope there is a in any case."""

from __future__ import annotations

from fractions import Fraction
from math import isfinite

from ..arrays import A, exp, expm1, one_like, positive_part, where_positive
from ..errors import DomainError
from ..rules import Argument, Domain, Kind, Kink, Rule, bounds
from .activation import Elementwise
from .constants import FilledForward, FilledLinearize


def forward(x: A, alpha: float, /) -> A:
    """Tends to -a on the left, and keeps its digits near 0: y = x where x > 0, else a (exp(x) - 1); a NaN stays NaN.

    Any shape; a is not differentiated. Source: Clevert, Unterthiner, Hochreiter, Fast and accurate deep network
    learning by exponential linear units (2016), eq. 15.

    >>> import pureml as pm
    >>> forward(pm.vector([-1e9, -1e-9, 0.0, 2.0]), 0.5)
    array([-5.e-01, -5.e-10,  0.e+00,  2.e+00])
    """
    return positive_part(x) + expm1(-positive_part(-x)) * alpha


def linearize(x: A, alpha: float, /) -> tuple[A, A]:
    """y, and its slope, 1 where x > 0, else a exp(x)."""
    below = -positive_part(-x)
    return positive_part(x) + expm1(below) * alpha, where_positive(x, one_like(x), exp(below) * alpha)


def pushforward(slopes: A, x_dot: A, /) -> A:
    """y_dot = x_dot where x > 0, else a exp(x) x_dot."""
    return x_dot * slopes


def pullback(slopes: A, g: A, /) -> A:
    """The gradient of a unit that is off fades as exp(x): d_x = g where x > 0, else a exp(x) g; so d_x = a g at x = 0.

    >>> import pureml as pm
    >>> y, slopes = linearize(pm.vector([-1.0, 0.0, 2.0]), 0.5)
    >>> pullback(slopes, pm.vector([1.0, 1.0, 1.0]))
    array([0.18393972, 0.5       , 1.        ])
    """
    return g * slopes


RULE = Rule(
    name="elu",
    formula="y = x if x > 0 else a (exp(x) - 1)",
    derivative="d_x = g if x > 0 else a exp(x) g",
    forward=forward,
    linearize=linearize,
    pushforward=pushforward,
    pullback=pullback,
    domain=Domain(
        (
            Argument("x", ("rows", "columns")),
            Argument("alpha", (), Kind.CONSTANT, (Fraction(1), Fraction(1, 2), Fraction(5, 3))),
        )
    ),
    source="Clevert, Unterthiner, Hochreiter, Exponential linear units (2016), eq. 15",
    kinks=(Kink("x = 0 unless a = 1", "slope a, the one from the left"),),
    bounds=(
        *bounds("forward", 3, 4),
        *bounds("pushforward", 3, 5),
        *bounds("pullback", 3, 5),
    ),
    theorem="Elementwise.elu_rule",
)


def elu(alpha: float = 1.0, /) -> Elementwise:
    """The activation that tends to minus this number on the left. Raises `DomainError` for one that is not finite.

    >>> import pureml as pm
    >>> elu()(pm.vector([-1e9, 2.0]))
    array([-1.,  2.])
    """
    if not isfinite(alpha):
        raise DomainError(f"elu: expected a finite alpha, got {alpha}")
    return Elementwise(f"elu({alpha})", FilledForward(forward, alpha), FilledLinearize(linearize, alpha), pullback)
