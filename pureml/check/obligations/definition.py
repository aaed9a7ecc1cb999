"""The shipped forward is the textbook formula: identically on symbols, exactly on exact numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, cast

import sympy as sp

from ...rules import Rule
from ..call import Call, flat, tupled
from ..finding import Counterexample
from ..inputs import EXACT, SYMBOLS
from ..numbers import Symbol, is_zero
from ..obligation import Obligation, Trial
from ..smallest import smallest
from ..subject import Subject


def look(subject: Subject) -> Iterator[Trial]:
    """Symbols at every size; then exact numbers, on which what `linearize` gives is compared as well."""
    stated = subject.evidence.definition
    if stated is None:
        raise subject.lacks("a textbook definition to compare the value with")
    definition = cast("Callable[..., Any]", stated)  # of the arity of the rule, as its author says
    for call in subject.calls(SYMBOLS, 3 if subject.rule and subject.rule.kinks else 1):
        yield _on_symbols(subject, call, definition)
    for call in subject.calls(EXACT, 2):
        yield _on_exact_numbers(subject, call, definition)


def _on_symbols(subject: Subject, call: Call, definition: Callable[..., Any]) -> Trial:
    for got, wanted in _pairs(call.y, definition(*call.arguments)):
        difference = _expression(got) - _expression(wanted)
        if not is_zero(difference):
            return Trial(wrong=f"forward - definition = {difference}", counterexample=lambda: _smallest(subject, definition))
    return Trial()


def _on_exact_numbers(subject: Subject, call: Call, definition: Callable[..., Any]) -> Trial:
    wrong = _disagree(call, definition)
    if wrong is None:
        return Trial()
    return Trial(wrong=f"expected {wrong[0]}, got {wrong[1]}", counterexample=lambda: _smallest(subject, definition))


def _disagree(call: Call, definition: Callable[..., Any]) -> tuple[Any, Any] | None:
    """The first two exact numbers that should be equal and are not."""
    wanted = definition(*call.arguments)
    got = [call.y, *([call.linearized[0]] if isinstance(call.formula, Rule) else [])]
    return next(((w, y) for given in got for y, w in _pairs(given, wanted) if y != w), None)


def _pairs(got: object, wanted: object) -> Iterator[tuple[Any, Any]]:
    for y, w in zip(tupled(got), tupled(wanted), strict=True):
        yield from zip(flat(y), flat(w), strict=True)


def _expression(e: object) -> sp.Expr:
    if isinstance(e, Symbol):
        return e.expression
    return sp.Integer(cast("int", e))  # a constant that the formula wrote as a whole number


def _smallest(subject: Subject, definition: Callable[..., Any]) -> Counterexample | None:
    call = smallest(subject, EXACT, lambda call: _disagree(call, definition) is not None)
    if call is None:
        return None
    wrong = _disagree(call, definition)
    if wrong is None:
        return None
    return Counterexample(subject.code(subject.spelling.forward, call), f"an entry {float(wrong[0])!r}", repr(float(wrong[1])))


DEFINITION: Final = Obligation("definition", "forward and the value of linearize are the textbook formula", look)
