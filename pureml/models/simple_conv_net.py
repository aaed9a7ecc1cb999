"""SimpleConvNet: convolution, ReLU, max-pool, affine, ReLU, affine."""

from __future__ import annotations

from ..arrays import Ch, F, H, Pair, W, Window
from ..functions.relu import relu
from ..initializers import Initializer, affine, convolution, he
from ..keys import Key
from ..layers.images import FlatLayer
from ..layers.layer import Out
from .halving import flattening, halved, halving


def simple_conv_net(  # noqa: PLR0913  # each is a size or an option of the book's network
    key: Key,
    channels: Ch,
    height: H,
    width: W,
    outputs: Out,
    dtype: type[F],
    *,
    filters: int = 30,
    kernel: Pair = (5, 5),
    stride: Pair = (1, 1),
    padding: Pair = (0, 0),
    hidden: int = 100,
    init: Initializer = he,
) -> FlatLayer[Ch, H, W, Out, F]:
    """One convolution, halved by max-pool, and two affine layers; nothing follows the last, whose outputs are logits.

    Every size follows from those given, by whole division, so odd ones fit too. Raises `ShapeError` for images that the
    filter or the pool does not fit into. Source: Deep Learning from Scratch, section 7.5.

    The pool stands before the ReLU here and after it in the book. ReLU is monotone, so no value changes; a window whose
    greatest entry is positive has the same first greatest, and through any other no gradient passes. ReLU then sees a
    quarter of the numbers.

    >>> import numpy as np
    >>> net = simple_conv_net(Key.of(0), 1, 28, 28, 10, np.float64)
    >>> print(str(net).replace(" >> ", chr(10)))
    Convolution(1x28x28 -> 30x24x24, 5x5)
    MaxPool(30x24x24 -> 30x12x12, 2x2)
    relu
    Flatten(30x12x12 -> 4320)
    Affine(4320 -> 100)
    relu
    Affine(100 -> 10)
    """
    first, second, third = key.split(3)
    maps = filters, *Window(kernel, stride, padding).stops(height, width)
    pool, flatten = halving(maps, dtype), flattening(halved(maps), dtype)
    return (
        convolution(first, (channels, height, width), maps, kernel, dtype, stride=stride, padding=padding, init=init)
        >> pool
        >> relu
        >> flatten
        >> affine(second, flatten.columns, hidden, dtype, init=init)
        >> relu
        >> affine(third, hidden, outputs, dtype, init=init)
    )
