"""How far a rule in floats is from the exact number: measured on hard inputs against the same functions on balls.

What is measured is rounding alone. The reference is the rule's own formula, enclosed rigorously at growing precision; that
the formula is the right one is shown by the checks on symbols.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias, cast

import attrs
import numpy as np

from ..errors import DomainError
from ..functions.scales import CONDITIONED, COTANGENTS, GREATEST
from ..keys import Key
from ..rules import Kind, Rule
from .inputs import FLOAT32, FLOAT64, draw_inputs
from .numbers import Ball, Jet, Undecided, precision

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]

PARTS: Final = ("forward", "pushforward", "pullback")
SYSTEMS: Final = {"float32": FLOAT32, "float64": FLOAT64}
PRECISIONS: Final = (128, 512, 2048, 8192)
RESOLVED: Final = 10
"""An enclosure is sharp enough when it is this many bits narrower than a unit in the last place."""

WIDTHS: Final = (2, 3, 10, 100)


@attrs.frozen
class Worst:
    """The entry that is furthest off: by how many units in the last place, where, what was expected and what came out."""

    ulp: float
    input: tuple[object, ...]
    expected: float
    got: float


@attrs.frozen(eq=False)
class Case:
    """Arguments of a rule, a tangent for each that has one, a cotangent once the shape of the output is known."""

    rule: Rule
    part: str
    arguments: tuple[Any, ...]
    tangents: tuple[Any, ...]
    g: Any

    def run(self, arguments: tuple[Any, ...], lift: Callable[[Any], Any]) -> list[Any]:
        """What this part of the rule gives, as flat arrays; `lift` takes what is constant to the system of the arguments."""
        if self.part == "forward":
            return [_flat(self.rule.forward(*arguments))]
        _, kept = self.rule.linearize(*arguments)
        if self.part == "pushforward":
            return [_flat(self.rule.pushforward(kept, *(lift(x_dot) for x_dot in self.tangents)))]
        given: Any = self.rule.pullback(kept, lift(self.g))
        # A rule's type leaves open whether there is one cotangent or a tuple of them.
        return [_flat(d_x) for d_x in cast(tuple[object, ...], given if isinstance(given, tuple) else (given,))]

    def exactly(self, lift: Callable[[Any], Any], moving: Callable[[Any], Any] | None = None) -> list[Any]:
        """The same in a number system that holds every float."""
        first, *others = self.arguments
        return self.run(((moving or lift)(first), *(lift(x) for x in others)), lift)


def _flat(x: object) -> Array:
    return np.asarray(x).reshape(-1)


def _lifting(make: Callable[[float], object]) -> Callable[[object], object]:
    """Makes elements of the floats of an array, or of one float; anything else stays as it is."""

    def lift(x: object) -> object:
        array: Array = np.asarray(x)
        if array.dtype.kind != "f":
            return x
        made: object = np.frompyfunc(lambda v: make(float(v)), 1, 1)(array)
        return made

    return lift


_balls = _lifting(Ball.exactly)
_still = _lifting(lambda v: Jet.along(Ball.exactly(v), Ball(0)))
_moving = _lifting(lambda v: Jet.along(Ball.exactly(v), Ball(1)))


# ------------------------------------------------------------------ scales --


def _sizes(x: Array) -> Array:
    """The absolute values as float64, of floats or of balls."""
    sizes: Array = np.abs(x.astype(float))
    return sizes


def _each_entry(_: Case, expected: Array) -> Array:
    return _sizes(expected)


def _conditioned(case: Case, expected: Array) -> Array:
    """For functions of each number: a change of x by one unit changes the result by x times the slope."""
    with precision(64):
        slopes = np.array([float(e.slope) for e in case.exactly(_still, _moving)[0]])
    with np.errstate(over="ignore"):
        change: Array = _sizes(slopes) * _sizes(_flat(case.arguments[0]))
    greater: Array = np.maximum(_sizes(expected), np.nan_to_num(change))
    return greater


def _greatest_argument(case: Case, expected: Array) -> Array:
    return np.maximum(_sizes(expected), _sizes(case.arguments[0].max(axis=1)))


def _sum_of_cotangents(case: Case, expected: Array) -> Array:
    sums: Array = _sizes(case.g).sum(axis=1)
    repeated: Array = np.repeat(sums, expected.size // sums.size)
    return repeated


SCALES: Final[Mapping[str, Callable[[Case, Array], Array]]] = {
    "each entry": _each_entry,
    CONDITIONED: _conditioned,
    GREATEST: _greatest_argument,
    COTANGENTS: _sum_of_cotangents,
}
"""What a unit in the last place is taken of, by the name that a `Bound` gives."""


# ------------------------------------------------------------------ inputs --


def numbers(dtype: str, draw: np.random.Generator, density: int = 1) -> Array:
    """Zeros, subnormals, extremes, and dense stretches where exponentials of x and of x^2 round, vanish and overflow."""
    info = np.finfo(dtype)
    tiny, edge, bell = float(info.smallest_subnormal), -math.log(float(info.smallest_subnormal)), 38.6 if dtype == "float64" else 14.4
    one_sided = [
        np.array([0.0, tiny, 3 * tiny, float(info.smallest_normal), float(info.max), 1e4]),
        10.0 ** draw.uniform(math.log10(tiny), math.log10(float(info.max)) - 0.01, 200 * density),
        10.0 ** draw.uniform(-10, 2, 200 * density),
        np.linspace(0, 40, 200 * density + 1),
        draw.uniform(0, 3, 400 * density),
        draw.uniform(0, edge * 1.01, 200 * density),
        draw.uniform(edge * 0.95, edge * 1.01, 100 * density),
        draw.uniform(bell * 0.93, bell * 1.01, 100 * density),
    ]
    positive = np.concatenate(one_sided)
    return np.concatenate([positive, -positive]).astype(dtype)


def rows(dtype: str, draw: np.random.Generator, width: int, density: int = 1) -> Array:
    """Rows of logits: drawn ones of every spread, equal ones, and one that is ahead of the others by every gap."""
    made: list[Array] = [spread * draw.standard_normal((2 * density, width)) for spread in (1e-8, 1.0, 5.0, 40.0, 300.0, 1e4)]
    made.append(np.full((1, width), 3.7))
    huge = float(np.finfo(dtype).max) / 16
    for gap in (1e-8, 0.7, 17.0, 36.5, 80.0, 100.0, 700.0, 740.0, 1e4, huge):
        ahead = draw.standard_normal((density, width)) if gap < huge else np.zeros((density, width))
        ahead[np.arange(density), draw.integers(0, width, density)] += gap
        made.append(ahead)
    return np.concatenate(made).astype(dtype)


def cases(rule: Rule, part: str, dtype: str, key: Key, density: int = 1) -> Iterator[Case]:
    """Hard numbers in a column, and hard rows of every width, where the first argument is a matrix of real numbers."""
    first = rule.domain.arguments[0]
    if first.kind is not Kind.REAL or len(first.axes) != 2:
        raise DomainError(f"{rule.name}: expected a matrix of real numbers as first argument, got {first.kind.value} {first.axes}")
    draw = np.random.Generator(key.bits())
    matrices = [numbers(dtype, draw, density)[:, None], *(rows(dtype, draw, width, density) for width in WIDTHS)]
    for x, k in zip(matrices, key.split(len(matrices)), strict=True):
        sizes = dict.fromkeys(rule.domain.axes, 3) | dict(zip(first.axes, x.shape, strict=True))
        drawn = draw_inputs(rule, SYSTEMS[dtype], sizes, k)
        others = tuple(
            float(np.dtype(dtype).type(value)) if argument.kind is Kind.CONSTANT else value
            for argument, value in zip(rule.domain.arguments[1:], drawn.arguments[1:], strict=True)
        )
        shape = np.asarray(rule.forward(x, *others)).shape
        g = np.where(draw.random(shape) < 0.5, 1.0, draw.standard_normal(shape)).astype(dtype)
        yield Case(rule, part, (x, *others), drawn.tangents, g)


# ------------------------------------------------------------- measurement --


def _units(dtype: str, scale: Array) -> list[int]:
    """The exponents of two of the units in the last place of numbers of this size: at a power of two of the smaller one."""
    info = np.finfo(dtype)
    exponent = np.frexp(np.nextafter(np.minimum(scale, float(info.max)), 0))[1] - 1
    return [int(k) - info.nmant for k in np.maximum(exponent, info.minexp)]


def _sharp(expected: Array, units: list[int]) -> bool:
    return all(e.is_finite() and _spread(e) <= unit - RESOLVED for e, unit in zip(expected, units, strict=True))


def _spread(e: Ball) -> float:
    """The least n such that the ball is narrower than 2^n. Not by its radius, which may be too small to write out."""
    magnitude = (e - e).magnitude()
    return -math.inf if magnitude is None else magnitude


def _measured(case: Case, dtype: str, scale: str) -> Iterator[tuple[float, int, int, float, float]]:
    """For each entry of each result: its error in units, its place, the size of the result, the exact number and the float."""
    results = case.run(case.arguments, lambda x: x)
    for bits in PRECISIONS:
        with precision(bits):
            exact = case.exactly(_balls)
            units = [_units(dtype, SCALES[scale](case, e)) for e in exact]
            if not all(map(_sharp, exact, units)):
                continue
            for got, balls, exponents in zip(results, exact, units, strict=True):
                for k, (y, e, exponent) in enumerate(zip(got.tolist(), balls, exponents, strict=True)):
                    off = abs(Ball.exactly(y) - e) / Ball(2) ** exponent if math.isfinite(y) else math.inf
                    yield float(off), k, got.size, float(e), y
            return
    raise Undecided(f"{case.rule.name}: no sharp enclosure with {PRECISIONS[-1]} bits")


def worst_ulp(rule: Rule, part: str, dtype: str, scale: str = "each entry", *, density: int = 1, seed: int = 0) -> Worst:
    """The greatest error of a part of `rule`, in units in the last place of what `scale` names, over hard inputs.

    A correctly rounded function has at most 0.5. A result that is not finite is infinitely far off. Raises
    `DomainError` for a part, dtype or scale that is not known, and for a rule whose first argument is no real matrix.

    >>> from pureml.rules import find
    >>> worst_ulp(find("relu"), "forward", "float32").ulp
    0.0
    """
    for what, name, known in (("part", part, PARTS), ("dtype", dtype, tuple(SYSTEMS)), ("scale", scale, tuple(SCALES))):
        if name not in known:
            raise DomainError(f"{what}: expected one of {', '.join(known)}, got {name}")
    worst = Worst(-1.0, (), math.nan, math.nan)
    for case in cases(rule, part, dtype, Key.of(seed), density):
        for ulp, k, size, expected, got in _measured(case, dtype, scale):
            if ulp > worst.ulp:
                worst = Worst(ulp, _at(case, k, size), expected, got)
    return worst


def _at(case: Case, k: int, size: int) -> tuple[object, ...]:
    """The arguments at entry `k` of a result: its row of each array that has one."""
    n = len(case.arguments[0])
    row = k * n // size
    return tuple(x[row] if np.shape(x)[:1] == (n,) else x for x in case.arguments)
