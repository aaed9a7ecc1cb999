"""Hard inputs: the worst that is found of every kind, at a simple case."""

from __future__ import annotations

import math
from collections.abc import Iterator

import attrs
import numpy as np

from ...keys import Key
from ...rules import Bound
from ..accuracy.case import Case
from ..accuracy.cases import cases
from ..accuracy.measure import DTYPES
from ..finding import Finding, Verdict
from ..obligation import BREAKS
from .fault import OBLIGATION, STABILITY, Fault
from .measured import bounds_of, measure
from .ordinary import jumps, regular
from .pair import Pair, Part
from .simpler import simplest, size_of, without


@attrs.frozen(eq=False)
class Looked:
    """The worst of one dtype and part: by how many units of which bound; how many numbers were tried; the faults."""

    dtype: str
    part: Part
    worst: float
    bound: Bound
    tried: int
    faults: tuple[Fault, ...]


def hard_cases(pair: Pair, dtype: str, part: Part, *, seed: int, examples: int) -> Iterator[Case]:
    """All hard cases of one dtype and part, without the rows where a kink's convention is in question."""
    smooth = part == "forward" and not jumps(pair.rule)
    for whole in cases(pair.rule, dtype, Key.of(seed), examples):
        if part in whole.parts:
            case = attrs.evolve(whole, parts=(part,))
            kept = case if smooth else _off_kinks(pair, case)
            if kept is not None:
                yield kept


def looked(pair: Pair, dtype: str, part: Part, *, seed: int, examples: int, refuses: bool) -> Looked:
    """What came of them; that it raises is no fault of an implementation of which that is known."""
    worst, bound, tried = -1.0, bounds_of(pair, part, dtype)[0], 0
    faults: list[Fault] = []
    for case in hard_cases(pair, dtype, part, seed=seed, examples=examples):
        measured, found = measure(pair, case, part, dtype)
        faults.extend(fault for fault in found if not (refuses and fault.kind.startswith("raises")))
        for each, ulp, count in measured:
            tried += count
            if worst < 0 or ulp * bound.ulp > worst * each.ulp:  # nearer to its own bound
                worst, bound = ulp, each
    return Looked(dtype, part, worst, bound, tried, tuple(faults))


def _off_kinks(pair: Pair, case: Case) -> Case | None:
    """The rows that are surely at no kink: there the rule's convention would be compared, which is another question."""
    if regular(pair.rule, case):
        return case
    axis = pair.rule.domain.arguments[0].axes[0]
    rows = np.arange(size_of(case, axis))
    try:
        kept = [row for row in rows if regular(pair.rule, without(case, axis, np.delete(rows, row)))]
        return without(case, axis, np.delete(rows, kept)) if kept else None
    except ValueError:
        return None


def simplified(pair: Pair, fault: Fault) -> Fault:
    """The fault at a simpler case: of the same kind, and on a logarithmic scale at least half as far off."""
    least = math.sqrt(max(fault.bound.ulp, 1.0) * fault.ulp)

    def like(candidate: Case) -> Fault | None:
        if not regular(pair.rule, candidate) and fault.part == "pullback":
            return None
        _, found = measure(pair, candidate, fault.part, fault.dtype)
        same = (f for f in found if f.obligation == fault.obligation and f.ulp >= least)
        return next((f for f in same if f.obligation != STABILITY or f.kind[:5] == fault.kind[:5]), None)

    start = fault.case
    if fault.row is not None:
        axis = pair.rule.domain.arguments[0].axes[0]
        try:
            alone = without(start, axis, np.delete(np.arange(size_of(start, axis)), fault.row))
        except BREAKS:
            alone = start
        start = start if like(alone) is None else alone
    small = simplest(start, lambda candidate: like(candidate) is not None)
    return like(small) or fault


def look(pair: Pair, *, seed: int, examples: int, parts: tuple[Part, ...], refuses: bool) -> tuple[list[Finding], list[Fault]]:
    """The findings on accuracy, of the values and of the gradient, and on stability; and the worst fault of each kind."""
    all_looked = [looked(pair, dtype, part, seed=seed, examples=examples, refuses=refuses) for part in parts for dtype in reversed(DTYPES)]
    worst: list[Fault] = []
    findings: list[Finding] = []
    for name in (*OBLIGATION.values(), STABILITY):
        mine = [each for each in all_looked if name in {STABILITY, OBLIGATION[each.part]}]
        if not mine:
            given = name != OBLIGATION["pullback"] or "pullback" in pair.parts
            why = "its answers are wrong on ordinary inputs" if given else "no pullback is given"
            findings.append(Finding(name, Verdict.NOT_APPLICABLE, why))
            continue
        found = [_worst(each, name) for each in mine]
        some = [(fault, simplified(pair, fault)) for fault in found if fault is not None]
        worst.extend(fault for fault, _ in some)
        findings.append(_finding(pair, name, mine, some))
    return findings, worst


def _worst(each: Looked, name: str) -> Fault | None:
    return max((fault for fault in each.faults if fault.obligation == name), key=lambda fault: fault.ulp, default=None)


def _finding(pair: Pair, name: str, mine: list[Looked], some: list[tuple[Fault, Fault]]) -> Finding:
    tried = sum(each.tried for each in mine)
    if some:
        hardest, first = some[0]
        shown = pair.counterexample(first.case, first.part, pair.ours(first.case, first.part))
        ulp = None if math.isinf(hardest.ulp) else hardest.ulp
        said = (simple.said + (f", elsewhere {fault.ulp:.2g}" if simple.ulp < fault.ulp / 2 else "") for fault, simple in some)
        return Finding(name, Verdict.REFUTED, "; ".join(said), tried, ulp, "", shown)
    if name == STABILITY:
        return Finding(name, Verdict.VERIFIED, tried=tried)
    where = "; ".join(f"{each.dtype} within {each.worst:.3g} ulp of {each.bound.scale} (bound {each.bound.ulp:g})" for each in mine)
    return Finding(name, Verdict.VERIFIED, tried=tried, worst=max(each.worst for each in mine), where=where)
