"""Pullback - J^T g and pushforward - J x_dot vanish identically, J by differentiating the shipped forward on symbols."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import attrs
import sympy as sp

from ..call import Call, flat
from ..gradients import smallest_wrong
from ..inputs import SYMBOLS
from ..numbers import Symbol, is_zero, recording
from ..obligation import Obligation, Trial
from ..subject import InapplicableError, Subject

PATIENCE: Final = 60
"""So many draws for each region before it is said that some were not met."""


def look(subject: Subject) -> Iterator[Trial]:
    """Symbols at every size, with a symbol for each entry of the cotangent and of the tangents; then every region."""
    if subject.rule is None:
        raise InapplicableError("a formula without derivatives of its own")
    for call in subject.calls(SYMBOLS, 3 if subject.rule.kinks else 1):
        yield _trial(subject, call)
    if subject.evidence.regions is not None:
        yield from _regions(subject)


def _regions(subject: Subject) -> Iterator[Trial]:
    """One call in each region of the inputs; refuted where there are more than stated or not as many are met."""
    sizes, stated = subject.evidence.regions or ({}, 0)
    met: set[tuple[bool, ...]] = set()
    draws = attrs.evolve(subject, rounds=1).calls(SYMBOLS, PATIENCE * stated, (sizes,))
    for call in draws:
        with recording() as path:
            expressions(call.y)
        region = tuple(condition.holds for condition in path)
        if region in met:
            continue
        met.add(region)
        yield _trial(subject, call)
        if len(met) == stated:
            return
    yield Trial(wrong=f"expected {stated} regions at {dict(sizes)}, met {len(met)}")


def _trial(subject: Subject, call: Call) -> Trial:
    wrong = next((f"{name} = {e}" for name, e in differences(call, pushed=subject.has_pushforward) if not is_zero(e)), "")
    return Trial(wrong=wrong, counterexample=lambda: smallest_wrong(subject))


def differences(call: Call, *, pushed: bool = True) -> Iterator[tuple[str, sp.Expr]]:
    """What must vanish: forward - y, dy/dshift, pullback - J^T g, pushforward - J x_dot, by name."""
    values = expressions(call.linearized[0])
    variables = [_free(x) for x in call.inputs.differentiable]
    for k, (a, b) in enumerate(zip(expressions(call.y), values, strict=True)):
        if not any(isinstance(s, sp.Dummy) for s in (a - b).free_symbols):  # each pass has shifts of its own
            yield f"forward[{k}] - y", a - b
    for k, v in enumerate(values):
        for shift in sorted((s for s in v.free_symbols if isinstance(s, sp.Dummy)), key=str):
            yield f"dy[{k}] / dshift", sp.diff(v, shift)
    yield from _of_pullback(call, values, variables)
    if pushed:
        yield from _of_pushforward(call, values, variables)


def _free(x: object) -> list[sp.Symbol]:
    return [e for e in expressions(x) if isinstance(e, sp.Symbol)]


def _of_pullback(call: Call, values: list[sp.Expr], variables: list[list[sp.Symbol]]) -> Iterator[tuple[str, sp.Expr]]:
    total = sp.Add(*(a * b for a, b in zip(expressions(call.g), values, strict=True)))
    for n, (d_x, xs, x) in enumerate(zip(call.cotangents, variables, call.inputs.differentiable, strict=True)):
        if getattr(d_x, "shape", ()) != x.shape:
            raise ValueError(f"pullback: expected cotangent {n} of shape {x.shape}, got {getattr(d_x, 'shape', ())}")
        for k, (d, v) in enumerate(zip(expressions(d_x), xs, strict=True)):
            yield f"pullback {n}[{k}] - J^T g", d - sp.diff(total, v)


def _of_pushforward(call: Call, values: list[sp.Expr], variables: list[list[sp.Symbol]]) -> Iterator[tuple[str, sp.Expr]]:
    tangents = [expressions(x_dot) for x_dot in call.inputs.tangents]
    for k, (d, v) in enumerate(zip(expressions(call.y_dot), values, strict=True)):
        slope = sp.Add(*(sp.diff(v, s) * t for xs, ts in zip(variables, tangents, strict=True) for s, t in zip(xs, ts, strict=True)))
        yield f"pushforward[{k}] - J x_dot", d - slope


def expressions(x: object) -> list[sp.Expr]:
    """The expressions of an array of symbols; a whole number that a formula wrote is one too."""
    return [e.expression if isinstance(e, Symbol) else sp.Integer(e) for e in flat(x)]


IDENTITY: Final = Obligation("identity", "pullback = J^T g and pushforward = J x_dot, identically", look)
