"""Expected improvement: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

import numpy as np

from ...search import expected_improvement
from ..call import Call
from ..evidence import AtLeastZero, Equal, Evidence, Mutant
from ..functions.gelu import density, distribution
from ..inputs import Numbers
from ..laws import permutes


def definition(mean: Numbers, deviation: Numbers, best: Numbers) -> Numbers:
    """(best - mean) Phi(z) + deviation phi(z)."""
    z = (best - mean) / deviation
    return (best - mean) * distribution(z) + deviation * density(z)


def _moved(call: Call) -> tuple[object, object]:
    mean, deviation, best = call.arguments
    return call.at(mean + 2, deviation, best + 2).y, call.y


def _scaled(call: Call) -> tuple[object, object]:
    mean, deviation, best = call.arguments
    return call.at(mean * 3, deviation * 3, best * 3).y, call.y * 3


def _both_sides(call: Call) -> tuple[object, object]:
    mean, deviation, best = call.arguments
    return call.y - call.at(best, deviation, mean).y, best - mean


def _above_gain(call: Call) -> object:
    mean, _, best = call.arguments
    return call.y - (best - mean)


def _kept(mean: Numbers, deviation: Numbers, best: Numbers) -> tuple[Numbers, tuple[Numbers, Numbers]]:
    z = (best - mean) / deviation
    return definition(mean, deviation, best), (distribution(z), density(z))


def _flipped(kept: tuple[Numbers, Numbers], g: Numbers) -> tuple[Numbers, ...]:
    d_mean, d_deviation, d_best = expected_improvement.pullback(kept, g)
    return -d_mean, d_deviation, d_best


def _without_deviation(kept: tuple[Numbers, Numbers], g: Numbers) -> tuple[Numbers, ...]:
    d_mean, d_deviation, d_best = expected_improvement.pullback(kept, g)
    return d_mean, d_deviation * 0, d_best


EVIDENCE = Evidence(
    definition=definition,
    laws=(
        Equal("adding a number to mean and best changes nothing", _moved),
        Equal("three times mean, deviation and best gives three times the improvement", _scaled),
        Equal("y(mean, best) - y(best, mean) = best - mean", _both_sides),
        Equal("d_mean = -d_best", lambda call: (call.cotangents[0], -call.cotangents[2])),
        AtLeastZero("it is not negative", lambda call: call.y),
        AtLeastZero("it is at least best - mean", _above_gain),
        permutes("points", ("points",)),
    ),
    mutants=(
        Mutant("of a maximum: mean - best for best - mean", forward=lambda mean, deviation, best: definition(best, deviation, mean)),
        Mutant("the probability of improvement", forward=lambda mean, deviation, best: distribution((best - mean) / deviation)),
        Mutant(
            "deviation phi(z) alone, a term dropped",
            forward=lambda mean, deviation, best: deviation * density((best - mean) / deviation),
        ),
        Mutant("the variance for the deviation", forward=lambda mean, deviation, best: definition(mean, deviation * deviation, best)),
        Mutant("z not divided by the deviation", forward=lambda mean, deviation, best: definition(mean, deviation * 0 + 1, best)),
        Mutant("the improvement without its chance: max(best - mean, 0)", forward=lambda mean, _, best: np.maximum(best - mean, 0 * mean)),
        Mutant("the two terms as they stand, which cancel where the mean is above", forward=definition, linearize=_kept),
        Mutant("a lower mean made worse", pullback=_flipped),
        Mutant("the deviation's slope left out", pullback=_without_deviation),
    ),
)
