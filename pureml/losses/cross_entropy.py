"""Cross-entropy of probabilities y and masses t: the mean over rows of - sum_k t_k log y_k."""

from __future__ import annotations

from typing import Generic

import attrs

from ..arrays import C, Distribution, F, Float, Matrix, R, mass_log, mass_over, mean, row_sums
from ..rules import Argument, Domain, Kind, Kink, Rule, bounds
from ..scales import MAGNITUDES, UNDERFLOW
from .checks import alike
from .loss import DistributionLinearize, Loss


@attrs.define(eq=False)
class Judged(Generic[R, C, Float]):
    """The probabilities and the masses they were judged by."""

    y: Matrix[R, C, Float]
    target: Distribution[R, C, Float]

    def gradient(self) -> Matrix[R, C, Float]:
        """The gradient of the loss: d_y = - t / y / n."""
        return -mass_over(self.target, self.y) / len(self.y)


def forward(y: Matrix[R, C, F], target: Distribution[R, C, F], /) -> F:
    """0 log 0 is 0, and a class that has mass and no probability costs infinity: mean of - sum_k t_k log y_k.

    y (R, C), target (R, C) of any mass -> a number; no epsilon, so a perfect answer costs exactly 0, and no warning.
    Raises `ShapeError` and `DtypeError`. After softmax, `softmax_cross_entropy_distribution` is this loss of the logits
    without the digits that the probabilities have lost. Source: Deep Learning from Scratch, section 4.2.2, without its
    1e-7; Goodfellow, Bengio, Courville, Deep Learning (2016), eq. 3.51.

    >>> import pureml as pm
    >>> y = pm.matrix([[0.0, 1.0]])
    >>> float(forward(y, pm.distribution([[0.0, 1.0]], 1, 2))), float(forward(y, pm.distribution([[0.5, 0.5]], 1, 2)))
    (0.0, inf)
    """
    return linearize(y, target)[0]


def linearize(y: Matrix[R, C, F], target: Distribution[R, C, F], /) -> tuple[F, Judged[R, C, F]]:
    """mean(0 - sum_k t_k log y_k), and what its derivatives need; 0 - 0 has no sign, as -0 has."""
    alike("cross_entropy", y, target)
    return mean(0 - row_sums(mass_log(target, y))), Judged(y, target)


def pushforward(kept: Judged[R, C, F], y_dot: Matrix[R, C, F], /) -> F:
    """The mean of - sum_k t_k y_dot_k / y_k."""
    return mean(-row_sums(mass_over(kept.target, kept.y) * y_dot))


def pullback(kept: Judged[R, C, F], g: F, /) -> Matrix[R, C, F]:
    """A class without mass takes no gradient, whatever its probability: d_y = - g t / y / n.

    >>> import pureml as pm
    >>> loss, kept = linearize(pm.matrix([[0.0, 0.5, 0.5]]), pm.distribution([[0.0, 1.0, 0.0]], 1, 3))
    >>> kept.gradient()
    array([[-0., -2., -0.]])
    """
    return kept.gradient() * g


RULE = Rule(
    name="cross_entropy",
    formula="y = -mean_n(sum_k t_nk log y_nk)",
    derivative="d_y = -g t / y / n",
    forward=forward,
    linearize=linearize,
    pushforward=pushforward,
    pullback=pullback,
    domain=Domain((Argument("y", ("rows", "classes"), Kind.PROBABILITY), Argument("target", ("rows", "classes"), Kind.MASS))),
    source="Goodfellow, Bengio, Courville, Deep Learning (2016), eq. 3.51",
    kinks=(Kink("y = 0", "where t = 0 the loss does not depend on y and the slope is 0; where t > 0 both are infinite"),),
    # The sums of rows of up to 100 take most of it.
    bounds=(
        *bounds("forward", 12, 12, UNDERFLOW),
        *bounds("pushforward", 12, 12, MAGNITUDES),
        *bounds("pullback", 2.5, 2.5),
    ),
    theorem="CrossEntropy.mean_cross_entropy_rule",
)

cross_entropy: Loss[DistributionLinearize] = Loss("cross_entropy", linearize)
