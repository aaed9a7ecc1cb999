"""The L2 penalty: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

import numpy as np

from ...losses import l1_penalty, l2_penalty
from ..call import Call, inner
from ..evidence import Equal, Evidence, Mutant
from ..inputs import Numbers
from ..laws import convex, not_negative, permutes, permutes_back, unmoved
from ..mistakes import promoted, scaled, without_g


def definition(weight: Numbers, strength: Numbers) -> Numbers:
    """lambda / 2 times the trace of W^T W."""
    return np.trace(weight.T @ weight) * strength / 2


def _threefold(call: Call) -> tuple[object, object]:
    weight, strength = call.arguments
    return call.at(weight * 3, strength).y, call.y * 9


def _parallelogram(call: Call) -> tuple[object, object]:
    weight, strength = call.arguments
    other = call.inputs.tangents[0]
    sides = call.y * 2 + call.at(other, strength).y * 2
    return call.at(weight + other, strength).y + call.at(weight - other, strength).y, sides


def _by_strength(call: Call) -> tuple[object, object]:
    weight, strength = call.arguments
    return call.at(weight, strength * 3).y, call.y * 3


def _length(weight: Numbers, strength: Numbers) -> Numbers:
    return np.sqrt((weight * weight).sum()) * strength


EVIDENCE = Evidence(
    definition=definition,
    degree=2,
    laws=(
        Equal("<d_w, w> = 2 g y", lambda call: (inner((call.d_x,), call.arguments[:1]), call.g * call.y * 2)),
        Equal("d_w = g lambda w", lambda call: (call.d_x, call.g * call.arguments[0] * call.arguments[1])),
        Equal("y(3 w) = 9 y(w)", _threefold),
        Equal("y(a + b) + y(a - b) = 2 y(a) + 2 y(b)", _parallelogram),
        Equal("it is proportional to lambda", _by_strength),
        unmoved("y(-w) = y(w)", lambda weight: -weight),
        not_negative(),
        convex(),
        permutes("inputs", ()),
        permutes("outputs", ()),
        permutes_back("inputs", ()),
    ),
    mutants=(
        Mutant("the half forgotten", forward=scaled(l2_penalty.forward, lambda _w, _strength: 2)),
        Mutant("2 lambda w, the half forgotten in the gradient", pullback=scaled(l2_penalty.pullback, lambda _kept, _g: 2)),
        Mutant("w, lambda forgotten", pullback=lambda kept, g: kept[0] * g),
        Mutant("lambda times the sign", pullback=lambda kept, g: l1_penalty.gradient(*kept) * g),
        Mutant("-lambda w, the step for the gradient", pullback=lambda kept, g: -l2_penalty.pullback(kept, g)),
        Mutant("lambda w over the number of rows", pullback=lambda kept, g: l2_penalty.pullback(kept, g) / len(kept[0])),
        Mutant("the mean of the squares", forward=lambda w, strength: l2_penalty.forward(w, strength) / w.size),
        Mutant("the length, not squared", forward=_length),
        Mutant("the L1 penalty", forward=l1_penalty.forward),
        Mutant("the square of the sum", forward=lambda w, strength: w.sum() * w.sum() * strength / 2),
        Mutant("the cotangent left out", pullback=without_g(l2_penalty.pullback)),
        Mutant("float64 out of float32", forward=promoted(l2_penalty.forward)),
    ),
)
