"""Softplus: y = log(1 + exp(x)), smooth, and above max(x, 0) by at most log 2."""

from __future__ import annotations

from ..arrays import A, either, exp, log1p, one_like, zeros_like
from ..rules import ELEMENTWISE, Rule, bounds
from .activation import Elementwise


def forward(x: A, /) -> A:
    """Never overflows, and keeps its left tail down to the least float: y = log(1 + exp(x)).

    Computed as max(x, 0) + log1p(exp(-|x|)). Any shape. Source: Goodfellow, Bengio, Courville, Deep Learning (2016),
    eq. 3.31.

    >>> import pureml as pm
    >>> forward(pm.vector([-745.0, 0.0, 1e300]))
    array([4.94065646e-324, 6.93147181e-001, 1.00000000e+300])
    """
    return either(x, x, zeros_like(x)) + log1p(exp(-either(x, x, -x)))


def linearize(x: A, /) -> tuple[A, A]:
    """y, and its slope sigma(x)."""
    e = exp(-either(x, x, -x))
    return either(x, x, zeros_like(x)) + log1p(e), either(x, one_like(x), e) / (1 + e)


def pushforward(slope: A, x_dot: A, /) -> A:
    """y_dot = x_dot sigma(x)."""
    return x_dot * slope


def pullback(slope: A, g: A, /) -> A:
    """The slope is the sigmoid: d_x = g sigma(x).

    >>> import pureml as pm
    >>> y, slope = linearize(pm.vector([0.0]))
    >>> pullback(slope, pm.vector([1.0]))
    array([0.5])
    """
    return g * slope


RULE = Rule(
    name="softplus",
    formula="y = log(1 + exp(x))",
    derivative="d_x = g sigma(x)",
    forward=forward,
    linearize=linearize,
    pushforward=pushforward,
    pullback=pullback,
    domain=ELEMENTWISE,
    source="Goodfellow, Bengio, Courville, Deep Learning (2016), eq. 3.31",
    bounds=(
        *bounds("forward", 2, 4),
        *bounds("pushforward", 3, 5),
        *bounds("pullback", 3, 5),
    ),
    theorem="Elementwise.softplus_rule",
)

softplus: Elementwise = Elementwise("softplus", forward, linearize, pullback)
