"""Layer normalisation: Y = gamma (X - mean) / sqrt(variance + eps) + beta, per row, over its columns."""

from __future__ import annotations

from fractions import Fraction
from typing import Generic

import attrs
from typing_extensions import override

from ..arrays import C, F, Float, Matrix, R, Vector, add_row, column_dots, column_sums, freeze, fresh, row_sums, sqrt, times_row
from ..errors import DomainError, ShapeError
from ..gradients import Cotangent, adopted
from ..records import one_dtype, sealed
from ..rules import Argument, Domain, Kind, Rule, bounds
from ..scales import ROW
from .back import Measured
from .layer import In, Layer
from .network import Masks, check_input


@attrs.define(eq=False)
class NormalisedRows(Generic[R, C, Float]):
    """What the derivatives need: the normalised rows, 1 / sqrt(variance + eps) of each, and gamma."""

    x_hat: Matrix[R, C, Float]
    r: Vector[R, Float]
    gamma: Vector[C, Float]


def forward(x: Matrix[R, C, F], gamma: Vector[C, F], beta: Vector[C, F], eps: float, /) -> Matrix[R, C, F]:
    """Before gamma and beta every row has mean 0 and variance v / (v + eps), v its variance over n columns, not n - 1.

    x (R, C), gamma (C,), beta (C,) -> (R, C); rows do not mix, so training and evaluation are one function. The mean is
    refined once and the variance corrected by it, so that an offset of 1e8 costs no digits. A row of one column gives
    beta. Source: Ba, Kiros, Hinton, Layer Normalization (2016), eq. 4.

    >>> import pureml as pm
    >>> forward(pm.matrix([[1.0, 3.0]]), pm.vector([2.0, 2.0]), pm.vector([10.0, 0.0]), 0.0)
    array([[8., 2.]])
    """
    return linearize(x, gamma, beta, eps)[0]


def linearize(
    x: Matrix[R, C, F], gamma: Vector[C, F], beta: Vector[C, F], eps: float, /
) -> tuple[Matrix[R, C, F], NormalisedRows[R, C, F]]:
    """Y, and what its derivatives need."""
    n = x.shape[1]
    x_hat = fresh(x - (row_sums(x) / n)[:, None])
    x_hat -= (row_sums(x_hat) / n)[:, None]
    left = row_sums(x_hat)
    variance = (row_sums(x_hat * x_hat) - left * left / n) / n
    r = 1 / sqrt(variance + eps)
    x_hat *= r[:, None]
    y = times_row(x_hat, gamma)
    add_row(y, beta)
    return y, NormalisedRows(x_hat, r, gamma)


def pushforward(
    kept: NormalisedRows[R, C, F], x_dot: Matrix[R, C, F], gamma_dot: Vector[C, F], beta_dot: Vector[C, F], /
) -> Matrix[R, C, F]:
    """The mean and the variance move with the row: Y_dot = gamma r (x_dot - mean(x_dot) - x_hat mean(x_hat x_dot)) + ..."""
    return _projected(kept, x_dot) * kept.gamma + kept.x_hat * gamma_dot + beta_dot


def pullback(kept: NormalisedRows[R, C, F], g: Matrix[R, C, F], /) -> tuple[Matrix[R, C, F], Vector[C, F], Vector[C, F]]:
    """Every row of d_x sums to 0: with d = gamma G, d_x = r (d - mean(d) - x_hat mean(x_hat d)), means over the columns.

    d_gamma = 1^T (G x_hat), d_beta = 1^T G, over the rows. Source: Ba, Kiros, Hinton (2016), supplementary material.

    >>> import pureml as pm
    >>> y, kept = linearize(pm.matrix([[1.0, 3.0]]), pm.vector([2.0, 2.0]), pm.vector([10.0, 0.0]), 0.0)
    >>> pullback(kept, pm.matrix([[1.0, 0.0]]))
    (array([[0., 0.]]), array([-1.,  0.]), array([1., 0.]))
    """
    return _projected(kept, g * kept.gamma), column_dots(g, kept.x_hat), column_sums(g)


