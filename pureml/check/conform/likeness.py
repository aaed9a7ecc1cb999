"""Which known mistake an implementation behaves like, where it fails."""

from __future__ import annotations

import warnings
from typing import Final

import attrs
import numpy as np

from ...rules import Formula
from ..accuracy.case import Case
from ..evidence import Mutant, evidence_of
from ..inputs import Array
from ..obligation import BREAKS
from .fault import Fault
from .hard import hard_cases
from .ordinary import compared
from .pair import Answer, Pair, Part
from .results import array, shapes

MOST: Final = 16
"""So many cases are compared."""

NEARLY: Final = 0.75
"""The part of all failures that two alike have in common."""

DIGITS: Final = 2.0**12
"""So many eps of a number are a failure."""


def of_wrong(pair: Pair, bad: list[Case], ordinary: list[Case]) -> str:
    """The mutant that gives what the implementation gives on ordinary inputs, right or wrong; or one for each part that is wrong."""
    whole = _first(pair, [*spread(bad), *spread(ordinary)])
    if whole:
        return whole
    by_part: dict[Part, list[Case]] = {}
    for case in bad:
        by_part.setdefault(case.parts[0], []).append(case)
    return "; ".join(dict.fromkeys(filter(None, (_first(pair, spread(some)) for some in by_part.values()))))


def spread(cases: list[Case]) -> list[Case]:
    """Some of many, over all of them."""
    return cases[:: max(1, len(cases) // MOST)]


def of_faults(pair: Pair, faults: list[Fault], ordinary: list[Case], *, seed: int) -> str:
    """For each part with a fault the mutant that is equal on ordinary inputs and fails on the same hard ones, in the same way."""
    names: list[str] = []
    for part in dict.fromkeys(fault.part for fault in faults):
        some = list(hard_cases(pair, "float64", part, seed=seed, examples=1))
        for mutant in evidence_of(pair.rule).mutants:
            wrong = _mutated(pair, mutant)
            alike = wrong is not None and _alike(wrong, pair, spread(ordinary))
            if wrong is not None and alike and _fails_alike(wrong, pair, some, part):
                names.append(told(mutant))
                break
    return "; ".join(dict.fromkeys(names))


def of_dtype(pair: Pair, ordinary: list[Case]) -> str:
    """The first mutant that gives the same numbers in the same dtypes."""
    return _first(pair, ordinary, dtypes=True)


def told(mutant: Mutant) -> str:
    """A mutant with its source.

    >>> told(Mutant("the diagonal alone", "the notes, S21"))
    'the diagonal alone (the notes, S21)'
    """
    return f"{mutant.name} ({mutant.source})" if mutant.source else mutant.name


def _first(pair: Pair, cases: list[Case], *, dtypes: bool = False) -> str:
    for mutant in evidence_of(pair.rule).mutants:
        wrong = _mutated(pair, mutant)
        if wrong is not None and _alike(wrong, pair, cases, dtypes=dtypes):
            return told(mutant)
    return ""


def _mutated(pair: Pair, mutant: Mutant) -> Formula | None:
    try:
        return mutant.of(pair.rule)
    except BREAKS:
        return None


def _alike(wrong: Formula, pair: Pair, cases: list[Case], *, dtypes: bool = False) -> bool:
    """Whether the implementation conforms to the mutant as it would to a rule, on ordinary inputs; what raises is like what raises."""
    mirror = attrs.evolve(pair, rule=wrong)
    return bool(cases) and all(_agrees(mirror, case, dtypes=dtypes) for case in cases)


def _agrees(mirror: Pair, case: Case, *, dtypes: bool) -> bool:
    (part,) = case.parts
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            mutant = mirror.ours(case, part)
        except BREAKS:
            return bool(mirror.theirs(case, part).raised)
        if dtypes and _dtypes(mutant) != _dtypes(mirror.theirs(case, part).results):
            return False
        return compared(mirror, case, part) is None


def _dtypes(results: tuple[object, ...]) -> list[np.dtype[np.generic]]:
    return [array(x).dtype for x in results]


def _fails_alike(wrong: Formula, pair: Pair, cases: list[Case], part: Part) -> bool:
    """Whether nearly all numbers that either of them fails at are failed at by both, in the same way; and warnings as well."""
    mirror = attrs.evolve(pair, subject=attrs.evolve(pair.subject, formula=wrong, opaque=False))
    same = either = 0
    for case in cases:
        theirs, mutant, ours = pair.theirs(case, part), mirror.theirs(case, part), pair.ours(case, part)
        if theirs.raised or mutant.raised or not _same_shapes(theirs, mutant):
            return False
        warn = bool(theirs.warned), bool(mutant.warned)
        same, either = same + all(warn), either + any(warn)
        for got, like, right in zip(theirs.results, mutant.results, ours, strict=True):
            both, one = _failures(*(array(x).astype(float).reshape(-1) for x in (got, like, right)))
            same, either = same + both, either + one
    return bool(either) and same >= NEARLY * either


def _failures(got: Array, like: Array, right: Array) -> tuple[int, int]:
    """At how many numbers both fail in the same way, and at how many either fails."""
    with np.errstate(all="ignore"):
        limit = DIGITS * np.finfo(float).eps * np.abs(right)
        off, off_too, apart = np.abs(got - right), np.abs(like - right), np.abs(got - like)
        sound = np.isfinite(right)
        fails, fails_too = sound & ~(off <= limit), sound & ~(off_too <= limit)
        agree = (apart <= np.maximum(off, off_too) / 8) | (~np.isfinite(got) & ~np.isfinite(like))
    return int((fails & fails_too & agree).sum()), int((fails | fails_too).sum())


def _same_shapes(a: Answer, b: Answer) -> bool:
    return shapes(a.results) == shapes(b.results)
