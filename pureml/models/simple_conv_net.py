"""SimpleConvNet: convolution, ReLU, max-pool, affine, ReLU, affine."""

from __future__ import annotations

from ..arrays import Ch, F, H, Pair, W, Window
from ..functions.relu import relu
from ..initializers import Initializer, affine, convolution, he
from ..keys import Key
from ..layers.flatten import Flatten
from ..layers.images import FlatLayer
from ..layers.layer import Out
from ..layers.max_pool import MaxPool

HALF: Pair = (2, 2)
"""Max-pool over 2 x 2 windows side by side: of an odd side the last row or column takes no part."""


def simple_conv_net(
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
    greatest is positive has the same first greatest, and through any other no gradient passes. ReLU then sees a quarter of
    the numbers.

    >>> import numpy as np
    >>> import pureml as pm
    >>> simple_conv_net(pm.Key.of(0), 1, 28, 28, 10, np.float64).first.first.first
    Convolution(1x28x28 -> 30x24x24, 5x5) >> MaxPool(30x24x24 -> 30x12x12, 2x2) >> relu >> Flatten(30x12x12 -> 4320) >> Affine(4320 -> 100)
    """
    first, second, third = key.split(3)
    tall, wide = Window(kernel, stride, padding).stops(height, width)
    half = Window(HALF, HALF, (0, 0)).stops(tall, wide)
    conv = convolution(first, (channels, height, width), (filters, tall, wide), kernel, dtype, stride=stride, padding=padding, init=init)
    pool: MaxPool[int, int, int, int, int, F] = MaxPool(filters, tall, wide, *half, window=HALF)
    features = filters * half[0] * half[1]
    flatten: Flatten[int, int, int, int, F] = Flatten(filters, *half, features)
    return (
        conv >> pool >> relu >> flatten
        >> affine(second, features, hidden, dtype, init=init) >> relu
        >> affine(third, hidden, outputs, dtype, init=init)
    )  # fmt: skip
