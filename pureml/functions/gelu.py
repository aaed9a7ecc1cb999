"""GELU: y = x Phi(x), Phi the distribution function of the standard normal law."""

from __future__ import annotations

from ..arrays import A, either, normal_peak, normal_tail, root_gauss, zeros_like
from ..rules import ELEMENTWISE, Rule, bounds
from ..scales import CONDITIONED
from .activation import Elementwise


def forward(x: A, /) -> A:
    """Keeps its digits down to the least float, at x = -38.6: y = x Phi(x). Any shape.

    Computed as max(x, 0) - |x| Phi(-|x|), Phi(-a) = exp(-a^2 / 2) tail(a): 1 + erf(x / sqrt 2) has no digit left at
    x = -9. Source: Hendrycks and Gimpel, Gaussian error linear units (2016), section 2.

    >>> import pureml as pm
    >>> forward(pm.vector([-38.0, 0.0, 38.0]))
    array([-1.09646278e-314,  0.00000000e+000,  3.80000000e+001])
    """
    a = either(x, x, -x)
    r = root_gauss(a)
    return _value(x, a * normal_tail(a) * r * r)


def linearize(x: A, /) -> tuple[A, A]:
    """y, and its slope Phi(x) + x phi(x), which is 1 less the slope at -x."""
    a = either(x, x, -x)
    r, tail = root_gauss(a), normal_tail(a)
    left = (tail - a * normal_peak(x)) * r * r
    return _value(x, a * tail * r * r), either(x, 1 - left, left)


def _value(x: A, below: A, /) -> A:
    """x Phi(x) from |x| Phi(-|x|)."""
    return either(x, x, zeros_like(x)) - below


def pushforward(slope: A, x_dot: A, /) -> A:
    """y_dot = x_dot (Phi(x) + x phi(x))."""
    return x_dot * slope


def pullback(slope: A, g: A, /) -> A:
    """The slope is negative left of -0.7518 and above 1 right of it: d_x = g (Phi(x) + x phi(x)).

    >>> import pureml as pm
    >>> y, slope = linearize(pm.vector([-1.0, 0.0, 1.0]))
    >>> pullback(slope, pm.vector([1.0, 1.0, 1.0]))
    array([-0.08331547,  0.5       ,  1.08331547])
    """
    return g * slope


RULE = Rule(
    name="gelu",
    formula="y = x Phi(x)",
    derivative="d_x = g (Phi(x) + x phi(x))",
    forward=forward,
    linearize=linearize,
    pushforward=pushforward,
    pullback=pullback,
    domain=ELEMENTWISE,
    source="Hendrycks and Gimpel, Gaussian error linear units (2016), section 2",
    bounds=(
        *bounds("forward", 8, 10),
        *bounds("pushforward", 8, 12, CONDITIONED),
        *bounds("pullback", 8, 12, CONDITIONED),
    ),
    theorem="Elementwise.gelu_rule",
)

gelu: Elementwise = Elementwise("gelu", forward, linearize, pullback)
