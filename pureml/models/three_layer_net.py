"""The three-layer network of chapter 3: two hidden layers with a sigmoid after each, and softmax at the end."""

from __future__ import annotations

from ..arrays import F
from ..functions.sigmoid import sigmoid
from ..functions.softmax import softmax
from ..initializers import Initializer, affine, lecun
from ..keys import Key
from ..layers.affine import Affine
from ..layers.heads import Size, Width
from ..layers.layer import Activated, Chain, In, Out


def three_layer_net(
    key: Key, inputs: In, hidden: tuple[Width, Size], outputs: Out, dtype: type[F], *, init: Initializer = lecun
) -> Activated[
    In,
    Out,
    Chain[
        In,
        Out,
        Activated[In, Size, Chain[In, Size, Activated[In, Width, Affine[In, Width, F], F], Affine[Width, Size, F], F], F],
        Affine[Size, Out, F],
        F,
    ],
    F,
]:
    """The network for inference, 784-50-100-10 in the book; its outputs are probabilities, not logits.

    The weights come from elsewhere: `evolve` puts them in their places. To train it, take `cross_entropy`, which judges
    probabilities; `softmax_cross_entropy` would apply softmax twice. Source: Deep Learning from Scratch, section 3.6.2.

    >>> import numpy as np
    >>> import pureml as pm
    >>> three_layer_net(pm.Key.of(0), 784, (50, 100), 10, np.float64)
    Affine(784 -> 50) >> sigmoid >> Affine(50 -> 100) >> sigmoid >> Affine(100 -> 10) >> softmax
    """
    k1, k2, k3 = key.split(3)
    h1, h2 = hidden
    first, second = affine(k1, inputs, h1, dtype, init=init), affine(k2, h1, h2, dtype, init=init)
    return first >> sigmoid >> second >> sigmoid >> affine(k3, h2, outputs, dtype, init=init) >> softmax
