"""Average pool: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

import numpy as np

from ...layers import average_pool, max_pool
from ..call import Call
from ..evidence import Equal, Evidence, Kept, Mutant
from ..inputs import Numbers
from ..laws import affine_in, linear_in_g, permutes, permutes_back, splits
from ..mistakes import negated, promoted, without_g
from ..stops import Pair, result, seen, transposed

Y = ("rows", "channels", "down", "across")


def definition(x: Numbers, window: Pair, stride: Pair, padding: Pair) -> Numbers:
    """Stop by stop, place by place; a place outside of the image adds nothing and counts."""
    y = result(x, x.shape[1], window, stride, padding)
    for stop, _, (p, q) in seen(x.shape[2:], window, stride, padding):
        y[:, :, *stop] += x[:, :, p, q]
    return y / (window[0] * window[1])


def _exchanged(call: Call) -> tuple[object, object]:
    arguments = transposed(call.arguments, call.formula.domain.arguments)
    return call.at(*arguments).y, np.swapaxes(call.y, 2, 3)


def _counted(x: Numbers, window: Pair, stride: Pair, padding: Pair) -> Numbers:
    """How many pixels there are at each stop."""
    return average_pool.forward(x * 0 + 1, window, stride, padding)


def _pixels_alone(x: Numbers, window: Pair, stride: Pair, padding: Pair) -> Numbers:
    return average_pool.forward(x, window, stride, padding) / _counted(x, window, stride, padding)


def _sum(x: Numbers, window: Pair, stride: Pair, padding: Pair) -> Numbers:
    return average_pool.forward(x, window, stride, padding) * (window[0] * window[1])


def _squared(x: Numbers, window: Pair, stride: Pair, padding: Pair) -> Numbers:
    return _sum(x, window, stride, padding) / (window[0] * window[0])


def _whole_back(kept: Kept, g: Numbers) -> Numbers:
    window = kept[0]
    return average_pool.pullback(kept, g) * (window[0] * window[1])


def _once(kept: Kept, g: Numbers) -> Numbers:
    """The mean of the parts, where windows overlap, for their sum."""
    window = kept[0]
    times = average_pool.pullback(kept, g * 0 + 1) * (window[0] * window[1])
    return average_pool.pullback(kept, g) / (times + (times == 0))


EVIDENCE = Evidence(
    definition=definition,
    degree=1,
    laws=(
        affine_in("x"),
        Equal("down and across exchanged everywhere exchange them in y", _exchanged),
        linear_in_g(),
        splits(),
        permutes("channels", Y),
        permutes_back("channels", Y),
    ),
    mutants=(
        Mutant("the mean over the pixels that there are", "PyTorch's count_include_pad=False", forward=_pixels_alone),
        Mutant("the sum", forward=_sum),
        Mutant("divided by the height squared", forward=_squared),
        Mutant("stride across for stride down", forward=lambda x, w, s, p: average_pool.forward(x, w, s[::-1], p)),
        Mutant("the padding forgotten", forward=lambda x, w, s, _: average_pool.forward(x, w, s, (0, 0))),
        Mutant("the greatest for the mean", forward=max_pool.forward),
        Mutant("buffers that are always float64", "the book's code, common/util.py", forward=promoted(average_pool.forward)),
        Mutant("the whole cotangent to every pixel", pullback=_whole_back),
        Mutant("the mean where windows overlap", pullback=_once),
        Mutant("the cotangent left out", pullback=without_g(average_pool.pullback)),
        Mutant("the other sign", pullback=negated(average_pool.pullback)),
    ),
)