def _projected(kept: NormalisedRows[R, C, F], d: Matrix[R, C, F], /) -> Matrix[R, C, F]:
    """r (d - mean(d) - x_hat mean(x_hat d)): symmetric, so it serves both ways."""
    n = d.shape[1]
    along = (row_sums(kept.x_hat * d) / n)[:, None]
    return (d - (row_sums(d) / n)[:, None] - kept.x_hat * along) * kept.r[:, None]


@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class LayerNorm(Layer[In, In, Float]):
    """Normalises each row by itself, then scales and shifts each column; the same in training and evaluation.

    Raises `ShapeError`, `DtypeError`, and `DomainError` for a negative eps.

    >>> import pureml as pm
    >>> LayerNorm(pm.vector([1.0, 1.0]), pm.vector([0.0, 0.0]), 0.0).forward(pm.matrix([[5.0, 7.0]]))
    array([[-1.,  1.]])
    """

    gamma: Vector[In, Float]
    beta: Vector[In, Float]
    eps: float = 1e-5

    def __attrs_post_init__(self) -> None:
        """Check that the parameters agree."""
        if self.gamma.ndim != 1 or not self.gamma.size or self.beta.shape != self.gamma.shape:
            raise ShapeError(f"LayerNorm: expected two vectors of one size, got shapes {self.gamma.shape} and {self.beta.shape}")
        one_dtype("LayerNorm", gamma=self.gamma, beta=self.beta)
        if not self.eps >= 0:
            raise DomainError(f"LayerNorm: expected eps >= 0, got {self.eps}")

    @override
    def forward(self, x: Matrix[R, In, Float], /) -> Matrix[R, In, Float]:
        check_input("LayerNorm", x, len(self.gamma), self.gamma)
        return freeze(forward(x, self.gamma, self.beta, self.eps))

    @override
    def linearize(self, x: Matrix[R, In, Float], masks: Masks = (), /) -> tuple[Matrix[R, In, Float], LayerNormBack[R, In, Float]]:
        check_input("LayerNorm", x, len(self.gamma), self.gamma)
        y, kept = linearize(x, self.gamma, self.beta, self.eps)
        return freeze(y), LayerNormBack(self, kept)

    @override
    def __repr__(self) -> str:
        return f"LayerNorm({len(self.gamma)})"


@attrs.define(eq=False)
class LayerNormBack(Generic[R, In, Float]):
    """The layer and what its pass kept."""

    at: LayerNorm[In, Float]
    kept: NormalisedRows[R, In, Float]

    def pullback(self, g: Matrix[R, In, Float], /) -> tuple[Matrix[R, In, Float], Cotangent[LayerNorm[In, Float]]]:
        """The cotangents of the input and of the parameters."""
        d_x, d_gamma, d_beta = pullback(self.kept, g)
        return freeze(d_x), Cotangent(self.at, adopted(d_gamma, d_beta))

    def gradient(self, g: Matrix[R, In, Float], /) -> Cotangent[LayerNorm[In, Float]]:
        """The cotangent of the parameters alone."""
        return Cotangent(self.at, adopted(column_dots(g, self.kept.x_hat), column_sums(g)))

    def measured(self) -> Measured:
        """Nothing."""
        return ()


RULE = Rule(
    name="layer_norm",
    formula="Y = gamma (X - mean) / sqrt(variance + eps) + beta, per row",
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
    source="Ba, Kiros, Hinton, Layer Normalization (2016), eq. 4",
    # A sum of a hundred equal terms is off by up to 34 units, of which the root halves those of the variance; ten for the rest.
    bounds=(
        *bounds("forward", 28, 28, ROW),
        *bounds("pushforward", 64, 64, ROW),
        *bounds("pullback", 64, 64, ROW),
    ),
    theorem="Rules.layer_norm_rule",
)
