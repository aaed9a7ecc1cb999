"""Pixelwise: a layer of features, applied to every pixel, whose features are its channels.

Batch normalisation of images is `pixelwise(BatchNorm(...), height, width)`: the moments of a channel are taken over all
pixels of all images, and gamma and beta have an entry for each channel.
"""

from __future__ import annotations

from typing import Any, Generic

import attrs
from typing_extensions import TypeVar, override

from ..arrays import Ch, F, Float, H, Images, Matrix, R, W, channel_rows, freeze, from_channel_rows
from ..gradients import Cotangent
from ..masks import Dropped
from ..records import sealed
from ..rules import Argument, Domain, Rule, bounds
from .back import Back, Measured
from .images import Ch2, ImageLayer
from .layer import Follows, Layer
from .network import Masks
from .sides import check_images

L = TypeVar("L", bound="Layer[Any, Any, Any]")


def forward(x: Images[R, Ch, H, W, F], /) -> Matrix[int, Ch, F]:
    """No number changes: each pixel of each image becomes a row of its channels, the image counting fastest.

    x (R, Ch, H, W) -> (H W R, Ch). Source: Ioffe and Szegedy, Batch Normalization (2015), section 3.2, where a feature map
    is normalised over all of its places and images.

    >>> import pureml as pm
    >>> forward(pm.images([[[[1, 2]], [[3, 4]]]], 1, 2, 1, 2))
    array([[1., 3.],
           [2., 4.]])
    """
    return channel_rows(x).T


def linearize(x: Images[R, Ch, H, W, F], /) -> tuple[Matrix[int, Ch, F], tuple[R, H, W]]:
    """The rows, and the sizes."""
    rows, _, height, width = x.shape
    return forward(x), (rows, height, width)


def pushforward(_: tuple[R, H, W], x_dot: Images[R, Ch, H, W, F], /) -> Matrix[int, Ch, F]:
    """The rows of x_dot: the map is linear."""
    return forward(x_dot)


def pullback(kept: tuple[R, H, W], g: Matrix[int, Ch, F], /) -> Images[R, Ch, H, W, F]:
    """The rows as images again: a permutation's transpose is its inverse.

    >>> import pureml as pm
    >>> y, kept = linearize(pm.images([[[[1, 2]], [[3, 4]]]], 1, 2, 1, 2))
    >>> pullback(kept, y)
    array([[[[1., 2.]],
    <BLANKLINE>
            [[3., 4.]]]])
    """
    return from_channel_rows(g.T, *kept)


@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class Pixelwise(ImageLayer[Ch, H, W, Ch2, H, W, Float], Generic[Ch, H, W, Ch2, L, Float]):
    """The same layer of features for every pixel of images of these sides; build it with `pixelwise`."""

    layer: L
    channels: Ch
    height: H
    width: W

    @property
    @override
    def dropped(self) -> tuple[Dropped, ...]:
        """Masks with a row for each pixel."""
        pixels = self.height * self.width
        return tuple([attrs.evolve(mask, rows=mask.rows * pixels) for mask in self.layer.dropped])

    @override
    def forward(self, x: Images[R, Ch, H, W, Float], /) -> Images[R, Ch2, H, W, Float]:
        pixels, sizes = self._pixels(x)
        y: Matrix[int, Ch2, Float] = self.layer.forward(pixels)
        return freeze(pullback(sizes, y))

    @override
    def linearize(
        self, x: Images[R, Ch, H, W, Float], masks: Masks = (), /
    ) -> tuple[Images[R, Ch2, H, W, Float], PixelwiseBack[R, Ch, H, W, Ch2, L, Float]]:
        pixels, sizes = self._pixels(x)
        y: Matrix[int, Ch2, Float]
        inner: Back[Matrix[int, Ch, Float], Matrix[int, Ch2, Float], L]
        y, inner = self.layer.linearize(pixels, masks)
        return freeze(pullback(sizes, y)), PixelwiseBack(self, inner, sizes)

    def _pixels(self, x: Images[R, Ch, H, W, Float], /) -> tuple[Matrix[int, Ch, Float], tuple[R, H, W]]:
        check_images("Pixelwise", x, (self.channels, self.height, self.width))
        rows, sizes = linearize(x)
        return freeze(rows), sizes

    @override
    def __repr__(self) -> str:
        return f"Pixelwise({self.layer}, {self.height}x{self.width})"


@attrs.define(eq=False)
class PixelwiseBack(Generic[R, Ch, H, W, Ch2, L, Float]):
    """The layer, the way back through the layer of features, and the sizes."""

    at: Pixelwise[Ch, H, W, Ch2, L, Float]
    inner: Back[Matrix[int, Ch, Float], Matrix[int, Ch2, Float], L]
    sizes: tuple[R, H, W]

    def pullback(
        self, g: Images[R, Ch2, H, W, Float], /
    ) -> tuple[Images[R, Ch, H, W, Float], Cotangent[Pixelwise[Ch, H, W, Ch2, L, Float]]]:
        """The cotangents of the images and of the parameters."""
        d_rows, at = self.inner.pullback(forward(g))
        return freeze(pullback(self.sizes, d_rows)), Cotangent(self.at, at.leaves)

    def gradient(self, g: Images[R, Ch2, H, W, Float], /) -> Cotangent[Pixelwise[Ch, H, W, Ch2, L, Float]]:
        """The cotangent of the parameters alone."""
        return Cotangent(self.at, self.inner.gradient(forward(g)).leaves)

    def measured(self) -> Measured:
        """What the layer measured, over all pixels."""
        return self.inner.measured()


def pixelwise(layer: Follows[Ch, Ch2, L, F], channels: Ch, height: H, width: W) -> Pixelwise[Ch, H, W, Ch2, L, F]:
    """The layer of features at every pixel of images of these sizes.

    >>> import pureml as pm
    >>> weight = pm.matrix([[0, 1], [1, 0]])
    >>> swap = pixelwise(pm.Affine(weight, pm.vector([0, 0])), 2, 1, 2)
    >>> swap.forward(pm.images([[[[1, 2]], [[3, 4]]]], 1, 2, 1, 2))[0, :, 0]
    array([[3., 4.],
           [1., 2.]])
    """
    return Pixelwise(layer.itself(), channels, height, width)


RULE = Rule(
    name="pixelwise",
    formula="Y[(i, j, n), c] = X[n, c, i, j]",
    derivative="d_x[n, c, i, j] = G[(i, j, n), c]",
    forward=forward,
    linearize=linearize,
    pushforward=pushforward,
    pullback=pullback,
    domain=Domain((Argument("x", ("rows", "channels", "height", "width")),)),
    source="Ioffe and Szegedy, Batch Normalization (2015), section 3.2",
    bounds=(
        *bounds("forward", 0, 0),
        *bounds("pushforward", 0, 0),
        *bounds("pullback", 0, 0),
    ),
    theorem="Graph.flatten_rule",
)
