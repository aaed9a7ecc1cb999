"""Binary cross-entropy of logits x and targets t in [0, 1]: the mean over all numbers of log(1 + exp(x)) - x t."""

from __future__ import annotations

from typing import Generic

import attrs

from ..arrays import C, F, Float, Matrix, R, either, exp, log1p, mass_times, mean, one_like, row_sums
from ..rules import Argument, Bound, Domain, Kind, Rule
from ..scales import DIFFERENCE, UNDERFLOW
from .checks import alike
from .loss import Loss, MatrixLinearize


@attrs.define(eq=False)
class Slopes(Generic[R, C, Float]):
    """The slope sigmoid(x) - t of each term in x, and x itself, whose negative is the slope in t."""

    slope: Matrix[R, C, Float]
    x: Matrix[R, C, Float]

    def gradient(self) -> Matrix[R, C, Float]:
        """The gradient of the loss: d_x = (sigmoid(x) - t) / (n k)."""
        return self.slope / self.slope.size


def forward(x: Matrix[R, C, F], target: Matrix[R, C, F], /) -> F:
    """Each column is a question of its own, and the loss is the mean over rows and columns: log(1 + exp(x)) - x t.

    x (R, C), target (R, C) with entries in [0, 1] -> a number, never capped. Computed as x (1 - t) or -x t, whichever
    side x is on, plus log1p(exp(-|x|)): no exponent is positive and no term is negative. One column is softmax
    cross-entropy of that column and one of zeros. Raises `ShapeError` and `DtypeError`. Source: Goodfellow, Bengio,
    Courville, Deep Learning (2016), section 6.2.2.2.

    >>> import pureml as pm
    >>> float(forward(pm.matrix([[-50.0, 800.0]]), pm.matrix([[1.0, 0.0]])))
    425.0
    """
    return linearize(x, target)[0]


def linearize(x: Matrix[R, C, F], target: Matrix[R, C, F], /) -> tuple[F, Slopes[R, C, F]]:
    """The loss, and the slope y(x) (1 - t) - y(-x) t: all its digits where t is 0 or 1."""
    alike("binary_cross_entropy", x, target)
    rest = 1 - target
    e = exp(-either(x, x, -x))
    one = one_like(x)
    loss = either(x, mass_times(rest, x), mass_times(target, -x)) + log1p(e)
    slope = (either(x, one, e) * rest - either(x, e, one) * target) / (1 + e)
    return mean(row_sums(loss) / x.shape[1]), Slopes(slope, x)


def pushforward(kept: Slopes[R, C, F], x_dot: Matrix[R, C, F], target_dot: Matrix[R, C, F], /) -> F:
    """The mean of (sigmoid(x) - t) x_dot - x t_dot."""
    return mean(row_sums(kept.slope * x_dot - kept.x * target_dot) / kept.x.shape[1])


def pullback(kept: Slopes[R, C, F], g: F, /) -> tuple[Matrix[R, C, F], Matrix[R, C, F]]:
    """A sure answer that is right still has a slope: d_x = g (sigmoid(x) - t) / (n k), d_t = -g x / (n k).

    >>> import pureml as pm
    >>> loss, kept = linearize(pm.matrix([[50.0]]), pm.matrix([[1.0]]))
    >>> pullback(kept, loss.dtype.type(1))
    (array([[-1.92874985e-22]]), array([[-50.]]))
    """
    return kept.gradient() * g, -kept.x / kept.x.size * g


RULE = Rule(
    name="binary_cross_entropy",
    formula="y = mean_nk(log(1 + exp(x_nk)) - x_nk t_nk)",
    derivative="d_x = g (sigmoid(x) - t) / (n k), d_t = -g x / (n k)",
    forward=forward,
    linearize=linearize,
    pushforward=pushforward,
    pullback=pullback,
    domain=Domain((Argument("x", ("rows", "columns")), Argument("target", ("rows", "columns"), Kind.UNIT))),
    source="Goodfellow, Bengio, Courville, Deep Learning (2016), section 6.2.2.2",
    # The sums of rows of up to 100 take most of the first two.
    bounds=(
        Bound("forward", "float64", 12, UNDERFLOW),
        Bound("forward", "float32", 12, UNDERFLOW),
        Bound("pullback", "float64", 5, DIFFERENCE),
        Bound("pullback", "float32", 5, DIFFERENCE),
    ),
    theorem="Rules.binary_cross_entropy_both_rule",
)

binary_cross_entropy: Loss[MatrixLinearize] = Loss("binary_cross_entropy", linearize)
