"""Slopes of any formula without its own derivatives: enclosed by jets, or by a complex step, or by differences of floats."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, TypeAlias

import attrs
import numpy as np

from .call import Call, flat
from .inputs import Array, Given, Inputs
from .numbers import Ball, Jet, precision
from .numbers.arrays import STEP, filled

Forward: TypeAlias = Callable[..., Any]
Slopes: TypeAlias = Callable[[Call, tuple[Any, ...]], Array]
"""From a call on floats and a tangent for each differentiable argument to the slope of each entry of the result."""

BITS: Final = 192
DIFFERENCE: Final = 2.0**-17
"""A step of central differences: their error is of the size of its square, and of eps over it."""


def by_jets(call: Call, tangents: tuple[Any, ...]) -> Array:
    """The slopes to the nearest float: exact numbers of the arguments, which are floats, enclosed in balls with slopes."""
    with precision(BITS):
        moving = tuple(_moving(np.asarray(x), np.asarray(v)) for x, v in zip(call.inputs.differentiable, tangents, strict=True))
        still = attrs.evolve(call.inputs, arguments=tuple(_lifted(x) for x in call.arguments))
        return np.array([float(e.slope) for e in flat(call.formula.forward(*still.with_differentiable(moving)))])


def _moving(x: Array, v: Array) -> Array:
    return filled(x.shape, lambda i: Jet.along(Ball.exactly(float(x[i])), Ball.exactly(float(v[i]))))


def _lifted(x: Given) -> Given:
    """A float or an array of floats as jets without slope; labels, masks and whole numbers as they are."""
    array = np.asarray(x)
    if array.dtype.kind != "f":
        return x
    made = filled(array.shape, lambda i: Jet.along(Ball.exactly(float(array[i])), Ball(0)))
    return made if array.shape else made[()]


def by_complex_step(call: Call, tangents: tuple[Any, ...]) -> Array:
    """The imaginary part of forward(x + ih v) / h, h = 1e-200: right to rounding where the formula is analytic."""
    moved = (np.asarray(x) + 1j * STEP * np.asarray(v) for x, v in zip(call.inputs.differentiable, tangents, strict=True))
    y = np.asarray(call.formula.forward(*call.inputs.with_differentiable(tuple(moved))))
    if y.dtype.kind != "c":
        raise TypeError(f"expected complex numbers from complex numbers, got {y.dtype}")
    slope: Array = np.imag(y).reshape(-1) / STEP
    return slope


def by_differences(call: Call, tangents: tuple[Any, ...]) -> Array:
    """Central differences at two steps, extrapolated: right to about ten digits, whatever the formula is made of."""

    def central(h: float) -> Array:
        there, back = (
            np.asarray(
                call.formula.forward(
                    *call.inputs.with_differentiable(
                        tuple(np.asarray(x) + s * h * np.asarray(v) for x, v in zip(call.inputs.differentiable, tangents, strict=True))
                    )
                ),
                float,
            ).reshape(-1)
            for s in (1, -1)
        )
        slope: Array = (there - back) / (2 * h)
        return slope

    extrapolated: Array = (4 * central(DIFFERENCE) - central(2 * DIFFERENCE)) / 3
    return extrapolated


def basis(inputs: Inputs) -> Iterator[tuple[int, int, tuple[Any, ...]]]:
    """Every tangent with a single 1: of which argument, at which place, and the tangents."""
    for n, x in enumerate(inputs.differentiable):
        for k in range(np.size(x)):
            tangents = tuple(np.zeros(np.shape(other)) for other in inputs.differentiable)
            tangents[n].reshape(-1)[k] = 1.0
            yield n, k, tangents


def jacobian(call: Call, slopes: Slopes) -> tuple[Array, ...]:
    """For each differentiable argument the matrix of slopes: a row for each entry of the argument, a column for each of y."""
    rows: list[list[Array]] = [[] for _ in call.inputs.differentiable]
    for n, _, tangents in basis(call.inputs):
        rows[n].append(slopes(call, tangents))
    return tuple(np.array(r) for r in rows)
