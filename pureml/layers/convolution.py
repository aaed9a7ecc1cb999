"""Convolution, which is a correlation: Y[n, f, i, j] = sum_cab K[f, c, a, b] X[n, c, i s + a - p, j s + b - p] + b[f]."""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import Generic

import attrs
from typing_extensions import TypeVar, override

from ..arrays import (
    Ch,
    F,
    Float,
    H,
    Images,
    Matrix,
    Pair,
    R,
    Vector,
    W,
    Window,
    as_images,
    as_rows,
    channel_rows,
    correlated,
    correlated_with,
    freeze,
    from_channel_rows,
    row_sums,
    spread,
    with_sides,
)
from ..errors import ShapeError
from ..gradients import Cotangent, adopted
from ..records import one_dtype, sealed
from ..rules import Argument, Domain, Kind, Rule, bounds
from ..scales import MAGNITUDES
from .back import Measured
from .images import H2, W2, Ch2, ImageLayer
from .network import Masks
from .sides import check_images, check_sides

KH = TypeVar("KH", bound=int)
KW = TypeVar("KW", bound=int)


@attrs.define(eq=False)
class Seen(Generic[R, Ch, H, W, Ch2, KH, KW, F]):
    """What a pass keeps: the images, the filters, and how a filter moves."""

    x: Images[R, Ch, H, W, F]
    weight: Images[Ch2, Ch, KH, KW, F]
    window: Window


def forward(
    x: Images[R, Ch, H, W, F], weight: Images[Ch2, Ch, KH, KW, F], bias: Vector[Ch2, F], stride: Pair, padding: Pair, /
) -> Images[R, Ch2, int, int, F]:
    """The filter is not turned round, so this is a correlation, and the sum runs over channels and places of the filter.

    x (R, Ch, H, W), weight (Ch2, Ch, KH, KW), bias (Ch2,) -> (R, Ch2, OH, OW) with OH = floor((H + 2 p - KH) / s) + 1; stride
    s and padding p with zeros are given down and across. Rows and columns that no window reaches take no part. Raises
    `ShapeError` for a filter that does not fit. Source: Deep Learning from Scratch, sections 7.2 and 7.4.

    >>> import pureml as pm
    >>> x = pm.images([[[[1, 2, 3], [4, 5, 6]]]], 1, 1, 2, 3)
    >>> forward(x, pm.images([[[[1, 10]]]], 1, 1, 1, 2), pm.vector([100], 1), (1, 1), (0, 0))
    array([[[[121., 132.],
             [154., 165.]]]])
    """
    return linearize(x, weight, bias, stride, padding)[0]


def linearize(
    x: Images[R, Ch, H, W, F], weight: Images[Ch2, Ch, KH, KW, F], bias: Vector[Ch2, F], stride: Pair, padding: Pair, /
) -> tuple[Images[R, Ch2, int, int, F], Seen[R, Ch, H, W, Ch2, KH, KW, F]]:
    """Y, and its two factors."""
    window = Window((weight.shape[2], weight.shape[3]), stride, padding)
    y = correlated(_filters(weight), x, window)
    y += bias[:, None]
    return _images(y, x, window), Seen(x, weight, window)


def pushforward(
    kept: Seen[R, Ch, H, W, Ch2, KH, KW, F],
    x_dot: Images[R, Ch, H, W, F],
    weight_dot: Images[Ch2, Ch, KH, KW, F],
    bias_dot: Vector[Ch2, F],
    /,
) -> Images[R, Ch2, int, int, F]:
    """The product rule: Y_dot = K im2col(x_dot) + K_dot im2col(X) + b_dot."""
    moving = correlated(_filters(kept.weight), x_dot, kept.window)
    turning = correlated(_filters(weight_dot), kept.x, kept.window)
    return _images(moving + turning + bias_dot[:, None], x_dot, kept.window)


