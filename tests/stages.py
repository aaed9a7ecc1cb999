"""Stages of a network, each made in any number system: what `f >> g` is tested with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, Final, TypeVar

import numpy as np

import pureml as pm
from pureml.check.inputs import System
from pureml.functions.activation import Activation
from pureml.layers.network import Masks
from pureml.masks import Dropped, keep_masks

ROWS: Final = 2


L = TypeVar("L", bound=pm.Network)
Stage = Callable[[System, np.random.Generator, int, int], pm.Layer[int, int]]


def affine(system: System, draw: np.random.Generator, inputs: int, outputs: int, mark: str = "") -> pm.Affine[int, int]:
    """`x W + b` with drawn parameters; `mark` tells the symbols of several layers of one size apart."""
    tag = f"{mark}{inputs}{outputs}"
    weight: Any = system.array(draw, f"w{tag}", (inputs, outputs))  # in any number system: checkers see float64
    bias: Any = system.array(draw, f"b{tag}", (outputs,))
    return pm.Affine(weight, bias)


def activated(activation: Activation) -> Stage:
    """An affine layer and an activation."""
    return lambda system, draw, inputs, outputs: affine(system, draw, inputs, outputs) >> activation


def with_constant(layer: L, system: System, field: str, value: Fraction) -> L:
    """The layer with a constant in the element type, as a formula wants it; its constructor, which takes floats, is not asked."""

    def put(name: str, old: object) -> object:
        return system.constant(value) if name == field else old

    return layer._with(put)  # pyright: ignore[reportPrivateUsage]  # no public way past the constructor, on purpose


def dropped(system: System, draw: np.random.Generator, inputs: int, outputs: int) -> pm.Layer[int, int]:
    """An affine layer and dropout of one half."""
    return affine(system, draw, inputs, outputs) >> with_constant(pm.Dropout(outputs, 0.5), system, "rate", Fraction(1, 2))


def normalised(system: System, draw: np.random.Generator, inputs: int, outputs: int) -> pm.Layer[int, int]:
    """An affine layer and batch normalisation."""
    gamma, beta, mean, variance = (
        system.array(draw, f"{name}{inputs}", (outputs,), positive=name == "variance") for name in ("gamma", "beta", "mean", "variance")
    )
    made: Any = pm.BatchNorm
    moments: Any = pm.Moments
    layer: pm.BatchNorm[int] = made(gamma, beta, moments(mean, variance))
    return affine(system, draw, inputs, outputs) >> with_constant(layer, system, "eps", Fraction(1, 100))


def past(system: System, draw: np.random.Generator, inputs: int, outputs: int) -> pm.Layer[int, int]:
    """An affine layer and a residual connection past another."""
    square = affine(system, draw, outputs, outputs, "s")
    return affine(system, draw, inputs, outputs) >> pm.residual(square >> pm.relu)


STAGES: Final[Mapping[str, Stage]] = {
    "affine": affine,
    "relu": activated(pm.relu),
    "sigmoid": activated(pm.sigmoid),
    "tanh": activated(pm.tanh),
    "softmax": activated(pm.softmax),
    "dropout": dropped,
    "batch_norm": normalised,
    "residual": past,
}
LOSSES: Final = (pm.softmax_cross_entropy, pm.softmax_cross_entropy_distribution)


def masks_of(*stages: tuple[str, int]) -> Masks:
    """The masks of a pass through stages with so many outputs."""
    return keep_masks(pm.Key.of(3), ROWS, [Dropped(outputs, 0.5) for name, outputs in stages if name == "dropout"])
