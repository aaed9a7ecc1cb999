"""Affine: Y = X W + 1 b^T."""

from __future__ import annotations

from typing import Generic

import attrs
from typing_extensions import override

from ..arrays import F, Float, Matrix, R, Vector, column_sums, freeze, fresh
from ..errors import ShapeError
from ..gradients import Cotangent, cotangent
from ..records import one_dtype, sealed
from ..rules import Argument, Domain, Rule, bounds
from ..scales import MAGNITUDES
from .back import Measured
from .layer import In, Layer, Out
from .network import Masks, check_input


def forward(x: Matrix[R, In, F], weight: Matrix[In, Out, F], bias: Vector[Out, F], /) -> Matrix[R, Out, F]:
    """The bias is added to every row: Y = X W + 1 b^T.

    x (R, In), weight (In, Out), bias (Out,) -> (R, Out). Source: Deep Learning from Scratch, section 5.6.1.

    >>> import pureml as pm
    >>> forward(pm.matrix([[1.0, 2.0]]), pm.matrix([[1.0], [10.0]]), pm.vector([0.5]))
    array([[21.5]])
    """
    y = fresh(x @ weight)
    y += bias
    return y


def linearize(
    x: Matrix[R, In, F], weight: Matrix[In, Out, F], bias: Vector[Out, F], /
) -> tuple[Matrix[R, Out, F], tuple[Matrix[R, In, F], Matrix[In, Out, F]]]:
    """Y, and its two factors."""
    return forward(x, weight, bias), (x, weight)


def pushforward(
    kept: tuple[Matrix[R, In, F], Matrix[In, Out, F]], x_dot: Matrix[R, In, F], weight_dot: Matrix[In, Out, F], bias_dot: Vector[Out, F], /
) -> Matrix[R, Out, F]:
    """The product rule: Y_dot = X_dot W + X W_dot + 1 b_dot^T."""
    x, weight = kept
    return x_dot @ weight + x @ weight_dot + bias_dot


def pullback(
    kept: tuple[Matrix[R, In, F], Matrix[In, Out, F]], g: Matrix[R, Out, F], /
) -> tuple[Matrix[R, In, F], Matrix[In, Out, F], Vector[Out, F]]:
    """The transposes stand so because rows are samples: d_x = G W^T, d_weight = X^T G, d_bias = 1^T G.

    >>> import pureml as pm
    >>> y, kept = linearize(pm.matrix([[1.0, 2.0]]), pm.matrix([[3.0], [4.0]]), pm.vector([0.0]))
    >>> pullback(kept, pm.matrix([[10.0]]))
    (array([[30., 40.]]), array([[10.],
           [20.]]), array([10.]))
    """
    x, weight = kept
    d_weight, d_bias = gradient(x, g)
    return pullback_input(weight, g), d_weight, d_bias


def pullback_input(weight: Matrix[In, Out, F], g: Matrix[R, Out, F], /) -> Matrix[R, In, F]:
    """The cotangent of the input alone: d_x = G W^T."""
    return g @ weight.T


def gradient(x: Matrix[R, In, F], g: Matrix[R, Out, F], /) -> tuple[Matrix[In, Out, F], Vector[Out, F]]:
    """The cotangents of the parameters alone: d_weight = X^T G, d_bias = 1^T G."""
    return x.T @ g, column_sums(g)


@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class Affine(Layer[In, Out, Float]):
    """`x @ weight + bias`, for every row.

    Raises `ShapeError` unless the bias has an entry for each column of the weight, `DtypeError` for mixed dtypes.

    >>> import pureml as pm
    >>> Affine(pm.matrix([[1.0, 2.0]]), pm.vector([0.0, 0.0])).forward(pm.matrix([[3.0]]))
    array([[3., 6.]])
    """

    weight: Matrix[In, Out, Float]
    bias: Vector[Out, Float]

    def __attrs_post_init__(self) -> None:
        """Check that the parameters agree."""
        if self.weight.ndim != 2 or self.bias.shape != self.weight.shape[1:]:
            raise ShapeError(
                f"Affine: expected a bias for each column of weight, got weight {self.weight.shape} and bias {self.bias.shape}"
            )
        one_dtype("Affine", weight=self.weight, bias=self.bias)

    @override
    def forward(self, x: Matrix[R, In, Float], /) -> Matrix[R, Out, Float]:
        weight = self.weight
        if x.dtype is not weight.dtype or x.ndim != 2 or x.shape[1] != len(weight):
            check_input("Affine", x, len(weight), weight)
        return freeze(forward(x, weight, self.bias))

    @override
    def linearize(self, x: Matrix[R, In, Float], masks: Masks = (), /) -> tuple[Matrix[R, Out, Float], AffineBack[R, In, Out, Float]]:
        return self.forward(x), AffineBack(self, x)

    @override
    def __repr__(self) -> str:
        return f"Affine({self.weight.shape[0]} -> {self.weight.shape[1]})"


@attrs.define(eq=False)
class AffineBack(Generic[R, In, Out, Float]):
    """The layer and its input: all that the way back needs."""

    at: Affine[In, Out, Float]
    x: Matrix[R, In, Float]

    def pullback(self, g: Matrix[R, Out, Float], /) -> tuple[Matrix[R, In, Float], Cotangent[Affine[In, Out, Float]]]:
        """The cotangents of the input and of the parameters."""
        return freeze(pullback_input(self.at.weight, g)), self.gradient(g)

    def gradient(self, g: Matrix[R, Out, Float], /) -> Cotangent[Affine[In, Out, Float]]:
        """The cotangent of the parameters alone."""
        d_weight, d_bias = gradient(self.x, g)
        return cotangent(self.at, type(self.at), d_weight, d_bias)

    def measured(self) -> Measured:
        """Nothing."""
        return ()


RULE = Rule(
    name="affine",
    formula="Y = X W + 1 b^T",
    derivative="d_x = G W^T, d_weight = X^T G, d_bias = 1^T G",
    forward=forward,
    linearize=linearize,
    pushforward=pushforward,
    pullback=pullback,
    domain=Domain((Argument("x", ("rows", "inputs")), Argument("weight", ("inputs", "outputs")), Argument("bias", ("outputs",)))),
    source="Deep Learning from Scratch, section 5.6",
    # A sum of n equal terms is rounded the same way every time, by up to n / 3 units: 34 for a hundred terms; two for the rest.
    bounds=(
        *bounds("forward", 36, 36, MAGNITUDES),
        *bounds("pushforward", 36, 36, MAGNITUDES),
        *bounds("pullback", 36, 36, MAGNITUDES),
    ),
    theorem="Rules.affine_rule",
)
