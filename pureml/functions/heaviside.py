"""Step: y = 1 where x > 0, else 0. The perceptron fires on strictly positive sums; no gradient passes."""

from __future__ import annotations

from ..arrays import A, step, zeros_like
from ..rules import ELEMENTWISE, Bound, Kink, Rule
from .activation import Elementwise


def forward(x: A, /) -> A:
    """The unit is silent at 0 and fires at the least positive number: y = 1 where x > 0, else 0; a NaN stays NaN.

    Any shape, float32 or float64, exactly. Source: Deep Learning from Scratch, sections 2.3 and 3.2.2.

    >>> import pureml as pm
    >>> forward(pm.vector([-1.0, 0.0, 5e-324]))
    array([0., 0., 1.])
    """
    return step(x)


def linearize(x: A, /) -> tuple[A, A]:
    """y, and y again, of which nothing is needed."""
    y = step(x)
    return y, y


def pushforward(_y: A, x_dot: A, /) -> A:
    """y_dot = 0: the derivative is 0 wherever there is one."""
    return zeros_like(x_dot)


def pullback(_y: A, g: A, /) -> A:
    """Nothing is learnt through a step: d_x = 0, at x = 0 too, where the function is not even continuous.

    >>> import pureml as pm
    >>> y, kept = linearize(pm.vector([-1.0, 2.0]))
    >>> pullback(kept, pm.vector([5.0, 5.0]))
    array([0., 0.])
    """
    return zeros_like(g)


RULE = Rule(
    name="heaviside",
    formula="y = [x > 0]",
    derivative="d_x = 0",
    forward=forward,
    linearize=linearize,
    pushforward=pushforward,
    pullback=pullback,
    domain=ELEMENTWISE,
    source="Deep Learning from Scratch, sections 2.3 and 3.2.2",
    kinks=(Kink("x = 0", "value 0, slope 0: not continuous there"),),
    bounds=tuple(Bound(part, dtype, 0) for part in ("forward", "pushforward", "pullback") for dtype in ("float32", "float64")),
    theorem="Elementwise.heaviside_rule",
)

heaviside: Elementwise = Elementwise("heaviside", forward, linearize, pullback)
