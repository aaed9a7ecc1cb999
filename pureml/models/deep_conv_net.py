"""DeepConvNet: three stages of two convolutions and a max-pool, then two affine layers with dropout between them."""

from __future__ import annotations

from typing import TypeAlias

from ..arrays import Ch, F, H, Pair, W, Window
from ..functions.relu import relu
from ..initializers import Initializer, affine, convolution, he
from ..keys import Key
from ..layers.dropout import Dropout
from ..layers.images import FlatLayer, ImageLayer
from ..layers.layer import Out
from .halving import flattening, halved, halving

Sizes: TypeAlias = tuple[int, int, int]
KERNEL = (3, 3)
"""The sides of every filter."""


def deep_conv_net(  # noqa: PLR0913  # each is a size or an option of the book's network
    key: Key,
    channels: Ch,
    height: H,
    width: W,
    outputs: Out,
    dtype: type[F],
    *,
    filters: tuple[int, int, int] = (16, 32, 64),
    hidden: int = 50,
    dropout: float = 0.5,
    init: Initializer = he,
) -> FlatLayer[Ch, H, W, Out, F]:
    """Six convolutions with 3 x 3 filters, three pools and two affine layers; nothing follows the last.

    Each stage has filters of its own number and halves the images; the second one lays a frame of 2 around them first, as
    in the book, so that 28 x 28 images end as 4 x 4. Dropout stands once, before the last affine layer: the book also drops
    logits, and so loses classes. Weights are drawn with the fan-in C h w of a filter. Raises `ShapeError` for images that do not
    fit. Source: Deep Learning from Scratch, section 8.1; where the pool stands is said in `simple_conv_net`.

    >>> import numpy as np
    >>> net = deep_conv_net(Key.of(0), 1, 28, 28, 10, np.float64)
    >>> print(str(net).replace(" >> ", chr(10)))
    Convolution(1x28x28 -> 16x28x28, 3x3)
    relu
    Convolution(16x28x28 -> 16x28x28, 3x3)
    MaxPool(16x28x28 -> 16x14x14, 2x2)
    relu
    Convolution(16x14x14 -> 32x14x14, 3x3)
    relu
    Convolution(32x14x14 -> 32x16x16, 3x3)
    MaxPool(32x16x16 -> 32x8x8, 2x2)
    relu
    Convolution(32x8x8 -> 64x8x8, 3x3)
    relu
    Convolution(64x8x8 -> 64x8x8, 3x3)
    MaxPool(64x8x8 -> 64x4x4, 2x2)
    relu
    Flatten(64x4x4 -> 1024)
    Affine(1024 -> 50)
    relu
    Dropout(50, 0.5)
    Affine(50 -> 10)
    """
    keys = key.split(5)
    first, after_first = _stage(keys[0], (channels, height, width), filters[0], 1, dtype, init)
    second, after_second = _stage(keys[1], after_first, filters[1], 2, dtype, init)
    third, after_third = _stage(keys[2], after_second, filters[2], 1, dtype, init)
    flatten = flattening(after_third, dtype)
    drop: Dropout[int, F] = Dropout(hidden, dropout)
    return (
        first
        >> second
        >> third
        >> flatten
        >> affine(keys[3], flatten.columns, hidden, dtype, init=init)
        >> relu
        >> drop
        >> affine(keys[4], hidden, outputs, dtype, init=init)
    )


def _stage(
    key: Key, into: tuple[Ch, H, W], filters: int, frame: int, dtype: type[F], init: Initializer
) -> tuple[ImageLayer[Ch, H, W, int, int, int, F], Sizes]:
    """Two convolutions, the second with a frame of this width, and a pool; and the sizes of the images that come out."""
    one, two = key.split(2)
    narrow: Pair = (1, 1)
    wide: Pair = (frame, frame)
    same = _maps(filters, into[1:], narrow)
    grown = _maps(filters, same[1:], wide)
    layer = (
        convolution(one, into, same, KERNEL, dtype, padding=narrow, init=init)
        >> relu
        >> convolution(two, same, grown, KERNEL, dtype, padding=wide, init=init)
        >> halving(grown, dtype)
        >> relu
    )
    return layer, halved(grown)


def _maps(filters: int, sides: Pair, frame: Pair) -> Sizes:
    """The sizes of what a convolution makes of images with these sides and a frame around them."""
    return filters, *Window(KERNEL, (1, 1), frame).stops(*sides)
