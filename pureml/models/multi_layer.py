"""The multi-layer network: affine layers with an activation between them, of any depth."""

from __future__ import annotations

from itertools import pairwise

from ..arrays import F
from ..functions.activation import Activation
from ..initializers import Initializer, affine, he
from ..keys import Key
from ..layers.dropout import Dropout
from ..layers.layer import In, Layer, Out


def multi_layer(
    key: Key,
    inputs: In,
    hidden: tuple[int, ...],
    outputs: Out,
    dtype: type[F],
    *,
    activation: Activation,
    init: Initializer = he,
    dropout: float = 0.0,
) -> Layer[In, Out, F]:
    """As many layers as `hidden` has sizes, and one more; no activation follows the last, whose outputs are logits.

    Its depth is known at run time only, so its type says `Layer[In, Out]`; a network written with `>>` keeps the types of all
    its layers. With `dropout` each activation is followed by dropout at that rate. Source: Deep Learning from Scratch,
    sections 6.2 and 6.4.3.

    >>> import numpy as np
    >>> import pureml as pm
    >>> multi_layer(pm.Key.of(0), 64, (128, 32), 10, np.float64, activation=pm.relu)
    Affine(64 -> 128) >> relu >> Affine(128 -> 32) >> relu >> Affine(32 -> 10)
    """
    keys = key.split(len(hidden) + 1)
    if not hidden:
        return affine(keys[0], inputs, outputs, dtype, init=init)
    body = _hidden(affine(keys[0], inputs, hidden[0], dtype, init=init), hidden[0], activation, dropout)
    for k, (before, after) in zip(keys[1:-1], pairwise(hidden), strict=True):
        body = _hidden(body >> affine(k, before, after, dtype, init=init), after, activation, dropout)
    return body >> affine(keys[-1], hidden[-1], outputs, dtype, init=init)


def _hidden(layer: Layer[In, Out, F], size: Out, activation: Activation, dropout: float) -> Layer[In, Out, F]:
    """The layer, its activation and, unless the rate is 0, dropout."""
    activated = layer >> activation
    if not dropout:
        return activated
    dropped: Dropout[Out, F] = Dropout(size, dropout)
    return activated >> dropped
