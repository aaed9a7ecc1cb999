"""Purity: inputs may be read-only, are not written, results are not made of them, and the same bits come twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

import attrs

from ..accuracy.case import Case
from ..finding import Counterexample, Finding, Verdict
from ..foreign import Kind
from ..foreign.arrays import Touched, touched
from ..foreign.error import ForeignError
from ..inputs import FLOAT64, Given
from ..obligation import BREAKS
from ..subject import Spelling
from .ordinary import cases
from .pair import Pair, Part
from .results import array, is_array
from .simpler import simplest

WRITES: Final = "writes into its inputs"
SHARES: Final = "gives a result that shares memory with an input"
CHANGES: Final = "gives other bits the second time"
REFUSES: Final = "refuses read-only inputs"


@attrs.frozen(eq=False)
class Itself:
    """The implementation before its arrays are copied at any border: functions, the arrays they take, how they are spelled."""

    functions: Mapping[Part, Callable[..., Any]]
    arrays: Kind
    spelling: Spelling

    def call(self, case: Case, part: Part, *, locked: bool = False) -> Touched:
        """What a call does to fresh arrays."""
        given = (*case.arguments, case.g) if part == "pullback" else case.arguments
        return touched(self.arrays, self.functions[part], *(_fresh(x, locked=locked) for x in given))


def _still(itself: Itself, part: Part, impure: str, candidate: Case) -> bool:
    """Whether a simpler case shows the same impurity."""
    return impurity(itself, candidate, part) == impure


def look(pair: Pair, itself: Itself, *, seed: int) -> Finding:
    """A few cases of every size."""
    tried = 0
    for case in cases(pair, FLOAT64, seed=seed, examples=1):
        (part,) = case.parts
        if part not in itself.functions:
            continue
        impure = impurity(itself, case, part)
        tried += impure is not None
        if impure:
            small = simplest(case, partial(_still, itself, part, impure))
            name = "the pullback" if part == "pullback" else "forward"
            return Finding("purity", Verdict.REFUTED, f"{name} {impure}", tried, counterexample=_code(pair, itself, small, part, impure))
    if not tried:
        return Finding("purity", Verdict.NOT_APPLICABLE, "it gives nothing that could be compared")
    return Finding("purity", Verdict.VERIFIED, tried=tried)


def impurity(itself: Itself, case: Case, part: Part) -> str | None:
    """What is not pure about a call; empty if nothing is, None if it raises."""
    try:
        first, second = itself.call(case, part), itself.call(case, part)
    except (*BREAKS, ForeignError):
        return None
    other_bits = [x.tobytes() for x in first.results] != [x.tobytes() for x in second.results]
    seen = ((first.written, WRITES), (first.shared, SHARES), (other_bits, CHANGES))
    return next((what for found, what in seen if found), "") or _refusal(itself, case, part)


def _refusal(itself: Itself, case: Case, part: Part) -> str:
    """Whether arrays of NumPy may not be read-only; of other libraries copies are handed over."""
    if itself.arrays == "numpy":
        try:
            itself.call(case, part, locked=True)
        except (*BREAKS, ForeignError):
            return REFUSES
    return ""


def _fresh(x: Given, *, locked: bool) -> Given:
    if not is_array(x):
        return x
    made = array(x).copy()
    made.setflags(write=not locked)
    return made


def _code(pair: Pair, itself: Itself, case: Case, part: Part, impure: str) -> Counterexample:
    """Code that shows what is not pure."""
    made = pair.code(case, part, itself.spelling).rpartition("\n")[0]
    names = ", ".join(a.name for a in pair.rule.domain.arguments) + (", g" if part == "pullback" else "")
    call = f"touched({itself.arrays!r}, {part}, {names})"
    told = {
        WRITES: (f"print({call}.written)", "False", "True"),
        SHARES: (f"print({call}.shared)", "False", "True"),
        CHANGES: (f"print({call}.results, {call}.results)", "the same twice", "two results"),
    }
    if impure in told:
        last, expected, got = told[impure]
        return Counterexample(f"{made}\nfrom pureml.check.foreign import touched\n{last}", expected, got)
    locked = f"for each in ({names},):\n    if isinstance(each, np.ndarray):\n        each.setflags(write=False)"
    return Counterexample(f"{made}\n{locked}\nprint({part}({names}))", "a result", "an error")
