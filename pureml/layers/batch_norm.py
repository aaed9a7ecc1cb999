"""Batch normalisation of features: Y = gamma (X - mean) / sqrt(variance + eps) + beta, per column, over the batch."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Generic, Self, cast

import attrs
from typing_extensions import override

from ..arrays import C, F, Float, Matrix, R, Vector, column_sums, freeze, heaviside, sqrt
from ..errors import DomainError, ShapeError, StructureError
from ..gradients import Cotangent, adopted
from ..records import Buffers, one_dtype, sealed
from ..rules import Argument, Domain, Kind, Rule
from .back import Measured
from .layer import In, Layer
from .network import Masks, check_input


@attrs.define(eq=False)
class Normalised(Generic[R, C, Float]):
    """What a training pass keeps: the normalised batch, 1 / sqrt(variance + eps), gamma, and what was measured."""

    x_hat: Matrix[R, C, Float]
    r: Vector[C, Float]
    gamma: Vector[C, Float]
    mean: Vector[C, Float]
    variance: Vector[C, Float]


def evaluate(
    x: Matrix[R, C, F], gamma: Vector[C, F], beta: Vector[C, F], mean: Vector[C, F], variance: Vector[C, F], eps: float, /
) -> Matrix[R, C, F]:
    """In evaluation the statistics are given, so the map is affine: Y = gamma (X - mean) / sqrt(variance + eps) + beta."""
    return (x - mean) * (gamma / sqrt(variance + eps)) + beta


def forward(x: Matrix[R, C, F], gamma: Vector[C, F], beta: Vector[C, F], eps: float, /) -> Matrix[R, C, F]:
    """Every column of the batch gets mean beta and variance gamma^2 v / (v + eps), v its variance over n, not n - 1.

    x (R, C), gamma (C,), beta (C,) -> (R, C). The mean is refined once and the variance corrected by it, so that an offset
    of 1e8 costs no digits. A batch of one row gives beta. Source: Ioffe and Szegedy, Batch Normalization (2015),
    algorithm 1; Deep Learning from Scratch, section 6.3.

    >>> import pureml as pm
    >>> forward(pm.matrix([[1.0], [3.0]]), pm.vector([2.0]), pm.vector([10.0]), 0.0)
    array([[ 8.],
           [12.]])
    """
    return linearize(x, gamma, beta, eps)[0]


def linearize(x: Matrix[R, C, F], gamma: Vector[C, F], beta: Vector[C, F], eps: float, /) -> tuple[Matrix[R, C, F], Normalised[R, C, F]]:
    """Y, and what its derivatives need."""
    n = len(x)
    rough = column_sums(x) / n
    centred = x - rough
    error = column_sums(centred) / n
    centred = centred - error
    left = column_sums(centred)
    variance = (column_sums(centred * centred) - left * left / n) / n
    r = 1 / sqrt(variance + eps)
    x_hat = centred * r
    return x_hat * gamma + beta, Normalised(x_hat, r, gamma, rough + error, variance)


def pushforward(kept: Normalised[R, C, F], x_dot: Matrix[R, C, F], gamma_dot: Vector[C, F], beta_dot: Vector[C, F], /) -> Matrix[R, C, F]:
    """The mean and the variance move with the batch: Y_dot = gamma r (x_dot - mean - x_hat mean(x_hat x_dot)) + ..."""
    return _projected(kept, x_dot * kept.gamma) + kept.x_hat * gamma_dot + beta_dot


def pullback(kept: Normalised[R, C, F], g: Matrix[R, C, F], /) -> tuple[Matrix[R, C, F], Vector[C, F], Vector[C, F]]:
    """Every column of d_x sums to 0: with d = gamma G, d_x = r (d - mean(d) - x_hat mean(x_hat d)), means over the batch.

    d_gamma = 1^T (G x_hat), d_beta = 1^T G. Source: Ioffe and Szegedy (2015), section 3, simplified.

    >>> import pureml as pm
    >>> y, kept = linearize(pm.matrix([[1.0], [3.0]]), pm.vector([2.0]), pm.vector([10.0]), 0.0)
    >>> pullback(kept, pm.matrix([[1.0], [0.0]]))
    (array([[0.],
           [0.]]), array([-1.]), array([1.]))
    """
    return _projected(kept, g * kept.gamma), column_sums(g * kept.x_hat), column_sums(g)


def _projected(kept: Normalised[R, C, F], d: Matrix[R, C, F], /) -> Matrix[R, C, F]:
    """r (d - mean(d) - x_hat mean(x_hat d)): symmetric, so it serves both ways."""
    n = len(d)
    return (d - column_sums(d) / n - kept.x_hat * (column_sums(kept.x_hat * d) / n)) * kept.r


@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class Moments(Buffers, Generic[In, Float]):
    """Mean and variance of each column, and over how many rows they were taken (0: none yet, the standard ones).

    Raises `DomainError` for a negative variance or number of rows.
    """

    mean: Vector[In, Float]
    variance: Vector[In, Float]
    rows: int = 0

    def __attrs_post_init__(self) -> None:
        """Check that the numbers are those of some batch."""
        if heaviside(-self.variance).any() or self.rows < 0:
            raise DomainError(f"Moments: expected variances and rows of at least 0, got {self.variance} and {self.rows}")


@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class BatchNorm(Layer[In, In, Float]):
    """Normalises by the batch in training, by running moments in evaluation.

    The running moments are no parameters: a training pass measures the batch, and `absorb` makes
    running + momentum (batch - running) of it, with the variance over n - 1. Raises `ShapeError`, `DtypeError`,
    `DomainError`.
    """

    gamma: Vector[In, Float]
    beta: Vector[In, Float]
    running: Moments[In, Float]
    momentum: float = 0.1
    eps: float = 1e-5

    def __attrs_post_init__(self) -> None:
        """Check that the parameters and the moments agree."""
        shapes = {x.shape for x in (self.gamma, self.beta, self.running.mean, self.running.variance)}
        if len(shapes) != 1 or self.gamma.ndim != 1:
            raise ShapeError(f"BatchNorm: expected four vectors of one size, got shapes {sorted(shapes)}")
        one_dtype("BatchNorm", gamma=self.gamma, beta=self.beta, mean=self.running.mean, variance=self.running.variance)
        if not 0 <= self.momentum <= 1 or not self.eps >= 0:
            raise DomainError(f"BatchNorm: expected momentum in [0, 1] and eps >= 0, got {self.momentum} and {self.eps}")

    @override
    def forward(self, x: Matrix[R, In, Float], /) -> Matrix[R, In, Float]:
        check_input("BatchNorm", x, len(self.gamma), self.gamma)
        return freeze(evaluate(x, self.gamma, self.beta, self.running.mean, self.running.variance, self.eps))

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
        return self.evolve(running=_moved(self.running, same, self.momentum))

    @override
    def __repr__(self) -> str:
        return f"BatchNorm({len(self.gamma)})"


def _moved(running: Moments[In, Float], batch: Moments[In, Float], momentum: float) -> Moments[In, Float]:
    """running + momentum (batch - running), with the variance over n - 1 where there is more than one row."""
    variance = batch.variance * batch.rows / (batch.rows - 1) if batch.rows > 1 else batch.variance
    return Moments(
        running.mean + momentum * (batch.mean - running.mean),
        running.variance + momentum * (variance - running.variance),
        running.rows + batch.rows,
    )


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
        """The moments of the batch."""
        return (Moments(self.kept.mean, self.kept.variance, len(self.kept.x_hat)),)


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
    theorem="NormLayers.batch_norm_gradient",
)
