"""Inputs of a rule, drawn in a number system: the arguments, tangents of those that have one, and a cotangent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import prod
from typing import Any, TypeAlias

import attrs
import numpy as np
import sympy as sp

from ..keys import Key
from ..rules import Argument, Formula, Kind
from .numbers import Ball, Exact, Jet, Symbol
from .numbers.arrays import STEP, filled

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]
Numbers: TypeAlias = Any
"""An array of any number system, or one number of it: neither NumPy's type nor the core's, so that both take it."""

Given: TypeAlias = Any
"""What stands for an argument or a result of any kind: numbers, labels, a mask, sizes, a tuple of results."""

Sizes: TypeAlias = Mapping[str, int]
Draw: TypeAlias = np.random.Generator
Index: TypeAlias = tuple[int, ...]

SIZES = ((2, 3, 4, 2, 3), (3, 2, 1, 3, 2), (1, 4, 2, 2, 2))
"""Sizes of the axes of a rule in order of appearance: unequal ones, one row, one column of a later axis."""


@attrs.frozen
class System:
    """A number system: how to draw an entry of an array, its tangent, and a constant."""

    name: str
    entry: Callable[[Draw, str, Index], object]
    positive: Callable[[Draw, str, Index], object]
    constant: Callable[[Fraction], object]
    dtype: type[Any] = np.object_

    def array(self, draw: Draw, name: str, shape: Index, *, positive: bool = False) -> Array:
        """An array of drawn entries; a number for the empty shape."""
        make = self.positive if positive else self.entry
        drawn = filled(shape, lambda i: make(draw, name, i))
        return drawn if self.dtype is np.object_ else drawn.astype(self.dtype)


def _fraction(draw: Draw) -> Fraction:
    return Fraction(int(draw.integers(-9, 10)), int(draw.integers(1, 7)))


def _positive_fraction(draw: Draw) -> Fraction:
    return Fraction(int(draw.integers(1, 10)), int(draw.integers(1, 7)))


def _normal(draw: Draw) -> float:
    return float(draw.standard_normal())


def _positive(draw: Draw) -> float:
    return float(np.exp(draw.standard_normal()))


def _named(name: str, i: Index, sample: float, *, positive: bool) -> Symbol:
    label = "_".join((name, *map(str, i)))
    return Symbol.of(sp.Symbol(label, positive=True) if positive else sp.Symbol(label, real=True), sample)


EXACT = System(
    "exact",
    lambda draw, _, __: Exact(_fraction(draw)),
    lambda draw, _, __: Exact(_positive_fraction(draw)),
    Exact,
)
SYMBOLS = System(
    "symbols",
    lambda draw, name, i: _named(name, i, _normal(draw), positive=False),
    lambda draw, name, i: _named(name, i, _positive(draw), positive=True),
    Symbol,
)
JETS = System(
    "jets",
    lambda draw, _, __: Jet.along(Ball.exactly(_normal(draw)), Ball(0)),
    lambda draw, _, __: Jet.along(Ball.exactly(_positive(draw)), Ball(0)),
    Jet,
)
FLOAT64 = System("float64", lambda draw, _, __: _normal(draw), lambda draw, _, __: _positive(draw), float, np.float64)
FLOAT32 = System("float32", lambda draw, _, __: _normal(draw), lambda draw, _, __: _positive(draw), float, np.float32)


@attrs.frozen(eq=False)
class Inputs:
    """The arguments of a rule in order, and the tangents of the differentiable ones in order."""

    arguments: tuple[Any, ...]
    tangents: tuple[Any, ...]
    places: tuple[int, ...]

    def with_differentiable(self, replaced: tuple[Any, ...]) -> tuple[Any, ...]:
        """The arguments with the differentiable ones replaced, in order."""
        by_place = dict(zip(self.places, replaced, strict=True))
        return tuple(by_place.get(k, argument) for k, argument in enumerate(self.arguments))

    @property
    def differentiable(self) -> tuple[Any, ...]:
        """The arguments that have a tangent, in order."""
        return tuple(self.arguments[k] for k in self.places)


def sizes_of(rule: Formula) -> tuple[Sizes, ...]:
    """The sizes at which a rule is checked: those of its domain, or for each of `SIZES` one for each of its axes."""
    domain = rule.domain
    return tuple(dict(zip(domain.axes, row, strict=bool(domain.sizes))) for row in domain.sizes or SIZES)


def draw_inputs(rule: Formula, system: System, sizes: Sizes, key: Key) -> Inputs:
    """Arguments and tangents of `rule`; the same key gives the same ones."""
    draw = np.random.Generator(key.bits())
    arguments = tuple(draw_argument(a, system, sizes, draw) for a in rule.domain.arguments)
    places = tuple(k for k, a in enumerate(rule.domain.arguments) if a.differentiable)
    tangents = tuple(
        system.array(draw, f"{a.name}_dot", tuple(sizes[axis] for axis in a.axes)) for a in rule.domain.arguments if a.differentiable
    )
    return Inputs(arguments, tangents, places)


def draw_cotangent(system: System, output: object, key: Key) -> object:
    """A cotangent of the shape of `output`: a number where that is a number."""
    shape: Index = getattr(output, "shape", ())
    g = system.array(np.random.Generator(key.bits()), "g", shape)
    return g if shape else g[()]


def stepped(inputs: Inputs) -> tuple[Any, ...]:
    """The arguments moved by a complex step along the tangents."""
    return inputs.with_differentiable(tuple(x + 1j * STEP * x_dot for x, x_dot in zip(inputs.differentiable, inputs.tangents, strict=True)))


def moving(inputs: Inputs) -> tuple[Any, ...]:
    """Arguments of jets with the values of `inputs`, which are jets too, and the values of the tangents as slopes."""

    def move(x: Array, x_dot: Array) -> Array:
        return filled(x.shape, lambda i: Jet.along(x[i].value, x_dot[i].value))

    return inputs.with_differentiable(tuple(move(x, x_dot) for x, x_dot in zip(inputs.differentiable, inputs.tangents, strict=True)))


def draw_argument(argument: Argument, system: System, sizes: Sizes, draw: Draw) -> object:  # noqa: PLR0911  # one for each kind
    """An argument of its kind.

    Symbols of positive, unit and probable entries are free positive ones, so that an identity is shown for all of them:
    derivatives are taken by each entry. Numbers are what the kind says, also at its boundary: exactly 0 and 1 in
    the unit interval, and no mass at all at some classes.
    """
    shape = tuple(sizes[axis] for axis in argument.axes)
    match argument.kind:
        case Kind.REAL:
            return system.array(draw, argument.name, shape)
        case Kind.POSITIVE | Kind.UNIT | Kind.PROBABILITY | Kind.MASS:
            return _narrowed(argument.kind, system.array(draw, argument.name, shape, positive=True), system, draw)
        case Kind.LABELS:
            return draw.integers(0, sizes["classes"], shape).astype(np.intp)
        case Kind.MASK:
            return draw.integers(0, 2, shape).astype(bool)
        case Kind.COVER:
            look = draw.integers(0, 2, shape).astype(bool)
            look[..., 0] |= ~look.any(axis=-1)
            return look
        case Kind.SIZE:
            return prod(shape)
        case Kind.WHOLE:
            return int(argument.values[int(draw.integers(len(argument.values)))])
        case Kind.PAIR:
            return tuple(int(argument.values[int(k)]) for k in draw.integers(len(argument.values), size=2))
        case Kind.CONSTANT:
            return system.constant(argument.values[int(draw.integers(len(argument.values)))])


def _narrowed(kind: Kind, x: Array, system: System, draw: Draw) -> Array:
    """What positive numbers become: parts of 1, rows that sum to 1, or masses some of which are 0."""
    if kind is Kind.POSITIVE or system is SYMBOLS:
        return x
    if kind is Kind.PROBABILITY:
        normalised: Array = x / x.sum(axis=-1)[..., None]
        return normalised
    shape: Index = x.shape
    edge = np.less(draw.random(shape), 0.25)
    if kind is Kind.MASS:
        masses: Array = np.where(edge, x * 0, x)
        return masses
    ends: Array = draw.integers(0, 2, shape).astype(x.dtype)
    parts: Array = np.where(edge, x * 0 + ends, x / (1 + x))
    return parts
