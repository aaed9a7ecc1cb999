"""Convolution: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

import numpy as np

from ...arrays import channel_rows
from ...layers import convolution, im2col
from ..call import Call
from ..evidence import Equal, Evidence, Kept, Mutant
from ..inputs import Numbers
from ..laws import affine_in, linear_in_g, permutes, permutes_back, splits
from ..mistakes import negated, promoted, without_g
from ..stops import Pair, result, seen, transposed
from . import im2col as columns

Y = ("rows", "filters", "down", "across")


def definition(x: Numbers, weight: Numbers, bias: Numbers, stride: Pair, padding: Pair) -> Numbers:
    """Filter by filter, stop by stop, place by place."""
    filters, _, *window = weight.shape
    y = result(x, filters, (window[0], window[1]), stride, padding)
    for f in range(filters):
        for (i, j), (a, b), (p, q) in seen(x.shape[2:], (window[0], window[1]), stride, padding):
            y[:, f, i, j] += (x[:, :, p, q] * weight[f, :, a, b]).sum(axis=1)
        y[:, f] += bias[f]
    return y


def _exchanged(call: Call) -> tuple[object, object]:
    arguments = transposed(call.arguments, call.formula.domain.arguments)
    return call.at(*arguments).y, np.swapaxes(call.y, 2, 3)


def _turned(x: Numbers, weight: Numbers, bias: Numbers, stride: Pair, padding: Pair) -> Numbers:
    return convolution.forward(x, np.flip(weight, (2, 3)), bias, stride, padding)


def _bias_once(x: Numbers, weight: Numbers, bias: Numbers, stride: Pair, padding: Pair) -> Numbers:
    y: Numbers = convolution.forward(x, weight, bias * 0, stride, padding).copy()
    y[:, :, 0, 0] += bias
    return y


def _unpadded_left(x: Numbers, weight: Numbers, bias: Numbers, stride: Pair, padding: Pair) -> Numbers:
    """The frame of padding on the far sides alone, twice as wide."""
    moved: Numbers = np.concatenate([x[:, :, padding[0] :], x[:, :, : padding[0]] * 0], axis=2) if padding[0] else x
    return convolution.forward(moved, weight, bias, stride, padding)


def _last_write(kept: Kept, g: Numbers) -> Numbers:
    _, *others = convolution.pullback(kept, g)
    weight, window = kept.weight, kept.window
    parts = weight.reshape(len(weight), -1).T @ channel_rows(g)
    d_x = columns.col2im(parts, (window.size, window.stride, window.padding, kept.x.shape), last=True)
    return (d_x, *others)


def _first_image(kept: Kept, g: Numbers) -> Numbers:
    d_x, _, d_bias = convolution.pullback(kept, g)
    _, alone = convolution.linearize(kept.x[:1], kept.weight, d_bias, kept.window.stride, kept.window.padding)
    return d_x, convolution.gradient(alone, g[:1])[0], d_bias


def _turned_back(kept: Kept, g: Numbers) -> Numbers:
    d_x, d_weight, d_bias = convolution.pullback(kept, g)
    return d_x, np.flip(d_weight, (2, 3)), d_bias


def _turned_filters(kept: Kept, g: Numbers) -> Numbers:
    _, d_weight, d_bias = convolution.pullback(kept, g)
    weight, window = np.flip(kept.weight, (2, 3)), kept.window
    parts = weight.reshape(len(weight), -1).T @ channel_rows(g)
    return im2col.col2im(parts, window.size, window.stride, window.padding, kept.x.shape), d_weight, d_bias


def _mean_bias(kept: Kept, g: Numbers) -> Numbers:
    d_x, d_weight, d_bias = convolution.pullback(kept, g)
    return d_x, d_weight, d_bias / len(g)


def _one_factor(kept: Kept, x_dot: Numbers, weight_dot: Numbers, bias_dot: Numbers) -> Numbers:
    return convolution.pushforward(kept, x_dot, weight_dot * 0, bias_dot)


def _next_stop(kept: Kept, g: Numbers) -> Numbers:
    d_x, d_weight, d_bias = convolution.pullback(kept, g)
    return np.roll(d_x, 1, axis=3), d_weight, d_bias


EVIDENCE = Evidence(
    definition=definition,
    degree=2,
    laws=(
        affine_in("x"),
        affine_in("weight"),
        affine_in("bias"),
        linear_in_g(),
        splits(),
        permutes("rows", Y),
        permutes("channels", Y),
        permutes("filters", Y),
        permutes_back("filters", Y),
        Equal("down and across exchanged everywhere exchange them in y", _exchanged),
    ),
    mutants=(
        Mutant("the filter turned round, as in signal processing", forward=_turned),
        Mutant("stride across for stride down", forward=lambda x, w, b, s, p: convolution.forward(x, w, b, s[::-1], p)),
        Mutant("padding across for padding down", forward=lambda x, w, b, s, p: convolution.forward(x, w, b, s, p[::-1])),
        Mutant("the stride forgotten", forward=lambda x, w, b, _, p: convolution.forward(x, w, b, (1, 1), p)),
        Mutant("the padding forgotten", forward=lambda x, w, b, s, _: convolution.forward(x, w, b, s, (0, 0))),
        Mutant("padding on the far side alone", forward=_unpadded_left),
        Mutant("the bias at the first stop alone", forward=_bias_once),
        Mutant("buffers that are always float64", "the book's code, common/util.py", forward=promoted(convolution.forward)),
        Mutant("col2im writes, the last entry stays", "an inverse taken for the adjoint", pullback=_last_write),
        Mutant("d_x by the filters turned round", pullback=_turned_filters),
        Mutant("d_x moved by a pixel", pullback=_next_stop),
        Mutant("d_weight turned round", pullback=_turned_back),
        Mutant("d_weight of the first image", pullback=_first_image),
        Mutant("d_bias a mean over images", pullback=_mean_bias),
        Mutant("the cotangent left out", pullback=without_g(convolution.pullback)),
        Mutant("the other sign", pullback=negated(convolution.pullback)),
        Mutant("the product rule with one factor", pushforward=_one_factor),
    ),
)
