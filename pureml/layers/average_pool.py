"""Average pool: Y[n, c, i, j] = the sum of what a window sees of channel c at stop (i, j), divided by its size."""

from __future__ import annotations

from fractions import Fraction
from typing import Generic

import attrs
from typing_extensions import override

from ..arrays import Ch, F, Float, H, Images, Pair, R, W, freeze, to_windows, window_sums, with_sides
from ..gradients import Cotangent
from ..records import sealed
from ..rules import Argument, Domain, Kind, Rule, bounds
from ..scales import MAGNITUDES
from .back import Measured
from .images import H2, W2
from .network import Masks
from .pool import Pooling, pooling
from .sides import check_images


def forward(x: Images[R, Ch, H, W, F], window: Pair, stride: Pair, padding: Pair, /) -> Images[R, Ch, int, int, F]:
    """Every place of the window counts, also one outside of the image, which holds 0: the sum is divided by KH KW always.

    x (R, Ch, H, W) -> (R, Ch, OH, OW) with OH = floor((H + 2 p - KH) / s) + 1; window, stride and padding are given down
    and across. Rows and columns that no window reaches take no part. Raises `ShapeError` for a window that does not fit,
    `DomainError` for a padding not less than the window. Source: Goodfellow, Bengio, Courville, Deep Learning (2016),
    section 9.3; with padding it is PyTorch's `count_include_pad=True`.

    >>> import pureml as pm
    >>> forward(pm.images([[[[2, 4, 6]]]], 1, 1, 1, 3), (1, 2), (1, 2), (0, 1))
    array([[[[1., 5.]]]])
    """
    return window_sums(x, pooling(window, stride, padding)) / _places(window)


def linearize(
    x: Images[R, Ch, H, W, F], window: Pair, stride: Pair, padding: Pair, /
) -> tuple[Images[R, Ch, int, int, F], tuple[Pair, Pair, Pair, H, W]]:
    """Y, the window and the sides of the images."""
    return forward(x, window, stride, padding), (window, stride, padding, x.shape[2], x.shape[3])


def pushforward(kept: tuple[Pair, Pair, Pair, H, W], x_dot: Images[R, Ch, H, W, F], /) -> Images[R, Ch, int, int, F]:
    """Y_dot is the average pool of x_dot: the map is linear."""
    return forward(x_dot, *kept[:3])


def pullback(kept: tuple[Pair, Pair, Pair, H, W], g: Images[R, Ch, H2, W2, F], /) -> Images[R, Ch, H, W, F]:
    """Every pixel of a window takes an equal part, G / (KH KW); where windows overlap the parts add up.

    >>> import pureml as pm
    >>> y, kept = linearize(pm.images([[[[2, 4, 6]]]], 1, 1, 1, 3), (1, 2), (1, 1), (0, 0))
    >>> pullback(kept, pm.images([[[[2, 4]]]], 1, 1, 1, 2))
    array([[[[1., 3., 2.]]]])
    """
    window, stride, padding, height, width = kept
    return to_windows(g / _places(window), pooling(window, stride, padding), height, width)


def _places(window: Pair, /) -> int:
    """How many places a window has."""
    return window[0] * window[1]


@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class AveragePool(Pooling[Ch, H, W, H2, W2, Float]):
    """The mean of what a window sees, channel by channel; what lies outside of an image counts as 0.

    >>> AveragePool(3, 8, 6, 4, 3)
    AveragePool(3x8x6 -> 3x4x3, 2x2)
    """

    @override
    def forward(self, x: Images[R, Ch, H, W, Float], /) -> Images[R, Ch, H2, W2, Float]:
        check_images("AveragePool", x, (self.channels, self.height, self.width))
        return with_sides(freeze(forward(x, self.window, self.stride, self.padding)), self.out_height, self.out_width)

    @override
    def linearize(
        self, x: Images[R, Ch, H, W, Float], masks: Masks = (), /
    ) -> tuple[Images[R, Ch, H2, W2, Float], AveragePoolBack[R, Ch, H, W, H2, W2, Float]]:
        return self.forward(x), AveragePoolBack(self)


@attrs.define(eq=False)
class AveragePoolBack(Generic[R, Ch, H, W, H2, W2, Float]):
    """The layer: its sizes are all that the way back needs."""

    at: AveragePool[Ch, H, W, H2, W2, Float]

    def pullback(
        self, g: Images[R, Ch, H2, W2, Float], /
    ) -> tuple[Images[R, Ch, H, W, Float], Cotangent[AveragePool[Ch, H, W, H2, W2, Float]]]:
        """The cotangent of the images; there are no parameters."""
        at = self.at
        return freeze(pullback((at.window, at.stride, at.padding, at.height, at.width), g)), self.gradient(g)

    def gradient(self, _g: Images[R, Ch, H2, W2, Float], /) -> Cotangent[AveragePool[Ch, H, W, H2, W2, Float]]:
        """No parameters."""
        return Cotangent(self.at, ())

    def measured(self) -> Measured:
        """Nothing."""
        return ()


RULE = Rule(
    name="average_pool",
    formula="Y[n, c, i, j] = sum_ab X[n, c, i s + a - p, j s + b - p] / (KH KW), 0 outside",
    derivative="d_x: G[n, c, i, j] / (KH KW) is added to every pixel of its window",
    forward=forward,
    linearize=linearize,
    pushforward=pushforward,
    pullback=pullback,
    domain=Domain(
        (
            Argument("x", ("rows", "channels", "height", "width")),
            Argument("window", (), Kind.PAIR, (Fraction(2), Fraction(3))),
            Argument("stride", (), Kind.PAIR, (Fraction(1), Fraction(2), Fraction(3))),
            Argument("padding", (), Kind.PAIR, (Fraction(0), Fraction(1))),
        ),
        sizes=((2, 1, 3, 4), (1, 2, 4, 3), (1, 1, 5, 4), (3, 1, 3, 3)),
    ),
    source="Goodfellow, Bengio, Courville, Deep Learning (2016), section 9.3",
    # Up to nine terms are added, each addition off by half a unit at most, and divided.
    bounds=(
        *bounds("forward", 5, 5, MAGNITUDES),
        *bounds("pushforward", 5, 5, MAGNITUDES),
        *bounds("pullback", 5, 5, MAGNITUDES),
    ),
    theorem="Rules.average_pool_rows_rule",
)
