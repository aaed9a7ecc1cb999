"""GELU: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

import math

import numpy as np

from ...arrays import normal_peak
from ...functions import gelu, gelu_tanh, relu
from ..evidence import AtLeastZero, Evidence, Mutant
from ..inputs import Numbers
from ..laws import mirrored, mirrored_slope, permutes, slope_is, splits
from ..mistakes import with_slope, without_g


def _entry(e: Numbers) -> Numbers:
    """erf(e / sqrt(2)), in the system of e; of a complex step with its slope."""
    if isinstance(e, complex):
        return complex(math.erf(e.real / math.sqrt(2)), e.imag * math.sqrt(2 / math.pi) * math.exp(-e.real * e.real / 2))
    return math.erf(e / math.sqrt(2)) if isinstance(e, float) else (e / type(e)(2).sqrt()).erf()


def _erf(x: Numbers) -> Numbers:
    y = np.frompyfunc(_entry, 1, 1)(x)
    return y if x.dtype == np.object_ else y.astype(x.dtype)


def distribution(x: Numbers) -> Numbers:
    """Phi(x) = (1 + erf(x / sqrt 2)) / 2."""
    return (1 + _erf(x)) / 2


def density(x: Numbers) -> Numbers:
    """exp(-x^2 / 2) / sqrt(2 pi)."""
    return np.exp(-(x * x) / 2) * normal_peak(x)


def definition(x: Numbers) -> Numbers:
    """x (1 + erf(x / sqrt 2)) / 2."""
    return x * distribution(x)


def _slope(x: Numbers) -> Numbers:
    return distribution(x) + x * density(x)


EVIDENCE = Evidence(
    definition=definition,
    laws=(
        mirrored("y(x) - y(-x) = x", lambda y, back, x: (y - back, x)),
        mirrored_slope("the slopes at x and -x sum to 1", lambda d_x, back, g: (d_x + back, g)),
        slope_is("d_x = g (Phi(x) + x phi(x))", _slope),
        AtLeastZero("y is at most relu(x)", lambda call: relu.forward(call.arguments[0]) - call.y),
        AtLeastZero("y is nowhere below -1/5", lambda call: call.y * 5 + 1),
        permutes("columns", ("rows", "columns")),
        splits(),
    ),
    mutants=(
        Mutant(
            "its tanh form",
            forward=gelu_tanh.forward,
            linearize=gelu_tanh.linearize,
            pushforward=gelu_tanh.pushforward,
            pullback=gelu_tanh.pullback,
        ),
        Mutant("x (1 + erf(x / sqrt 2)) / 2, which cancels on the left", forward=definition),
        Mutant("the slope with Phi and phi as they stand, which cancels", linearize=with_slope(gelu.forward, _slope)),
        Mutant("Phi(x) alone, a term of the product rule dropped", linearize=with_slope(gelu.forward, distribution)),
        Mutant("x phi(x) alone, the other term dropped", linearize=with_slope(gelu.forward, lambda x: x * density(x))),
        Mutant("Phi(x) - x phi(x), a wrong sign", linearize=with_slope(gelu.forward, lambda x: distribution(x) - x * density(x))),
        Mutant("the slope of its tanh form", linearize=with_slope(gelu.forward, lambda x: gelu_tanh.linearize(x)[1])),
        Mutant("Phi(x) without x", forward=distribution),
        Mutant("x erf(x / sqrt 2), not half of 1 more", forward=lambda x: x * _erf(x)),
        Mutant("ReLU", forward=relu.forward),
        Mutant("the cotangent left out", pullback=without_g(gelu.pullback)),
    ),
)
