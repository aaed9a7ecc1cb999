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
    exp,
    fresh,
    greatest,
    log1p,
    mass_times,
    mean,
    put,
    row_shift,
    row_sums,
)
from ..rules import Argument, Bound, Domain, Kind, Rule
from ..scales import DIFFERENCE, UNDERFLOW, WITHIN_5, WITHIN_128
from .checks import alike
from .loss import DistributionLinearize, Loss


@attrs.define(eq=False)
class Masses(Generic[R, C, Float]):
    """exp(z), its sum over each row, and for each entry the sum over the others; the same of the target."""

    e: Matrix[R, C, Float]
    total: Vector[R, Float]
    others: Matrix[R, C, Float]
    target: Matrix[R, C, Float]
    target_others: Matrix[R, C, Float]

    def gradient(self) -> Matrix[R, C, Float]:
        """The gradient of the loss: d_x = (S y - t) / n."""
        scale = self.total * len(self.total)
        return (self.e * self.target_others - self.target * self.others) / scale[:, None]


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
    """mean(S log1p(rest + (e_max - 1)) - sum_k t_k z_k), z = x - max x, e = exp(z); and what its derivatives need.

    A class that is masked by a logit of -inf and has no mass takes no part: 0 z_k is 0.
    """
    alike("softmax_cross_entropy_distribution", x, target)
    z = x - row_shift(x)
    e = exp(z)
    others, rest, most = _others(e)
    target_others, target_rest, target_most = _others(target)
    mass = target_rest + target_most
    loss = mass * log1p(rest + (most - 1)) - row_sums(mass_times(target, z))
    return mean(loss), Masses(e, rest + most, others, target, target_others)


def pushforward(kept: Masses[R, C, F], x_dot: Matrix[R, C, F], /) -> F:
    """The mean of sum_k (S y_k - t_k) x_dot_k."""
    return mean(row_sums((kept.e * kept.target_others - kept.target * kept.others) * x_dot) / kept.total)


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
        Bound("forward", "float64", 520, UNDERFLOW),
        Bound("forward", "float64", 72, WITHIN_128),
        Bound("forward", "float64", 12, WITHIN_5),
        Bound("forward", "float32", 72, UNDERFLOW),
        Bound("forward", "float32", 12, WITHIN_5),
        Bound("pullback", "float64", 520, DIFFERENCE),
        Bound("pullback", "float32", 72, DIFFERENCE),
    ),
    theorem="CrossEntropy.softmax_cross_entropy_distribution_rule",
)

softmax_cross_entropy_distribution: Loss[DistributionLinearize] = Loss("softmax_cross_entropy_distribution", linearize)
