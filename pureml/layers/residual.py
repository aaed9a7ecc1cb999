"""Residual connection: Y = X + f(X), for a layer f that gives what it takes."""

from __future__ import annotations

from typing import Any, Generic, Self

import attrs
from typing_extensions import override

from ..arrays import F, Float, Matrix, R, freeze
from ..errors import ShapeError
from ..gradients import Cotangent
from ..records import P, sealed
from .back import Back, Measured
from .layer import L1, Follows, In, Layer
from .network import Masks


@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class Residual(Layer[In, In, Float], Generic[In, L1, Float]):
    """The layer and a way past it: Y = X + f(X), so d_x = G + f's pullback of G.

    Build it with `residual`, which checks that f gives the columns it takes. Raises `ShapeError` where it does not.
    Source: He, Zhang, Ren, Sun, Deep Residual Learning for Image Recognition (2016), eq. 1.
    """

    layer: L1

    @override
    def forward(self, x: Matrix[R, In, Float], /) -> Matrix[R, In, Float]:
        return freeze(_sum(x, self.layer.forward(x)))

    @override
    def linearize(self, x: Matrix[R, In, Float], masks: Masks = (), /) -> tuple[Matrix[R, In, Float], ResidualBack[R, In, Self, Float]]:
        y, inner = self.layer.linearize(x, masks)
        return freeze(_sum(x, y)), ResidualBack(self, inner)

    @override
    def __repr__(self) -> str:
        return f"residual({self.layer})"


def residual(layer: Follows[In, In, L1, F], /) -> Residual[In, L1, F]:
    """A layer whose outputs are added to its inputs; a checker refuses one that gives other columns than it takes.

    >>> import pureml as pm
    >>> residual(pm.Affine(pm.matrix([[3.0]]), pm.vector([0.5]))).forward(pm.matrix([[2.0]]))
    array([[8.5]])
    """
    return Residual(layer.itself())


def _sum(x: Matrix[R, In, F], y: Matrix[R, In, F]) -> Matrix[R, In, F]:
    """X + Y, which NumPy would stretch until it fits."""
    if x.shape != y.shape:
        raise ShapeError(f"residual: expected a layer that gives the {x.shape[1]} columns it takes, got an output of shape {y.shape}")
    return x + y


@attrs.define(eq=False)
class ResidualBack(Generic[R, In, P, Float]):
    """The way back through the layer, and past it."""

    at: P
    inner: Back[Matrix[R, In, Float], Matrix[R, In, Float], Any]

    def pullback(self, g: Matrix[R, In, Float], /) -> tuple[Matrix[R, In, Float], Cotangent[P]]:
        """The cotangents of the input, to which both ways lead, and of the parameters."""
        d_x, d_layer = self.inner.pullback(g)
        return freeze(g + d_x), Cotangent(self.at, d_layer.leaves)

    def gradient(self, g: Matrix[R, In, Float], /) -> Cotangent[P]:
        """The cotangent of the parameters alone."""
        return Cotangent(self.at, self.inner.gradient(g).leaves)

    def measured(self) -> Measured:
        """What the layer measured."""
        return self.inner.measured()
