"""im2col: its definition, its laws, and what is often taken for it and for its adjoint."""

from __future__ import annotations

import numpy as np

from ...layers import im2col
from ..call import Call, inner
from ..evidence import Equal, Evidence, Kept, Mutant
from ..inputs import Numbers
from ..mistakes import promoted
from ..stops import Pair, seen, stops, zeros


def definition(x: Numbers, window: Pair, stride: Pair, padding: Pair) -> Numbers:
    """Pixel by pixel."""
    n, channels, *sides = x.shape
    height, width = sides
    down, across = (stops(*along) for along in zip((height, width), window, stride, padding, strict=True))
    columns = zeros((channels, *window, down, across, n), x)
    for (i, j), (a, b), (p, q) in seen((height, width), window, stride, padding):
        columns[:, a, b, i, j] = x[:, :, p, q].T
    return columns.reshape(channels * window[0] * window[1], -1)


def col2im(columns: Numbers, kept: Kept, *, last: bool = False) -> Numbers:
    """Each entry added to its pixel, or written over what is there."""
    window, stride, padding, sizes = kept
    n, channels, height, width = sizes
    down, across = (stops(*along) for along in zip((height, width), window, stride, padding, strict=True))
    parts = columns.reshape(channels, *window, down, across, n)
    d_x = zeros(sizes, columns)
    for (i, j), (a, b), (p, q) in seen((height, width), window, stride, padding):
        part = parts[:, a, b, i, j].T
        d_x[:, :, p, q] = part if last else d_x[:, :, p, q] + part
    return d_x


def _counts(call: Call) -> tuple[object, object]:
    """How often each pixel is seen, times the pixel."""
    x, window, stride, padding = call.arguments
    times = x * 0
    for _, __, (p, q) in seen(x.shape[2:], window, stride, padding):
        times[:, :, p, q] += 1
    return call.pulled(call.y)[0], times * x


def _adjoint(call: Call) -> tuple[object, object]:
    x, window, stride, padding = call.arguments
    back: Numbers = im2col.col2im(call.g, window, stride, padding, x.shape)
    return inner((call.g,), (call.y,)), inner((back,), (x,))


def _doubled(call: Call) -> tuple[object, object]:
    x, *rest = call.arguments
    return call.at(x * 2, *rest).y, call.y * 2


def _turned(x: Numbers, window: Pair, stride: Pair, padding: Pair) -> Numbers:
    return np.flip(im2col.forward(x, window, stride, padding), 0)


def _wrong_stride(x: Numbers, window: Pair, stride: Pair, padding: Pair) -> Numbers:
    return im2col.forward(x, window, (stride[1], stride[0]), padding)


EVIDENCE = Evidence(
    definition=definition,
    degree=1,
    laws=(
        Equal("col2im(im2col(x)) is x times how often each pixel is seen", _counts),
        Equal("<g, im2col(x)> = <col2im(g), x>", _adjoint),
        Equal("twice x gives twice the columns", _doubled),
    ),
    mutants=(
        Mutant(
            "col2im writes, the last entry stays", "an inverse taken for the adjoint", pullback=lambda kept, g: col2im(g, kept, last=True)
        ),
        Mutant("stride across for stride down", forward=_wrong_stride),
        Mutant("the padding forgotten", forward=lambda x, window, stride, _: im2col.forward(x, window, stride, (0, 0))),
        Mutant("the window turned round", forward=_turned),
        Mutant("buffers that are always float64", "the book's code, common/util.py", forward=promoted(im2col.forward)),
    ),
)
