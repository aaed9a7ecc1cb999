"""Max-pool: Y[n, c, i, j] = the greatest of what a window sees of channel c at stop (i, j)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Generic

import attrs
from typing_extensions import override

from ..arrays import Ch, F, Float, H, Images, Mask, Pair, R, W, Window, at_winners, freeze, to_winners, window_max, winners, with_sides
from ..gradients import Cotangent
from ..records import sealed
from ..rules import Argument, Domain, Kind, Kink, Rule, bounds
from ..scales import MAGNITUDES
from .back import Measured
from .images import H2, W2
from .network import Masks
from .pool import Pooling, pooling
from .sides import check_images


@attrs.define(eq=False)
class Pooled(Generic[H, W]):
    """What a pass keeps: for each place of the window at which stops its pixel is the first greatest, and the sizes."""

    winners: tuple[Mask[Any], ...]
    window: Window
    height: H
    width: W


def forward(x: Images[R, Ch, H, W, F], window: Pair, stride: Pair, padding: Pair, /) -> Images[R, Ch, int, int, F]:
    """Each entry of Y is one of x, exactly: what lies outside of an image is never the greatest, as if it were -inf.

    x (R, Ch, H, W) -> (R, Ch, OH, OW) with OH = floor((H + 2 p - KH) / s) + 1; window, stride and padding are given down
    and across. Rows and columns that no window reaches take no part; a NaN stays NaN. Raises `ShapeError` for a window that
    does not fit, `DomainError` for a padding not less than the window. Source: Deep Learning from Scratch, section 7.3.

    >>> import pureml as pm
    >>> forward(pm.images([[[[-1, -2, -3]]]], 1, 1, 1, 3), (1, 2), (1, 2), (0, 1))
    array([[[[-1., -2.]]]])
    """
    return window_max(x, pooling(window, stride, padding))


def linearize(x: Images[R, Ch, H, W, F], window: Pair, stride: Pair, padding: Pair, /) -> tuple[Images[R, Ch, int, int, F], Pooled[H, W]]:
    """Y, and where its entries stand in x."""
    y, frame = forward(x, window, stride, padding), pooling(window, stride, padding)
    return y, Pooled(winners(x, y, frame), frame, x.shape[2], x.shape[3])


def pushforward(kept: Pooled[H, W], x_dot: Images[R, Ch, H, W, F], /) -> Images[R, Ch, int, int, F]:
    """Y_dot holds x_dot where the greatest entry of the window stands."""
    return at_winners(kept.winners, x_dot, kept.window)


def pullback(kept: Pooled[H, W], g: Images[R, Ch, H2, W2, F], /) -> Images[R, Ch, H, W, F]:
    """Of equal entries the first of the window takes the whole cotangent, line by line; where windows overlap they add up.

    Source: the first of equals is the convention of PyTorch and of the book (section 7.4.4).

    >>> import pureml as pm
    >>> y, kept = linearize(pm.images([[[[7, 7], [0, 7]]]], 1, 1, 2, 2), (2, 2), (2, 2), (0, 0))
    >>> pullback(kept, pm.images([[[[5]]]], 1, 1, 1, 1))
    array([[[[5., 0.],
             [0., 0.]]]])
    """
    return to_winners(kept.winners, g, kept.window, kept.height, kept.width)


@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class MaxPool(Pooling[Ch, H, W, H2, W2, Float]):
    """The greatest entry that a window sees, channel by channel.

    >>> MaxPool(30, 25, 25, 12, 12)
    MaxPool(30x25x25 -> 30x12x12, 2x2)
    >>> MaxPool(30, 25, 25, 13, 13)
    Traceback (most recent call last):
    ...
    pureml.errors.ShapeError: MaxPool: expected out 12x12 = floor((25x25 + 2 (0, 0) - 2x2) / (2, 2)) + 1, got 13x13
    """

    @override
    def forward(self, x: Images[R, Ch, H, W, Float], /) -> Images[R, Ch, H2, W2, Float]:
        check_images("MaxPool", x, (self.channels, self.height, self.width))
        return with_sides(freeze(forward(x, self.window, self.stride, self.padding)), self.out_height, self.out_width)

    @override
    def linearize(
        self, x: Images[R, Ch, H, W, Float], masks: Masks = (), /
    ) -> tuple[Images[R, Ch, H2, W2, Float], MaxPoolBack[R, Ch, H, W, H2, W2, Float]]:
        check_images("MaxPool", x, (self.channels, self.height, self.width))
        y, kept = linearize(x, self.window, self.stride, self.padding)
        return with_sides(freeze(y), self.out_height, self.out_width), MaxPoolBack(self, kept)


@attrs.define(eq=False)
class MaxPoolBack(Generic[R, Ch, H, W, H2, W2, Float]):
    """The layer and what its pass kept."""

    at: MaxPool[Ch, H, W, H2, W2, Float]
    kept: Pooled[H, W]

    def pullback(
        self, g: Images[R, Ch, H2, W2, Float], /
    ) -> tuple[Images[R, Ch, H, W, Float], Cotangent[MaxPool[Ch, H, W, H2, W2, Float]]]:
        """The cotangent of the images; there are no parameters."""
        return freeze(pullback(self.kept, g)), self.gradient(g)

    def gradient(self, _g: Images[R, Ch, H2, W2, Float], /) -> Cotangent[MaxPool[Ch, H, W, H2, W2, Float]]:
        """No parameters."""
        return Cotangent(self.at, ())

    def measured(self) -> Measured:
        """Nothing."""
        return ()


RULE = Rule(
    name="max_pool",
    formula="Y[n, c, i, j] = max_ab X[n, c, i s + a - p, j s + b - p], over the pixels that there are",
    derivative="d_x: each G[n, c, i, j] is added at the first greatest entry of its window",
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
    source="Deep Learning from Scratch, section 7.3",
    kinks=(Kink("two equal greatest entries in a window", "the first, line by line, takes the whole cotangent"),),
    # Up to nine cotangents are added at a pixel, each addition off by half a unit at most.
    bounds=(
        *bounds("forward", 0, 0),
        *bounds("pushforward", 0, 0),
        *bounds("pullback", 4, 4, MAGNITUDES),
    ),
    theorem="Rules.max_pool_rows_rule",
)
