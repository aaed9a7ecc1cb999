"""One hard case measured: how far each number is from the exact one, which the rule encloses on balls, and whether it is one."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Final

import attrs
import numpy as np

from ... import scales
from ...rules import Bound, Rule
from ..accuracy.case import Case, balls
from ..accuracy.measure import PRECISIONS, units
from ..accuracy.scales import SCALES, Measuring
from ..inputs import Array
from ..numbers import errors, precision
from .fault import OBLIGATION, STABILITY, Fault
from .pair import Pair, Part
from .results import array, shapes
from .simpler import size_of

HALF: Final = {"float64": 2.0**26, "float32": 2.0**12}
"""What a rule is held to that states no bound: half of the digits of the sizes of its terms."""


def bounds_of(pair: Pair, part: Part, dtype: str) -> tuple[Bound, ...]:
    """What the rule states of this part, or half of the digits; magnitudes cannot be compared, as rules with kinks do."""
    stated = tuple(bound for bound in pair.rule.bounds if (bound.part, bound.dtype) == (part, dtype))
    kinks = isinstance(pair.rule, Rule) and pair.rule.kinks
    return stated or (Bound(part, dtype, HALF[dtype], scales.EACH if kinks else scales.MAGNITUDES),)


Measured = tuple[Bound, float, int]


def measure(pair: Pair, case: Case, part: Part, dtype: str) -> tuple[list[Measured], list[Fault]]:
    """For each bound the greatest error and over how many numbers; and what is beyond the bounds, or no number."""
    answer = pair.theirs(case, part)
    any_bound = bounds_of(pair, part, dtype)[0]

    def unstable(kind: str, row: int | None = None) -> Fault:
        return Fault(STABILITY, math.inf, kind, case, part, dtype, any_bound, row=row)

    if answer.raised:
        return [], [unstable(f"raises {answer.raised}")]
    ours = pair.ours(case, part)
    if shapes(answer.results) != shapes(ours):
        return [], [unstable(f"gives shapes {shapes(answer.results)}")]
    faults = [unstable(*found) for found in _unstable(pair, case, part, answer.results, ours, answer.warned)]
    shown = case.shown({part: tuple(array(y).reshape(-1) for y in answer.results)})[part]
    certain = case.shown({part: tuple(array(y).reshape(-1) for y in ours)})[part]
    measured: list[Measured] = []
    for bound, entries in _entries(pair, case.unmasked(), part, dtype, shown):
        finite = [(ulp, e, n, k) for ulp, e, n, k in entries if np.isfinite(shown[n][k]) and np.isfinite(certain[n][k])]
        measured.append((bound, max((ulp for ulp, *_ in finite), default=0.0), len(finite)))
        beyond = [entry for entry in finite if entry[0] > bound.ulp]
        if beyond:
            ulp, e, n, k = max(beyond)
            flushed = all(shown[n][k] == 0 and abs(e) < float(np.finfo(dtype).smallest_normal) for _, e, n, k in beyond)
            kind = "flushes subnormal results to 0: it " if flushed else ""
            row = _row(pair, case, k, shown[n].size)
            faults.append(Fault(OBLIGATION[part], ulp, kind, case, part, dtype, bound, e, float(shown[n][k]), row))
    return measured, faults


def _unstable(
    pair: Pair, case: Case, part: Part, theirs: tuple[Any, ...], ours: tuple[Any, ...], warned: str
) -> Iterator[tuple[str, int | None]]:
    """What is no number where the rule has one, and what warns where the rule is silent and finite."""
    for got, right in zip(theirs, ours, strict=True):
        bad = ~np.isfinite(array(got)) & np.isfinite(array(right))
        if bad.any():
            k = int(np.flatnonzero(bad)[0])
            said = f"gives {array(got).reshape(-1)[k]} where {array(right).reshape(-1)[k]:.9g} is right"
            yield said, _row(pair, case, k, np.size(got))
            return
    if warned and all(np.isfinite(right).all() for right in ours) and not _warns(pair, case, part):
        yield f"warns of {warned!r} where every result is finite", None


def _row(pair: Pair, case: Case, k: int, size: int) -> int | None:
    """The row of the first argument that entry `k` of a result of this size comes from, if its rows are the result's."""
    rows = size_of(case, pair.rule.domain.arguments[0].axes[0])
    return k * rows // size if size >= rows else None


def _warns(pair: Pair, case: Case, part: Part) -> bool:
    """Whether the rule itself warns here."""
    mirror = attrs.evolve(pair, subject=attrs.evolve(pair.subject, formula=pair.rule, opaque=False))
    return bool(mirror.theirs(case, part).warned)


Entry = tuple[float, float, int, int]
"""Units off, the exact number, of which result, at which place."""


def _entries(pair: Pair, case: Case, part: Part, dtype: str, got: tuple[Array, ...]) -> Iterator[tuple[Bound, list[Entry]]]:
    """For each bound the entries it speaks of, measured with as many bits as that needs; what no precision tells is left out."""
    wanted = list(bounds_of(pair, part, dtype))
    for bits in PRECISIONS:
        with precision(bits):
            exact = case.run(pair.rule, (part,), balls)[part]
            judged = {bound: _judged(Measuring(pair.rule, case, part, dtype), bound, got, exact) for bound in wanted}
        last = bits == PRECISIONS[-1]
        for bound in tuple(wanted):
            if last or all(ulp is not None for ulp, *_ in judged[bound]):
                yield bound, [(ulp, e, n, k) for ulp, e, n, k in judged[bound] if ulp is not None]
                wanted.remove(bound)
        if not wanted:
            return


def _judged(at: Measuring, bound: Bound, got: tuple[Array, ...], exact: tuple[Array, ...]) -> list[tuple[float | None, float, int, int]]:
    found: list[tuple[float | None, float, int, int]] = []
    with np.errstate(all="ignore"):  # a size may be beyond the floats: then nothing is promised
        sizes = SCALES[bound.scale](at, exact)
    for n, (ys, es, scale) in enumerate(zip(got, exact, sizes, strict=True)):
        held = np.flatnonzero(scale <= float(np.finfo(bound.dtype).max))
        off = errors(ys[held].astype(float).tolist(), es[held], units(bound.dtype, scale[held]))
        found.extend((error, float(e), n, int(k)) for error, e, k in zip(off, es[held], held, strict=True))
    return found
