"""RMS normalisation: Y = gamma X / sqrt(mean(X^2) + eps), per row, over its columns."""

from __future__ import annotations

from fractions import Fraction
from typing import Generic

import attrs
from typing_extensions import override

from ..arrays import C, F, Float, Matrix, R, Vector, column_dots, freeze, row_sums, sqrt
from ..errors import DomainError, ShapeError
from ..gradients import Cotangent, adopted
from ..records import one_dtype, sealed
from ..rules import Argument, Domain, Kind, Rule, bounds
from ..scales import ROW
from .back import Measured
from .layer import In, Layer
from .layer_norm import NormalisedRows
from .network import Masks, check_input


def forward(x: Matrix[R, C, F], gamma: Vector[C, F], eps: float, /) -> Matrix[R, C, F]:
    """Before gamma every row has the mean square s / (s + eps), s its mean square; no mean is taken away.

    x (R, C), gamma (C,) -> (R, C); rows do not mix, so training and evaluation are one function. Source: Zhang and
    Sennrich, Root Mean Square Layer Normalization (2019), eq. 4, with eps inside the root as is usual.

    >>> import pureml as pm
    >>> forward(pm.matrix([[1.0, 7.0]]), pm.vector([10.0, 5.0]), 0.0)
    array([[2., 7.]])
    """
    return linearize(x, gamma, eps)[0]


def linearize(x: Matrix[R, C, F], gamma: Vector[C, F], eps: float, /) -> tuple[Matrix[R, C, F], NormalisedRows[R, C, F]]:
    """Y, and what its derivatives need."""
    r = 1 / sqrt(row_sums(x * x) / x.shape[1] + eps)
    x_hat = x * r[:, None]
    return x_hat * gamma, NormalisedRows(x_hat, r, gamma)


def pushforward(kept: NormalisedRows[R, C, F], x_dot: Matrix[R, C, F], gamma_dot: Vector[C, F], /) -> Matrix[R, C, F]:
    """The root moves with the row: Y_dot = gamma r (x_dot - x_hat mean(x_hat x_dot)) + x_hat gamma_dot."""
    return _projected(kept, x_dot) * kept.gamma + kept.x_hat * gamma_dot


def pullback(kept: NormalisedRows[R, C, F], g: Matrix[R, C, F], /) -> tuple[Matrix[R, C, F], Vector[C, F]]:
    """At eps = 0 every row of d_x is orthogonal to its x: with d = gamma G, d_x = r (d - x_hat mean(x_hat d)).

    d_gamma = 1^T (G x_hat), over the rows. Source: Zhang and Sennrich (2019), eq. 8.

    >>> import pureml as pm
    >>> y, kept = linearize(pm.matrix([[2.0, 0.0, 0.0, 0.0]]), pm.vector([1.0, 1.0, 1.0, 1.0]), 0.0)
    >>> pullback(kept, pm.matrix([[1.0, 1.0, 1.0, 1.0]]))
    (array([[0., 1., 1., 1.]]), array([2., 0., 0., 0.]))
    """
    return _projected(kept, g * kept.gamma), column_dots(g, kept.x_hat)


def _projected(kept: NormalisedRows[R, C, F], d: Matrix[R, C, F], /) -> Matrix[R, C, F]:
    """r (d - x_hat mean(x_hat d)): symmetric, so it serves both ways."""
    along = (row_sums(kept.x_hat * d) / d.shape[1])[:, None]
    return (d - kept.x_hat * along) * kept.r[:, None]


@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class RmsNorm(Layer[In, In, Float]):
    """Divides each row by its root mean square, then scales each column; the same in training and evaluation.

    Raises `ShapeError`, `DtypeError`, and `DomainError` for a negative eps.

    >>> import pureml as pm
    >>> RmsNorm(pm.vector([1.0, 1.0]), 0.0).forward(pm.matrix([[5.0, 5.0]]))
    array([[1., 1.]])
    """

    gamma: Vector[In, Float]
    eps: float = 1e-5

    def __attrs_post_init__(self) -> None:
        """Check the parameters."""
        if self.gamma.ndim != 1 or not self.gamma.size:
            raise ShapeError(f"RmsNorm: expected a vector, got shape {self.gamma.shape}")
        one_dtype("RmsNorm", gamma=self.gamma)
        if not self.eps >= 0:
            raise DomainError(f"RmsNorm: expected eps >= 0, got {self.eps}")

    @override
    def forward(self, x: Matrix[R, In, Float], /) -> Matrix[R, In, Float]:
        check_input("RmsNorm", x, len(self.gamma), self.gamma)
        return freeze(forward(x, self.gamma, self.eps))

    @override
    def linearize(self, x: Matrix[R, In, Float], masks: Masks = (), /) -> tuple[Matrix[R, In, Float], RmsNormBack[R, In, Float]]:
        check_input("RmsNorm", x, len(self.gamma), self.gamma)
        y, kept = linearize(x, self.gamma, self.eps)
        return freeze(y), RmsNormBack(self, kept)

    @override
    def __repr__(self) -> str:
        return f"RmsNorm({len(self.gamma)})"


@attrs.define(eq=False)
class RmsNormBack(Generic[R, In, Float]):
    """The layer and what its pass kept."""

    at: RmsNorm[In, Float]
    kept: NormalisedRows[R, In, Float]

    def pullback(self, g: Matrix[R, In, Float], /) -> tuple[Matrix[R, In, Float], Cotangent[RmsNorm[In, Float]]]:
        """The cotangents of the input and of gamma."""
        d_x, d_gamma = pullback(self.kept, g)
        return freeze(d_x), Cotangent(self.at, adopted(d_gamma))

    def gradient(self, g: Matrix[R, In, Float], /) -> Cotangent[RmsNorm[In, Float]]:
        """The cotangent of gamma alone."""
        return Cotangent(self.at, adopted(column_dots(g, self.kept.x_hat)))

    def measured(self) -> Measured:
        """Nothing."""
        return ()


RULE = Rule(
    name="rms_norm",
    formula="Y = gamma X / sqrt(mean(X^2) + eps), per row",
    derivative="d_x = r (d - x_hat mean(x_hat d)), d = gamma G; d_gamma = 1^T (G x_hat)",
    forward=forward,
    linearize=linearize,
    pushforward=pushforward,
    pullback=pullback,
    domain=Domain(
        (
            Argument("x", ("rows", "columns")),
            Argument("gamma", ("columns",)),
            Argument("eps", (), Kind.CONSTANT, (Fraction(1, 100),)),
        )
    ),
    source="Zhang and Sennrich, Root Mean Square Layer Normalization (2019), eq. 4",
    # A sum of a hundred equal terms is off by up to 34 units, of which the root halves those of the variance; ten for the rest.
    bounds=(
        *bounds("forward", 28, 28),
        *bounds("pushforward", 64, 64, ROW),
        *bounds("pullback", 64, 64, ROW),
    ),
    theorem="Rules.rms_scale_rule",
)
