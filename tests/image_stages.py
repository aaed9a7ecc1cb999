"""Stages of a network of images, each made in any number system for images of any sizes: what `f >> g` is tested with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, Final, TypeAlias

import numpy as np

import pureml as pm
from pureml.arrays import Window
from pureml.check.inputs import System
from tests.stages import with_constant

Sizes: TypeAlias = tuple[int, int, int]
Stage = Callable[[System, np.random.Generator, Sizes, str], tuple[Any, Sizes]]
"""A layer for images of these sizes, whose symbols end in a tag, and the sizes of what comes out."""

START: Final[Sizes] = (1, 1, 3)


def convolution(system: System, draw: np.random.Generator, sizes: Sizes, tag: str) -> tuple[Any, Sizes]:
    """Two filters, a stride that does not divide, and a frame on two sides."""
    channels, *sides = sizes
    stride, padding = (1, 2), (0, 1)
    weight, bias = system.array(draw, f"w{tag}", (2, channels, 1, 2)), system.array(draw, f"b{tag}", (2,))
    out = Window((1, 2), stride, padding).stops(*sides)
    make: Any = pm.Convolution
    return make(weight, bias, *sides, *out, stride, padding), (2, *out)


def activated(system: System, draw: np.random.Generator, sizes: Sizes, tag: str) -> tuple[Any, Sizes]:
    """A convolution and ReLU."""
    layer, out = convolution(system, draw, sizes, tag)
    return layer >> pm.relu, out


def pooling(kind: Any, window: tuple[int, int], stride: tuple[int, int]) -> Stage:
    """A pool with a frame above and below."""

    def stage(_: System, __: np.random.Generator, sizes: Sizes, ___: str) -> tuple[Any, Sizes]:
        channels, *sides = sizes
        out = Window(window, stride, (1, 0)).stops(*sides)
        return kind(channels, *sides, *out, window, stride, (1, 0)), (channels, *out)

    return stage


def normalised(system: System, draw: np.random.Generator, sizes: Sizes, tag: str) -> tuple[Any, Sizes]:
    """Batch normalisation of each channel."""
    channels, height, width = sizes
    gamma, beta, mean, variance = (
        system.array(draw, f"{name}{tag}", (channels,), positive=name == "variance") for name in ("gamma", "beta", "mean", "variance")
    )
    make: Any = pm.BatchNorm
    moments: Any = pm.Moments
    norm: Any = with_constant(make(gamma, beta, moments(mean, variance)), system, "eps", Fraction(1, 100))
    return pm.pixelwise(norm, channels, height, width), sizes


STAGES: Final[Mapping[str, Stage]] = {
    "convolution": convolution,
    "relu": activated,
    "max_pool": pooling(pm.MaxPool, (2, 1), (2, 1)),
    "average_pool": pooling(pm.AveragePool, (2, 1), (1, 1)),
    "batch_norm": normalised,
}
