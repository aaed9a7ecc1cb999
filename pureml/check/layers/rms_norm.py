"""RMS normalisation: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

import attrs
import numpy as np

from ...layers import rms_norm
from ..call import Call, inner
from ..evidence import AtLeastZero, Equal, Evidence, Kept, Mutant
from ..inputs import Numbers
from ..laws import affine_in, permutes, permutes_back, splits
from ..mistakes import promoted, without_g


def definition(x: Numbers, gamma: Numbers, eps: Numbers) -> Numbers:
    """Each entry over the root of the mean square of its row, eps in the root."""
    return gamma * x / np.sqrt(_mean(x * x) + eps)


def _mean(x: Numbers) -> Numbers:
    return x.sum(axis=1)[:, None] / x.shape[1]


def _without_scale(call: Call) -> tuple[object, object]:
    """Scaling the rows by 3 is scaling eps by 1/9: what is invariant where eps is 0."""
    x, gamma, eps = call.arguments
    return call.at(x * 3, gamma, eps).y, call.at(x, gamma, eps / 9).y


def _odd(call: Call) -> tuple[object, object]:
    x, gamma, eps = call.arguments
    return call.at(-x, gamma, eps).y, -call.y


def _squares(call: Call) -> tuple[object, object]:
    """(s + eps) times the mean square of the result is s."""
    x, gamma, eps = call.arguments
    y, s = call.at(x, gamma * 0 + 1, eps).y, _mean(x * x)
    return _mean(y * y) * (s + eps), s


def _along_x(call: Call) -> tuple[object, object]:
    """<d_x, x> (s + eps) = eps <g, y>, for each row: 0 where eps is 0."""
    x, _, eps = call.arguments
    s = _mean(x * x)[:, 0]
    return (call.d_x * x).sum(axis=1) * (s + eps), (call.g * call.y).sum(axis=1) * eps


def _euler(call: Call) -> tuple[object, object]:
    return inner((call.cotangents[1],), (call.arguments[1],)), inner((call.g,), (call.y,))


def _shrinks(call: Call) -> object:
    """1 less the mean square of the result without scales."""
    x, gamma, eps = call.arguments
    y = call.at(x, gamma * 0 + 1, eps).y
    return 1 - _mean(y * y)


def _centred(x: Numbers, gamma: Numbers, eps: Numbers) -> Numbers:
    return definition(x - _mean(x), gamma, eps)


def _of_each_column(x: Numbers, gamma: Numbers, eps: Numbers) -> Numbers:
    return gamma * x / np.sqrt((x * x).sum(axis=0) / len(x) + eps)


def _root_constant(kept: Kept, g: Numbers) -> Numbers:
    return g * kept.gamma * kept.r[:, None], rms_norm.pullback(kept, g)[1]


def _with_mean(kept: Kept, g: Numbers) -> Numbers:
    """The formula of layer norm: a mean is taken away that was never there."""
    d_x, d_gamma = rms_norm.pullback(kept, g)
    return d_x - _mean(g * kept.gamma) * kept.r[:, None], d_gamma


def _sum_for_mean(kept: Kept, g: Numbers) -> Numbers:
    d = g * kept.gamma
    along = (kept.x_hat * d).sum(axis=1)[:, None]
    return (d - kept.x_hat * along) * kept.r[:, None], rms_norm.pullback(kept, g)[1]


def _gamma_forgotten(kept: Kept, g: Numbers) -> Numbers:
    return rms_norm.pullback(attrs.evolve(kept, gamma=kept.gamma * 0 + 1), g)[0], rms_norm.pullback(kept, g)[1]


def _gamma_by_the_input(kept: Kept, g: Numbers) -> Numbers:
    return rms_norm.pullback(kept, g)[0], (g * kept.x_hat / kept.r[:, None]).sum(axis=0)


def _mean_of_gamma(kept: Kept, g: Numbers) -> Numbers:
    d_x, d_gamma = rms_norm.pullback(kept, g)
    return d_x, d_gamma / len(g)


EVIDENCE = Evidence(
    definition=definition,
    laws=(
        affine_in("gamma"),
        Equal("-x gives -y", _odd),
        Equal("3 x with eps is x with eps / 9: the scale is lost where eps is 0", _without_scale),
        Equal("without scales every row has the mean square s / (s + eps)", _squares),
        Equal("(s + eps) <d_x, x> = eps <g, y>", _along_x),
        Equal("<d_gamma, gamma> = <g, y>", _euler),
        AtLeastZero("without scales every row has a mean square of at most 1", _shrinks),
        permutes("rows", ("rows", "columns")),
        permutes("columns", ("rows", "columns")),
        permutes_back("rows", ("rows", "columns")),
        permutes_back("columns", ("rows", "columns")),
        splits(),
    ),
    mutants=(
        Mutant("the root taken for a constant", pullback=_root_constant),
        Mutant("the mean taken away on the way back, as in layer norm", pullback=_with_mean),
        Mutant("the sum for the mean on the way back", pullback=_sum_for_mean),
        Mutant("gamma forgotten on the way back", pullback=_gamma_forgotten),
        Mutant("d_gamma by the input that is not normalised", pullback=_gamma_by_the_input),
        Mutant("the mean for the sum of d_gamma", pullback=_mean_of_gamma),
        Mutant("layer norm", forward=_centred),
        Mutant(
            "the length for the root mean square", forward=lambda x, gamma, eps: gamma * x / np.sqrt((x * x).sum(axis=1)[:, None] + eps)
        ),
        Mutant("the mean square and not its root", forward=lambda x, gamma, eps: gamma * x / (_mean(x * x) + eps)),
        Mutant("eps added to the root", forward=lambda x, gamma, eps: gamma * x / (np.sqrt(_mean(x * x)) + eps)),
        Mutant("each column by its own root", forward=_of_each_column),
        Mutant("gamma left out", forward=lambda x, gamma, eps: definition(x, gamma * 0 + 1, eps)),
        Mutant("the cotangent left out", pullback=without_g(rms_norm.pullback)),
        Mutant("float64 out of float32", forward=promoted(rms_norm.forward)),
    ),
)
