"""Log-sigmoid: y = log(1 / (1 + exp(-x))), the logarithm of a probability, without taking one."""

from __future__ import annotations

from ..arrays import A, either, exp, log1p, one_like, zeros_like
from ..rules import ELEMENTWISE, Rule, bounds
from .activation import Elementwise


def forward(x: A, /) -> A:
    """Finite wherever x is, also where the sigmoid underflows to 0 or rounds to 1: y = -log(1 + exp(-x)).

    Computed as min(x, 0) - log1p(exp(-|x|)). Any shape. Source: Goodfellow, Bengio, Courville, Deep Learning (2016),
    section 6.2.2.2.

    >>> import pureml as pm
    >>> forward(pm.vector([-1000.0, 0.0, 40.0]))
    array([-1.00000000e+03, -6.93147181e-01, -4.24835426e-18])
    """
    return either(x, zeros_like(x), x) - log1p(exp(-either(x, x, -x)))


def linearize(x: A, /) -> tuple[A, A]:
    """y, and its slope sigma(-x)."""
    e = exp(-either(x, x, -x))
    return either(x, zeros_like(x), x) - log1p(e), either(x, e, one_like(x)) / (1 + e)


def pushforward(slope: A, x_dot: A, /) -> A:
    """y_dot = x_dot sigma(-x)."""
    return x_dot * slope


def pullback(slope: A, g: A, /) -> A:
    """A wrong answer keeps its whole gradient, however wrong: d_x = g sigma(-x).

    >>> import pureml as pm
    >>> y, slope = linearize(pm.vector([-1000.0, 0.0]))
    >>> pullback(slope, pm.vector([1.0, 1.0]))
    array([1. , 0.5])
    """
    return g * slope


RULE = Rule(
    name="log_sigmoid",
    formula="y = -log(1 + exp(-x))",
    derivative="d_x = g sigma(-x)",
    forward=forward,
    linearize=linearize,
    pushforward=pushforward,
    pullback=pullback,
    domain=ELEMENTWISE,
    source="Goodfellow, Bengio, Courville, Deep Learning (2016), section 6.2.2.2",
    bounds=(
        *bounds("forward", 2, 4),
        *bounds("pushforward", 4, 4),
        *bounds("pullback", 4, 4),
    ),
    theorem="Elementwise.log_sigmoid_rule",
)

log_sigmoid: Elementwise = Elementwise("log_sigmoid", forward, linearize, pullback)
