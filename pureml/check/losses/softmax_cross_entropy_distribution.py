"""Softmax cross-entropy of distributions: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

import numpy as np

from ...functions import log_softmax, softmax
from ...losses import cross_entropy, softmax_cross_entropy, softmax_cross_entropy_distribution
from ..call import Call
from ..evidence import AtLeastZero, Equal, Evidence, Kept, Mutant
from ..inputs import Numbers
from ..laws import convex, far, not_negative, permutes, permutes_back, shifts, sums_to_zero
from ..mistakes import negated, promoted, scaled, without_g
from ..row_laws import gradient_of_rows, mean_of_rows


def definition(x: Numbers, target: Numbers) -> Numbers:
    """-(sum_nk t_nk log softmax(x)_nk) / n, with nothing subtracted."""
    e = np.exp(x)
    return -(target * np.log(e / e.sum(axis=1)[:, None])).sum() / len(x)


def _linear_in_the_target(call: Call) -> tuple[object, object]:
    x, target = call.arguments
    return call.at(x, target * 3).y, call.y * 3


def _one_after_the_other(call: Call) -> tuple[object, object]:
    """Cross-entropy of the probabilities, then the pullback of the softmax: the long way to S y - t."""
    x, target = call.arguments
    y: Numbers
    y, kept = softmax.linearize(x)
    _, judged = cross_entropy.linearize(y, target)
    return call.d_x, softmax.pullback(kept, cross_entropy.pullback(judged, call.g))


def _of_labels(call: Call) -> tuple[object, object]:
    x, target = call.arguments
    classes: int = x.shape[1]
    labels: Numbers = np.arange(len(x)) % classes
    hot: Numbers = np.equal(np.arange(classes), labels[:, None])
    return call.at(x, target * 0 + hot).y, softmax_cross_entropy.forward(x, labels)


def _hessian(call: Call) -> object:
    """S <v, (diag(p) - p p^T) v>, S p read off the gradient."""
    x, target = call.arguments
    weighted = call.pulled(call.g * 0 + 1)[0] * len(x) + target
    (v,) = call.inputs.tangents
    return target.sum(axis=1) * (weighted * v * v).sum(axis=1) - (weighted * v).sum(axis=1) ** 2


def _least_where_it_is_right(call: Call) -> object:
    """Gibbs: no logits cost less than the logarithms of the target itself, here of one without zeros."""
    x, target = call.arguments
    masses = target + 1
    logarithms: Numbers = np.log(masses)
    return call.at(x, masses).y - call.at(logarithms, masses).y


def _parts(kept: Kept) -> tuple[Numbers, Numbers, int]:
    return kept.y, kept.target, len(kept.y)


def _diagonal(kept: Kept, g: Numbers) -> Numbers:
    p, t, n = _parts(kept)
    return -t * (1 - p) / n * g


def _product_of_lines_4_to_6(kept: Kept, g: Numbers) -> Numbers:
    """-t_k (1 - y_k) times the sum of t_i y_k over the others, for the sum of both."""
    p, t, n = _parts(kept)
    return -t * (1 - p) * (t.sum(axis=1)[:, None] - t) * p / n * g


def _product_of_lines_7_and_8(kept: Kept, g: Numbers) -> Numbers:
    """-t_k times y_k S."""
    p, t, n = _parts(kept)
    return -t * p * t.sum(axis=1)[:, None] / n * g


def _mass_forgotten(kept: Kept, g: Numbers) -> Numbers:
    p, t, n = _parts(kept)
    return (p - t) / n * g


def _mass_of_the_batch(kept: Kept, g: Numbers) -> Numbers:
    p, t, n = _parts(kept)
    return (p * (t.sum() / n) - t) / n * g


def _most_likely(x: Numbers, target: Numbers) -> Numbers:
    return softmax_cross_entropy.forward(x, target.argmax(axis=1))


def _log_of_softmax(x: Numbers, target: Numbers) -> Numbers:
    p: Numbers = softmax.forward(x)
    return cross_entropy.forward(p, target)


def _with_epsilon(x: Numbers, target: Numbers) -> Numbers:
    p = softmax.forward(x)
    return -(target * np.log(p + (p * 0 + 1) / 10**7)).sum() / len(x)


def _mean_of_the_logarithm(x: Numbers, target: Numbers) -> Numbers:
    return -(target * log_softmax.forward(x)).sum() / x.size


EVIDENCE = Evidence(
    definition=definition,
    laws=(
        not_negative(),
        convex(),
        AtLeastZero("the Hessian S (diag(p) - p p^T) is positive semidefinite", _hessian),
        AtLeastZero("it is least where the softmax is the target over its mass", _least_where_it_is_right),
        Equal("3 t costs three times as much", _linear_in_the_target),
        Equal("it is cross-entropy after softmax, on the way back too", _one_after_the_other),
        Equal("of one-hot rows it is that of the labels", _of_labels),
        shifts(),
        sums_to_zero(1),
        far(definition),
        mean_of_rows(),
        gradient_of_rows(),
        permutes("rows", ()),
        permutes("classes", ()),
        permutes_back("rows", ()),
        permutes_back("classes", ()),
    ),
    mutants=(
        Mutant("the diagonal of the softmax alone", "the notes, S21, S24 and S25", pullback=_diagonal),
        Mutant("a product in lines 4 to 6", "the notes, S26", pullback=_product_of_lines_4_to_6),
        Mutant("a product in lines 7 and 8", "the notes, S26", pullback=_product_of_lines_7_and_8),
        Mutant("y - t, the mass of the target forgotten", "the notes, S27", pullback=_mass_forgotten),
        Mutant("no 1 / n in the gradient", "the notes, S27", pullback=lambda kept, g: kept.gradient() * g * len(kept.y)),
        Mutant(
            "the class with the greatest mass alone", "the book's code, layers.SoftmaxWithLoss, with soft targets", forward=_most_likely
        ),
        Mutant("10^-7 in the logarithm", "the book's code, functions.cross_entropy_error", forward=_with_epsilon),
        Mutant("the mean mass of the batch for each row's", pullback=_mass_of_the_batch),
        Mutant("the logarithm of the softmax, which is -inf", forward=_log_of_softmax),
        Mutant("no shift: large logits overflow", forward=definition),
        Mutant("t - S y", pullback=negated(softmax_cross_entropy_distribution.pullback)),
        Mutant("the sum over the batch for the mean", forward=scaled(softmax_cross_entropy_distribution.forward, lambda x, _: len(x))),
        Mutant("the mean over classes too", forward=_mean_of_the_logarithm),
        Mutant("the cotangent left out", pullback=without_g(softmax_cross_entropy_distribution.pullback)),
        Mutant("float64 out of float32", forward=promoted(softmax_cross_entropy_distribution.forward)),
    ),
)
