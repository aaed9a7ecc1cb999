"""Ordinary inputs: what is off there by more than rounding can explain is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import attrs
import numpy as np

from ...rules import Formula, Rule
from ..accuracy.case import Case
from ..evidence import evidence_of
from ..finding import Finding, Verdict
from ..inputs import FLOAT32, FLOAT64, Array, System
from ..subject import Subject
from .pair import Answer, Pair, Part
from .results import array, is_array
from .simpler import simplest

ROUNDS: Final = 2
BASIS: Final = 12
"""So many basis cotangents of a result, and a drawn one."""

SYSTEMS: Final = (FLOAT64, FLOAT32)


@attrs.frozen
class Off:
    """How an answer differs from the right one: the obligation that fails, how far off it is, and what is said."""

    obligation: str
    error: float
    why: str


def cases(pair: Pair, system: System, *, seed: int, examples: int) -> Iterator[Case]:
    """The rule on inputs of every size: normal numbers, and for the way back every basis cotangent and a drawn one."""
    subject = Subject.ours(pair.rule, seed=seed, rounds=examples)
    for call in subject.calls(system, ROUNDS):
        plain = Case(pair.rule, call.arguments, parts=("forward",))
        yield plain
        if not isinstance(pair.rule, Rule) or "pullback" not in pair.parts:
            continue
        g: Any = call.g
        y = array(pair.ours(plain, "forward")[0])
        yield attrs.evolve(plain, g=g, parts=("pullback",))
        for k in range(min(y.size, BASIS)) if y.shape else ():
            one = np.zeros(y.shape, y.dtype)
            one.reshape(-1)[k] = 1
            yield attrs.evolve(plain, g=one, parts=("pullback",))


def compared(pair: Pair, case: Case, part: Part) -> Off | None:
    """What is wrong with the implementation here, if anything is; where the rule has a kink nothing is said."""
    if not regular(pair.rule, case):
        return None
    return _against(pair.theirs(case, part), pair.ours(case, part), case, part)


def _against(answer: Answer, wanted: tuple[Array, ...], case: Case, part: Part) -> Off | None:
    what = "gradient" if part == "pullback" else "value"
    if answer.raised:
        return Off("domain", np.inf, f"{'the pullback' if part == 'pullback' else 'forward'} raises {answer.raised}")
    if len(answer.results) != len(wanted):
        return Off("shape", np.inf, f"expected {len(wanted)} {what if len(wanted) == 1 else what + 's'}, got {len(answer.results)}")
    reach = _reach(case, part)
    worst: Off | None = None
    for n, (got, right) in enumerate(zip(answer.results, wanted, strict=True)):
        if array(got).shape != array(right).shape:
            return Off("shape", np.inf, f"expected a {what} of shape {array(right).shape}, got {array(got).shape}")
        error, k = _error(array(got), array(right), reach)
        if error > float(np.sqrt(np.finfo(_dtype(case)).eps)) and (worst is None or error > worst.error):
            said = f"expected {_entry(right, k)}, got {_entry(got, k)}"
            which = f" of argument {n + 1}" if len(wanted) > 1 else ""
            worst = Off(what, error, f"{said} at entry {k}{which}")
    return worst


def _entry(x: object, k: int) -> str:
    entries = array(x).reshape(-1)
    return f"{entries[k]:.9g}" if entries.dtype.kind == "f" else repr(entries.tolist()[k])


def _dtype(case: Case) -> np.dtype[Any]:
    return next(x.dtype for x in case.arguments if is_array(x) and x.dtype.kind == "f")


def _reach(case: Case, part: Part) -> float:
    """The size of what comes in: results that cancel to 0 leave the rounding of it behind."""
    floats = [case.g] if part == "pullback" else [x for x in case.arguments if is_array(x) and x.dtype.kind == "f"]
    return max(float(np.abs(x).max(initial=0)) for x in map(array, floats))


def _error(got: Array, right: Array, reach: float) -> tuple[float, int]:
    """The entry that is furthest off: by how much of its size, or of a sixteenth of the greatest; and which it is."""
    if not right.size:
        return 0.0, 0
    if got.dtype.kind not in "fiub":
        return np.inf, 0
    a, b = got.astype(float).reshape(-1), right.astype(float).reshape(-1)
    scale = np.maximum(np.abs(b), max(float(np.abs(b).max()), reach) / 16)
    with np.errstate(all="ignore"):
        off = np.where(a == b, 0.0, np.abs(a - b) / np.where(scale == 0, 1.0, scale))
    off = np.where(np.isnan(off), np.inf, off)
    return float(off.max()), int(off.argmax())


def regular(formula: Formula, case: Case) -> bool:
    """Whether the case is surely not at a kink: for a rule with kinks, no entry is 0 and no two of an array are equal."""
    if not isinstance(formula, Rule) or not formula.kinks:
        return True
    for x, a in zip(case.arguments, formula.domain.arguments, strict=True):
        if a.differentiable:
            entries = array(x).reshape(-1)
            if (entries == 0).any() or np.unique(entries).size < entries.size:
                return False
    return True


def jumps(rule: Formula) -> bool:
    """Whether the value itself has a convention somewhere: at a jump."""
    return any(corner.jump for corner in evidence_of(rule).corners)


def look(pair: Pair, *, seed: int, examples: int) -> tuple[list[Finding], list[tuple[Case, Off]]]:
    """The findings on shape, values, gradient, dtype and domain; and the cases that went wrong."""
    tried: dict[str, int] = dict.fromkeys(("shape", "value", "gradient", "domain"), 0)
    bad: list[tuple[Case, Off]] = []
    for system in SYSTEMS:
        for case in cases(pair, system, seed=seed, examples=examples):
            (part,) = case.parts
            off = compared(pair, case, part)
            what = "gradient" if part == "pullback" else "value"
            reached = (
                ("domain", "shape", what)
                if off is None
                else {"domain": ("domain",), "shape": ("domain", "shape")}.get(off.obligation, ("domain", "shape", what))
            )
            for name in reached:
                tried[name] += 1
            if off is not None:
                bad.append((case, off))
    if not tried["shape"]:  # who never answers is not right anywhere
        bad = [(case, attrs.evolve(off, obligation="value")) for case, off in bad]
    return [_finding(pair, name, count, bad) for name, count in tried.items()], bad


def _finding(pair: Pair, name: str, tried: int, bad: list[tuple[Case, Off]]) -> Finding:
    mine = [(case, off) for case, off in bad if off.obligation == name]
    if not tried and not mine:
        missing = name == "gradient" and "pullback" not in pair.parts
        return Finding(name, Verdict.NOT_APPLICABLE, "no pullback is given" if missing else "it gives nothing that could be compared")
    if not mine:
        return Finding(name, Verdict.VERIFIED, tried=tried)
    case, off = max(mine, key=lambda found: (_dtype(found[0]) == np.float64, found[1].error))
    (part,) = case.parts

    def still(candidate: Case) -> bool:
        now = compared(pair, candidate, part)
        return now is not None and _same(now, off)

    small = simplest(case, still)
    now = compared(pair, small, part) or off
    shown = pair.counterexample(small, part, pair.ours(small, part))
    return Finding(name, Verdict.REFUTED, now.why, tried, now.error if np.isfinite(now.error) else None, "", shown)


def _same(now: Off, before: Off) -> bool:
    """Whether it is the same mistake: raising is not the same as being off."""
    raised = "raises" in now.why, "raises" in before.why
    return raised[0] == raised[1] and (now.obligation == before.obligation or raised[0])
