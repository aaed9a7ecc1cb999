"""Hard inputs for the domain of any rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import cycle
from math import prod
from typing import Any, Final, TypeAlias

import attrs
import numpy as np

from ...keys import Key
from ...rules import Argument, Formula, Kind, Rule
from ..inputs import FLOAT64, Given, draw_argument, sizes_of
from .case import PARTS, Case, is_masked, reals
from .hard import Array, edges, magnitudes, rows, stretches

WIDTHS: Final = (2, 3, 10, 100)
LONG: Final = 100
"""As many terms a sum may have where bounds are measured."""

SINGLE: Final = 24
"""How many rows of a batch are looked at alone, for each unit of density."""

Draw: TypeAlias = np.random.Generator
Shape: TypeAlias = tuple[int, ...]


def cases(formula: Formula, dtype: str, key: Key, density: int = 1) -> Iterator[Case]:
    """Where one array alone is real: hard numbers and hard rows. Where several are: arrays of every kind of entry.

    A result that is one number for a whole batch is looked at for each row as well.
    """
    draw = np.random.Generator(key.bits())
    batches = _alone(formula, dtype, draw, density) if reals(formula) == 1 else _together(formula, dtype, draw, density)
    for case in batches:
        whole = completed(case, draw)
        yield whole
        if isinstance(formula, Rule) and not np.shape(whole.g) and len(whole.arguments[0]) > 1:
            some = draw.permutation(len(whole.arguments[0]))[: SINGLE * density]
            yield from (attrs.evolve(whole.taking([int(row)]), parts=("forward", "pushforward")) for row in some)


def completed(case: Case, draw: Draw) -> Case:
    """With tangents and a cotangent, whose entries are 1 or drawn."""
    formula, dtype = case.formula, case.arguments[0].dtype
    if not isinstance(formula, Rule):
        return Case(formula, case.arguments, parts=("forward",))

    def drawn(shape: Shape) -> Given:
        g: Any = np.where(draw.random(shape) < 0.5, 1.0, draw.standard_normal(shape)).astype(dtype)
        if case.masked and shape == case.arguments[0].shape:
            g[:, -1] = 0
        return g if shape else g[()]

    with np.errstate(all="ignore"):
        shape: Shape = getattr(formula.forward(*case.arguments), "shape", ())
    tangents = tuple(drawn(np.shape(x)) for x, a in zip(case.arguments, formula.domain.arguments, strict=True) if a.differentiable)
    return Case(formula, case.arguments, tangents, drawn(shape), PARTS, case.masked)


# ---------------------------------------------------------- one real array --


def _alone(formula: Formula, dtype: str, draw: Draw, density: int) -> Iterator[Case]:
    first = formula.domain.arguments[0]
    if len(first.axes) != 2:
        pool = np.concatenate([edges(dtype), stretches(dtype, draw, density), magnitudes(dtype, draw, density)])
        pool = pool / 16  # sums of a few of them are floats
        for sizes in sizes_of(formula):
            shape = tuple(sizes[axis] for axis in first.axes)
            for _ in range(4 * density):
                yield _filled(formula, draw.choice(pool, shape).astype(dtype), sizes, draw)
        return
    columns = [edges(dtype), stretches(dtype, draw, density), magnitudes(dtype, draw, density)]
    limit = float(np.finfo(dtype).max) / (4096 if _is_a_number(formula, first, draw) else 1)  # the sum over a batch is a float
    matrices = [np.clip(x, -limit, limit).astype(dtype)[:, None] for x in columns]
    matrices.extend(_some_rows(dtype, draw, width, density) for width in WIDTHS)
    for x in matrices:
        yield _filled(formula, x, dict(zip(first.axes, x.shape, strict=True)), draw)
    if is_masked(formula):
        for width in WIDTHS[:3]:
            x = rows(dtype, draw, width, density)
            x = np.concatenate([x, np.full((len(x), 1), -np.inf, dtype)], axis=1)
            yield _filled(formula, x, dict(zip(first.axes, x.shape, strict=True)), draw, masked=True)


def _is_a_number(formula: Formula, first: Argument, draw: Draw) -> bool:
    """Whether the result is one number for all rows."""
    case = _filled(formula, np.ones((2, 2)), dict.fromkeys(first.axes, 2), draw)
    return not getattr(formula.forward(*case.arguments), "shape", ())


def _some_rows(dtype: str, draw: Draw, width: int, density: int) -> Array:
    """Rows for every gap; where they are long, for some."""
    made = rows(dtype, draw, width, density)
    return made if width <= 10 else made[draw.permutation(len(made))[: len(made) // 6]]


def _filled(formula: Formula, x: Array, sizes: Mapping[str, int], draw: Draw, *, masked: bool = False) -> Case:
    """The other arguments beside the first."""
    full = dict.fromkeys(formula.domain.axes, 3) | dict(sizes)
    others = tuple(_beside(a, x, full, draw, masked=masked) for a in formula.domain.arguments[1:])
    return Case(formula, (x, *others), masked=masked)


def _beside(argument: Argument, x: Array, sizes: Mapping[str, int], draw: Draw, *, masked: bool) -> Given:
    shape = tuple(sizes[axis] for axis in argument.axes)
    alive = x[:, :-1] if masked else x
    match argument.kind:
        case Kind.LABELS:
            drawn = draw.integers(0, sizes["classes"] - masked, shape)
            if shape != x.shape[:1]:
                return drawn.astype(np.intp)
            which = np.arange(len(x)) % 3
            return np.select([which == 0, which == 1], [alive.argmax(axis=1), alive.argmin(axis=1)], drawn).astype(np.intp)
        case Kind.MASS:
            masses = _masses(alive, draw)
            return np.concatenate([masses, np.zeros((len(x), x.shape[1] - alive.shape[1]))], axis=1).astype(x.dtype)
        case _:
            return entries(argument, shape, sizes, x.dtype.name, draw, "normal")


def _masses(x: Array, draw: Draw) -> Array:
    """All mass at the greatest entry, at the least, of every size, or at some entries only, not summing to 1."""
    which = (np.arange(len(x)) % 4)[:, None]
    hot = np.eye(x.shape[1])
    shape: Shape = x.shape
    some = np.where(np.less(draw.random(shape), 0.5), draw.uniform(0, 3.7, shape), 0.0)
    chosen = [hot[x.argmax(axis=1)], hot[x.argmin(axis=1)], draw.dirichlet(np.full(x.shape[1], 0.2), len(x))]
    return np.select([which == 0, which == 1, which == 2], chosen, some)


# ------------------------------------------------------ several real arrays --

PATTERNS: Final = ("normal", "spread", "offset", "equal", "hard", "outlier", "zero")
IN_LONG_SUMS: Final = ("normal", "equal")
"""Those that are looked at in long sums as well when time is short: equal terms are rounded the same way every time."""


def _together(formula: Formula, dtype: str, draw: Draw, density: int) -> Iterator[Case]:
    for n, sizes in enumerate(_sizes(formula)):
        for pattern in PATTERNS if n == 0 or formula.domain.sizes or density > 1 else IN_LONG_SUMS:
            for k in range(density * (4 if formula.domain.sizes else 1)):
                others = cycle(((pattern,), ("normal",), PATTERNS)[k % 3])
                arguments = tuple(
                    entries(a, tuple(sizes[axis] for axis in a.axes), sizes, dtype, draw, next(others) if place else pattern)
                    for place, a in enumerate(formula.domain.arguments)
                )
                if pattern == "zero":
                    _without_last(formula, arguments)
                yield Case(formula, arguments)


def _without_last(formula: Formula, arguments: tuple[Any, ...]) -> None:
    """A class that has no probability has no mass: anything else costs infinity."""
    for a, x in zip(formula.domain.arguments, arguments, strict=True):
        if a.kind in {Kind.PROBABILITY, Kind.MASS}:
            x[..., -1] = 0


def _sizes(formula: Formula) -> tuple[Mapping[str, int], ...]:
    """Those of the domain, or small ones, and each axis in turn long."""
    if formula.domain.sizes:
        return sizes_of(formula)
    short = {axis: 2 + k for k, axis in enumerate(formula.domain.axes)}
    return (short, *(short | {axis: LONG} for axis in short))


def entries(argument: Argument, shape: Shape, sizes: Mapping[str, int], dtype: str, draw: Draw, pattern: str) -> Given:
    """An argument of its kind; the entries of a real or positive one follow a pattern."""
    if argument.kind in _CONTINUOUS:
        drawn = _CONTINUOUS[argument.kind](shape, dtype, draw, pattern)
        return drawn.astype(dtype)[()]
    value = draw_argument(argument, FLOAT64, sizes, draw)
    return float(np.dtype(dtype).type(value)) if argument.kind is Kind.CONSTANT else value


def _positive(shape: Shape, dtype: str, draw: Draw, pattern: str) -> Array:
    made: Array = np.maximum(np.abs(real(shape, dtype, draw, pattern)), np.finfo(dtype).smallest_normal)
    return made


def _unit(shape: Shape, _: str, draw: Draw, __: str) -> Array:
    """0, 1, in between and close to 0."""
    inner = np.where(draw.random(shape) < 0.5, draw.random(shape), 10.0 ** draw.uniform(-8, 0, shape))
    return np.where(draw.random(shape) < 0.5, draw.integers(0, 2, shape), inner)


def _probability(shape: Shape, dtype: str, draw: Draw, pattern: str) -> Array:
    """Rows of every spread; the hard ones are as sure as a network that has learnt, far below what an epsilon would clip.

    They are not so small that a mass over one of them, times a hard cotangent, would be no float.
    """
    if pattern in {"spread", "hard"}:
        sure = draw.integers(shape[-1], size=shape[:-1])[..., None] == np.arange(shape[-1])
        least = 10.0 ** -draw.uniform(16, 100 if dtype == "float64" else 18, shape)
        return np.where(sure, 1.0, least)
    return np.maximum(draw.dirichlet(np.full(shape[-1], 0.3), shape[:-1]), np.finfo(dtype).smallest_normal)


def real(shape: Shape, dtype: str, draw: Draw, pattern: str) -> Array:
    """Entries whose products are floats: the hard ones lie between the roots of the least and of the greatest float."""
    normal = draw.standard_normal(shape)
    far, digits = (1e150, 8) if dtype == "float64" else (1e18, 3)
    match pattern:
        case "spread":
            made = normal * 10.0 ** draw.uniform(-digits, digits, shape)
        case "offset":
            made = normal + 10.0**digits
        case "equal":
            made = np.full(shape, float(draw.standard_normal()))
        case "hard":
            made = normal * draw.choice([0.0, 1 / far, 1e-8, 1.0, 710.0, 1e4, far / 1e4], shape)
        case "outlier":
            made = np.where(np.arange(prod(shape)).reshape(shape) == 1, 10.0**digits, normal)
        case "zero":
            made = np.zeros(shape)
        case _:
            made = normal
    return made.astype(dtype)


_CONTINUOUS: Final[Mapping[Kind, Callable[[Shape, str, Draw, str], Array]]] = {
    Kind.REAL: real,
    Kind.POSITIVE: _positive,
    Kind.UNIT: _unit,
    Kind.PROBABILITY: _probability,
    Kind.MASS: lambda shape, _, draw, __: _masses(draw.random(shape), draw),
}
