"""Hyperbolic tangent: y = (exp(x) - exp(-x)) / (exp(x) + exp(-x))."""

from __future__ import annotations

from ..arrays import A, capped, either, exp
from ..arrays import tanh as _tanh
from ..rules import ELEMENTWISE, Rule, bounds
from .activation import Elementwise


def forward(x: A, /) -> A:
    """Strictly increasing from -1 to 1 and odd: y = tanh(x). Any shape.

    >>> import pureml as pm
    >>> forward(pm.vector([-400.0, 0.0, 400.0]))
    array([-1.,  0.,  1.])
    """
    return _tanh(x)


def linearize(x: A, /) -> tuple[A, A]:
    """y, and its slope 4 e / (1 + e)^2, e = exp(-2 |x|), which keeps its digits where 1 - y^2 has none left."""
    # From 373 on e is 0; up to 1000 twice the number does not overflow.
    e = exp(-2 * capped(either(x, x, -x), 1000))
    s = 1 + e
    return _tanh(x), 4 * e / (s * s)


def pushforward(slope: A, x_dot: A, /) -> A:
    """y_dot = x_dot sech(x)^2."""
    return x_dot * slope


def pullback(slope: A, g: A, /) -> A:
    """The slope is never 0 in the tails as long as it is a number: d_x = g sech(x)^2.

    1 - y^2 is 0 from x = 19 on, where the slope is 1.3e-16.

    >>> import pureml as pm
    >>> y, slope = linearize(pm.vector([20.0]))
    >>> pullback(slope, pm.vector([1.0]))
    array([1.6993417e-17])
    """
    return g * slope


RULE = Rule(
    name="tanh",
    formula="y = tanh(x)",
    derivative="d_x = g sech(x)^2",
    forward=forward,
    linearize=linearize,
    pushforward=pushforward,
    pullback=pullback,
    domain=ELEMENTWISE,
    source="Goodfellow, Bengio, Courville, Deep Learning (2016), section 6.3.2",
    bounds=(
        *bounds("forward", 2, 3),
        *bounds("pushforward", 5, 6),
        *bounds("pullback", 5, 6),
    ),
    theorem="Elementwise.tanh_rule",
)

tanh: Elementwise = Elementwise("tanh", forward, linearize, pullback)
