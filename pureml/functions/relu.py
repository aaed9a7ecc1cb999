"""ReLU: y = max(x, 0). It has no derivative at 0; its slope there is 0 by convention."""

from __future__ import annotations

from ..arrays import A, heaviside, masked, positive_part
from ..rules import ELEMENTWISE, Bound, Kink, Rule
from .activation import Elementwise


def forward(x: A, /) -> A:
    """Every negative number becomes 0 and a NaN stays NaN: y = max(x, 0).

    Any shape, float32 or float64, exactly. Source: Goodfellow, Bengio, Courville, Deep Learning (2016), eq. 6.37.

    >>> import pureml as pm
    >>> forward(pm.vector([-1.0, 0.0, 2.0]))
    array([0., 0., 2.])
    """
    return positive_part(x)


def linearize(x: A, /) -> tuple[A, A]:
    """y, and y again: y > 0 exactly where x > 0."""
    y = positive_part(x)
    return y, y


def pushforward(y: A, x_dot: A, /) -> A:
    """y_dot = x_dot where y > 0, else 0."""
    return masked(x_dot, heaviside(y))


def pullback(y: A, g: A, /) -> A:
    """A unit that is off takes no gradient: d_x = g where y > 0, else 0; so d_x = 0 at x = 0.

    Source: the convention is TensorFlow's, PyTorch's and the book's (section 5.5.1).

    >>> import pureml as pm
    >>> y, kept = linearize(pm.vector([-1.0, 0.0, 2.0]))
    >>> pullback(kept, pm.vector([5.0, 5.0, 5.0]))
    array([0., 0., 5.])
    """
    return masked(g, heaviside(y))


RULE = Rule(
    name="relu",
    formula="y = max(x, 0)",
    derivative="d_x = g [x > 0]",
    forward=forward,
    linearize=linearize,
    pushforward=pushforward,
    pullback=pullback,
    domain=ELEMENTWISE,
    source="Deep Learning from Scratch, section 5.5.1",
    kinks=(Kink("x = 0", "slope 0, an element of the subdifferential [0, 1]"),),
    bounds=tuple(Bound(part, dtype, 0) for part in ("forward", "pushforward", "pullback") for dtype in ("float32", "float64")),
    theorem="Elementwise.relu_rule",
)

relu: Elementwise = Elementwise("relu", forward, linearize, pullback)
