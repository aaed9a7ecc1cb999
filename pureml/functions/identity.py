"""Identity: y = x, the activation of an output layer that predicts numbers."""

from __future__ import annotations

from ..arrays import A
from ..rules import ELEMENTWISE, Bound, Rule
from .activation import Elementwise


def forward(x: A, /) -> A:
    """The result is a copy, equal bit for bit: y = x. Any shape.

    Source: Deep Learning from Scratch, section 3.4.3.

    >>> import pureml as pm
    >>> forward(pm.vector([-1.0, 2.0]))
    array([-1.,  2.])
    """
    return x.copy()


def linearize(x: A, /) -> tuple[A, A]:
    """y, and y again, of which nothing is needed."""
    y = x.copy()
    return y, y


def pushforward(_y: A, x_dot: A, /) -> A:
    """y_dot = x_dot."""
    return x_dot.copy()


def pullback(_y: A, g: A, /) -> A:
    """Every cotangent passes unchanged: d_x = g."""
    return g.copy()


RULE = Rule(
    name="identity",
    formula="y = x",
    derivative="d_x = g",
    forward=forward,
    linearize=linearize,
    pushforward=pushforward,
    pullback=pullback,
    domain=ELEMENTWISE,
    source="Deep Learning from Scratch, section 3.4.3",
    bounds=tuple(Bound(part, dtype, 0) for part in ("forward", "pushforward", "pullback") for dtype in ("float32", "float64")),
    theorem="Elementwise.identity_rule",
)

identity: Elementwise = Elementwise("identity", forward, linearize, pullback)
