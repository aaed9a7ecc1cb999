"""GELU in its tanh form, another function than GELU: y = x (1 + tanh(k (x + c x^3))) / 2, k = sqrt(2 / pi), c = 0.044715."""

from __future__ import annotations

from ..arrays import A, capped, either, normal_peak
from ..rules import ELEMENTWISE, Rule, bounds
from ..scales import CONDITIONED
from .activation import Elementwise
from .gated import gated


def forward(x: A, /) -> A:
    """Within 0.0005 of GELU and not equal to it: y = x (1 + tanh(k (x + c x^3))) / 2. Any shape.

    Computed as x sigma(2 k (x + c x^3)), the same number without its cancellation on the left. k = sqrt(2 / pi),
    c = 44715 / 10^6. Source: Hendrycks and Gimpel, Gaussian error linear units (2016), section 2.

    >>> import pureml as pm
    >>> forward(pm.vector([-1.0, 0.0, 1.0]))
    array([-0.15880801,  0.        ,  0.84119199])
    """
    return linearize(x)[0]


def linearize(x: A, /) -> tuple[A, A]:
    """y, and its slope sigma(v) (1 + x v' sigma(-v)), v = 2 k (x + c x^3)."""
    # From 22 on exp(-v) is 0 in float64; up to 1000 the cube does not overflow in float32.
    a = capped(either(x, x, -x), 1000)
    k = 2 * normal_peak(x)
    cube = 44715 * (a * a) / 1000000
    return gated(x, k * (a * (1 + cube)), 2 * k * (a * (1 + 3 * cube)))


def pushforward(slope: A, x_dot: A, /) -> A:
    """y_dot = x_dot sigma(v) (1 + x v' sigma(-v))."""
    return x_dot * slope


def pullback(slope: A, g: A, /) -> A:
    """The slope is that of the tanh form, not of GELU: d_x = g sigma(v) (1 + x v' sigma(-v)).

    >>> import pureml as pm
    >>> y, slope = linearize(pm.vector([-1.0, 0.0]))
    >>> pullback(slope, pm.vector([1.0, 1.0]))
    array([-0.08296408,  0.5       ])
    """
    return g * slope


RULE = Rule(
    name="gelu_tanh",
    formula="y = x (1 + tanh(k (x + c x^3))) / 2, k = sqrt(2 / pi), c = 0.044715",
    derivative="d_x = g sigma(v) (1 + x v' sigma(-v)), v = 2 k (x + c x^3)",
    forward=forward,
    linearize=linearize,
    pushforward=pushforward,
    pullback=pullback,
    domain=ELEMENTWISE,
    source="Hendrycks and Gimpel, Gaussian error linear units (2016), section 2",
    bounds=(
        *bounds("forward", 6, 8, CONDITIONED),
        *bounds("pushforward", 10, 12, CONDITIONED),
        *bounds("pullback", 10, 12, CONDITIONED),
    ),
    theorem="Elementwise.gelu_tanh_rule",
)

gelu_tanh: Elementwise = Elementwise("gelu_tanh", forward, linearize, pullback)
