"""Flatten: each image becomes a row, channel by channel, line by line."""

from __future__ import annotations

from math import prod
from typing import Generic

import attrs
from typing_extensions import override

from ..arrays import C, Ch, F, Float, H, Images, Matrix, R, W, as_images, as_rows, freeze
from ..errors import ShapeError
from ..gradients import Cotangent
from ..records import sealed
from ..rules import Argument, Domain, Kind, Rule, bounds
from .back import Measured
from .images import FlatLayer
from .layer import Out
from .network import Masks


def forward(x: Images[R, Ch, H, W, F], columns: C, /) -> Matrix[R, C, F]:
    """No number changes: row n of Y holds x[n] in row-major order.

    x (R, Ch, H, W) -> (R, Ch H W), and columns is that product.

    >>> import pureml as pm
    >>> forward(pm.images([[[[1, 2], [3, 4]]]], 1, 1, 2, 2), 4)
    array([[1., 2., 3., 4.]])
    """
    return as_rows(x, columns)


def linearize(x: Images[R, Ch, H, W, F], columns: C, /) -> tuple[Matrix[R, C, F], tuple[C, Ch, H, W]]:
    """Y, and the sizes."""
    _, channels, height, width = x.shape
    return forward(x, columns), (columns, channels, height, width)


def pushforward(kept: tuple[C, Ch, H, W], x_dot: Images[R, Ch, H, W, F], /) -> Matrix[R, C, F]:
    """Y_dot = flatten(x_dot): the map is linear."""
    return as_rows(x_dot, kept[0])


def pullback(kept: tuple[C, Ch, H, W], g: Matrix[R, C, F], /) -> Images[R, Ch, H, W, F]:
    """The inverse reshape: a permutation's transpose is its inverse.

    >>> import pureml as pm
    >>> y, kept = linearize(pm.images([[[[1, 2], [3, 4]]]], 1, 1, 2, 2), 4)
    >>> pullback(kept, y)
    array([[[[1., 2.],
             [3., 4.]]]])
    """
    _, channels, height, width = kept
    return as_images(g, channels, height, width)


@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class Flatten(FlatLayer[Ch, H, W, Out, Float]):
    """Images of these sizes as rows of `columns` features, under a name of their own.

    The product of sizes cannot be expressed in types, so `columns` is given and checked: raises `ShapeError`.

    >>> Flatten(1, 8, 8, 64)
    Flatten(1x8x8 -> 64)
    >>> Flatten(1, 8, 8, 63)
    Traceback (most recent call last):
    ...
    pureml.errors.ShapeError: Flatten: expected columns = 1 x 8 x 8 = 64, got 63
    """

    channels: Ch
    height: H
    width: W
    columns: Out

    def __attrs_post_init__(self) -> None:
        """Check that the sizes agree."""
        sizes = (self.channels, self.height, self.width)
        if prod(sizes) != self.columns:
            raise ShapeError(f"Flatten: expected columns = {' x '.join(map(str, sizes))} = {prod(sizes)}, got {self.columns}")

    @override
    def forward(self, x: Images[R, Ch, H, W, Float], /) -> Matrix[R, Out, Float]:
        if x.shape[1:] != (self.channels, self.height, self.width):
            raise ShapeError(f"Flatten: expected images {self.channels}x{self.height}x{self.width}, got x of shape {x.shape}")
        return freeze(forward(x, self.columns))

    @override
    def linearize(
        self, x: Images[R, Ch, H, W, Float], masks: Masks = (), /
    ) -> tuple[Matrix[R, Out, Float], FlattenBack[R, Ch, H, W, Out, Float]]:
        return self.forward(x), FlattenBack(self)

    @override
    def __repr__(self) -> str:
        return f"Flatten({self.channels}x{self.height}x{self.width} -> {self.columns})"


@attrs.define(eq=False)
class FlattenBack(Generic[R, Ch, H, W, Out, Float]):
    """The layer: its sizes are all that the way back needs."""

    at: Flatten[Ch, H, W, Out, Float]

    def pullback(self, g: Matrix[R, Out, Float], /) -> tuple[Images[R, Ch, H, W, Float], Cotangent[Flatten[Ch, H, W, Out, Float]]]:
        """The cotangent of the images; there are no parameters."""
        at = self.at
        return freeze(pullback((at.columns, at.channels, at.height, at.width), g)), self.gradient(g)

    def gradient(self, _g: Matrix[R, Out, Float], /) -> Cotangent[Flatten[Ch, H, W, Out, Float]]:
        """No parameters."""
        return Cotangent(self.at, ())

    def measured(self) -> Measured:
        """Nothing."""
        return ()


RULE = Rule(
    name="flatten",
    formula="Y[n] = (X[n] in row-major order)",
    derivative="d_x = G reshaped to (R, Ch, H, W)",
    forward=forward,
    linearize=linearize,
    pushforward=pushforward,
    pullback=pullback,
    domain=Domain(
        (
            Argument("x", ("rows", "channels", "height", "width")),
            Argument("columns", ("channels", "height", "width"), Kind.SIZE),
        )
    ),
    source="Deep Learning from Scratch, section 7.4.3",
    bounds=(
        *bounds("forward", 0, 0),
        *bounds("pushforward", 0, 0),
        *bounds("pullback", 0, 0),
    ),
    theorem="Graph.flatten_rule",
)
