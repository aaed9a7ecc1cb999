"""<J x_dot, g> = <x_dot, J^T g>: exactly on exact numbers, to 8 eps of the absolute terms on floats."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from ..call import Call, flat, inner
from ..gradients import smallest_wrong
from ..inputs import EXACT, FLOAT32, FLOAT64
from ..obligation import Obligation, Trial
from ..subject import InapplicableError, Subject

UNITS: Final = 8


def look(subject: Subject) -> Iterator[Trial]:
    """Exact numbers, then floats of both kinds, at every size."""
    if subject.rule is None:
        raise InapplicableError("a formula without derivatives of its own")
    if not subject.has_pushforward:
        raise InapplicableError("no pushforward to hold it against")
    if not subject.has_pushforward:
        raise InapplicableError("no pushforward is given")
    if not subject.opaque:
        for call in subject.calls(EXACT, 2):
            left, right = _sides(call)
            wrong = "" if left == right else f"<J x_dot, g> = {left}, <x_dot, J^T g> = {right}"
            yield Trial(wrong=wrong, counterexample=lambda: smallest_wrong(subject))
    for system in (FLOAT64, FLOAT32):
        for call in subject.calls(system, 2):
            yield _on_floats(subject, call)


def _sides(call: Call) -> tuple[Any, Any]:
    return inner((call.y_dot,), (call.g,)), inner(call.inputs.tangents, call.cotangents)


def _on_floats(subject: Subject, call: Call) -> Trial:
    left, right = (float(side) for side in _sides(call))
    terms = _absolute((call.y_dot,), (call.g,)) + _absolute(call.inputs.tangents, call.cotangents)
    error = abs(left - right) / (terms * float(np.finfo(call.system.dtype).eps)) if terms else abs(left - right)
    wrong = "" if error <= UNITS else f"{left!r} and {right!r} differ by {error:.3g} eps of the absolute terms"
    return Trial(error, call.system.name, wrong, lambda: smallest_wrong(subject))


def _absolute(xs: tuple[Any, ...], ys: tuple[Any, ...]) -> float:
    return float(np.sum([abs(float(a) * float(b)) for x, y in zip(xs, ys, strict=True) for a, b in zip(flat(x), flat(y), strict=True)]))


ADJOINT: Final = Obligation("adjoint", "<J x_dot, g> = <x_dot, J^T g>", look, unit="eps of the absolute terms", exotic=False)
