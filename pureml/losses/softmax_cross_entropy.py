"""Softmax cross-entropy of class labels t: the mean of log(sum exp(x)) - x_t.

The label is split off: rest = sum of exp(z) over the other classes. Where the answer is nearly sure, 1 - y_t = rest /
total keeps all its digits, and so does the loss: e_t - 1 is 0 exactly when the label has the greatest logit.
"""

from __future__ import annotations

from typing import Generic

import attrs

from ..arrays import (
    C,
    F,
    Float,
    FreshMatrix,
    Labels,
    Matrix,
    Places,
    R,
    Vector,
    entries,
    exp,
    exp_over,
    freeze,
    fresh,
    in_row_blocks,
    inner,
    log1p,
    mean,
    put,
    row_shift,
    row_sums,
)
from ..rules import Argument, Bound, Domain, Kind, Rule
from ..scales import UNDERFLOW, WITHIN_5, WITHIN_128, WITHIN_512
from .checks import labelled
from .loss import LabelLinearize, Loss


@attrs.define(eq=False)
class Split(Generic[R, C, Float]):
    """The gradient of the loss, whose rows are made while they are at hand, and the places of the labels."""

    d_x: Matrix[R, C, Float]
    label: Places[R, C]

    def gradient(self) -> Matrix[R, C, Float]:
        """The gradient of the loss: d_x = (y - onehot(t)) / n, where the labelled entry of y - onehot(t) is -rest / total."""
        return self.d_x


def forward(x: Matrix[R, C, F], target: Labels[R, C], /) -> F:
    """The loss is positive, never capped, and keeps its digits for sure answers: mean(log sum exp(x) - x_t).

    x (R, C), target (R,) -> a number. A class masked by a logit of -inf takes no part. Raises `ShapeError`
    unless there is one label for each row, and `DtypeError`. Source: Deep Learning from Scratch, sections 4.2.2 and
    5.6.3, without its 1e-7 in the logarithm.

    >>> import pureml as pm
    >>> float(forward(pm.matrix([[0.0, 50.0]]), pm.labels([0], 1, 2)))
    50.0
    >>> float(forward(pm.matrix([[50.0, 0.0]]), pm.labels([0], 1, 2)))
    1.9287498479639178e-22
    """
    return linearize(x, target)[0]


def linearize(x: Matrix[R, C, F], target: Labels[R, C], /) -> tuple[F, Split[R, C, F]]:
    """mean(log1p(rest + (e_t - 1)) - z_t), z = x - max x, e = exp(z); and the gradient.

    A large matrix is taken in blocks of rows, each row with the operations it would see in one piece.
    """
    t = labelled("softmax_cross_entropy", x, target)
    losses, d_x = in_row_blocks(_rows, x, t, len(x))
    return mean(losses), Split(freeze(d_x), t)


def _rows(x: Matrix[R, C, F], t: Places[R, C], n: int, into: FreshMatrix[R, C, F] | None, /) -> tuple[Vector[R, F], Matrix[R, C, F]]:
    """The loss of each row, and the row of the gradient of their mean over `n` rows."""
    z = fresh(x - row_shift(x))
    z_t = entries(z, t)
    e, e_t = exp_over(z, into), exp(z_t)
    put(e, t, 0)
    rest = row_sums(e)
    share = 1 / ((rest + e_t) * n)
    e *= share[:, None]
    put(e, t, -rest * share)
    return log1p(rest + (e_t - 1)) - z_t, e


def pushforward(kept: Split[R, C, F], x_dot: Matrix[R, C, F], /) -> F:
    """The mean of <y, x_dot> - x_dot_t, as the gradient times the gaps x_dot - x_dot_t: that of the label is 0."""
    return inner(kept.d_x, x_dot - entries(x_dot, kept.label)[:, None])


def pullback(kept: Split[R, C, F], g: F, /) -> Matrix[R, C, F]:
    """Every row of d_x sums to 0: d_x = g (y - onehot(t)) / n.

    >>> import pureml as pm
    >>> loss, kept = linearize(pm.matrix([[0.0, 0.0]]), pm.labels([0], 1, 2))
    >>> pullback(kept, loss.dtype.type(1))
    array([[-0.5,  0.5]])
    """
    return kept.gradient() * g


RULE = Rule(
    name="softmax_cross_entropy",
    formula="y = mean_n(log sum_k exp(x_nk) - x_n,t_n)",
    derivative="d_x = g (softmax(x) - onehot(t)) / n",
    forward=forward,
    linearize=linearize,
    pushforward=pushforward,
    pullback=pullback,
    domain=Domain((Argument("x", ("rows", "classes"), masked=True), Argument("target", ("rows",), Kind.LABELS))),
    source="Deep Learning from Scratch, section 5.6.3 and appendix A",
    # A logit d below the greatest loses the rounding of d: at most d ulp of exp(-d), which is 0 from 745 or 104 on; where floats
    # end that is 512. `pureml.check.compensated` puts it back.
    bounds=tuple(
        Bound(part, dtype, ulp, scale)
        for part in ("forward", "pullback")
        for dtype, ulp, scale in (
            ("float64", 520, UNDERFLOW),
            ("float64", 264, WITHIN_512),
            ("float64", 72, WITHIN_128),
            ("float64", 12, WITHIN_5),
            ("float32", 72, UNDERFLOW),
            ("float32", 12, WITHIN_5),
        )
    ),
    theorem="CrossEntropy.softmax_cross_entropy_rule",
)

softmax_cross_entropy: Loss[LabelLinearize] = Loss("softmax_cross_entropy", linearize)
