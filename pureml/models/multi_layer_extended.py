"""MultiLayerNetExtend: affine, batch norm, activation, dropout, as often as asked for, and one affine layer more."""

from __future__ import annotations

from itertools import pairwise

from ..arrays import F
from ..functions.activation import Activation
from ..initializers import Initializer, affine, batch_norm, he
from ..keys import Key
from ..layers.dropout import Dropout
from ..layers.layer import In, Layer, Out


def multi_layer_extended(
    key: Key,
    inputs: In,
    hidden: tuple[int, ...],
    outputs: Out,
    dtype: type[F],
    *,
    activation: Activation,
    init: Initializer = he,
    dropout: float = 0.5,
) -> Layer[In, Out, F]:
    """Each hidden layer normalises its batch before its activation and drops columns after it; the last does neither.

    Weight decay, the third part of the book's class, belongs to the loss: `penalty=l2_penalty(strength)` of
    `training.step` and `training.differentiate`. Source: Deep Learning from Scratch, sections 6.3 and 6.4.

    >>> import numpy as np
    >>> import pureml as pm
    >>> multi_layer_extended(pm.Key.of(0), 64, (32,), 10, np.float64, activation=pm.relu)
    Affine(64 -> 32) >> BatchNorm(32) >> relu >> Dropout(32, 0.5) >> Affine(32 -> 10)
    """
    keys = key.split(len(hidden) + 1)
    if not hidden:
        return affine(keys[0], inputs, outputs, dtype, init=init)
    body = _hidden(affine(keys[0], inputs, hidden[0], dtype, init=init), hidden[0], activation, dropout, dtype)
    for k, (before, after) in zip(keys[1:-1], pairwise(hidden), strict=True):
        body = _hidden(body >> affine(k, before, after, dtype, init=init), after, activation, dropout, dtype)
    return body >> affine(keys[-1], hidden[-1], outputs, dtype, init=init)


def _hidden(layer: Layer[In, Out, F], size: Out, activation: Activation, rate: float, dtype: type[F]) -> Layer[In, Out, F]:
    """The layer with what follows it."""
    dropped: Dropout[Out, F] = Dropout(size, rate)
    return layer >> batch_norm(size, dtype) >> activation >> dropped
