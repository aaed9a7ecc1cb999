"""Batch normalisation in evaluation: Y = gamma (X - mean) / sqrt(variance + eps) + beta, the moments given beforehand."""

from __future__ import annotations

from fractions import Fraction
from typing import Generic

import attrs
from typing_extensions import override

from ..arrays import C, F, Float, Matrix, R, Vector, column_dots, column_sums, freeze, sqrt
from ..errors import DomainError, ShapeError
from ..gradients import Cotangent, adopted
from ..records import one_dtype, sealed
from ..rules import Argument, Domain, Kind, Rule, bounds
from ..scales import MAGNITUDES
from .back import Measured
from .layer import In, Layer
from .moments import Moments
from .network import Masks, check_input


@attrs.define(eq=False)
class Centred(Generic[R, C, Float]):
    """X - mean, 1 / sqrt(variance + eps), and gamma."""

    centred: Matrix[R, C, Float]
    r: Vector[C, Float]
    gamma: Vector[C, Float]


def forward(
    x: Matrix[R, C, F], gamma: Vector[C, F], beta: Vector[C, F], mean: Vector[C, F], variance: Vector[C, F], eps: float, /
) -> Matrix[R, C, F]:
    """Rows do not see each other, since the moments are given: Y = gamma (X - mean) / sqrt(variance + eps) + beta.

    x (R, C), the others (C,) -> (R, C). Source: Ioffe and Szegedy, Batch Normalization (2015), algorithm 2.

    >>> import pureml as pm
    >>> forward(pm.matrix([[7.0]]), pm.vector([2.0]), pm.vector([10.0]), pm.vector([1.0]), pm.vector([9.0]), 0.0)
    array([[14.]])
    """
    return (x - mean) * (gamma / sqrt(variance + eps)) + beta


def linearize(
    x: Matrix[R, C, F], gamma: Vector[C, F], beta: Vector[C, F], mean: Vector[C, F], variance: Vector[C, F], eps: float, /
) -> tuple[Matrix[R, C, F], Centred[R, C, F]]:
    """Y, and what its derivatives need."""
    return forward(x, gamma, beta, mean, variance, eps), Centred(x - mean, 1 / sqrt(variance + eps), gamma)


def pushforward(
    kept: Centred[R, C, F],
    x_dot: Matrix[R, C, F],
    gamma_dot: Vector[C, F],
    beta_dot: Vector[C, F],
    mean_dot: Vector[C, F],
    variance_dot: Vector[C, F],
    /,
) -> Matrix[R, C, F]:
    """The slope of 1 / sqrt(v + eps) is -r^3 / 2: Y_dot = gamma r (x_dot - mean_dot) + ..."""
    r, gamma = kept.r, kept.gamma
    spread = gamma_dot * r - gamma * variance_dot * r * r * r / 2
    return (x_dot - mean_dot) * (gamma * r) + kept.centred * spread + beta_dot


def pullback(
    kept: Centred[R, C, F], g: Matrix[R, C, F], /
) -> tuple[Matrix[R, C, F], Vector[C, F], Vector[C, F], Vector[C, F], Vector[C, F]]:
    """Unlike in training no other row enters: d_x = gamma r G, r = 1 / sqrt(variance + eps).

    d_gamma = r 1^T (G (X - mean)), d_beta = 1^T G, d_mean = -gamma r 1^T G, d_variance = -gamma r^2 d_gamma / 2.

    >>> import pureml as pm
    >>> one = pm.vector([1.0])
    >>> y, kept = linearize(pm.matrix([[7.0]]), pm.vector([2.0]), one, one, pm.vector([4.0]), 0.0)
    >>> pullback(kept, pm.matrix([[1.0]]))
    (array([[1.]]), array([3.]), array([1.]), array([-1.]), array([-0.75]))
    """
    r, gamma = kept.r, kept.gamma
    slope, d_beta = gamma * r, column_sums(g)
    d_gamma = column_dots(g, kept.centred) * r
    return g * slope, d_gamma, d_beta, -slope * d_beta, -slope * r * d_gamma / 2


