"""SiLU, also called swish: y = x sigma(x)."""

from __future__ import annotations

from ..arrays import A, either
from ..rules import ELEMENTWISE, Rule, bounds
from ..scales import CONDITIONED
from .activation import Elementwise
from .gated import gated


def forward(x: A, /) -> A:
    """Dips to -0.2785 at x = -1.2785 and tends to 0 on the left: y = x sigma(x). Any shape.

    Source: Elfwing, Uchibe, Doya, Sigmoid-weighted linear units, Neural Networks 107 (2018), eq. 5.

    >>> import pureml as pm
    >>> forward(pm.vector([-750.0, 0.0, 750.0]))
    array([-1.5e-323,  0.0e+000,  7.5e+002])
    """
    return linearize(x)[0]


def linearize(x: A, /) -> tuple[A, A]:
    """y, and its slope sigma(x) (1 + x sigma(-x))."""
    a = either(x, x, -x)
    return gated(x, a / 2, a)


def pushforward(slope: A, x_dot: A, /) -> A:
    """y_dot = x_dot sigma(x) (1 + x sigma(-x))."""
    return x_dot * slope


def pullback(slope: A, g: A, /) -> A:
    """The slope is negative left of -1.2785: d_x = g sigma(x) (1 + x sigma(-x)).

    >>> import pureml as pm
    >>> y, slope = linearize(pm.vector([-2.0, 0.0]))
    >>> pullback(slope, pm.vector([1.0, 1.0]))
    array([-0.09078425,  0.5       ])
    """
    return g * slope


RULE = Rule(
    name="silu",
    formula="y = x sigma(x)",
    derivative="d_x = g sigma(x) (1 + x sigma(-x))",
    forward=forward,
    linearize=linearize,
    pushforward=pushforward,
    pullback=pullback,
    domain=ELEMENTWISE,
    source="Elfwing, Uchibe, Doya, Neural Networks 107 (2018), eq. 5",
    bounds=(
        *bounds("forward", 5, 7),
        *bounds("pushforward", 6, 8, CONDITIONED),
        *bounds("pullback", 6, 8, CONDITIONED),
    ),
    theorem="Elementwise.silu_rule",
)

silu: Elementwise = Elementwise("silu", forward, linearize, pullback)
