"""Inputs are not written, results share no memory with them, the same bits come twice, float32 stays float32."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import attrs
import numpy as np

from ...rules import Rule
from ..call import Call, tupled
from ..inputs import FLOAT32, FLOAT64, Array
from ..obligation import Obligation, Trial
from ..subject import Subject


def look(subject: Subject) -> Iterator[Trial]:
    """Floats of both kinds at every size: arrays that anybody can write to, then the same ones read-only."""
    for system in (FLOAT64, FLOAT32):
        for call in subject.calls(system):
            before = [x.tobytes() for x in _given(call)]
            wrong = _aliased(subject, call) or _impure(subject, _locked(call))
            written = f"writes into its inputs in {system.name}" if [x.tobytes() for x in _given(call)] != before else ""
            yield Trial(wrong=written or wrong)


def _given(call: Call) -> list[Array]:
    g = [call.g] if isinstance(call.formula, Rule) else []
    return [x for x in (*call.arguments, *call.inputs.tangents, *g) if isinstance(x, np.ndarray)]


def _aliased(subject: Subject, call: Call) -> str:
    """Which result a later write to an input would change."""
    shared = ((name, x) for name, y in _results(subject, call) for x in _given(call) if np.shares_memory(y, x))
    return next((f"{name}: shares memory with an input in {call.system.name}" for name, _ in shared), "")


def _locked(call: Call) -> Call:
    """A fresh call on the same arrays, now read-only, its cotangent among them."""
    for x in _given(call):
        x.setflags(write=False)
    return attrs.evolve(call, chosen=call.g if isinstance(call.formula, Rule) else None)


def _impure(subject: Subject, call: Call) -> str:
    """What is not the same the second time, or of another dtype."""
    once, twice = _results(subject, call), _results(subject, attrs.evolve(call))
    for (name, a), (_, b) in zip(once, twice, strict=True):
        if a.dtype != call.system.dtype:
            return f"{name}: expected {call.system.name}, got {a.dtype}"
        if a.tobytes() != b.tobytes():
            return f"{name}: other bits the second time in {call.system.name}"
    return ""


def _results(subject: Subject, call: Call) -> list[tuple[str, Array]]:
    found = [("forward", y) for y in tupled(call.y)]
    if subject.rule is not None:
        found.append(("linearize", call.linearized[0]))
        if subject.has_pushforward:
            found.append(("pushforward", call.y_dot))
        found.extend(("pullback", d_x) for d_x in call.cotangents)
    return [(name, np.asarray(x)) for name, x in found]


PURITY: Final = Obligation("purity", "nothing is written or aliased, the same bits come twice, the dtype stays", look, exotic=False)