def pullback(
    kept: Seen[R, Ch, H, W, Ch2, KH, KW, F], g: Images[R, Ch2, H2, W2, F], /
) -> tuple[Images[R, Ch, H, W, F], Images[Ch2, Ch, KH, KW, F], Vector[Ch2, F]]:
    """Each cotangent is added back to the pixels that its output was read from; a pixel that no window reaches gets 0.

    d_x = col2im(K^T G), d_weight = G im2col(X)^T, d_bias = the sum of G over images and places.

    >>> import pureml as pm
    >>> x = pm.images([[[[1, 2, 3]]]], 1, 1, 1, 3)
    >>> y, kept = linearize(x, pm.images([[[[1, 10]]]], 1, 1, 1, 2), pm.vector([0], 1), (1, 1), (0, 0))
    >>> d_x, d_weight, d_bias = pullback(kept, pm.images([[[[1, 1]]]], 1, 1, 1, 2))
    >>> d_x, d_weight, d_bias
    (array([[[[ 1., 11., 10.]]]]), array([[[[3., 5.]]]]), array([2.]))
    """
    d_weight, d_bias = gradient(kept, g)
    rows, channels, height, width = kept.x.shape
    return spread(_filters(kept.weight), channel_rows(g), kept.window, rows, channels, height, width), d_weight, d_bias


def gradient(kept: Seen[R, Ch, H, W, Ch2, KH, KW, F], g: Images[R, Ch2, H2, W2, F], /) -> tuple[Images[Ch2, Ch, KH, KW, F], Vector[Ch2, F]]:
    """The cotangents of the parameters alone."""
    by_channel = channel_rows(g)
    _, channels, tall, wide = kept.weight.shape
    return as_images(correlated_with(by_channel, kept.x, kept.window), channels, tall, wide), row_sums(by_channel)


def _filters(weight: Images[Ch2, Ch, KH, KW, F], /) -> Matrix[Ch2, int, F]:
    """Each filter as a row, in the order of the rows of im2col."""
    return as_rows(weight, prod(weight.shape[1:]))


def _images(y: Matrix[Ch2, int, F], x: Images[R, Ch, H, W, F], window: Window, /) -> Images[R, Ch2, int, int, F]:
    """A row for each filter as images, as many as `x` has."""
    rows, _, height, width = x.shape
    return from_channel_rows(y, rows, *window.stops(height, width))


@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class Convolution(ImageLayer[Ch, H, W, Ch2, H2, W2, Float], Generic[Ch, H, W, Ch2, H2, W2, KH, KW, Float]):
    """Correlates images of one size with each filter.

    The sizes that come out cannot be expressed in types, so they are given under names of their own and checked. Raises
    `ShapeError`, `DtypeError`, `DomainError`.

    >>> import pureml as pm
    >>> weight, bias = pm.images([[[[1, 10]]]], 1, 1, 1, 2), pm.vector([0], 1)
    >>> Convolution(weight, bias, 2, 3, 2, 2)
    Convolution(1x2x3 -> 1x2x2, 1x2)
    >>> Convolution(weight, bias, 2, 3, 2, 3)
    Traceback (most recent call last):
    ...
    pureml.errors.ShapeError: Convolution: expected out 2x2 = floor((2x3 + 2 (0, 0) - 1x2) / (1, 1)) + 1, got 2x3
    """

    weight: Images[Ch2, Ch, KH, KW, Float]
    bias: Vector[Ch2, Float]
    height: H
    width: W
    out_height: H2
    out_width: W2
    stride: Pair = (1, 1)
    padding: Pair = (0, 0)

    def __attrs_post_init__(self) -> None:
        """Check that the parameters and the sizes agree."""
        if self.weight.ndim != 4 or self.bias.shape != self.weight.shape[:1]:
            raise ShapeError(
                f"Convolution: expected a bias for each filter of weight, got weight {self.weight.shape} and bias {self.bias.shape}"
            )
        one_dtype("Convolution", weight=self.weight, bias=self.bias)
        window = Window(self.weight.shape[2:], self.stride, self.padding)
        check_sides("Convolution", window, (self.height, self.width), (self.out_height, self.out_width))

    @override
    def forward(self, x: Images[R, Ch, H, W, Float], /) -> Images[R, Ch2, H2, W2, Float]:
        self._check(x)
        y = forward(x, self.weight, self.bias, self.stride, self.padding)
        return with_sides(freeze(y), self.out_height, self.out_width)

    @override
    def linearize(
        self, x: Images[R, Ch, H, W, Float], masks: Masks = (), /
    ) -> tuple[Images[R, Ch2, H2, W2, Float], ConvolutionBack[R, Ch, H, W, Ch2, H2, W2, KH, KW, Float]]:
        self._check(x)
        y, kept = linearize(x, self.weight, self.bias, self.stride, self.padding)
        return with_sides(freeze(y), self.out_height, self.out_width), ConvolutionBack(self, kept)

    def _check(self, x: Images[R, Ch, H, W, Float], /) -> None:
        check_images("Convolution", x, (self.weight.shape[1], self.height, self.width), self.weight)

    @override
    def __repr__(self) -> str:
        filters, channels, tall, wide = self.weight.shape
        into, out = f"{channels}x{self.height}x{self.width}", f"{filters}x{self.out_height}x{self.out_width}"
        return f"Convolution({into} -> {out}, {tall}x{wide})"


