"""Batch normalisation of features: Y = gamma (X - mean) / sqrt(variance + eps) + beta, per column, over the batch."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Generic, Self, cast

import attrs
from typing_extensions import override

from ..arrays import (
    C,
    F,
    Float,
    Matrix,
    R,
    Vector,
    add_row,
    column_dots,
    column_sums,
    freeze,
    plus_row,
    scale_row,
    sqrt,
    times_row,
    weighted_sum,
)
from ..errors import DomainError, ShapeError, StructureError
from ..gradients import Cotangent, adopted
from ..records import Buffers, made, sealed
from ..rules import Argument, Domain, Kind, Rule, bounds
from ..scales import COLUMN
from . import batch_norm_evaluation as evaluation
from .back import Measured
from .batch_norm_evaluation import FixedNorm, check_vectors
from .layer import In, Layer
from .moments import Moments
from .network import Masks, check_input


@attrs.define(eq=False)
class Normalised(Generic[R, C, Float]):
    """What a training pass keeps: the centred batch, 1 / sqrt(variance + eps), gamma, and what was measured."""

    centred: Matrix[R, C, Float]
    r: Vector[C, Float]
    gamma: Vector[C, Float]
    mean: Vector[C, Float]
    variance: Vector[C, Float]


def forward(x: Matrix[R, C, F], gamma: Vector[C, F], beta: Vector[C, F], eps: float, /) -> Matrix[R, C, F]:
    """Every column of the batch gets mean beta and variance gamma^2 v / (v + eps), v its variance over n, not n - 1.

    x (R, C), gamma (C,), beta (C,) -> (R, C). The mean is refined once, and the variance is of what that leaves, so that
    an offset of 1e8 costs no digits. A batch of one row gives beta. Source: Ioffe and Szegedy, Batch Normalization (2015),
    algorithm 1; Deep Learning from Scratch, section 6.3.

    >>> import pureml as pm
    >>> forward(pm.matrix([[1.0], [3.0]]), pm.vector([2.0]), pm.vector([10.0]), 0.0)
    array([[ 8.],
           [12.]])
    """
    return linearize(x, gamma, beta, eps)[0]


def linearize(x: Matrix[R, C, F], gamma: Vector[C, F], beta: Vector[C, F], eps: float, /) -> tuple[Matrix[R, C, F], Normalised[R, C, F]]:
    """Y, and what its derivatives need; x_hat = (X - mean) r is never built, since r is a number for each column.

    The mean of what was centred is the error of the first mean, and is taken off too. What its own error leaves in the
    variance is a square of a product of two errors, below the rounding of any variance that two different numbers have.
    """
    n = len(x)
    rough = column_sums(x) / -n
    centred = plus_row(x, rough)
    error = column_sums(centred) / -n
    add_row(centred, error)
    variance = column_dots(centred, centred) / n
    r = 1 / sqrt(variance + eps)
    y = times_row(centred, gamma * r)
    add_row(y, beta)
    return y, Normalised(centred, r, gamma, -(rough + error), variance)


def pushforward(kept: Normalised[R, C, F], x_dot: Matrix[R, C, F], gamma_dot: Vector[C, F], beta_dot: Vector[C, F], /) -> Matrix[R, C, F]:
    """The mean and the variance move with the batch: Y_dot = gamma r (x_dot - mean(x_dot) - x_hat mean(x_hat x_dot)) + ..."""
    moved = _projected(kept, x_dot, column_sums(x_dot), column_dots(x_dot, kept.centred) * kept.r)
    return moved + kept.centred * (kept.r * gamma_dot) + beta_dot


def pullback(kept: Normalised[R, C, F], g: Matrix[R, C, F], /) -> tuple[Matrix[R, C, F], Vector[C, F], Vector[C, F]]:
    """Every column of d_x sums to 0: with d = gamma G, d_x = r (d - mean(d) - x_hat mean(x_hat d)), means over the batch.

    d_gamma = 1^T (G x_hat), d_beta = 1^T G. Source: Ioffe and Szegedy (2015), section 3, simplified.

    >>> import pureml as pm
    >>> y, kept = linearize(pm.matrix([[1.0], [3.0]]), pm.vector([2.0]), pm.vector([10.0]), 0.0)
    >>> pullback(kept, pm.matrix([[1.0], [0.0]]))
    (array([[0.],
           [0.]]), array([-1.]), array([1.]))
    """
    d_beta, d_gamma = column_sums(g), column_dots(g, kept.centred) * kept.r
    return _projected(kept, g, d_beta, d_gamma), d_gamma, d_beta


def _projected(kept: Normalised[R, C, F], g: Matrix[R, C, F], total: Vector[C, F], along: Vector[C, F], /) -> Matrix[R, C, F]:
    """gamma r (d - mean(d) - x_hat mean(x_hat d)), from the sums of G and of x_hat G, where d = gamma G; it serves both ways."""
    n = len(g)
    moved = times_row(kept.centred, along * kept.r / -n)
    add_row(moved, total / -n)
    moved += g
    scale_row(moved, kept.gamma * kept.r)
    return moved


@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class BatchNorm(Layer[In, In, Float]):
    """Normalises by the batch in training, by running moments in evaluation.

    The running moments are no parameters: a training pass measures the batch, and `absorb` makes
    (1 - momentum) running + momentum batch of it, with the variance over n - 1. Raises `ShapeError`, `DtypeError`,
    `DomainError`.
    """

    gamma: Vector[In, Float]
    beta: Vector[In, Float]
    running: Moments[In, Float]
    momentum: float = 0.1
    eps: float = 1e-5

    def __attrs_post_init__(self) -> None:
        """Check that the parameters and the moments agree."""
        check_vectors("BatchNorm", self.gamma, self.beta, self.running)
        if not 0 <= self.momentum <= 1 or not self.eps >= 0:
            raise DomainError(f"BatchNorm: expected momentum in [0, 1] and eps >= 0, got {self.momentum} and {self.eps}")

    @override
    def forward(self, x: Matrix[R, In, Float], /) -> Matrix[R, In, Float]:
        check_input("BatchNorm", x, len(self.gamma), self.gamma)
        return freeze(evaluation.forward(x, self.gamma, self.beta, self.running.mean, self.running.variance, self.eps))

    @override
    def linearize(self, x: Matrix[R, In, Float], masks: Masks = (), /) -> tuple[Matrix[R, In, Float], BatchNormBack[R, In, Float]]:
        check_input("BatchNorm", x, len(self.gamma), self.gamma)
        if not len(x):
            raise ShapeError(f"BatchNorm: expected at least one row to take moments of, got x of shape {x.shape}")
        y, kept = linearize(x, self.gamma, self.beta, self.eps)
        return freeze(y), BatchNormBack(self, kept)

    @override
    def taking(self, measured: Iterator[Buffers], /) -> Self:
        batch = next(measured, None)
        if not isinstance(batch, Moments):
            raise StructureError(f"BatchNorm.absorb: expected the Moments of a batch, got {type(batch).__name__}")
        same = cast("Moments[In, Float]", batch)  # `absorb` has checked that the layer is the one that measured
        moved = _moved(self.running, same, self.momentum)
        return self._with(lambda name, value: moved if name == "running" else value)

    @override
    def settled(self) -> FixedNorm[In, Float]:
        return FixedNorm(self.gamma, self.beta, self.running, self.eps)

    @override
    def __repr__(self) -> str:
        return f"BatchNorm({len(self.gamma)})"


def _moved(running: Moments[In, Float], batch: Moments[In, Float], momentum: float) -> Moments[In, Float]:
    """(1 - momentum) running + momentum batch, with the variance over n - 1 where there is more than one row.

    Nothing is left to check: in [0, 1] the momentum makes no negative variance of two that are none, however it is rounded.
    """
    rows = batch.rows
    unbiased = rows / (rows - 1) if rows > 1 else 1
    mean = weighted_sum(1 - momentum, running.mean, momentum, batch.mean)
    variance = weighted_sum(1 - momentum, running.variance, momentum * unbiased, batch.variance)
    return made(Moments, mean, variance, running.rows + rows)


@attrs.define(eq=False)
class BatchNormBack(Generic[R, In, Float]):
    """The layer and what its pass kept."""

    at: BatchNorm[In, Float]
    kept: Normalised[R, In, Float]

    def pullback(self, g: Matrix[R, In, Float], /) -> tuple[Matrix[R, In, Float], Cotangent[BatchNorm[In, Float]]]:
        """The cotangents of the input and of the parameters."""
        d_x, d_gamma, d_beta = pullback(self.kept, g)
        return freeze(d_x), Cotangent(self.at, adopted(d_gamma, d_beta))

    def gradient(self, g: Matrix[R, In, Float], /) -> Cotangent[BatchNorm[In, Float]]:
        """The cotangent of the parameters alone."""
        return self.pullback(g)[1]

    def measured(self) -> Measured:
        """The moments of the batch; a mean of squares, the variance needs no check."""
        return (made(Moments, self.kept.mean, self.kept.variance, len(self.kept.centred)),)


RULE = Rule(
    name="batch_norm",
    formula="Y = gamma (X - mean) / sqrt(variance + eps) + beta",
    derivative="d_x = r (d - mean(d) - x_hat mean(x_hat d)), d = gamma G; d_gamma = 1^T (G x_hat); d_beta = 1^T G",
    forward=forward,
    linearize=linearize,
    pushforward=pushforward,
    pullback=pullback,
    domain=Domain(
        (
            Argument("x", ("rows", "columns")),
            Argument("gamma", ("columns",)),
            Argument("beta", ("columns",)),
            Argument("eps", (), Kind.CONSTANT, (Fraction(1, 100),)),
        )
    ),
    source="Ioffe and Szegedy, Batch Normalization (2015), algorithm 1",
    # A sum of a hundred equal terms is off by up to 34 units, of which the root halves those of the variance; ten for the rest.
    bounds=(
        *bounds("forward", 28, 28, COLUMN),
        *bounds("pushforward", 64, 64, COLUMN),
        *bounds("pullback", 64, 64, COLUMN),
    ),
    theorem="Rules.batch_norm_rule",
)
