"""Leaky ReLU: y = x where x > 0, else a x. It has no derivative at 0 unless a = 1; its slope there is a by convention."""

from __future__ import annotations

from fractions import Fraction
from math import isfinite

from ..arrays import A, one_like, where_positive
from ..errors import DomainError
from ..rules import Argument, Bound, Domain, Kind, Kink, Rule
from .activation import Elementwise
from .constants import FilledForward, FilledLinearize


def forward(x: A, slope: float, /) -> A:
    """Negative numbers are scaled, not cut off, and a NaN stays NaN: y = x where x > 0, else a x.

    Any shape; the slope a is not differentiated. Source: Goodfellow, Bengio, Courville, Deep Learning (2016), section
    6.3.1; Maas, Hannun, Ng, Rectifier nonlinearities improve neural network acoustic models (2013), eq. 2.

    >>> import pureml as pm
    >>> forward(pm.vector([-4.0, 0.0, 2.0]), 0.25)
    array([-1.,  0.,  2.])
    """
    return where_positive(x, x, x * slope)


def linearize(x: A, slope: float, /) -> tuple[A, A]:
    """y, and its slope, 1 where x > 0, else a."""
    ones = one_like(x)
    return where_positive(x, x, x * slope), where_positive(x, ones, ones * slope)


def pushforward(slopes: A, x_dot: A, /) -> A:
    """y_dot = x_dot where x > 0, else a x_dot."""
    return x_dot * slopes


def pullback(slopes: A, g: A, /) -> A:
    """A unit that is off still learns, a times as fast: d_x = g where x > 0, else a g; so d_x = a g at x = 0.

    >>> import pureml as pm
    >>> y, slopes = linearize(pm.vector([-4.0, 0.0, 2.0]), 0.25)
    >>> pullback(slopes, pm.vector([1.0, 1.0, 1.0]))
    array([0.25, 0.25, 1.  ])
    """
    return g * slopes


RULE = Rule(
    name="leaky_relu",
    formula="y = x if x > 0 else a x",
    derivative="d_x = g if x > 0 else a g",
    forward=forward,
    linearize=linearize,
    pushforward=pushforward,
    pullback=pullback,
    domain=Domain(
        (
            Argument("x", ("rows", "columns")),
            Argument("slope", (), Kind.CONSTANT, (Fraction(1, 100), Fraction(1, 5), Fraction(0), Fraction(-1, 3))),
        )
    ),
    source="Maas, Hannun, Ng, Rectifier nonlinearities improve neural network acoustic models (2013), eq. 2",
    kinks=(Kink("x = 0", "slope a, the one from the left"),),
    bounds=tuple(Bound(part, dtype, 0.5) for part in ("forward", "pushforward", "pullback") for dtype in ("float32", "float64")),
    theorem="Elementwise.leaky_relu_rule",
)


def leaky_relu(slope: float = 0.01, /) -> Elementwise:
    """The activation with this slope on the left. Raises `DomainError` for a slope that is not finite.

    >>> import pureml as pm
    >>> leaky_relu(0.25)(pm.vector([-4.0, 2.0]))
    array([-1.,  2.])
    >>> leaky_relu(0.25) == leaky_relu(0.25)
    True
    """
    if not isfinite(slope):
        raise DomainError(f"leaky_relu: expected a finite slope, got {slope}")
    return Elementwise(f"leaky_relu({slope})", FilledForward(forward, slope), FilledLinearize(linearize, slope), pullback)
