"""Cross-entropy of probabilities: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

import numpy as np

from ...arrays import where_positive
from ...losses import cross_entropy
from ..call import Call, inner
from ..evidence import Equal, Evidence, Kept, Mutant
from ..inputs import Numbers
from ..laws import convex, permutes, permutes_back
from ..mistakes import negated, promoted, scaled, without_g
from ..row_laws import gradient_of_rows, mean_of_rows


def definition(y: Numbers, target: Numbers) -> Numbers:
    """-(sum_nk t_nk log y_nk) / n, term by term."""
    return -(target * np.log(y)).sum() / len(y)


def _linear_in_the_target(call: Call) -> tuple[object, object]:
    y, target = call.arguments
    return call.at(y, target * 3).y, call.y * 3


def _unlikely(call: Call) -> tuple[object, object]:
    y, target = call.arguments
    factor = np.log(y * 0 + 10**20)
    return call.at(y / 10**20, target).y, call.y + (target * factor).sum() / len(y)


def _euler(call: Call) -> tuple[object, object]:
    y, target = call.arguments
    return inner((call.d_x,), (y,)), -call.g * target.sum() / len(y)


def _certain(call: Call) -> tuple[object, object]:
    y, target = call.arguments
    return call.at(y * 0 + 1, target).y, call.y * 0


def _tiny(y: Numbers, exponent: int) -> Numbers:
    return (y * 0 + 1) / 10**exponent


def _most_likely(y: Numbers, target: Numbers) -> Numbers:
    chosen = y[np.arange(len(y)), target.argmax(axis=1)]
    return -np.log(chosen).sum() / len(y)


def _clipped(y: Numbers, target: Numbers) -> Numbers:
    low = _tiny(y, 15)
    return definition(where_positive(y - low, y, low), target)


def _epsilon_back(kept: Kept, g: Numbers) -> Numbers:
    return -kept.target / (kept.y + _tiny(kept.y, 7)) / len(kept.y) * g


EVIDENCE = Evidence(
    definition=definition,
    laws=(
        Equal("3 t costs three times as much", _linear_in_the_target),
        Equal("10^-20 of the probability costs 20 log 10 more for each unit of mass", _unlikely),
        Equal("<d_y, y> = -g S / n, S the mass of the target", _euler),
        Equal("certainty costs nothing", _certain),
        convex(lambda v: v * v),
        mean_of_rows(),
        gradient_of_rows(),
        permutes("rows", ()),
        permutes("classes", ()),
        permutes_back("rows", ()),
        permutes_back("classes", ()),
    ),
    inapplicable={"corners": "its kinks are on the boundary of the domain: no direction leads through them"},
    mutants=(
        Mutant("a plus for the minus", "the notes, S23", pullback=negated(cross_entropy.pullback)),
        Mutant(
            "10^-7 in the logarithm",
            "the book's code, functions.cross_entropy_error",
            forward=lambda y, t: -(t * np.log(y + _tiny(y, 7))).sum() / len(y),
        ),
        Mutant(
            "the class with the greatest mass alone",
            "the book's code, functions.cross_entropy_error, with soft targets",
            forward=_most_likely,
        ),
        Mutant("probabilities of at least 10^-15", "DeZero, functions.softmax_cross_entropy_simple", forward=_clipped),
        Mutant("10^-7 in the quotient", pullback=_epsilon_back),
        Mutant("the sum over the batch for the mean", forward=scaled(cross_entropy.forward, lambda y, _: len(y))),
        Mutant("no 1 / n in the gradient", pullback=lambda kept, g: kept.gradient() * g * len(kept.y)),
        Mutant("the mean over classes too", forward=lambda y, t: cross_entropy.forward(y, t) / y.shape[1]),
        Mutant("y - t, the gradient by the logits", pullback=lambda kept, g: (kept.y - kept.target) / len(kept.y) * g),
        Mutant("-1 / y, the target forgotten", pullback=lambda kept, g: -1 / kept.y / len(kept.y) * g),
        Mutant("logarithms to the base 2", forward=lambda y, t: cross_entropy.forward(y, t) / np.log(y * 0 + 2).flat[0]),
        Mutant("the cotangent left out", pullback=without_g(cross_entropy.pullback)),
        Mutant("float64 out of float32", forward=promoted(cross_entropy.forward)),
    ),
)
