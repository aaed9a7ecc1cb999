"""Batch normalisation in training: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

import attrs
import numpy as np

from ...layers import batch_norm
from ..call import Call, inner
from ..evidence import AtLeastZero, Equal, Evidence, Kept, Mutant
from ..inputs import Numbers
from ..laws import affine_in, permutes, permutes_back, sums_to_zero, unmoved
from ..mistakes import promoted, without_g


def definition(x: Numbers, gamma: Numbers, beta: Numbers, eps: Numbers) -> Numbers:
    """The variance as the mean of all squared differences, sum_nm (x_n - x_m)^2 / (2 n^2): no mean in it."""
    n = len(x)
    differences: Numbers = x[:, None] - x[None]
    variance = (differences * differences).sum(axis=(0, 1)) / (2 * n * n)
    return gamma * (x - x.sum(axis=0) / n) / np.sqrt(variance + eps) + beta


def _without_scale(call: Call) -> tuple[object, object]:
    """Scaling the batch by 3 is scaling eps by 1/9: what is invariant where eps is 0."""
    x, gamma, beta, eps = call.arguments
    return call.at(x * 3, gamma, beta, eps).y, call.at(x, gamma, beta, eps / 9).y


def _means(call: Call) -> tuple[object, object]:
    return call.y.sum(axis=0), call.arguments[2] * len(call.y)


def _variances(call: Call) -> tuple[object, object]:
    """(v + eps) times the variance of the result is gamma^2 v."""
    x, gamma, beta, eps = call.arguments
    v, w = (((a - a.sum(axis=0) / len(x)) ** 2).sum(axis=0) / len(x) for a in (x, call.y))
    return w * (v + eps), gamma * gamma * v + beta * 0


def _along_x_hat(call: Call) -> tuple[object, object]:
    """<d_x, x_hat> = r (1 - mean(x_hat^2)) <d, x_hat>, for each column: 0 where eps is 0."""
    x, gamma, _, eps = call.arguments
    x_hat, r = _normalised(x, eps)
    squares = (x_hat * x_hat).sum(axis=0) / len(x)
    return (call.d_x * x_hat).sum(axis=0), r * (1 - squares) * (call.g * gamma * x_hat).sum(axis=0)


def _euler(call: Call) -> tuple[object, object]:
    _, gamma, beta, _ = call.arguments
    _, d_gamma, d_beta = call.cotangents
    return inner((d_gamma, d_beta), (gamma, beta)), inner((call.g,), (call.y,))


def _shrinks(call: Call) -> object:
    """gamma^2 less the variance of the result."""
    _, gamma, beta, _ = call.arguments
    return gamma * gamma - ((call.y - beta) ** 2).sum(axis=0) / len(call.y)


def _with_variance(x: Numbers, gamma: Numbers, beta: Numbers, scale: Numbers) -> Numbers:
    return gamma * (x - x.sum(axis=0) / len(x)) * scale + beta


def _variance(x: Numbers) -> Numbers:
    centred = x - x.sum(axis=0) / len(x)
    return (centred * centred).sum(axis=0) / len(x)


def _normalised(x: Numbers, eps: Numbers) -> tuple[Numbers, Numbers]:
    """(x - mean) r, and r = 1 / sqrt(variance + eps)."""
    r = 1 / np.sqrt(_variance(x) + eps)
    return (x - x.sum(axis=0) / len(x)) * r, r


def _unbiased(x: Numbers, gamma: Numbers, beta: Numbers, eps: Numbers) -> Numbers:
    return _with_variance(x, gamma, beta, 1 / np.sqrt(_variance(x) * len(x) / max(len(x) - 1, 1) + eps))


def _one_pass(x: Numbers, gamma: Numbers, beta: Numbers, eps: Numbers) -> Numbers:
    mean = x.sum(axis=0) / len(x)
    return _with_variance(x, gamma, beta, 1 / np.sqrt((x * x).sum(axis=0) / len(x) - mean * mean + eps))


def _second_moment(x: Numbers, gamma: Numbers, beta: Numbers, eps: Numbers) -> Numbers:
    return _with_variance(x, gamma, beta, 1 / np.sqrt((x * x).sum(axis=0) / len(x) + eps))


def _eps_outside(x: Numbers, gamma: Numbers, beta: Numbers, eps: Numbers) -> Numbers:
    return _with_variance(x, gamma, beta, 1 / (np.sqrt(_variance(x)) + eps))


def _no_root(x: Numbers, gamma: Numbers, beta: Numbers, eps: Numbers) -> Numbers:
    return _with_variance(x, gamma, beta, 1 / (_variance(x) + eps))


def _of_each_row(x: Numbers, gamma: Numbers, beta: Numbers, eps: Numbers) -> Numbers:
    centred = x - x.sum(axis=1)[:, None] / x.shape[1]
    variance = (centred * centred).sum(axis=1)[:, None] / x.shape[1]
    return gamma * centred / np.sqrt(variance + eps) + beta


def _centred_in_place(x: Numbers, gamma: Numbers, beta: Numbers, eps: Numbers) -> Numbers:
    x -= x.sum(axis=0) / len(x)
    return gamma * x / np.sqrt((x * x).sum(axis=0) / len(x) + eps) + beta


def _parameters(kept: Kept, g: Numbers) -> tuple[Numbers, Numbers]:
    _, d_gamma, d_beta = batch_norm.pullback(kept, g)
    return d_gamma, d_beta


def _moments_constant(kept: Kept, g: Numbers) -> Numbers:
    return g * kept.gamma * kept.r, *_parameters(kept, g)


def _variance_constant(kept: Kept, g: Numbers) -> Numbers:
    d = g * kept.gamma
    return (d - d.sum(axis=0) / len(d)) * kept.r, *_parameters(kept, g)


def _mean_constant(kept: Kept, g: Numbers) -> Numbers:
    d = g * kept.gamma
    x_hat = kept.centred * kept.r
    return (d - x_hat * (x_hat * d).sum(axis=0) / len(d)) * kept.r, *_parameters(kept, g)


def _gamma_forgotten(kept: Kept, g: Numbers) -> Numbers:
    return batch_norm.pullback(attrs.evolve(kept, gamma=kept.gamma * 0 + 1), g)[0], *_parameters(kept, g)


def _root_forgotten(kept: Kept, g: Numbers) -> Numbers:
    return batch_norm.pullback(kept, g)[0] / kept.r, *_parameters(kept, g)


def _sums_for_means(kept: Kept, g: Numbers) -> Numbers:
    d = g * kept.gamma
    x_hat = kept.centred * kept.r
    return (d - d.sum(axis=0) - x_hat * (x_hat * d).sum(axis=0)) * kept.r, *_parameters(kept, g)


def _means_of_parameters(kept: Kept, g: Numbers) -> Numbers:
    d_x, d_gamma, d_beta = batch_norm.pullback(kept, g)
    return d_x, d_gamma / len(g), d_beta / len(g)


def _gamma_by_the_input(kept: Kept, g: Numbers) -> Numbers:
    d_x, _, d_beta = batch_norm.pullback(kept, g)
    return d_x, (g * (kept.centred + kept.mean)).sum(axis=0), d_beta


def _stale(x: Numbers, gamma: Numbers, beta: Numbers, eps: Numbers) -> Numbers:
    """What is kept is of another batch, as after a pass in evaluation, which keeps nothing."""
    return batch_norm.forward(x, gamma, beta, eps), batch_norm.linearize(x * x, gamma, beta, eps)[1]


EVIDENCE = Evidence(
    definition=definition,
    laws=(
        affine_in("gamma"),
        affine_in("beta"),
        unmoved("a constant added to the batch changes nothing", lambda x: x + 3),
        Equal("3 x with eps is x with eps / 9: the scale is lost where eps is 0", _without_scale),
        Equal("every column has the mean beta", _means),
        Equal("every column has the variance gamma^2 v / (v + eps)", _variances),
        Equal("<d_x, x_hat> = r (1 - mean(x_hat^2)) <d, x_hat>", _along_x_hat),
        Equal("<d_gamma, gamma> + <d_beta, beta> = <g, y>", _euler),
        AtLeastZero("every column has a variance of at most gamma^2", _shrinks),
        sums_to_zero(0),
        permutes("rows", ("rows", "columns")),
        permutes("columns", ("rows", "columns")),
        permutes_back("rows", ("rows", "columns")),
        permutes_back("columns", ("rows", "columns")),
    ),
    mutants=(
        Mutant(
            "what was kept of another batch", "the book's code, layers.BatchNormalization, after a pass in evaluation", linearize=_stale
        ),
        Mutant("mean and variance taken for constants", pullback=_moments_constant),
        Mutant("the variance taken for a constant", pullback=_variance_constant),
        Mutant("the mean taken for a constant", pullback=_mean_constant),
        Mutant("sums for means on the way back", pullback=_sums_for_means),
        Mutant("gamma forgotten on the way back", pullback=_gamma_forgotten),
        Mutant("1 / sqrt(variance + eps) forgotten on the way back", pullback=_root_forgotten),
        Mutant("means for the sums of d_gamma and d_beta", pullback=_means_of_parameters),
        Mutant("d_gamma by the input that is not normalised", pullback=_gamma_by_the_input),
        Mutant("the variance over n - 1", forward=_unbiased),
        Mutant("E[x^2] - E[x]^2, which cancels", forward=_one_pass),
        Mutant("E[x^2] for the variance", forward=_second_moment),
        Mutant("eps added to the root", forward=_eps_outside),
        Mutant("the variance and not its root", forward=_no_root),
        Mutant("each row by its own moments", forward=_of_each_row),
        Mutant("the caller's batch centred in place", forward=_centred_in_place),
        Mutant("the cotangent left out", pullback=without_g(batch_norm.pullback)),
        Mutant("float64 out of float32", forward=promoted(batch_norm.forward)),
    ),
)
