"""A layer of images for tests: each channel by a factor of its own."""

from __future__ import annotations

from typing import Any, Generic

import attrs
import numpy as np
from typing_extensions import TypeVar, override

import pureml as pm
from pureml.arrays import H, W, freeze
from pureml.gradients import adopted
from pureml.layers.back import Measured
from pureml.layers.network import Masks

N = TypeVar("N", bound=int)
Ch = TypeVar("Ch", bound=int)
Float = TypeVar("Float", np.float32, np.float64, default=np.float64)


@attrs.frozen(eq=False, repr=False, field_transformer=pm.sealed)
class Scale(pm.ImageLayer[Ch, H, W, Ch, H, W, Float]):
    """Y[n, c] = factor[c] X[n, c]"""

    factor: pm.Vector[Ch, Float]

    @override
    def forward(self, x: pm.Images[N, Ch, H, W, Float], /) -> pm.Images[N, Ch, H, W, Float]:
        by_channel: Any = self.factor
        return freeze(x * by_channel[:, None, None])

    @override
    def linearize(
        self, x: pm.Images[N, Ch, H, W, Float], masks: Masks = (), /
    ) -> tuple[pm.Images[N, Ch, H, W, Float], ScaleBack[N, Ch, H, W, Float]]:
        return self.forward(x), ScaleBack(self, x)

    @override
    def __repr__(self) -> str:
        return "Scale"


@attrs.frozen(eq=False)
class ScaleBack(Generic[N, Ch, H, W, Float]):
    """The layer and its input."""

    at: Scale[Ch, H, W, Float]
    x: pm.Images[N, Ch, H, W, Float]

    def pullback(self, g: pm.Images[N, Ch, H, W, Float], /) -> tuple[pm.Images[N, Ch, H, W, Float], pm.Cotangent[Scale[Ch, H, W, Float]]]:
        """The cotangents of the images and of the factors."""
        return self.at.forward(g), self.gradient(g)

    def gradient(self, g: pm.Images[N, Ch, H, W, Float], /) -> pm.Cotangent[Scale[Ch, H, W, Float]]:
        """The cotangent of the factors."""
        products: Any = g * self.x
        return pm.Cotangent(self.at, adopted(products.sum(axis=(0, 2, 3))))

    def measured(self) -> Measured:
        """Nothing."""
        return ()
