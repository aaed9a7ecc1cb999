"""The L1 penalty: its definition, its laws, its corner, and what is often taken for it."""

from __future__ import annotations

import numpy as np

from ...arrays import step, where_positive
from ...losses import l1_penalty, l2_penalty
from ..call import Call, inner
from ..evidence import AtLeastZero, Corner, Equal, Evidence, Mutant
from ..inputs import Numbers
from ..laws import convex, far, not_negative, permutes, permutes_back, unmoved
from ..mistakes import promoted, scaled, with_slope, without_g


def definition(weight: Numbers, strength: Numbers) -> Numbers:
    """lambda sum |w|."""
    return np.abs(weight).sum() * strength


def _triangle(call: Call) -> object:
    weight, strength = call.arguments
    other = call.inputs.tangents[0]
    return call.y + call.at(other, strength).y - call.at(weight + other, strength).y


def _threefold(call: Call) -> tuple[object, object]:
    weight, strength = call.arguments
    return call.at(weight * 3, strength).y, call.y * 3


def _by_strength(call: Call) -> tuple[object, object]:
    weight, strength = call.arguments
    return call.at(weight, strength * 3).y, call.y * 3


def _sign(weight: Numbers, strength: Numbers) -> Numbers:
    return where_positive(-weight, weight * 0 - 1, weight * 0 + 1) * strength


EVIDENCE = Evidence(
    definition=definition,
    degree=1,
    regions=({"inputs": 1, "outputs": 3}, 8),
    laws=(
        Equal("<d_w, w> = g y", lambda call: (inner((call.d_x,), call.arguments[:1]), call.g * call.y)),
        Equal("y(3 w) = 3 y(w)", _threefold),
        Equal("it is proportional to lambda", _by_strength),
        AtLeastZero("y(a + b) is at most y(a) + y(b)", _triangle),
        unmoved("y(-w) = y(w)", lambda weight: -weight),
        not_negative(),
        convex(),
        far(definition),
        permutes("inputs", ()),
        permutes("outputs", ()),
        permutes_back("inputs", ()),
    ),
    corners=(
        Corner("slope 0 at 0, to the right", ([[0, 5]], 2), ([[1, 0]],), 0),
        Corner("slope 0 at 0, to the left", ([[0, 5]], 2), ([[-1, 0]],), 0),
    ),
    mutants=(
        Mutant("slope lambda at 0", linearize=with_slope(l1_penalty.forward, _sign)),
        Mutant("lambda w, the slope of the L2 penalty", linearize=with_slope(l1_penalty.forward, lambda w, strength: w * strength)),
        Mutant("the sign without lambda", linearize=with_slope(l1_penalty.forward, lambda w, _: step(w) - step(-w))),
        Mutant("lambda whatever the sign", linearize=with_slope(l1_penalty.forward, lambda w, strength: w * 0 + strength)),
        Mutant("the sum with its signs", forward=lambda w, strength: w.sum() * strength),
        Mutant("the mean for the sum", forward=lambda w, strength: l1_penalty.forward(w, strength) / w.size),
        Mutant("the L2 penalty", forward=l2_penalty.forward),
        Mutant("half of it", forward=scaled(l1_penalty.forward, lambda w, _: (w.flat[0] * 0 + 1) / 2)),
        Mutant("lambda squared", forward=scaled(l1_penalty.forward, lambda _, strength: strength)),
        Mutant("the cotangent left out", pullback=without_g(l1_penalty.pullback)),
        Mutant("float64 out of float32", forward=promoted(l1_penalty.forward)),
    ),
)
