"""One set of arguments on which a rule is measured: its float results, and the same in a number system that holds every float."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

import attrs
import numpy as np

from ...rules import Formula, Kind, Rule
from ..call import tupled
from ..inputs import Given
from ..numbers import Ball, Jet
from .hard import Array

PARTS: Final = ("forward", "pushforward", "pullback")
Results: TypeAlias = Mapping[str, tuple[Array, ...]]
"""For each part what it gives, as flat arrays."""
Lift: TypeAlias = Callable[[object], Any]


@attrs.frozen(eq=False)
class Case:
    """Arguments of a formula in floats, a tangent for each that has one, and a cotangent; which parts to look at.

    Where it is `masked`, the last entry of the last axis of the first argument is -inf in every row: what comes out must
    be what comes out without these entries.
    """

    formula: Formula
    arguments: tuple[Any, ...]
    tangents: tuple[Any, ...] = ()
    g: Any = None
    parts: tuple[str, ...] = PARTS
    masked: bool = False

    def run(self, formula: Formula, parts: tuple[str, ...], lift: Lift = lambda x: x, moving: Lift | None = None) -> Results:
        """What the parts of a formula give here; `lift` makes numbers of the floats, `moving` those of the first argument."""
        first, *others = self.arguments
        arguments = ((moving or lift)(first), *map(lift, others))
        found: dict[str, tuple[Array, ...]] = {}
        if "forward" in parts:
            found["forward"] = tuple(map(_flat, tupled(formula.forward(*arguments))))
        if isinstance(formula, Rule) and {"pushforward", "pullback"} & set(parts):
            _, kept = formula.linearize(*arguments)
            if "pushforward" in parts:
                found["pushforward"] = (_flat(formula.pushforward(kept, *map(lift, self.tangents))),)
            if "pullback" in parts:
                found["pullback"] = tuple(map(_flat, tupled(formula.pullback(kept, lift(self.g)))))
        return found

    def unmasked(self) -> Case:
        """The same without the entries that take no part."""
        if not self.masked:
            return self
        rows, columns = self.arguments[0].shape

        def cut(x: Given) -> Given:
            return x[:, :-1] if getattr(x, "shape", ()) == (rows, columns) else x

        return attrs.evolve(
            self, arguments=tuple(map(cut, self.arguments)), tangents=tuple(map(cut, self.tangents)), g=cut(self.g), masked=False
        )

    def shown(self, results: Results) -> Results:
        """The float results without the entries that take no part."""
        if not self.masked:
            return results
        rows, columns = self.arguments[0].shape
        return {
            part: tuple(y.reshape(rows, columns)[:, :-1].reshape(-1) if y.size == rows * columns else y for y in ys)
            for part, ys in results.items()
        }

    @property
    def rowwise(self) -> bool:
        """Whether each row of the results comes from one row of the arguments: where one array alone is real, and results have rows."""
        return reals(self.formula) == 1 and np.shape(self.g)[:1] == self.arguments[0].shape[:1]

    def taking(self, rows: list[int]) -> Case:
        """Some rows of every array that has rows, the first axis of the first argument."""
        axis = self.formula.domain.arguments[0].axes[0]

        def some(x: Given, axes: tuple[str, ...]) -> Given:
            return x[rows] if axes[:1] == (axis,) and hasattr(x, "shape") else x

        domain = self.formula.domain.arguments
        return attrs.evolve(
            self,
            arguments=tuple(some(x, a.axes) for x, a in zip(self.arguments, domain, strict=True)),
            tangents=tuple(some(x, a.axes) for x, a in zip(self.tangents, (a for a in domain if a.differentiable), strict=True)),
            g=self.g[rows] if np.shape(self.g)[:1] == self.arguments[0].shape[:1] else self.g,
        )

    def rows_of(self, y: Array, rows: list[int]) -> Array:
        """Some rows of a flat result that has them."""
        return y.reshape(len(self.arguments[0]), -1)[rows].reshape(-1)

    def row(self, k: int, size: int) -> int:
        """The row behind entry `k` of a result of this size."""
        return k * len(self.arguments[0]) // size

    def row_of(self, k: int, size: int) -> tuple[object, ...]:
        """The arguments behind entry `k` of a result of this size: its row of each array that has one."""
        n, row = len(self.arguments[0]), self.row(k, size)
        return tuple(x[row] if np.shape(x)[:1] == (n,) else x for x in self.arguments)


def reals(formula: Formula) -> int:
    """How many arguments are arrays of real numbers."""
    return sum(1 for a in formula.domain.arguments if a.axes and a.kind in {Kind.REAL, Kind.POSITIVE})


def _flat(x: object) -> Array:
    return np.asarray(x).reshape(-1)


def lifting(make: Callable[[float], object]) -> Lift:
    """Makes elements of the floats of an array, or of one float; anything else stays as it is."""

    def lift(x: object) -> object:
        array: Array = np.asarray(x)
        if array.dtype.kind != "f":
            return x
        made: object = np.frompyfunc(lambda v: make(float(v)), 1, 1)(array)
        return made

    return lift


balls: Lift = lifting(Ball.exactly)
still: Lift = lifting(lambda v: Jet.along(Ball.exactly(v), Ball(0)))
moving: Lift = lifting(lambda v: Jet.along(Ball.exactly(v), Ball(1)))


def is_masked(formula: Formula) -> bool:
    """Whether an entry of the first argument may be -inf, which takes it out of its row."""
    return formula.domain.arguments[0].kind is Kind.REAL and formula.domain.arguments[0].masked
