"""Binary cross-entropy of logits: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

import numpy as np

from ...arrays import where_positive
from ...functions import sigmoid
from ...losses import binary_cross_entropy, softmax_cross_entropy_distribution
from ..call import Call
from ..evidence import Equal, Evidence, Kept, Mutant
from ..inputs import Numbers
from ..laws import affine_in, convex, far, joined, permutes, permutes_back
from ..mistakes import negated, promoted, scaled, without_g
from ..row_laws import gradient_of_rows, mean_of_rows


def definition(x: Numbers, target: Numbers) -> Numbers:
    """The logarithms of both probabilities, log(1 + exp(-x)) and log(1 + exp(x)), by t and 1 - t; over all numbers."""
    return (target * np.log(1 + np.exp(-x)) + (1 - target) * np.log(1 + np.exp(x))).sum() / x.size


def _mirrored(call: Call) -> tuple[object, object]:
    x, target = call.arguments
    other = call.at(-x, 1 - target)
    return joined((np.asarray(other.y), other.pulled(call.g)[0])), joined((np.asarray(call.y), -call.d_x))


def _of_two_classes(call: Call) -> tuple[object, object]:
    x, target = (a.reshape(-1) for a in call.arguments)
    pairs: Numbers = np.stack([x, x * 0], axis=1)
    masses: Numbers = np.stack([target, 1 - target], axis=1)
    return call.y, softmax_cross_entropy_distribution.forward(pairs, masses)


def _slope(call: Call) -> tuple[object, object]:
    x, target = call.arguments
    return call.d_x, call.g * (sigmoid.forward(x) - target) / x.size


def _slope_of_the_target(call: Call) -> tuple[object, object]:
    return call.cotangents[1], -call.g * call.arguments[0] / call.arguments[0].size


def _entropy(call: Call) -> tuple[object, object]:
    """Where the sigmoid is the target there is no slope."""
    x, _ = call.arguments
    return call.at(x, sigmoid.forward(x)).d_x, x * 0


def _naive(x: Numbers, target: Numbers) -> Numbers:
    p = sigmoid.forward(x)
    return -(target * np.log(p) + (1 - target) * np.log(1 - p)).sum() / x.size


def _below(p: Numbers, limit: Numbers) -> Numbers:
    return where_positive(limit - p, p, limit)


def _clipped(x: Numbers, target: Numbers) -> Numbers:
    one = x * 0 + 1
    p = _below(sigmoid.forward(x), one * 999 / 1000)
    return -(target * np.log(p) + (1 - target) * np.log(1 - p)).sum() / x.size


def _one_side(x: Numbers, target: Numbers) -> Numbers:
    return (target * np.log(1 + np.exp(-x))).sum() / x.size


def _over_rows_alone(kept: Kept, g: Numbers) -> Numbers:
    d_x, d_target = binary_cross_entropy.pullback(kept, g)
    return d_x * d_x.shape[1], d_target * d_x.shape[1]


def _by_the_probability(kept: Kept, g: Numbers) -> Numbers:
    """(p - t) / (p (1 - p)), the slope by the probability."""
    d_x, d_target = binary_cross_entropy.pullback(kept, g)
    return d_x / (sigmoid.forward(kept.x) * sigmoid.forward(-kept.x)), d_target


def _saturated(kept: Kept, g: Numbers) -> Numbers:
    """(p - t) p (1 - p), the slope of the squared error."""
    d_x, d_target = binary_cross_entropy.pullback(kept, g)
    return d_x * sigmoid.forward(kept.x) * sigmoid.forward(-kept.x), d_target


def _target_constant(kept: Kept, g: Numbers) -> Numbers:
    d_x, d_target = binary_cross_entropy.pullback(kept, g)
    return d_x, d_target * 0


EVIDENCE = Evidence(
    definition=definition,
    laws=(
        convex(),
        affine_in("target"),
        Equal("-x and 1 - t cost the same, with the other slope", _mirrored),
        Equal("it is softmax cross-entropy of x and 0", _of_two_classes),
        Equal("d_x = g (sigmoid(x) - t) / (n k)", _slope),
        Equal("d_t = -g x / (n k)", _slope_of_the_target),
        Equal("no slope where the sigmoid is the target", _entropy),
        far(lambda x, target: (np.log(1 + np.exp(x)) - x * target).sum() / x.size),
        mean_of_rows(),
        gradient_of_rows(),
        permutes("rows", ()),
        permutes("columns", ()),
        permutes_back("rows", ()),
        permutes_back("columns", ()),
    ),
    mutants=(
        Mutant(
            "the mean over rows alone",
            "DeZero, functions.sigmoid_cross_entropy",
            forward=scaled(binary_cross_entropy.forward, lambda x, _: x.shape[1]),
        ),
        Mutant("the logarithms of the probabilities, no number from 37 on", "DeZero, functions.sigmoid_cross_entropy", forward=_naive),
        Mutant("probabilities of at most 999 / 1000", "DeZero, functions.binary_cross_entropy", forward=_clipped),
        Mutant("log(1 + exp(x)) - x t, which overflows", forward=lambda x, t: (np.log(1 + np.exp(x)) - x * t).sum() / x.size),
        Mutant("no term for 1 - t", forward=_one_side),
        Mutant("t and 1 - t in the other order", forward=lambda x, t: binary_cross_entropy.forward(x, 1 - t)),
        Mutant("the gradient over rows alone", pullback=_over_rows_alone),
        Mutant("the slope by the probability", pullback=_by_the_probability),
        Mutant("the slope of the squared error, which saturates", pullback=_saturated),
        Mutant("the target taken for a constant", pullback=_target_constant),
        Mutant("t - sigmoid(x)", pullback=negated(binary_cross_entropy.pullback)),
        Mutant("the cotangent left out", pullback=without_g(binary_cross_entropy.pullback)),
        Mutant("float64 out of float32", forward=promoted(binary_cross_entropy.forward)),
    ),
)
