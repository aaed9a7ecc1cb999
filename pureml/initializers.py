"""Initialisers: the spread of the first weights, so that signals neither die nor explode with depth."""

from __future__ import annotations

from math import sqrt
from typing import Protocol

import numpy as np

from .arrays import F, Matrix, vector
from .errors import DomainError
from .keys import Key, normal
from .layers.affine import Affine
from .layers.layer import In, Out


class Initializer(Protocol):
    """The variance of a weight, from how many inputs and outputs its layer has."""

    def __call__(self, fan_in: int, fan_out: int, /) -> float:
        """The variance."""
        ...


def he(fan_in: int, _fan_out: int, /) -> float:
    """ReLU keeps the mean square of the signal: variance 2 / fan_in.

    Source: He, Zhang, Ren, Sun, Delving Deep into Rectifiers (2015), eq. 10.

    >>> he(50, 10)
    0.04
    """
    return 2 / fan_in


def glorot(fan_in: int, fan_out: int, /) -> float:
    """A compromise between the way forward and the way back: variance 2 / (fan_in + fan_out).

    Source: Glorot and Bengio, Understanding the difficulty of training deep feedforward networks (2010), eq. 12. The book
    calls 1 / fan_in, which is LeCun's, by this name.

    >>> glorot(50, 50)
    0.02
    """
    return 2 / (fan_in + fan_out)


def lecun(fan_in: int, _fan_out: int, /) -> float:
    """A linear layer keeps the variance of the signal: variance 1 / fan_in.

    Source: LeCun, Bottou, Orr, Mueller, Efficient BackProp (1998), eq. 16.

    >>> lecun(50, 10)
    0.02
    """
    return 1 / fan_in


def affine(key: Key, inputs: In, outputs: Out, dtype: type[F], *, init: Initializer = he) -> Affine[In, Out, F]:
    """A layer with normal weights of the initialiser's variance and biases 0; raises `DomainError` for an empty axis.

    >>> affine(Key.of(0), 64, 32, np.float32)
    Affine(64 -> 32)
    """
    if inputs < 1 or outputs < 1:
        raise DomainError(f"affine: expected at least one input and one output, got {inputs} and {outputs}")
    weight: Matrix[In, Out, F] = normal(key, inputs, outputs, dtype) * sqrt(init(inputs, outputs))
    return Affine(weight, vector(np.zeros(outputs), outputs, dtype))
