"""Softmax cross-entropy of distributions t: the mean over rows of sum_k t_k (log(sum exp(x)) - x_k).

A row of t may have any mass S. The gradient S y_k - t_k is computed as y_k (S - t_k) - t_k (1 - y_k), where S - t_k and
1 - y_k are sums over the other classes: no digit is lost where an answer or a target is nearly sure.
"""

from __future__ import annotations

from typing import Generic

import attrs

from ..arrays import (
    C,
    Distribution,
    F,
    Float,
    Matrix,
    R,
    Vector,
    entries,
    exp_rows,
    fresh,
    greatest,
    log1p,
    mass_times,
    mean,
    put,
    row_sums,
)
from ..rules import Argument, Domain, Kind, Rule, bounds
from ..scales import DIFFERENCE, UNDERFLOW
from .checks import alike
from .loss import DistributionLinearize, Loss


@attrs.define(eq=False)
class Masses(Generic[R, C, Float]):
    """The softmax, and for each entry the sum over the others of its row; the same of the target."""

    y: Matrix[R, C, Float]
    others: Matrix[R, C, Float]
    target: Matrix[R, C, Float]
    target_others: Matrix[R, C, Float]

    def gradient(self) -> Matrix[R, C, Float]:
        """The gradient of the loss: d_x = (S y - t) / n."""
        return self.weighted() / len(self.y)

    def weighted(self) -> Matrix[R, C, Float]:
        """S y - t."""
        return self.y * self.target_others - self.target * self.others


def _others(x: Matrix[R, C, F], /) -> tuple[Matrix[R, C, F], Vector[R, F], Vector[R, F]]:
    """For each entry of a matrix that is not negative the sum over the others of its row; the sum without the greatest; it.

    The sum over the others of the greatest entry is taken without it: only there would the difference cancel.
    """
    top = greatest(x)
    most = entries(x, top)
    without = fresh(x.copy())
    put(without, top, 0)
    rest = row_sums(without)
    others = fresh(-(x - (rest + most)[:, None]))
    put(others, top, rest)
    return others, rest, most


def forward(x: Matrix[R, C, F], target: Distribution[R, C, F], /) -> F:
    """The loss is finite for every finite x with finite differences: mean of sum_k t_k (log sum exp(x) - x_k).

    x (R, C), target (R, C) of any mass -> a number. Raises `ShapeError` and `DtypeError`. Source: Goodfellow, Bengio,
    Courville, Deep Learning (2016), section 6.2.2.3; Deep Learning from Scratch, section 4.2.2, without its 1e-7 in the
    logarithm.

    >>> import pureml as pm
    >>> float(forward(pm.matrix([[0.0, 50.0]]), pm.distribution([[0.5, 0.5]], 1, 2)))
    25.0
    """
    return linearize(x, target)[0]


def linearize(x: Matrix[R, C, F], target: Distribution[R, C, F], /) -> tuple[F, Masses[R, C, F]]:
    """mean(S log1p(rest / y_max) - sum_k t_k (x_k - max x)), y = softmax(x); and what its derivatives need.

    rest is the sum of y without its greatest entry, so log1p(rest / y_max) is log sum exp(x) - max x. A class that is
    masked by a logit of -inf and has no mass takes no part: 0 (x_k - max x) is 0.
    """
    alike("softmax_cross_entropy_distribution", x, target)
    e, total = exp_rows(x)
    y = e / total[:, None]
    others, rest, most = _others(y)
    target_others, target_rest, target_most = _others(target)
    gaps = x - entries(x, greatest(x))[:, None]
    loss = (target_rest + target_most) * log1p(rest / most) - row_sums(mass_times(target, gaps))
    return mean(loss), Masses(y, others, target, target_others)


def pushforward(kept: Masses[R, C, F], x_dot: Matrix[R, C, F], /) -> F:
    """The mean of sum_k (S y_k - t_k) x_dot_k."""
    return mean(row_sums(kept.weighted() * x_dot))


def pullback(kept: Masses[R, C, F], g: F, /) -> Matrix[R, C, F]:
    """Every row of d_x sums to 0, whatever the mass of the target: d_x = g (S y - t) / n, S = sum_k t_k.

    y - t is right only where the masses sum to 1.

    >>> import pureml as pm
    >>> loss, kept = linearize(pm.matrix([[0.0, 0.0]]), pm.distribution([[2.0, 0.0]], 1, 2))
    >>> pullback(kept, loss.dtype.type(1))
    array([[-1.,  1.]])
    """
    return kept.gradient() * g


RULE = Rule(
    name="softmax_cross_entropy_distribution",
    formula="y = mean_n(sum_k t_nk (log sum_j exp(x_nj) - x_nk))",
    derivative="d_x = g (S softmax(x) - t) / n, S = sum_k t_k",
    forward=forward,
    linearize=linearize,
    pushforward=pushforward,
    pullback=pullback,
    domain=Domain((Argument("x", ("rows", "classes"), masked=True), Argument("target", ("rows", "classes"), Kind.MASS))),
    source="Goodfellow, Bengio, Courville, Deep Learning (2016), section 6.2.2.3",
    bounds=(
        # Those of the softmax, and two sums of a hundred in four partial sums, those of the others and of the masses.
        *bounds("forward", 48, 52, UNDERFLOW),
        *bounds("pullback", 48, 52, DIFFERENCE),
    ),
    theorem="CrossEntropy.softmax_cross_entropy_distribution_rule",
)

softmax_cross_entropy_distribution: Loss[DistributionLinearize] = Loss("softmax_cross_entropy_distribution", linearize)
