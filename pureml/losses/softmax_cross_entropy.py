"""Softmax cross-entropy of class labels t: the mean of log(sum exp(x)) - x_t.

The label is split off: rest = sum of exp(z) over the other classes. Where the answer is nearly sure, 1 - y_t = rest /
total keeps all its digits, and so does the loss, log1p(rest / e_t).
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
    exp_apart,
    freeze,
    in_row_blocks,
    inner,
    log_over,
    mean,
    put,
)
from ..rules import Argument, Domain, Kind, Rule, bounds
from ..scales import UNDERFLOW
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
    1.928749847963918e-22
    """
    return linearize(x, target)[0]


def linearize(x: Matrix[R, C, F], target: Labels[R, C], /) -> tuple[F, Split[R, C, F]]:
    """mean(log(rest + e_t) - z_t), z = x - s, e = exp(z), rest the sum of e over the other classes; and the gradient.

    s is 0 where nothing overflows and the sum is not tiny: a shift would cost digits. Otherwise it is max x, and what rounding
    takes from z is put back into e. The loss is log1p(rest / e_t), without cancellation, unless e_t is tiny.

    A large matrix is taken in blocks of rows, each row with the operations it would see in one piece.
    """
    t = labelled("softmax_cross_entropy", x, target)
    losses, d_x = in_row_blocks(_rows, x, t, len(x))
    return mean(losses), Split(freeze(d_x), t)


def _rows(x: Matrix[R, C, F], t: Places[R, C], n: int, into: FreshMatrix[R, C, F] | None, /) -> tuple[Vector[R, F], Matrix[R, C, F]]:
    """The loss of each row, and the row of the gradient of their mean over `n` rows."""
    e, rest, total, z_t = exp_apart(x, t, into)
    share = 1 / (total * n)
    e *= share[:, None]
    put(e, t, -rest * share)
    return log_over(rest, z_t), e


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
    # Two exponentials, 15 roundings of a sum of a hundred in pairs, and the quotient and the logarithm, or the quotient and n; of
    # a relative size that is up to two units each.
    bounds=(*bounds("forward", 20, 24, UNDERFLOW), *bounds("pullback", 24, 28, UNDERFLOW)),
    theorem="CrossEntropy.softmax_cross_entropy_rule",
)

softmax_cross_entropy: Loss[LabelLinearize] = Loss("softmax_cross_entropy", linearize)
