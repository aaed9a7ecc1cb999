"""Sigmoid: y = 1 / (1 + exp(-x)), without overflow and without cancellation in the tails."""

from __future__ import annotations

from ..arrays import A, either, exp, one_like
from ..rules import ELEMENTWISE, Rule, bounds
from .activation import Elementwise


def forward(x: A, /) -> A:
    """Strictly increasing from 0 to 1 with y(-x) = 1 - y(x): y = 1 / (1 + exp(-x)).

    Computed as (1 or e) / (1 + e), e = exp(-|x|), which neither overflows nor loses the left tail. Any shape.
    Source: Deep Learning from Scratch, section 3.2.4.

    >>> import pureml as pm
    >>> forward(pm.vector([-745.0, 0.0, 745.0]))
    array([5.e-324, 5.e-001, 1.e+000])
    """
    e = exp(-either(x, x, -x))
    return either(x, one_like(x), e) / (1 + e)


def linearize(x: A, /) -> tuple[A, A]:
    """y, and its slope e / (1 + e)^2 = y(x) y(-x), which keeps its digits where 1 - y has none left."""
    e = exp(-either(x, x, -x))
    s = 1 + e
    return either(x, one_like(x), e) / s, e / (s * s)


def pushforward(slope: A, x_dot: A, /) -> A:
    """y_dot = x_dot y(x) y(-x)."""
    return x_dot * slope


def pullback(slope: A, g: A, /) -> A:
    """The slope is never 0 in the tails as long as it is a number: d_x = g y(x) y(-x).

    y (1 - y) is 0 from x = 37 on, where the slope is 8.5e-17.

    >>> import pureml as pm
    >>> y, slope = linearize(pm.vector([37.0]))
    >>> pullback(slope, pm.vector([1.0]))
    array([8.53304763e-17])
    """
    return g * slope


RULE = Rule(
    name="sigmoid",
    formula="y = 1 / (1 + exp(-x))",
    derivative="d_x = g y(x) y(-x)",
    forward=forward,
    linearize=linearize,
    pushforward=pushforward,
    pullback=pullback,
    domain=ELEMENTWISE,
    source="Deep Learning from Scratch, section 3.2.4",
    bounds=(
        *bounds("forward", 3, 4),
        *bounds("pushforward", 5, 6),
        *bounds("pullback", 5, 6),
    ),
    theorem="Elementwise.sigmoid_rule",
)

sigmoid: Elementwise = Elementwise("sigmoid", forward, linearize, pullback)
