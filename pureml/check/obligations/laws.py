"""The laws of the rule hold: exactly on exact numbers, to rounding on floats."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

import numpy as np

from ..call import Call, flat
from ..evidence import AtLeastZero, Equal, Law
from ..finding import Counterexample
from ..inputs import EXACT, FLOAT64
from ..obligation import Obligation, Trial
from ..smallest import smallest
from ..subject import Subject

UNITS: Final = 64
EPS: Final = float(np.finfo(np.float64).eps)


def look(subject: Subject) -> Iterator[Trial]:
    """Every law on exact numbers and on floats at every size."""
    if not subject.evidence.laws:
        raise subject.lacks("laws")
    for call in subject.calls(EXACT, 2):
        for law in subject.evidence.laws:
            wrong = _broken(law, call)
            yield Trial(wrong=wrong, counterexample=partial(_smallest, subject, law))
    for call in subject.calls(FLOAT64, 2):
        for law in subject.evidence.laws:
            yield _on_floats(law, call)


def _broken(law: Law, call: Call) -> str:
    """What breaks the law on exact numbers, if anything does."""
    match law:
        case Equal():
            left, right = (flat(side) for side in law.sides(call))
            _same_length(law, left, right)
            return next((f"{law.claim}: {a} is not {b}" for a, b in zip(left, right, strict=True) if a != b), "")
        case AtLeastZero():
            return next((f"{law.claim}: {e} is less than 0" for e in flat(law.value(call)) if e < 0), "")


def _same_length(law: Law, left: list[Any], right: list[Any]) -> None:
    if len(left) != len(right):
        raise ValueError(f"{law.claim}: {len(left)} numbers on one side, {len(right)} on the other")


def _on_floats(law: Law, call: Call) -> Trial:
    if isinstance(law, Equal):
        left, right = (np.asarray(side, float).reshape(-1) for side in law.sides(call))
        gap = float(np.abs(left - right).max())
    else:
        left = np.asarray(law.value(call), float).reshape(-1)
        gap = float(np.maximum(-left, 0.0).max())
    size = max(1.0, float(np.abs(left).max()))
    error = gap / (size * EPS)
    wrong = "" if error <= UNITS else f"{law.claim}: off by {error:.3g} eps in float64"
    return Trial(error, law.claim, wrong)


def _smallest(subject: Subject, law: Law) -> Counterexample | None:
    call = smallest(subject, EXACT, lambda call: bool(_broken(law, call)))
    if call is None:
        return None
    back = subject.rule is not None
    code = subject.code(subject.spelling.pullback if back else subject.spelling.forward, call, call.g if back else None)
    return Counterexample(code, law.claim, _broken(law, call))


LAWS: Final = Obligation("laws", "its laws hold", look, unit="eps of the greatest entry")
