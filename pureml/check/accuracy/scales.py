"""What a unit in the last place is taken of, measured: for each scale that a bound can name, the sizes of the exact results."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias, cast

import attrs
import numpy as np

from ... import scales
from ...rules import Formula, Kind, Rule
from ..call import tupled
from ..inputs import Given
from ..numbers import Ball, Element, Magnitude, precision
from .case import Case, balls, moving, still
from .hard import Array

Exact: TypeAlias = tuple[Array, ...]
Scale: TypeAlias = Callable[["Measuring", Exact], Exact]
"""From the exact results of a part, as flat arrays of balls, to sizes of their entries; NaN where nothing is promised."""


@attrs.frozen(eq=False)
class Measuring:
    """What is measured: the reference, a case without masked entries, a part and the dtype."""

    formula: Formula
    case: Case
    part: str
    dtype: str

    @property
    def x(self) -> Array:
        """The first argument, by rows."""
        x: Array = self.case.arguments[0]
        return x.reshape(len(x), -1)


def _sizes(x: Array) -> Array:
    """The absolute values as float64, of floats or of elements."""
    sizes: Array = np.abs(x.astype(float))
    return sizes


def _each(_: Measuring, exact: Exact) -> Exact:
    return tuple(map(_sizes, exact))


def _conditioned(at: Measuring, exact: Exact) -> Exact:
    """For functions of each number: a change of x by one unit changes the result by x times the slope."""
    with precision(64):
        (found,) = at.case.run(at.formula, (at.part,), still, moving)[at.part]
    with np.errstate(over="ignore"):
        change: Array = np.abs(np.array([float(e.slope) for e in found])) * _sizes(at.x.reshape(-1))
    return (np.maximum(_sizes(exact[0]), np.nan_to_num(change)),)


def _greatest(at: Measuring, exact: Exact) -> Exact:
    least = at.x.shape[1] * float(np.finfo(at.dtype).smallest_normal)
    tops = np.maximum(_sizes(at.x.max(axis=1)), least)
    return tuple(np.maximum(_sizes(e), np.repeat(tops, e.size // len(at.x))) for e in exact)


def _known(at: Measuring, exact: Exact) -> Exact:
    """For the posterior: its second argument holds the values."""
    size = max(1.0, float(np.abs(at.case.arguments[1]).max()))
    return tuple(np.full(e.size, size) for e in exact)


def _cotangents(at: Measuring, exact: Exact) -> Exact:
    """Of the tangents where those are what comes in."""
    arriving = at.case.tangents[0] if at.part == "pushforward" else at.case.g
    sums: Array = _sizes(arriving).reshape(len(at.x), -1).sum(axis=1)
    return tuple(np.repeat(sums, e.size // sums.size) for e in exact)


def _underflow(at: Measuring, exact: Exact) -> Exact:
    least = at.x.shape[1] * float(np.finfo(at.dtype).smallest_normal)
    return tuple(np.maximum(_sizes(e), least) for e in exact)


def _difference(at: Measuring, exact: Exact) -> Exact:
    """The gradient of a cross-entropy is (y (S - t) - t (1 - y)) g / n, S the sum of t over all that y is a probability among."""
    argument, target = at.formula.domain.arguments[1], balls(at.case.arguments[1])
    alone = argument.kind is Kind.UNIT  # each number is a question of its own: S = 1
    mass = 1 if alone else target.sum(axis=1)[:, None]
    n = target.size if alone else len(target)
    factor = balls(at.case.g) / n
    y = (exact[0].reshape(target.shape) / factor + target) / mass
    up, down = (y * (mass - target) * factor, target * (1 - y) * factor)
    products = np.maximum(_sizes(up), _sizes(down)).reshape(-1)
    least = at.x.shape[1] * float(np.finfo(at.dtype).smallest_normal)
    return (np.maximum(products, least), *map(_sizes, exact[1:]))


def _magnitudes(at: Measuring, exact: Exact) -> Exact:
    if at.part == "forward":
        return _held(at.formula.forward(*map(_constants_apart, map(balls, at.case.arguments))), exact)
    return _held(_derivative(at, _kept(at)), exact)


def _constants_apart(x: object) -> Given:
    """A constant keeps its sign."""
    return Magnitude.constantly(float(x)) if isinstance(x, Ball) else without_signs(x)


def _kept(at: Measuring) -> Given:
    return without_signs(cast("Rule", at.formula).linearize(*map(balls, at.case.arguments))[1])


def _derivative(at: Measuring, kept: object) -> object:
    rule = cast("Rule", at.formula)  # formulas without derivatives have one part
    if at.part == "pushforward":
        return rule.pushforward(kept, *map(without_signs, map(balls, at.case.tangents)))
    return rule.pullback(kept, without_signs(balls(at.case.g)))


def _held(found: object, exact: Exact) -> Exact:
    """At least the results themselves."""
    sizes = (_sizes(np.asarray(y).reshape(-1)) for y in tupled(found))
    return tuple(np.maximum(size, _sizes(e)) for size, e in zip(sizes, exact, strict=True))


def _linear(at: Measuring, kept: object, fixed: int) -> object:
    """A value that is linear in all arguments but the first few is its own derivative along the others."""
    moving = [x for x, a in zip(at.case.arguments, at.formula.domain.arguments, strict=True) if a.differentiable]
    tangents = [np.zeros_like(x) if n < fixed else x for n, x in enumerate(moving)]
    return cast("Rule", at.formula).pushforward(kept, *map(without_signs, map(balls, tangents)))


def _normalised(axis: int) -> Scale:
    """Each normalised entry as large as the greatest of its column (0) or row (1): what is kept in the shape of x."""

    def sizes(at: Measuring, exact: Exact) -> Exact:
        def widened(x: Array) -> Array:
            if x.shape != at.x.shape:
                return x
            return _magnitudes_of(np.broadcast_to(_sizes(x).max(axis=axis, keepdims=True), x.shape))

        kept = mapped(_kept(at), widened)
        return _held(_linear(at, kept, 1) if at.part == "forward" else _derivative(at, kept), exact)

    return sizes


def _attended(at: Measuring, exact: Exact) -> Exact:
    """Times 1 more than the greatest sum |q_c k_c|: so many units is what rounding a score costs its weight."""
    q, k = (_sizes(x) for x in at.case.arguments[:2])
    score = 1 + float((q @ k.swapaxes(-1, -2)).max())
    kept = _kept(at)
    found = _linear(at, kept, 2) if at.part == "forward" else _derivative(at, kept)
    least = float(np.finfo(at.dtype).smallest_normal)  # a weight that is no normal number has lost a part of a unit of it
    return tuple(np.maximum(size, least) * score for size in _held(found, exact))


def without_signs(kept: object) -> Given:
    """Magnitudes for the balls in arrays, tuples and records; places, masks and sizes as they are."""
    return mapped(kept, _magnitudes_of)


def _magnitudes_of(x: Array) -> Array:
    return np.asarray(np.frompyfunc(lambda e: Magnitude.of(float(e)), 1, 1)(x))


def mapped(kept: object, f: Callable[[Array], Array]) -> Given:
    """The arrays of elements in tuples and records, and elements alone, each replaced by what `f` makes of it."""
    some: Any = kept
    if isinstance(kept, Element):
        return f(np.asarray(some, object).reshape(1))[0]
    if isinstance(kept, np.ndarray):
        return f(some) if some.dtype == np.object_ else some
    if isinstance(kept, tuple):
        return tuple(mapped(one, f) for one in some)
    cls: type[Any] = type(kept)
    if attrs.has(cls):
        return cls(*(mapped(getattr(some, field.name), f) for field in attrs.fields(cls)))
    return kept


SCALES: Final[Mapping[str, Scale]] = {
    scales.EACH: _each,
    scales.CONDITIONED: _conditioned,
    scales.GREATEST: _greatest,
    scales.COTANGENTS: _cotangents,
    scales.UNDERFLOW: _underflow,
    scales.DIFFERENCE: _difference,
    scales.MAGNITUDES: _magnitudes,
    scales.COLUMN: _normalised(0),
    scales.ROW: _normalised(1),
    scales.SCORES: _attended,
    scales.KNOWN: _known,
}
"""By the name that a `Bound` gives."""
