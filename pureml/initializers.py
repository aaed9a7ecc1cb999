"""Initialisers: the spread of the first weights, so that signals neither die nor explode with depth.

The rule says which variance a weight has, from how many numbers go into a unit (fan-in) and how many it goes to
(fan-out); the distribution is normal, or uniform with the half-width sqrt(3 variance) that gives the same variance.
"""

from __future__ import annotations

from math import inf, sqrt
from typing import Protocol

import attrs
import numpy as np
from typing_extensions import override

from . import keys
from .arrays import C, Ch, F, H, Images, Mask, Matrix, Pair, R, W, as_images, freeze, vector
from .errors import DomainError
from .keys import Key
from .layers.affine import Affine
from .layers.batch_norm import BatchNorm
from .layers.convolution import KH, KW, Convolution
from .layers.embedding import Embedding
from .layers.heads import Heads, Sight, Size, Tokens, Width
from .layers.images import H2, W2, Ch2
from .layers.layer import In, Out
from .layers.layer_norm import LayerNorm
from .layers.moments import Moments
from .layers.multi_head_attention import MultiHeadAttention


class Variance(Protocol):
    """The variance of a weight, from the fan-in and the fan-out of its layer."""

    def __call__(self, fan_in: int, fan_out: int, /) -> float:
        """The variance."""
        ...


class Standard(Protocol):
    """Independent numbers of mean 0 and variance 1."""

    def __call__(self, key: Key, rows: R, cols: C, dtype: type[F]) -> Matrix[R, C, F]:
        """The numbers."""
        ...


def standard_uniform(key: Key, rows: R, cols: C, dtype: type[F]) -> Matrix[R, C, F]:
    """Numbers spread evenly over [-sqrt(3), sqrt(3)), whose variance is 1: a half-width h gives the variance h^2 / 3."""
    return keys.uniform(key, rows, cols, dtype) * sqrt(3)


@attrs.frozen(repr=False)
class Initializer:
    """A rule for the variance and a distribution of mean 0 with it.

    >>> he(50, 10), he_uniform(50, 10)
    (0.04, 0.04)
    """

    name: str
    variance: Variance
    standard: Standard

    def __call__(self, fan_in: int, fan_out: int, /) -> float:
        """The variance of each weight; raises `DomainError` for an empty fan."""
        if fan_in < 1 or fan_out < 1:
            raise DomainError(f"{self.name}: expected at least one input and one output, got {fan_in} and {fan_out}")
        return self.variance(fan_in, fan_out)

    def weight(self, key: Key, inputs: In, outputs: Out, dtype: type[F]) -> Matrix[In, Out, F]:
        """The weight of an affine layer: fan-in `inputs`, fan-out `outputs`."""
        return freeze(self.standard(key, inputs, outputs, dtype) * sqrt(self(inputs, outputs)))

    def kernel(self, key: Key, filters: R, channels: Ch, height: H, width: W, dtype: type[F]) -> Images[R, Ch, H, W, F]:
        """The filters of a convolution, whose fans count the places of a filter: see `fans`.

        >>> he.kernel(Key.of(0), 4, 3, 5, 5, np.float32).shape
        (4, 3, 5, 5)
        """
        fan_in, fan_out = fans(filters, channels, height, width)
        rows = self.standard(key, filters, fan_in, dtype) * sqrt(self(fan_in, fan_out))
        return freeze(as_images(rows, channels, height, width))

    @override
    def __repr__(self) -> str:
        return self.name


def fans(filters: int, channels: int, height: int, width: int) -> tuple[int, int]:
    """A unit of a convolution sees C h w numbers, and an input reaches at most F h w units: (C h w, F h w).

    >>> fans(filters=30, channels=3, height=5, width=5)
    (75, 750)
    """
    return channels * height * width, filters * height * width


def _he(fan_in: int, _: int, /) -> float:
    return 2 / fan_in


def _glorot(fan_in: int, fan_out: int, /) -> float:
    return 2 / (fan_in + fan_out)


def _lecun(fan_in: int, _: int, /) -> float:
    return 1 / fan_in


he: Initializer = Initializer("he", _he, keys.normal)
"""ReLU keeps the mean square of the signal: variance 2 / fan_in.

Source: He, Zhang, Ren, Sun, Delving Deep into Rectifiers (2015), eq. 10.
"""

he_uniform: Initializer = Initializer("he_uniform", _he, standard_uniform)
"""The variance of `he`: half-width sqrt(6 / fan_in)."""

glorot: Initializer = Initializer("glorot", _glorot, keys.normal)
"""A compromise between the way forward and the way back: variance 2 / (fan_in + fan_out).

Source: Glorot and Bengio, Understanding the difficulty of training deep feedforward networks (2010), eq. 12. The book
calls 1 / fan_in, which is LeCun's, by this name.
"""

glorot_uniform: Initializer = Initializer("glorot_uniform", _glorot, standard_uniform)
"""The variance of `glorot`: half-width sqrt(6 / (fan_in + fan_out)), eq. 16 of the same paper."""