@attrs.define(eq=False)
class ConvolutionBack(Generic[R, Ch, H, W, Ch2, H2, W2, KH, KW, Float]):
    """The layer and what its pass kept."""

    at: Convolution[Ch, H, W, Ch2, H2, W2, KH, KW, Float]
    kept: Seen[R, Ch, H, W, Ch2, KH, KW, Float]

    def pullback(
        self, g: Images[R, Ch2, H2, W2, Float], /
    ) -> tuple[Images[R, Ch, H, W, Float], Cotangent[Convolution[Ch, H, W, Ch2, H2, W2, KH, KW, Float]]]:
        """The cotangents of the images and of the parameters."""
        d_x, d_weight, d_bias = pullback(self.kept, g)
        return freeze(d_x), Cotangent(self.at, adopted(d_weight, d_bias))

    def gradient(self, g: Images[R, Ch2, H2, W2, Float], /) -> Cotangent[Convolution[Ch, H, W, Ch2, H2, W2, KH, KW, Float]]:
        """The cotangent of the parameters alone."""
        return Cotangent(self.at, adopted(*gradient(self.kept, g)))

    def measured(self) -> Measured:
        """Nothing."""
        return ()


RULE = Rule(
    name="convolution",
    formula="Y[n, f, i, j] = sum_cab K[f, c, a, b] X[n, c, i s + a - p, j s + b - p] + b[f]",
    derivative="d_x = col2im(K^T G), d_weight = G im2col(X)^T, d_bias[f] = sum_nij G[n, f, i, j]",
    forward=forward,
    linearize=linearize,
    pushforward=pushforward,
    pullback=pullback,
    domain=Domain(
        (
            Argument("x", ("rows", "channels", "height", "width")),
            Argument("weight", ("filters", "channels", "kernel_height", "kernel_width")),
            Argument("bias", ("filters",)),
            Argument("stride", (), Kind.PAIR, (Fraction(1), Fraction(2))),
            Argument("padding", (), Kind.PAIR, (Fraction(0), Fraction(1))),
        ),
        sizes=((2, 1, 3, 4, 2, 2, 1), (1, 2, 4, 3, 1, 2, 2), (3, 2, 2, 2, 2, 1, 2), (1, 1, 5, 4, 1, 3, 2)),
    ),
    source="Deep Learning from Scratch, sections 7.2 and 7.4",
    # A sum of n equal terms is rounded the same way every time, by up to n / 3 units: 8 for two dozen terms; two for the rest.
    bounds=(
        *bounds("forward", 10, 10, MAGNITUDES),
        *bounds("pushforward", 10, 10, MAGNITUDES),
        *bounds("pullback", 10, 10, MAGNITUDES),
    ),
    theorem="Rules.convolution_rule",
)
