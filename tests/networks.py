"""Networks that tests of records, gradients and training share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

import pureml as pm
from pureml.initializers import affine
from pureml.keys import normal

SIZES = (3, 4, 2)
"""Inputs, hidden units, outputs."""


def network(dtype: Any = np.float64, seed: int = 0, sizes: tuple[int, int, int] = SIZES) -> Any:
    """Affine, batch normalisation, ReLU, dropout, affine: every kind of field that a network has; no parameter is 0 or 1."""
    hidden = sizes[1]
    keys = pm.Key.of(seed).split(6)
    gamma, beta, mean, bias = (normal(key, 1, hidden, dtype)[0] for key in keys[:4])
    norm = pm.BatchNorm(gamma, beta, pm.Moments(mean, mean * mean))
    first, second = (affine(key, a, b, dtype) for key, a, b in zip(keys[4:], sizes[:2], sizes[1:], strict=True))
    return first.evolve(bias=bias) >> norm >> pm.relu >> pm.Dropout(hidden, 0.25) >> second


def layer(weight: Any, bias: Any) -> Any:
    """An affine layer of plain arrays, of which a checker could not say the axes."""
    make: Any = pm.Affine
    return make(weight, bias)


def batch(dtype: Any = np.float64, rows: int = 5, seed: int = 1, sizes: tuple[int, int, int] = SIZES) -> tuple[Any, Any]:
    """Inputs, and a label for each row; every class occurs."""
    x: Any = normal(pm.Key.of(seed), rows, sizes[0], dtype)
    return x, pm.labels([k % sizes[-1] for k in range(rows)], rows, sizes[-1])


def bits(*arrays: Any) -> list[bytes]:
    """The bytes of arrays, to see that nothing has changed."""
    return [np.asarray(x).tobytes() for x in arrays]


def put(net: Any, parameters: Iterable[Any]) -> Any:
    """The network with these parameters, whatever their number system."""

    def new(_: Any, x: Any) -> Any:
        return x

    return net.rebuilt(new, iter(parameters))
