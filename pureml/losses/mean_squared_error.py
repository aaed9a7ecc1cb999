"""Mean squared error: the mean of (y - t)^2 over all numbers of a batch."""

from __future__ import annotations

from typing import Generic

import attrs

from ..arrays import C, F, Float, Matrix, R, mean, row_sums
from ..rules import Argument, Domain, Rule, bounds
from ..scales import MAGNITUDES, UNDERFLOW
from .checks import alike
from .loss import Loss, MatrixLinearize


@attrs.define(eq=False)
class Gap(Generic[R, C, Float]):
    """What is missed: y - t."""

    gap: Matrix[R, C, Float]

    def gradient(self) -> Matrix[R, C, Float]:
        """The gradient of the loss: d_y = 2 (y - t) / (n k)."""
        return self.gap / self.gap.size * 2


def forward(y: Matrix[R, C, F], target: Matrix[R, C, F], /) -> F:
    """A mean over rows and columns, so it is `half_squared_error` times 2 / k for k columns.

    y (R, C), target (R, C) -> a number. Raises `ShapeError`: a column is not stretched over a matrix; and `DtypeError`.
    Source: Goodfellow, Bengio, Courville, Deep Learning (2016), eq. 5.4, for one column.

    >>> import pureml as pm
    >>> float(forward(pm.matrix([[1.0, 2.0]]), pm.matrix([[0.0, 0.0]])))
    2.5
    >>> float(forward(pm.matrix([[1.0], [2.0], [0.0], [0.0]]), pm.matrix([[0.0], [0.0], [0.0], [0.0]])))
    1.25
    """
    return linearize(y, target)[0]


def linearize(y: Matrix[R, C, F], target: Matrix[R, C, F], /) -> tuple[F, Gap[R, C, F]]:
    """mean(sum_k (y_k - t_k)^2 / k), and y - t."""
    alike("mean_squared_error", y, target)
    gap = y - target
    return mean(row_sums(gap * gap) / gap.shape[1]), Gap(gap)


def pushforward(kept: Gap[R, C, F], y_dot: Matrix[R, C, F], target_dot: Matrix[R, C, F], /) -> F:
    """The mean of 2 <y - t, y_dot - t_dot> / k."""
    return mean(row_sums(kept.gap * (y_dot - target_dot)) * 2 / kept.gap.shape[1])


def pullback(kept: Gap[R, C, F], g: F, /) -> tuple[Matrix[R, C, F], Matrix[R, C, F]]:
    """What pulls the answer pushes the target: d_y = 2 g (y - t) / (n k) = -d_t.

    >>> import pureml as pm
    >>> loss, kept = linearize(pm.matrix([[1.0, 2.0], [0.0, 0.0]]), pm.matrix([[0.0, 0.0], [0.0, 0.0]]))
    >>> pullback(kept, loss.dtype.type(1))[0]
    array([[0.5, 1. ],
           [0. , 0. ]])
    """
    d_y = kept.gradient() * g
    return d_y, -d_y


RULE = Rule(
    name="mean_squared_error",
    formula="y = mean_nk((y_nk - t_nk)^2)",
    derivative="d_y = 2 g (y - t) / (n k), d_t = -d_y",
    forward=forward,
    linearize=linearize,
    pushforward=pushforward,
    pullback=pullback,
    domain=Domain((Argument("y", ("rows", "columns")), Argument("target", ("rows", "columns")))),
    source="Goodfellow, Bengio, Courville, Deep Learning (2016), eq. 5.4",
    # The sums of rows of up to 100 take most of it.
    bounds=(
        *bounds("forward", 12, 12, UNDERFLOW),
        *bounds("pushforward", 12, 12, MAGNITUDES),
        *bounds("pullback", 2.5, 2.5),
    ),
    theorem="Rules.mean_squared_error_both_rule",
)

mean_squared_error: Loss[MatrixLinearize] = Loss("mean_squared_error", linearize)
