"""The multi-layer network: affine layers with an activation between them, of any depth."""

from __future__ import annotations

from itertools import pairwise

from ..arrays import F
from ..functions.activation import Activation
from ..initializers import Initializer, affine, he
from ..keys import Key
from ..layers.layer import In, Layer, Out


def multi_layer(
    key: Key, inputs: In, hidden: tuple[int, ...], outputs: Out, dtype: type[F], *, activation: Activation, init: Initializer = he
) -> Layer[In, Out, F]:
    """As many layers as `hidden` has sizes, and one more; no activation follows the last, whose outputs are logits.

    Its depth is known at run time only, so its type says `Layer[In, Out]`; a network written with `>>` keeps the types of all
    its layers. Source: Deep Learning from Scratch, section 6.2.

    >>> import numpy as np
    >>> import pureml as pm
    >>> multi_layer(pm.Key.of(0), 64, (128, 32), 10, np.float64, activation=pm.relu)
    Affine(64 -> 128) >> relu >> Affine(128 -> 32) >> relu >> Affine(32 -> 10)
    """
    keys = key.split(len(hidden) + 1)
    if not hidden:
        return affine(keys[0], inputs, outputs, dtype, init=init)
    body: Layer[In, int, F] = affine(keys[0], inputs, hidden[0], dtype, init=init) >> activation
    for k, (before, after) in zip(keys[1:-1], pairwise(hidden), strict=True):
        body = body >> affine(k, before, after, dtype, init=init) >> activation
    return body >> affine(keys[-1], hidden[-1], outputs, dtype, init=init)
