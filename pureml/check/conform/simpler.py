"""The simplest floats on which something is wrong: few rows and columns, zeros, ones and round numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import partial
from math import prod
from typing import Any, Final

import attrs
import numpy as np

from ...rules import Argument, Kind
from ..accuracy.case import Case
from ..foreign.error import ForeignError
from ..inputs import Array, Given
from ..obligation import BREAKS
from .results import array

BUDGET: Final = 500
"""How many cases are tried."""

MANY: Final = 40
"""Arrays of more entries are cut, not rounded."""


def simplest(case: Case, wrong: Callable[[Case], bool], *, budget: int = BUDGET) -> Case:
    """A case with fewer and rounder numbers on which `wrong` still holds, found from one where it does.

    Every step leaves out a stretch of an axis, or makes one entry rounder; a case that raises is no step.
    """
    search = _Search(case, wrong, budget)
    while search.cut() | search.round():
        pass
    return search.case


class _Search:
    """The simplest case so far, and how many more may be tried."""

    def __init__(self, case: Case, wrong: Callable[[Case], bool], budget: int) -> None:
        self.case = case
        self._wrong = wrong
        self._left = budget

    def cut(self) -> bool:
        """Leave out halves, quarters, ... single places of every axis; whether anything went."""
        went = False
        for axis in self.case.formula.domain.axes:
            width = size_of(self.case, axis) // 2
            while width:
                at = 0
                while at < (size := size_of(self.case, axis)):
                    if width < size and self._try(partial(without, self.case, axis, np.arange(at, min(at + width, size)))):
                        went = True
                    else:
                        at += width
                width //= 2
        return went

    def round(self) -> bool:
        """Make entries rounder, one by one; whether any is."""
        went = False
        for which, a in enumerate((*self.case.formula.domain.arguments, None)):
            x = self.case.g if a is None else self.case.arguments[which]
            if x is None or (a is not None and a.kind not in _ROUNDED) or np.size(x) > MANY:
                continue
            for k in range(np.size(x)):
                went |= self._rounder(which if a is not None else None, a, k)
        return went

    def _rounder(self, which: int | None, a: Argument | None, k: int) -> bool:
        x = self.case.g if which is None else self.case.arguments[which]
        for value in rounder(np.asarray(x).reshape(-1)[k], Kind.REAL if a is None else a.kind):
            if self._try(partial(_with, self.case, which, k, value)):
                return True
        return False

    def _try(self, make: Callable[[], Case]) -> bool:
        if not self._left:
            return False
        self._left -= 1
        try:
            candidate = make()
            held = self._wrong(candidate)
        except (*BREAKS, ForeignError):
            return False
        if held:
            self.case = candidate
        return held


_ROUNDED: Final = frozenset({Kind.REAL, Kind.POSITIVE, Kind.UNIT, Kind.MASS, Kind.LABELS, Kind.MASK})


def rounder(value: Given, kind: Kind) -> Iterator[Any]:
    """Rounder values of the same kind, the roundest first, none as round as this one is.

    >>> [float(v) for v in rounder(-2.34, Kind.REAL)]
    [0.0, 1.0, -1.0, -2.0, -2.3]
    >>> list(rounder(1.0, Kind.POSITIVE)), [int(k) for k in rounder(np.intp(3), Kind.LABELS)]
    ([], [0])
    """
    if kind in {Kind.LABELS, Kind.MASK}:
        if value:
            yield type(value)(0)
        return
    if not np.isfinite(value):
        return
    fixed = (1.0,) if kind is Kind.POSITIVE else (0.0, 1.0) if kind in {Kind.UNIT, Kind.MASS} else (0.0, 1.0, -1.0)
    far = tuple(math.copysign(size, value) for size in (10, 100, 1000) if size < abs(value))
    for candidate in (*fixed, *far, *(float(f"{float(value):.{digits}e}") for digits in range(3)), float(round(float(value)))):
        if candidate == value:
            return
        outside = (kind is Kind.UNIT and not 0 <= candidate <= 1) or (kind is Kind.POSITIVE and candidate <= 0)
        if not outside and abs(candidate) <= np.finfo(np.asarray(value).dtype).max:
            yield candidate


def _with(case: Case, which: int | None, k: int, value: object) -> Case:
    """The case with another entry `k` of an argument, or of the cotangent."""
    old = case.g if which is None else case.arguments[which]
    x: Array = np.array(old)
    x.reshape(-1)[k] = value
    new: Any = x if x.shape else x[()]
    if which is None:
        return attrs.evolve(case, g=new)
    new = float(new) if isinstance(old, float) and not isinstance(old, np.generic) else new
    return attrs.evolve(case, arguments=tuple(new if n == which else y for n, y in enumerate(case.arguments)))


def size_of(case: Case, axis: str) -> int:
    """How long an axis is; 0 if no argument has it."""
    for a, x in zip(case.formula.domain.arguments, case.arguments, strict=True):
        if axis in a.axes and array(x).ndim == len(a.axes):
            return int(array(x).shape[a.axes.index(axis)])
    return 0


def without(case: Case, axis: str, gone: Array) -> Case:
    """The case without these places of an axis; the cotangent follows the result. Raises `ValueError` if a label or a mask is lost."""
    domain = case.formula.domain
    old = array(case.g).shape
    arguments = tuple(_shorter(x, a, axis, gone) for x, a in zip(case.arguments, domain.arguments, strict=True))
    sizes = {name: size_of(attrs.evolve(case, arguments=arguments), name) for name in domain.axes}
    arguments = tuple(
        prod(sizes[name] for name in a.axes) if a.kind is Kind.SIZE else x for x, a in zip(arguments, domain.arguments, strict=True)
    )
    if case.masked and axis == domain.arguments[0].axes[-1] and (gone == size_of(case, axis) - 1).any():
        raise ValueError("the masked place stays")
    shorter = attrs.evolve(case, arguments=arguments, tangents=())
    if case.g is None:
        return shorter
    with np.errstate(all="ignore"):
        new = array(case.formula.forward(*arguments)).shape
    g = array(case.g)
    for n, (before, after) in enumerate(zip(old, new, strict=True)):
        if before - after == len(gone):
            g = np.delete(g, gone, n)
        elif before != after:
            g = np.take(g, list(range(after)), n)
    return attrs.evolve(shorter, g=g if g.shape else g[()])


def _shorter(x: Given, a: Argument, axis: str, gone: Array) -> Given:
    if a.kind is Kind.LABELS and axis == "classes":
        if np.isin(x, gone).any():
            raise ValueError("a label would be lost")
        x = x - (x > gone.max()) * len(gone)
    if axis not in a.axes or array(x).ndim != len(a.axes):
        return x
    cut: Array = np.delete(array(x), gone, a.axes.index(axis))
    if a.kind is Kind.COVER and not cut.any(axis=-1).all():
        raise ValueError("a row would have no place to look at")
    if a.kind is Kind.PROBABILITY:
        return (cut / cut.sum(axis=-1, keepdims=True)).astype(cut.dtype)
    return cut
