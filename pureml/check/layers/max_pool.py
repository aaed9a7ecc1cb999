"""Max-pool: its definition, its laws, its corners, and what is often taken for it."""

from __future__ import annotations

import numpy as np

from ...arrays import where_positive
from ...layers import average_pool, max_pool
from ..call import Call, inner
from ..evidence import Corner, Equal, Evidence, Kept, Mutant
from ..inputs import Numbers
from ..laws import linear_in_g, permutes, permutes_back, rises, splits
from ..mistakes import negated, promoted, without_g
from ..stops import Pair, result, seen, transposed, zeros

Y = ("rows", "channels", "down", "across")
WINDOW = ((2, 2), (2, 2), (0, 0))


def definition(x: Numbers, window: Pair, stride: Pair, padding: Pair) -> Numbers:
    """The first pixel at each stop, and then each greater one."""
    y = result(x, x.shape[1], window, stride, padding)
    known = np.zeros(y.shape[2:], bool)
    for stop, _, (p, q) in seen(x.shape[2:], window, stride, padding):
        pixel, best = x[:, :, p, q], y[:, :, *stop]
        y[:, :, *stop] = where_positive(pixel - best, pixel, best) if known[stop] else pixel
        known[stop] = True
    return y


def _homogeneous(call: Call) -> tuple[object, object]:
    return inner((call.d_x,), call.arguments[:1]), inner((call.g,), (call.y,))


def _moved(call: Call) -> tuple[object, object]:
    x, *rest = call.arguments
    return call.at(x - 100, *rest).y, call.y - 100


def _mass(call: Call) -> tuple[object, object]:
    return call.d_x.sum(), call.g.sum()


def _exchanged(call: Call) -> tuple[object, object]:
    arguments = transposed(call.arguments, call.formula.domain.arguments)
    return call.at(*arguments).y, np.swapaxes(call.y, 2, 3)


def _framed(x: Numbers, padding: Pair) -> Numbers:
    """The images with a frame of zeros."""
    n, channels, height, width = x.shape
    framed = zeros((n, channels, height + 2 * padding[0], width + 2 * padding[1]), x)
    framed[:, :, padding[0] : padding[0] + height, padding[1] : padding[1] + width] = x
    return framed


def _least(x: Numbers, window: Pair, stride: Pair, padding: Pair) -> Numbers:
    return -max_pool.forward(-x, window, stride, padding)


def _over_channels(x: Numbers, window: Pair, stride: Pair, padding: Pair) -> Numbers:
    y: Numbers = max_pool.forward(x, window, stride, padding)
    return y[:, :1] + y * 0


def _every_tie(x: Numbers, window: Pair, stride: Pair, padding: Pair) -> tuple[Numbers, Kept]:
    """For each place, also where its pixel is one of several greatest."""
    y: Numbers
    kept: Kept
    y, kept = max_pool.linearize(x, window, stride, padding)
    hits = [np.zeros((x.shape[1], *y.shape[2:], len(x)), bool) for _ in np.ndindex(*window)]
    for (i, j), (a, b), (p, q) in seen(x.shape[2:], window, stride, padding):
        hits[a * window[1] + b][:, i, j] = (x[:, :, p, q] == y[:, :, i, j]).T
    return y, (hits, (x.shape, window, stride, padding), kept)


def _tied_back(kept: Kept, g: Numbers) -> Numbers:
    hits, (shape, window, stride, padding), _ = kept
    d_x = zeros(shape, g)
    for (i, j), (a, b), (p, q) in seen(shape[2:], window, stride, padding):
        d_x[:, :, p, q] += g[:, :, i, j] * hits[a * window[1] + b][:, i, j].T
    return d_x


def _tied_on(kept: Kept, x_dot: Numbers) -> Numbers:
    return max_pool.pushforward(kept[2], x_dot)


def _once(kept: Kept, g: Numbers) -> Numbers:
    """Written, where windows overlap, and not added."""
    seen_by_any = max_pool.pullback(kept, g * 0 + 1)
    return max_pool.pullback(kept, g) / where_positive(seen_by_any, seen_by_any, seen_by_any * 0 + 1)


def _spread(kept: Kept, g: Numbers) -> Numbers:
    window = kept.window
    return average_pool.pullback((window.size, window.stride, window.padding, kept.height, kept.width), g)


EVIDENCE = Evidence(
    definition=definition,
    degree=1,
    laws=(
        Equal("<d_x, x> = <g, y>", _homogeneous),
        Equal("y(x - 100) = y(x) - 100: no padding is the greatest", _moved),
        Equal("the cotangents that come out sum to those that go in", _mass),
        Equal("down and across exchanged everywhere exchange them in y", _exchanged),
        rises(),
        linear_in_g(),
        splits(),
        permutes("channels", Y),
        permutes_back("channels", Y),
    ),
    corners=(
        Corner("of two equal ones the first moves y", ([[[[5, 5], [0, 0]]]], *WINDOW), ([[[[1, 0], [0, 0]]]],), [[[[1]]]]),
        Corner("of two equal ones the second does not", ([[[[5, 5], [0, 0]]]], *WINDOW), ([[[[0, 1], [0, 0]]]],), [[[[0]]]]),
        Corner("line by line: across before down", ([[[[0, 5], [5, 0]]]], *WINDOW), ([[[[0, 1], [0, 0]]]],), [[[[1]]]]),
    ),
    mutants=(
        Mutant(
            "a frame of zeros, which wins over negative pixels",
            "the book's code, common/layers.py",
            forward=lambda x, w, s, p: max_pool.forward(_framed(x, p), w, s, (0, 0)),
        ),
        Mutant("the padding forgotten", "the book's code, common/layers.py", forward=lambda x, w, s, _: max_pool.forward(x, w, s, (0, 0))),
        Mutant("stride across for stride down", forward=lambda x, w, s, p: max_pool.forward(x, w, s[::-1], p)),
        Mutant("the window side by side whatever the stride", forward=lambda x, w, _, p: max_pool.forward(x, w, w, p)),
        Mutant("the least", forward=_least),
        Mutant("the first channel for all", forward=_over_channels),
        Mutant("buffers that are always float64", "the book's code, common/util.py", forward=promoted(max_pool.forward)),
        Mutant("the cotangent to every tie", linearize=_every_tie, pushforward=_tied_on, pullback=_tied_back),
        Mutant("the cotangent spread over the window", pullback=_spread),
        Mutant("the mean where windows overlap", pullback=_once),
        Mutant("the cotangent left out", pullback=without_g(max_pool.pullback)),
        Mutant("the other sign", pullback=negated(max_pool.pullback)),
    ),
)
