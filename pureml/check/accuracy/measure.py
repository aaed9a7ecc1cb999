"""How far a rule in floats is from the exact numbers, in units in the last place: measured rigorously, for every bound it states."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

import attrs
import numpy as np

from ...keys import Key
from ...rules import Bound, Formula, check_known
from ..numbers import Undecided, errors, precision
from .case import PARTS, Case, Results, balls
from .cases import cases
from .hard import Array
from .scales import SCALES, Measuring

DTYPES: Final = ("float32", "float64")
PRECISIONS: Final = (128, 512, 2048, 8192)


@attrs.frozen(eq=False)
class Worst:
    """The entry that is furthest off: by how many units in the last place, where, what was expected and what came out.

    `input` are the arguments behind it, `result` says of which cotangent or output it is an entry.
    """

    ulp: float
    input: tuple[object, ...] = ()
    result: int = 0
    expected: float = math.nan
    got: float = math.nan


@attrs.frozen(eq=False)
class Measured:
    """A bound, the worst that was found, and over how many numbers: none at all where `tried` is 0."""

    bound: Bound
    worst: Worst
    tried: int

    @property
    def holds(self) -> bool:
        """Whether nothing was found beyond the bound."""
        return self.worst.ulp <= self.bound.ulp


def measure(
    formula: Formula, bounds: tuple[Bound, ...] | None = None, *, against: Formula | None = None, density: int = 1, seed: int = 0
) -> tuple[Measured, ...]:
    """The greatest error for each bound, those that the formula states or others, over hard inputs of its domain.

    A correctly rounded function has at most 0.5. What is not finite where the exact number is a float, or is computed with
    a warning, is infinitely far off. The exact numbers are those of the same functions on balls, or of another formula
    that it is measured `against`; that they are the right ones is shown by the checks on symbols. `density` multiplies the
    number of inputs. Raises `DomainError` for a part, dtype or scale that is not known.

    >>> from pureml.rules import find
    >>> max(measured.worst.ulp for measured in measure(find("relu")))
    0.0
    """
    stated = formula.bounds if bounds is None else bounds
    for bound in stated:
        _check(bound)
    found = {bound: Measured(bound, Worst(0.0), 0) for bound in stated}
    for dtype in dict.fromkeys(bound.dtype for bound in stated):
        some = [bound for bound in stated if bound.dtype == dtype]
        for case in cases(formula, dtype, Key.of(seed), density):
            for bound, worst, tried in _in_case(case, against or formula, some, dtype):
                before = found[bound]
                found[bound] = Measured(bound, max(before.worst, worst, key=_ulp), before.tried + tried)
    return tuple(found[bound] for bound in stated)


def _ulp(worst: Worst) -> float:
    return worst.ulp


def _check(bound: Bound) -> None:
    known = (("part", bound.part, PARTS), ("dtype", bound.dtype, DTYPES), ("scale", bound.scale, tuple(SCALES)))
    for what, name, names in known:
        check_known(what, name, names)


def _in_case(case: Case, reference: Formula, bounds: list[Bound], dtype: str) -> Iterator[tuple[Bound, Worst, int]]:
    """The worst for each bound in one case, and how many numbers were looked at."""
    wanted = [bound for bound in bounds if bound.part in case.parts]
    if wanted:
        got, warned = _floats(case, _parts(wanted))
        plain = case.unmasked()
        yield from _enclosed(plain, reference, wanted, dtype, got, PRECISIONS, warned=warned and not _overflows(plain, reference, dtype))


def _overflows(case: Case, reference: Formula, dtype: str) -> bool:
    """Whether some exact result is beyond the floats, which excuses a warning."""
    with precision(PRECISIONS[0]):
        found = case.run(reference, tuple(dict.fromkeys(("forward", *case.parts))), balls)
    return any(abs(float(e)) > float(np.finfo(dtype).max) for ys in found.values() for y in ys for e in y)


def _parts(bounds: list[Bound]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(bound.part for bound in bounds))


def _enclosed(
    case: Case, reference: Formula, bounds: list[Bound], dtype: str, got: Results, precisions: tuple[int, ...], *, warned: bool
) -> Iterator[tuple[Bound, Worst, int]]:
    """At the least precision that says something; at the next one again, what is still open: rows, if they are apart."""
    if not precisions:
        raise Undecided(f"{reference.name}: no sharp enclosure with {PRECISIONS[-1]} bits")
    with precision(precisions[0]):
        exact = case.run(reference, _parts(bounds), balls)
        judged = {bound: _judged(Measuring(reference, case, bound.part, dtype), bound, got, exact) for bound in bounds}
    for bound, entries in judged.items():
        sharp = [entry for entry in entries if entry.off is not None]
        if case.rowwise or len(sharp) == len(entries):
            yield bound, _worst(case, sharp, got, exact, bound, warned=warned), len(sharp)
    unsharp = {bound: [entry for entry in entries if entry.off is None] for bound, entries in judged.items()}
    rest = [bound for bound, entries in unsharp.items() if entries]
    if rest:
        if case.rowwise:
            open_rows = sorted({case.row(e.place, got[bound.part][e.result].size) for bound in rest for e in unsharp[bound]})
            got = {part: tuple(case.rows_of(y, open_rows) for y in ys) for part, ys in got.items()}
            case = case.taking(open_rows)
        yield from _enclosed(case, reference, rest, dtype, got, precisions[1:], warned=warned)


def _floats(case: Case, parts: tuple[str, ...]) -> tuple[Results, bool]:
    """What comes out, and whether there was a warning."""
    try:
        with np.errstate(over="raise", divide="raise", invalid="raise", under="ignore"):
            return case.shown(case.run(case.formula, parts)), False
    except FloatingPointError:
        with np.errstate(all="ignore"):
            return case.shown(case.run(case.formula, parts)), True


@attrs.frozen
class Entry:
    """How far an entry is off, if the enclosure says; of which result it is, and its place there."""

    off: float | None
    result: int
    place: int


def _judged(at: Measuring, bound: Bound, got: Results, exact: Results) -> list[Entry]:
    """The entries of which the bound says something."""
    found: list[Entry] = []
    with np.errstate(all="ignore"):  # a size beyond the floats is infinite, and says that nothing is promised
        sizes = SCALES[bound.scale](at, exact[bound.part])
    for n, (ys, es, scale) in enumerate(zip(got[bound.part], exact[bound.part], sizes, strict=True)):
        held = np.flatnonzero(scale <= float(np.finfo(bound.dtype).max))
        off = errors(ys[held].tolist(), es[held], units(bound.dtype, scale[held]))
        found.extend(Entry(error, n, int(k)) for error, k in zip(off, held, strict=True))
    return found


def _worst(case: Case, entries: list[Entry], got: Results, exact: Results, bound: Bound, *, warned: bool) -> Worst:
    """The entry that is furthest off."""
    if not entries:
        return Worst(0.0)
    most = max(entries, key=lambda entry: entry.off or 0.0)
    ys, es = got[bound.part][most.result], exact[bound.part][most.result]
    ulp = math.inf if warned else most.off or 0.0
    return Worst(ulp, case.row_of(most.place, ys.size), most.result, float(es[most.place]), float(ys[most.place]))


def units(dtype: str, scale: Array) -> list[int]:
    """The exponents of two of the units in the last place of numbers of this size: at a power of two of the smaller one."""
    info = np.finfo(dtype)
    below = np.nextafter(scale, 0)
    exponent = np.where(below > 0, np.frexp(below)[1] - 1, info.minexp)
    return [int(k) - info.nmant for k in np.maximum(exponent, info.minexp)]
