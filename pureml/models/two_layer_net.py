"""TwoLayerNet: affine, activation, affine."""

from __future__ import annotations

from ..arrays import F
from ..functions.activation import Activation
from ..functions.relu import relu
from ..initializers import Initializer, affine, he
from ..keys import Key
from ..layers.affine import Affine
from ..layers.heads import Width
from ..layers.layer import Activated, Chain, In, Out


def two_layer_net(
    key: Key, inputs: In, hidden: Width, outputs: Out, dtype: type[F], *, activation: Activation = relu, init: Initializer = he
) -> Chain[In, Out, Activated[In, Width, Affine[In, Width, F], F], Affine[Width, Out, F], F]:
    """The network of chapters 4 and 5, with all of its axes in its type; its outputs are logits.

    Chapter 4 has a sigmoid between the layers, chapter 5 ReLU; the book draws both weights with `normal(0.01)`. Source:
    Deep Learning from Scratch, sections 4.5.1 and 5.7.2.

    >>> import numpy as np
    >>> import pureml as pm
    >>> two_layer_net(pm.Key.of(0), 784, 50, 10, np.float64, init=pm.initializers.normal(0.01))
    Affine(784 -> 50) >> relu >> Affine(50 -> 10)
    """
    first, second = key.split(2)
    return affine(first, inputs, hidden, dtype, init=init) >> activation >> affine(second, hidden, outputs, dtype, init=init)
