"""Softmax cross-entropy of labels: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

import numpy as np

from ...arrays import where_positive
from ...functions import softmax
from ...losses import cross_entropy, softmax_cross_entropy
from ..call import Call
from ..evidence import AtLeastZero, Equal, Evidence, Kept, Mutant
from ..inputs import Numbers
from ..laws import convex, far, not_negative, permutes, permutes_back, shifts, sums_to_zero
from ..mistakes import negated, promoted, scaled, without_g
from ..row_laws import gradient_of_rows, mean_of_rows


def definition(x: Numbers, target: Numbers) -> Numbers:
    """-(sum_n log softmax(x_n)_t) / n, with nothing subtracted."""
    e = np.exp(x)
    return -np.log(e[np.arange(len(x)), target] / e.sum(axis=1)).sum() / len(x)


def _relabelled(call: Call) -> tuple[object, object]:
    x, target = call.arguments
    return call.at(x[:, ::-1], x.shape[1] - 1 - target).y, call.y


def _one_after_the_other(call: Call) -> tuple[object, object]:
    """Cross-entropy of the probabilities, then the pullback of the softmax: the long way to y - t."""
    x, target = call.arguments
    y: Numbers
    y, kept = softmax.linearize(x)
    _, judged = cross_entropy.linearize(y, _one_hot(x, target))
    return call.d_x, softmax.pullback(kept, cross_entropy.pullback(judged, call.g))


def _one_hot(x: Numbers, target: Numbers) -> Numbers:
    classes: int = x.shape[1]
    hot: Numbers = np.equal(np.arange(classes), target[:, None])
    return x * 0 + hot


def _hessian(call: Call) -> object:
    """<v, (diag(p) - p p^T) v>, p read off the gradient."""
    x, target = call.arguments
    p = call.pulled(call.g * 0 + 1)[0] * len(x) + _one_hot(x, target)
    (v,) = call.inputs.tangents
    return (p * v * v).sum(axis=1) - (p * v).sum(axis=1) ** 2


def _probabilities(kept: Kept) -> tuple[Numbers, Numbers]:
    """The softmax and the one-hot rows, from what the rule keeps."""
    label = kept.label - np.arange(len(kept.d_x)) * kept.d_x.shape[1]
    hot = _one_hot(kept.d_x, label)
    return kept.gradient() * len(kept.d_x) + hot, hot


def _diagonal(kept: Kept, g: Numbers) -> Numbers:
    p, hot = _probabilities(kept)
    return -hot * (1 - p) / len(p) * g


def _label_forgotten(kept: Kept, g: Numbers) -> Numbers:
    p, _ = _probabilities(kept)
    return p / len(p) * g


def _label_as_a_number(kept: Kept, g: Numbers) -> Numbers:
    """What y - t is where there are as many rows as classes: each row less the labels of all rows."""
    p, hot = _probabilities(kept)
    return (p - np.resize(hot.argmax(axis=1), p.shape[1])) / len(p) * g


def _by_classes(kept: Kept, g: Numbers) -> Numbers:
    return kept.gradient() * len(kept.d_x) / kept.d_x.shape[1] * g


def _column_of_labels(x: Numbers, target: Numbers) -> Numbers:
    """Labels of shape (n, 1) pick n x n entries."""
    y: Numbers = softmax.forward(x)
    return -np.log(y[np.arange(len(x)), target[:, None]]).sum() / len(x)


def _of_the_label(x: Numbers, target: Numbers) -> Numbers:
    y: Numbers = softmax.forward(x)
    return y[np.arange(len(x)), target]


def _log_of_softmax(x: Numbers, target: Numbers) -> Numbers:
    return -np.log(_of_the_label(x, target)).sum() / len(x)


def _with_epsilon(x: Numbers, target: Numbers) -> Numbers:
    p = _of_the_label(x, target)
    return -np.log(p + (p * 0 + 1) / 10**7).sum() / len(x)


def _clipped(x: Numbers, target: Numbers) -> Numbers:
    p = _of_the_label(x, target)
    low = (p * 0 + 1) / 10**15
    return -np.log(where_positive(p - low, p, low)).sum() / len(x)


EVIDENCE = Evidence(
    definition=definition,
    laws=(
        not_negative(),
        convex(),
        AtLeastZero("the Hessian diag(p) - p p^T is positive semidefinite", _hessian),
        Equal("it is cross-entropy after softmax, on the way back too", _one_after_the_other),
        Equal("classes may be renamed", _relabelled),
        shifts(),
        sums_to_zero(1),
        far(definition),
        mean_of_rows(),
        gradient_of_rows(),
        permutes("rows", ()),
        permutes_back("rows", ()),
    ),
    mutants=(
        Mutant("the diagonal of the softmax alone", "the notes, S21, S24 and S25", pullback=_diagonal),
        Mutant("no 1 / n in the gradient", "the notes, S27", pullback=lambda kept, g: kept.gradient() * g * len(kept.d_x)),
        Mutant("10^-7 in the logarithm", "the book's code, functions.cross_entropy_error", forward=_with_epsilon),
        Mutant("divided by the number of classes", "the book's code, layers.SoftmaxWithLoss, of one sample", pullback=_by_classes),
        Mutant(
            "labels as a column, n x n of them",
            "the book's code, functions.cross_entropy_error, of labels (n, 1)",
            forward=_column_of_labels,
        ),
        Mutant("the label's number for its row", "the book's code, ch04 TwoLayerNet.gradient", pullback=_label_as_a_number),
        Mutant("probabilities of at least 10^-15", "DeZero, functions.softmax_cross_entropy_simple", forward=_clipped),
        Mutant("the logarithm of the softmax, which is -inf", forward=_log_of_softmax),
        Mutant("no shift: large logits overflow", forward=definition),
        Mutant("y alone, the label forgotten", pullback=_label_forgotten),
        Mutant("t - y", pullback=negated(softmax_cross_entropy.pullback)),
        Mutant("the sum over the batch for the mean", forward=scaled(softmax_cross_entropy.forward, lambda x, _: len(x))),
        Mutant("the logit of the label alone", forward=lambda x, t: -x[np.arange(len(x)), t].sum() / len(x)),
        Mutant("the cotangent left out", pullback=without_g(softmax_cross_entropy.pullback)),
        Mutant("float64 out of float32", forward=promoted(softmax_cross_entropy.forward)),
    ),
)
