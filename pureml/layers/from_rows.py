"""A network of images that takes each image as a row of pixels."""

from __future__ import annotations

from math import prod
from typing import Any, Generic

import attrs
from typing_extensions import TypeVar, override

from ..arrays import Ch, Float, H, Images, Matrix, R, W, as_images, as_rows, freeze
from ..errors import ShapeError
from ..gradients import Cotangent
from ..records import sealed
from .back import Back, Measured
from .images import FlatLayer
from .layer import In, Layer, Out
from .network import Masks

G = TypeVar("G", bound=FlatLayer[Any, Any, Any, Any, Any])


@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class FromRows(Layer[In, Out, Float], Generic[In, Out, Ch, H, W, G, Float]):
    """Each row of `columns` pixels is an image of these sizes, in row-major order: what `Flatten` does, undone.

    With it a convolutional network stands wherever one of features does. The product of sizes cannot be expressed in types,
    so `columns` is given and checked: raises `ShapeError`.

    >>> import pureml as pm
    >>> net = pm.Flatten(1, 2, 2, 4) >> pm.Affine(pm.matrix([[1.0], [2.0], [3.0], [4.0]]), pm.vector([0.0]))
    >>> FromRows(4, 1, 2, 2, net).forward(pm.matrix([[1.0, 0.0, 0.0, 1.0]]))
    array([[5.]])
    """

    columns: In
    channels: Ch
    height: H
    width: W
    net: G

    def __attrs_post_init__(self) -> None:
        """Check that the sizes agree."""
        sizes = (self.channels, self.height, self.width)
        if prod(sizes) != self.columns:
            raise ShapeError(f"FromRows: expected columns = {' x '.join(map(str, sizes))} = {prod(sizes)}, got {self.columns}")

    @override
    def forward(self, x: Matrix[R, In, Float], /) -> Matrix[R, Out, Float]:
        y: Matrix[R, Out, Float] = self.net.forward(self._images(x))
        return y

    @override
    def linearize(self, x: Matrix[R, In, Float], masks: Masks = (), /) -> tuple[Matrix[R, Out, Float], FromRowsBack[R, In, Out, Float]]:
        y, back = self.net.linearize(self._images(x), masks)
        return y, FromRowsBack(self, back)

    def _images(self, x: Matrix[R, In, Float]) -> Images[R, Ch, H, W, Float]:
        if x.ndim != 2 or x.shape[1] != self.columns:
            raise ShapeError(f"FromRows: expected a matrix with {self.columns} columns, got x of shape {x.shape}")
        return freeze(as_images(x, self.channels, self.height, self.width))

    @override
    def __repr__(self) -> str:
        return f"FromRows({self.channels}x{self.height}x{self.width}) >> {self.net}"


@attrs.define(eq=False)
class FromRowsBack(Generic[R, In, Out, Float]):
    """The layer, and the way back through its network."""

    at: FromRows[In, Out, Any, Any, Any, Any, Float]
    inner: Back[Images[R, Any, Any, Any, Float], Matrix[R, Out, Float], Any]

    def pullback(self, g: Matrix[R, Out, Float], /) -> tuple[Matrix[R, In, Float], Cotangent[FromRows[In, Out, Any, Any, Any, Any, Float]]]:
        """The cotangents of the rows and of the parameters."""
        d_images, d_net = self.inner.pullback(g)
        return freeze(as_rows(d_images, self.at.columns)), Cotangent(self.at, d_net.leaves)

    def gradient(self, g: Matrix[R, Out, Float], /) -> Cotangent[FromRows[In, Out, Any, Any, Any, Any, Float]]:
        """The cotangent of the parameters alone."""
        return Cotangent(self.at, self.inner.gradient(g).leaves)

    def measured(self) -> Measured:
        """What the layers of the network measured."""
        return self.inner.measured()
