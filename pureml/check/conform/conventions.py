"""Conventions: at kinks, jumps and NaN another one than ours is said, and is wrong only if it is no subgradient."""

from __future__ import annotations

from typing import Any, Final

import attrs
import numpy as np

from ...rules import Argument, Formula, Kind, Rule
from ..accuracy.case import Case
from ..call import inner
from ..evidence import Corner, evidence_of
from ..finding import Finding, Verdict
from ..inputs import FLOAT64, Array, Given
from ..literals import WHOLE
from .ordinary import cases
from .pair import Pair, Part
from .results import array

NAME: Final = "conventions"
STEP: Final = 2.0**-20
NEAR: Final = 2.0**-15


def look(pair: Pair, *, sound: tuple[Part, ...], seed: int) -> Finding:
    """Slopes and values at every stated corner, and what becomes of NaN: of the parts that are right elsewhere."""
    if not sound:
        return Finding(NAME, Verdict.NOT_APPLICABLE, "its answers are wrong on ordinary inputs")
    rule, notes = pair.rule, [_of_nan(pair, part, seed) for part in sound]
    corners = evidence_of(rule).corners if isinstance(rule, Rule) else ()
    for corner in corners:
        case = _case(rule, corner)
        if "forward" in sound:
            notes.append(_value(pair, corner, case))
        if "pullback" in sound and isinstance(rule, Rule):
            said, wrong = _at(pair, rule, corner, case)
            if wrong is not None:
                shown = pair.counterexample(wrong, "pullback", pair.ours(wrong, "pullback"))
                return Finding(NAME, Verdict.REFUTED, said, len(corners), counterexample=shown)
            notes.append(said)
    return Finding(NAME, Verdict.VERIFIED, "; ".join(dict.fromkeys(filter(None, notes))), len(corners) + len(sound))


def _of_nan(pair: Pair, part: Part, seed: int) -> str:
    """What is said of a NaN in the first argument, if it comes out elsewhere than ours does."""
    case = next((case for case in cases(pair, FLOAT64, seed=seed, examples=1) if case.parts == (part,)), None)
    if case is None or pair.rule.domain.arguments[0].kind is not Kind.REAL:
        return ""
    x = array(case.arguments[0]).copy()
    x.reshape(-1)[:1] = np.nan
    spoiled = attrs.evolve(case, arguments=(x[()], *case.arguments[1:]))
    answer = pair.theirs(spoiled, part)
    if answer.raised:
        return f"raises at a NaN: {answer.raised}"
    for got, ours in zip(answer.results, pair.ours(spoiled, part), strict=True):
        k = _first(np.isnan(array(got).astype(float)), np.isnan(ours))
        if k is not None:
            return f"another convention for NaN: {part} gives {array(got).reshape(-1)[k]} where ours gives {array(ours).reshape(-1)[k]}"
    return ""


def _case(rule: Formula, corner: Corner) -> Case:
    arguments = tuple(_float(x, a) for x, a in zip(corner.arguments, rule.domain.arguments, strict=True))
    return Case(rule, arguments, parts=("forward",))


def _value(pair: Pair, corner: Corner, case: Case) -> str:
    """What is said of the value at a jump, if it is not ours."""
    answer = pair.theirs(case, "forward")
    for got, ours in zip(answer.results, pair.ours(case, "forward"), strict=False):
        a, b = array(got).astype(float), array(ours)
        k = _first(a, b)
        if corner.jump and k is not None:
            return f"another convention at the jump ({corner.claim}): value {a.reshape(-1)[k]:g} where ours is {b.reshape(-1)[k]:g}"
    return ""


def _first(a: Array, b: Array) -> int | None:
    """The first place where two arrays of one shape differ."""
    apart = [k for k, (x, y) in enumerate(zip(a.flat, b.flat, strict=True)) if x != y] if a.shape == b.shape else []
    return apart[0] if apart else None


def _at(pair: Pair, rule: Rule, corner: Corner, at: Case) -> tuple[str, Case | None]:
    """What is said of the slopes at a corner, and the case where it is wrong."""
    arguments = at.arguments
    tangents = tuple(np.asarray(x, float) for x in corner.tangents)
    stated = np.asarray(corner.slope, float).reshape(-1)
    low, high = _one_sided(rule, arguments, tangents)
    shape = array(rule.forward(*arguments)).shape
    for k, slope in enumerate(stated):
        g = (np.arange(stated.size) == k).astype(float).reshape(shape)
        case = attrs.evolve(at, g=g if shape else g[()], parts=("pullback",))
        answer = pair.theirs(case, "pullback")
        if answer.raised:
            return f"{corner.claim}: the pullback raises {answer.raised}", case
        got = float(inner(tangents, answer.results))
        if got == slope:
            continue
        within = corner.jump or low[k] - NEAR <= got <= high[k] + NEAR
        if not (within and np.isfinite(got)):
            sides = f"the one-sided ones are {low[k] + 0:.3g} and {high[k] + 0:.3g}"  # no -0
            return f"{corner.claim}: the slope {got:g} is no subgradient, {sides}", case
        return f"another convention than {corner.claim!r}: {got:g}", None
    return "", None


def _one_sided(rule: Rule, arguments: tuple[Any, ...], tangents: tuple[Array, ...]) -> tuple[Array, Array]:
    """The lesser and the greater of the one-sided slopes of every entry, by short steps."""
    places = [k for k, a in enumerate(rule.domain.arguments) if a.differentiable]
    here = array(rule.forward(*arguments)).reshape(-1)
    sides: list[Array] = []
    for h in (STEP, -STEP):
        moved = list(arguments)
        for k, v in zip(places, tangents, strict=True):
            moved[k] = arguments[k] + h * v
        sides.append((array(rule.forward(*moved)).reshape(-1) - here) / h)
    return np.minimum(*sides), np.maximum(*sides)


def _float(x: Given, a: Argument) -> Given:
    if a.kind in WHOLE:
        return np.asarray(x) if a.axes else x
    some: Any = np.asarray(x)
    return some.astype(float) if some.shape else float(some)