lecun: Initializer = Initializer("lecun", _lecun, keys.normal)
"""A linear layer keeps the variance of the signal: variance 1 / fan_in.

Source: LeCun, Bottou, Orr, Mueller, Efficient BackProp (1998), eq. 16.
"""

lecun_uniform: Initializer = Initializer("lecun_uniform", _lecun, standard_uniform)
"""The variance of `lecun`: half-width sqrt(3 / fan_in)."""


def normal(scale: float, /) -> Initializer:
    """Normal weights of one standard deviation whatever the fans; raises `DomainError` unless it is positive and finite.

    Source: Deep Learning from Scratch, section 6.2.1, where it is 0.01.

    >>> normal(0.5)(784, 50)
    0.25
    """
    return Initializer(f"normal({scale})", _fixed(scale), keys.normal)


def uniform(scale: float, /) -> Initializer:
    """Uniform weights of one standard deviation whatever the fans: half-width sqrt(3) times the scale."""
    return Initializer(f"uniform({scale})", _fixed(scale), standard_uniform)


def _fixed(scale: float, /) -> Variance:
    if not 0 < scale < inf:
        raise DomainError(f"initializer: expected a finite scale greater than 0, got {scale}")
    return lambda _fan_in, _fan_out: scale * scale


def affine(key: Key, inputs: In, outputs: Out, dtype: type[F], *, init: Initializer = he) -> Affine[In, Out, F]:
    """A layer with weights drawn by the initialiser and biases 0; raises `DomainError` for an empty axis.

    >>> affine(Key.of(0), 64, 32, np.float32)
    Affine(64 -> 32)
    """
    return Affine(init.weight(key, inputs, outputs, dtype), vector(np.zeros(outputs), outputs, dtype))


def convolution(
    key: Key,
    into: tuple[Ch, H, W],
    out: tuple[Ch2, H2, W2],
    kernel: tuple[KH, KW],
    dtype: type[F],
    *,
    stride: Pair = (1, 1),
    padding: Pair = (0, 0),
    init: Initializer = he,
) -> Convolution[Ch, H, W, Ch2, H2, W2, KH, KW, F]:
    """A layer from images of sizes `into` (channels, height, width) to sizes `out`, with drawn filters and biases 0.

    Raises `ShapeError` for sizes that do not fit, `DomainError` for an empty axis.

    >>> convolution(Key.of(0), (1, 28, 28), (30, 24, 24), (5, 5), np.float32)
    Convolution(1x28x28 -> 30x24x24, 5x5)
    """
    channels, height, width = into
    filters, out_height, out_width = out
    weight = init.kernel(key, filters, channels, *kernel, dtype)
    bias = vector(np.zeros(filters), filters, dtype)
    return Convolution(weight, bias, height, width, out_height, out_width, stride, padding)


def batch_norm(size: In, dtype: type[F], *, momentum: float = 0.1, eps: float = 1e-5) -> BatchNorm[In, F]:
    """A layer that at first only normalises: scales 1, shifts 0, and running moments 0 and 1 of no batch.

    >>> batch_norm(64, np.float32)
    BatchNorm(64)
    """
    zeros, ones = vector(np.zeros(size), size, dtype), vector(np.ones(size), size, dtype)
    return BatchNorm(ones, zeros, Moments(zeros, ones), momentum, eps)


def layer_norm(size: In, dtype: type[F], *, eps: float = 1e-5) -> LayerNorm[In, F]:
    """A layer that at first only normalises: scales 1 and shifts 0.

    >>> layer_norm(64, np.float32)
    LayerNorm(64)
    """
    return LayerNorm(vector(np.ones(size), size, dtype), vector(np.zeros(size), size, dtype), eps)


def embedding(key: Key, tokens: In, columns: Out, dtype: type[F], *, scale: float = 0.02) -> Embedding[In, Out, F]:
    """A table of normal numbers of this standard deviation, a row for each token; a lookup has no fan.

    Source: Radford et al., Improving Language Understanding by Generative Pre-Training (2018), section 4.1.

    >>> embedding(Key.of(0), 26, 8, np.float32)
    Embedding(26 -> 8)
    """
    return Embedding(normal(scale).weight(key, tokens, columns, dtype))


def multi_head_attention(
    key: Key, columns: In, heads: Heads[Width, Size], look: Mask[tuple[Tokens, Tokens]], dtype: type[F], *, init: Initializer = glorot
) -> MultiHeadAttention[In, Width, Size, Tokens, F]:
    """Four projections drawn by the initialiser, biases 0, and where each token looks.

    >>> from pureml.arrays import causal
    >>> multi_head_attention(Key.of(0), 8, Heads(8, 2, 4), causal(5), np.float32)
    MultiHeadAttention(8, 2 heads of 4)
    """
    q, k, v, out = key.split(4)
    return MultiHeadAttention(
        affine(q, columns, heads.width, dtype, init=init),
        affine(k, columns, heads.width, dtype, init=init),
        affine(v, columns, heads.width, dtype, init=init),
        affine(out, heads.width, columns, dtype, init=init),
        heads,
        Sight(look),
    )
