"""Layer normalisation: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

import attrs
import numpy as np

from ...layers import layer_norm
from ..call import Call, inner
from ..evidence import AtLeastZero, Equal, Evidence, Kept, Mutant
from ..inputs import Numbers
from ..laws import affine_in, permutes, permutes_back, splits, sums_to_zero, unmoved
from ..mistakes import promoted, without_g


def definition(x: Numbers, gamma: Numbers, beta: Numbers, eps: Numbers) -> Numbers:
    """The variance as the mean of all squared differences within a row, sum_jk (x_j - x_k)^2 / (2 n^2): no mean in it."""
    n = x.shape[1]
    differences: Numbers = x[:, :, None] - x[:, None]
    variance = (differences * differences).sum(axis=(1, 2)) / (2 * n * n)
    return gamma * (x - _mean(x)) / np.sqrt(variance + eps)[:, None] + beta


def _mean(x: Numbers) -> Numbers:
    return x.sum(axis=1)[:, None] / x.shape[1]


def _variance(x: Numbers) -> Numbers:
    return _mean((x - _mean(x)) ** 2)


def _r(x: Numbers, eps: Numbers) -> Numbers:
    return 1 / np.sqrt(_variance(x) + eps)


def _without_scale(call: Call) -> tuple[object, object]:
    """Scaling the rows by 3 is scaling eps by 1/9: what is invariant where eps is 0."""
    x, gamma, beta, eps = call.arguments
    return call.at(x * 3, gamma, beta, eps).y, call.at(x, gamma, beta, eps / 9).y


def _plain(call: Call) -> Numbers:
    """The result with scales of 1 and shifts of 0."""
    x, gamma, beta, eps = call.arguments
    return call.at(x, gamma * 0 + 1, beta * 0, eps).y


def _means(call: Call) -> tuple[object, object]:
    sums = _plain(call).sum(axis=1)
    return sums, sums * 0


def _variances(call: Call) -> tuple[object, object]:
    """(v + eps) times the variance of the result is v."""
    x, _, _, eps = call.arguments
    v = _variance(x)
    return _variance(_plain(call)) * (v + eps), v


def _along_x_hat(call: Call) -> tuple[object, object]:
    """<d_x, x_hat> = r (1 - mean(x_hat^2)) <d, x_hat>, for each row: 0 where eps is 0."""
    x, gamma, _, eps = call.arguments
    r = _r(x, eps)
    x_hat = (x - _mean(x)) * r
    left = (call.d_x * x_hat).sum(axis=1)
    return left, (r * (1 - _mean(x_hat * x_hat)))[:, 0] * (call.g * gamma * x_hat).sum(axis=1)


def _euler(call: Call) -> tuple[object, object]:
    _, gamma, beta, _ = call.arguments
    _, d_gamma, d_beta = call.cotangents
    return inner((d_gamma, d_beta), (gamma, beta)), inner((call.g,), (call.y,))


def _shrinks(call: Call) -> object:
    """1 less the variance of the result."""
    v = _variance(_plain(call))
    return 1 - v


def _by(x: Numbers, gamma: Numbers, beta: Numbers, scale: Numbers) -> Numbers:
    return gamma * (x - _mean(x)) * scale + beta


def _unbiased(x: Numbers, gamma: Numbers, beta: Numbers, eps: Numbers) -> Numbers:
    n = x.shape[1]
    return _by(x, gamma, beta, 1 / np.sqrt(_variance(x) * n / max(n - 1, 1) + eps))


def _one_pass(x: Numbers, gamma: Numbers, beta: Numbers, eps: Numbers) -> Numbers:
    return _by(x, gamma, beta, 1 / np.sqrt(_mean(x * x) - _mean(x) * _mean(x) + eps))


def _of_each_column(x: Numbers, gamma: Numbers, beta: Numbers, eps: Numbers) -> Numbers:
    centred = x - x.sum(axis=0) / len(x)
    return gamma * centred / np.sqrt((centred * centred).sum(axis=0) / len(x) + eps) + beta


def _of_all(x: Numbers, gamma: Numbers, beta: Numbers, eps: Numbers) -> Numbers:
    centred = x - x.sum() / x.size
    return gamma * centred / np.sqrt((centred * centred).sum() / x.size + eps) + beta


def _parameters(kept: Kept, g: Numbers) -> tuple[Numbers, Numbers]:
    _, d_gamma, d_beta = layer_norm.pullback(kept, g)
    return d_gamma, d_beta


def _moments_constant(kept: Kept, g: Numbers) -> Numbers:
    return g * kept.gamma * kept.r[:, None], *_parameters(kept, g)


def _variance_constant(kept: Kept, g: Numbers) -> Numbers:
    d = g * kept.gamma
    return (d - _mean(d)) * kept.r[:, None], *_parameters(kept, g)


def _mean_constant(kept: Kept, g: Numbers) -> Numbers:
    d = g * kept.gamma
    return (d - kept.x_hat * _mean(kept.x_hat * d)) * kept.r[:, None], *_parameters(kept, g)


def _means_over_rows(kept: Kept, g: Numbers) -> Numbers:
    """The formula of batch norm: the means are taken along the wrong axis."""
    d, n = g * kept.gamma, len(g)
    return (d - d.sum(axis=0) / n - kept.x_hat * (kept.x_hat * d).sum(axis=0) / n) * kept.r[:, None], *_parameters(kept, g)


def _gamma_forgotten(kept: Kept, g: Numbers) -> Numbers:
    return layer_norm.pullback(attrs.evolve(kept, gamma=kept.gamma * 0 + 1), g)[0], *_parameters(kept, g)


def _gamma_afterwards(kept: Kept, g: Numbers) -> Numbers:
    return layer_norm.pullback(attrs.evolve(kept, gamma=kept.gamma * 0 + 1), g)[0] * kept.gamma, *_parameters(kept, g)


def _means_of_parameters(kept: Kept, g: Numbers) -> Numbers:
    d_x, d_gamma, d_beta = layer_norm.pullback(kept, g)
    return d_x, d_gamma / len(g), d_beta / len(g)


EVIDENCE = Evidence(
    definition=definition,
    laws=(
        affine_in("gamma"),
        affine_in("beta"),
        unmoved("a constant added to a row changes nothing", lambda x: x + 3),
        Equal("3 x with eps is x with eps / 9: the scale is lost where eps is 0", _without_scale),
        Equal("without scales and shifts every row has the mean 0", _means),
        Equal("without scales and shifts every row has the variance v / (v + eps)", _variances),
        Equal("<d_x, x_hat> = r (1 - mean(x_hat^2)) <d, x_hat>", _along_x_hat),
        Equal("<d_gamma, gamma> + <d_beta, beta> = <g, y>", _euler),
        AtLeastZero("without scales and shifts every row has a variance of at most 1", _shrinks),
        sums_to_zero(1),
        permutes("rows", ("rows", "columns")),
        permutes("columns", ("rows", "columns")),
        permutes_back("rows", ("rows", "columns")),
        permutes_back("columns", ("rows", "columns")),
        splits(),
    ),
    mutants=(
        Mutant("mean and variance taken for constants", pullback=_moments_constant),
        Mutant("the variance taken for a constant", pullback=_variance_constant),
        Mutant("the mean taken for a constant", pullback=_mean_constant),
        Mutant("means over the rows on the way back, as in batch norm", pullback=_means_over_rows),
        Mutant("gamma forgotten on the way back", pullback=_gamma_forgotten),
        Mutant("gamma after the projection", pullback=_gamma_afterwards),
        Mutant("means for the sums of d_gamma and d_beta", pullback=_means_of_parameters),
        Mutant("the variance over n - 1", forward=_unbiased),
        Mutant("E[x^2] - E[x]^2, which cancels", forward=_one_pass),
        Mutant("E[x^2] for the variance", forward=lambda x, gamma, beta, eps: _by(x, gamma, beta, 1 / np.sqrt(_mean(x * x) + eps))),
        Mutant("no mean taken away", forward=lambda x, gamma, beta, eps: gamma * x * _r(x, eps) + beta),
        Mutant("eps added to the root", forward=lambda x, gamma, beta, eps: _by(x, gamma, beta, 1 / (np.sqrt(_variance(x)) + eps))),
        Mutant("the variance and not its root", forward=lambda x, gamma, beta, eps: _by(x, gamma, beta, 1 / (_variance(x) + eps))),
        Mutant("each column by its own moments", forward=_of_each_column),
        Mutant("the whole batch by one mean and variance", forward=_of_all),
        Mutant("the cotangent left out", pullback=without_g(layer_norm.pullback)),
        Mutant("float64 out of float32", forward=promoted(layer_norm.forward)),
    ),
)
