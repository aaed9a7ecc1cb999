"""Batch normalisation in evaluation: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

import numpy as np

from ...layers import batch_norm, batch_norm_evaluation
from ..call import Call, inner
from ..evidence import Equal, Evidence, Kept, Mutant
from ..inputs import Numbers
from ..laws import affine_in, permutes, permutes_back, splits
from ..mistakes import promoted, without_g

Y = ("rows", "columns")


def definition(x: Numbers, gamma: Numbers, beta: Numbers, mean: Numbers, variance: Numbers, eps: Numbers) -> Numbers:
    """The affine map of each column: x s + (beta - mean s), s = gamma / sqrt(variance + eps)."""
    scale = gamma / np.sqrt(variance + eps)
    return x * scale + (beta - mean * scale)


def _moved(call: Call) -> tuple[object, object]:
    x, gamma, beta, mean, variance, eps = call.arguments
    return call.at(x + 3, gamma, beta, mean + 3, variance, eps).y, call.y


def _with_eps(call: Call) -> tuple[object, object]:
    x, gamma, beta, mean, variance, eps = call.arguments
    return call.at(x, gamma, beta, mean, variance + 1, eps).y, call.at(x, gamma, beta, mean, variance, eps + 1).y


def _by_the_batch(call: Call) -> tuple[object, object]:
    """With the moments of the batch itself it is what training gives."""
    x, gamma, beta, _, _, eps = call.arguments
    mean = x.sum(axis=0) / len(x)
    variance = ((x - mean) ** 2).sum(axis=0) / len(x)
    return call.at(x, gamma, beta, mean, variance, eps).y, batch_norm.forward(x, gamma, beta, eps)


def _homogeneous(call: Call) -> tuple[object, object]:
    _, gamma, beta, *_ = call.arguments
    _, d_gamma, d_beta, *_ = call.cotangents
    return inner((d_gamma, d_beta), (gamma, beta)), inner((call.g,), (call.y,))


def _of_the_mean(call: Call) -> tuple[object, object]:
    d_x, _, _, d_mean, _ = call.cotangents
    return d_mean, -d_x.sum(axis=0)


def _of_the_variance(call: Call) -> tuple[object, object]:
    """2 (v + eps) d_v = -gamma d_gamma: scaling the spread undoes scaling gamma."""
    _, gamma, _, _, variance, eps = call.arguments
    _, d_gamma, _, _, d_variance = call.cotangents
    return d_variance * (variance + eps) * 2, -gamma * d_gamma


def _as_in_training(kept: Kept, g: Numbers) -> Numbers:
    _, *others = batch_norm_evaluation.pullback(kept, g)
    d, x_hat = g * kept.gamma, kept.centred * kept.r
    return (d - d.sum(axis=0) / len(d) - x_hat * (x_hat * d).sum(axis=0) / len(d)) * kept.r, *others


def _moments_constant(kept: Kept, g: Numbers) -> Numbers:
    d_x, d_gamma, d_beta, d_mean, d_variance = batch_norm_evaluation.pullback(kept, g)
    return d_x, d_gamma, d_beta, d_mean * 0, d_variance * 0


def _gamma_forgotten(kept: Kept, g: Numbers) -> Numbers:
    _, *others = batch_norm_evaluation.pullback(kept, g)
    return g * kept.r, *others


def _not_normalised(kept: Kept, g: Numbers) -> Numbers:
    d_x, d_gamma, *others = batch_norm_evaluation.pullback(kept, g)
    return d_x, d_gamma / kept.r, *others


def _variance_of(factor: int) -> Numbers:
    def pullback(kept: Kept, g: Numbers) -> Numbers:
        *others, d_variance = batch_norm_evaluation.pullback(kept, g)
        return *others, d_variance * factor

    return pullback


def _means(kept: Kept, g: Numbers) -> Numbers:
    d_x, *others = batch_norm_evaluation.pullback(kept, g)
    return d_x, *(d / len(g) for d in others)


def _of_the_batch(x: Numbers, gamma: Numbers, beta: Numbers, _mean: Numbers, _variance: Numbers, eps: Numbers) -> Numbers:
    return batch_norm.forward(x, gamma, beta, eps)


def _eps_outside(x: Numbers, gamma: Numbers, beta: Numbers, mean: Numbers, variance: Numbers, eps: Numbers) -> Numbers:
    return (x - mean) * gamma / (np.sqrt(variance) + eps) + beta


def _no_root(x: Numbers, gamma: Numbers, beta: Numbers, mean: Numbers, variance: Numbers, eps: Numbers) -> Numbers:
    return (x - mean) * gamma / (variance + eps) + beta


def _not_centred(x: Numbers, gamma: Numbers, beta: Numbers, _mean: Numbers, variance: Numbers, eps: Numbers) -> Numbers:
    return x * gamma / np.sqrt(variance + eps) + beta


EVIDENCE = Evidence(
    definition=definition,
    laws=(
        affine_in("x"),
        affine_in("gamma"),
        affine_in("beta"),
        affine_in("mean"),
        Equal("the same added to x and to the mean changes nothing", _moved),
        Equal("variance and eps enter by their sum", _with_eps),
        Equal("with the moments of the batch it is what training gives", _by_the_batch),
        Equal("<d_gamma, gamma> + <d_beta, beta> = <g, y>", _homogeneous),
        Equal("d_mean is minus the sum of d_x", _of_the_mean),
        Equal("2 (v + eps) d_v = -gamma d_gamma", _of_the_variance),
        permutes("rows", Y),
        permutes("columns", Y),
        permutes_back("rows", Y),
        permutes_back("columns", Y),
        splits(),
    ),
    mutants=(
        Mutant(
            "the way back of training", "the book's code, layers.BatchNormalization, after a pass in evaluation", pullback=_as_in_training
        ),
        Mutant("the moments of the batch for those given", forward=_of_the_batch),
        Mutant("the given moments taken for constants", pullback=_moments_constant),
        Mutant("gamma forgotten on the way back", pullback=_gamma_forgotten),
        Mutant("d_gamma without 1 / sqrt(variance + eps)", pullback=_not_normalised),
        Mutant("d_variance with the other sign", pullback=_variance_of(-1)),
        Mutant("d_variance without its half", pullback=_variance_of(2)),
        Mutant("means over the batch for sums", pullback=_means),
        Mutant("eps added to the root", forward=_eps_outside),
        Mutant("the variance and not its root", forward=_no_root),
        Mutant("the mean not subtracted", forward=_not_centred),
        Mutant("the cotangent left out", pullback=without_g(batch_norm_evaluation.pullback)),
        Mutant("float64 out of float32", forward=promoted(batch_norm_evaluation.forward)),
    ),
)