@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class FixedNorm(Layer[In, In, Float]):
    """Normalises by given moments in training as in evaluation, then scales and shifts; the moments are no parameters.

    What `BatchNorm` computes once it is trained. Raises `ShapeError`, `DtypeError`, `DomainError`.

    >>> import pureml as pm
    >>> one = pm.vector([1.0])
    >>> FixedNorm(one, one, pm.Moments(one, one), 0.0).forward(pm.matrix([[3.0]]))
    array([[3.]])
    """

    gamma: Vector[In, Float]
    beta: Vector[In, Float]
    moments: Moments[In, Float]
    eps: float = 1e-5

    def __attrs_post_init__(self) -> None:
        """Check that the parameters and the moments agree."""
        check_vectors("FixedNorm", self.gamma, self.beta, self.moments)
        if not self.eps >= 0:
            raise DomainError(f"FixedNorm: expected eps >= 0, got {self.eps}")

    @override
    def forward(self, x: Matrix[R, In, Float], /) -> Matrix[R, In, Float]:
        check_input("FixedNorm", x, len(self.gamma), self.gamma)
        return freeze(forward(x, self.gamma, self.beta, self.moments.mean, self.moments.variance, self.eps))

    @override
    def linearize(self, x: Matrix[R, In, Float], masks: Masks = (), /) -> tuple[Matrix[R, In, Float], FixedNormBack[R, In, Float]]:
        check_input("FixedNorm", x, len(self.gamma), self.gamma)
        y, kept = linearize(x, self.gamma, self.beta, self.moments.mean, self.moments.variance, self.eps)
        return freeze(y), FixedNormBack(self, kept)

    @override
    def __repr__(self) -> str:
        return f"FixedNorm({len(self.gamma)})"


def check_vectors(where: str, gamma: Vector[In, Float], beta: Vector[In, Float], moments: Moments[In, Float], /) -> None:
    """Raise a clear error unless these are vectors of one size and one dtype."""
    shapes = {x.shape for x in (gamma, beta, moments.mean, moments.variance)}
    if len(shapes) != 1 or gamma.ndim != 1:
        raise ShapeError(f"{where}: expected four vectors of one size, got shapes {sorted(shapes)}")
    one_dtype(where, gamma=gamma, beta=beta, mean=moments.mean, variance=moments.variance)


@attrs.define(eq=False)
class FixedNormBack(Generic[R, In, Float]):
    """The layer and what its pass kept."""

    at: FixedNorm[In, Float]
    kept: Centred[R, In, Float]

    def pullback(self, g: Matrix[R, In, Float], /) -> tuple[Matrix[R, In, Float], Cotangent[FixedNorm[In, Float]]]:
        """The cotangents of the input and of the parameters."""
        d_x, d_gamma, d_beta, _, _ = pullback(self.kept, g)
        return freeze(d_x), Cotangent(self.at, adopted(d_gamma, d_beta))

    def gradient(self, g: Matrix[R, In, Float], /) -> Cotangent[FixedNorm[In, Float]]:
        """The cotangent of the parameters alone."""
        return self.pullback(g)[1]

    def measured(self) -> Measured:
        """Nothing: the moments are given."""
        return ()


RULE = Rule(
    name="batch_norm_evaluation",
    formula="Y = gamma (X - mean) / sqrt(variance + eps) + beta, the moments given",
    derivative="d_x = gamma r G, d_gamma = r 1^T (G (X - mean)), d_beta = 1^T G, d_mean = -gamma r d_beta, "
    "d_variance = -gamma r^2 d_gamma / 2",
    forward=forward,
    linearize=linearize,
    pushforward=pushforward,
    pullback=pullback,
    domain=Domain(
        (
            Argument("x", ("rows", "columns")),
            Argument("gamma", ("columns",)),
            Argument("beta", ("columns",)),
            Argument("mean", ("columns",)),
            Argument("variance", ("columns",), Kind.POSITIVE),
            Argument("eps", (), Kind.CONSTANT, (Fraction(1, 100),)),
        )
    ),
    source="Ioffe and Szegedy, Batch Normalization (2015), algorithm 2",
    # A sum of a hundred equal terms is off by up to 34 units; half a unit for each other operation.
    bounds=(
        *bounds("forward", 6, 6, MAGNITUDES),
        *bounds("pushforward", 8, 8, MAGNITUDES),
        *bounds("pullback", 40, 40, MAGNITUDES),
    ),
    theorem="Rules.batch_norm_moments_rule",
)
