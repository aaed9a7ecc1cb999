"""The greatest entry and the sum of what a window sees at each stop, channel by channel, and their adjoints.

The greatest of a window is the first of equals, counted line by line; what lies outside of an image is never the
greatest, as if it were minus infinity. The greatest is a kink: numbers that are no floats are compared as
`where_positive` does. The types are in `windows.pyi`.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator
from typing import Any

import numpy as np

from .branches import where_positive
from .layout import padded, samples_first, samples_last, seen, zeros
from .values import freeze
from .window import Window

Array = np.ndarray[Any, np.dtype[Any]]
Corner = tuple[slice, slice, slice]


def inside(place: int, size: int, stride: int, padding: int, stops: int) -> tuple[slice, slice]:
    """The stops at which this place of the window lies in the image, and where in the image it lies then."""
    first = max(0, -((place - padding) // stride))
    last = min(stops, (size - 1 + padding - place) // stride + 1)
    start = first * stride + place - padding
    count = max(0, last - first)
    return slice(first, first + count), slice(start, start + count * stride, stride)


def lookups(window: Window, height: int, width: int) -> Iterator[tuple[Corner, Corner]]:
    """For each place of the window, line by line: the stops that see a pixel there, and those pixels; of (C, H, W, N)."""
    every = slice(None)
    down, across = window.stops(height, width)
    for a, b in np.ndindex(*window.size):
        rows, lines = inside(a, height, window.stride[0], window.padding[0], down)
        cols, columns = inside(b, width, window.stride[1], window.padding[1], across)
        yield (every, rows, cols), (every, lines, columns)


def window_max(x: Array, window: Window, /) -> Array:
    """The greatest entry at each stop; a NaN stays NaN."""
    if x.dtype.kind == "f":
        return samples_first(_float_max(x, window))
    inner = samples_last(x)
    down, across = window.stops(*x.shape[2:])
    y = np.empty((x.shape[1], down, across, x.shape[0]), x.dtype)
    known = np.zeros((down, across), bool)
    for stops, pixels in lookups(window, *x.shape[2:]):
        found, greatest, old = inner[pixels], y[stops], known[stops[1:]]
        new: Any = found[:, old]  # with the next one as `where_positive` wants them: its types speak of tensors
        best: Any = greatest[:, old]
        greatest[:, ~old] = found[:, ~old]
        greatest[:, old] = where_positive(new - best, new, best)
        old[...] = True
    return samples_first(y)


def _float_max(x: Array, window: Window) -> Array:
    """Down, then across: the maximum of maxima, in runs that are whole in memory."""
    down, across = window.stops(*x.shape[2:])
    framed = samples_last(x)
    if window.padding != (0, 0):
        p, q = window.padding
        framed = np.pad(framed, ((0, 0), (p, p), (q, q), (0, 0)), constant_values=-np.inf)
    (kh, kw), (sh, sw) = window.size, window.stride
    lines = [framed[:, a : a + sh * (down - 1) + 1 : sh] for a in range(kh)]
    tall = _maximum(lines)
    return _maximum([tall[:, :, b : b + sw * (across - 1) + 1 : sw] for b in range(kw)])


def _maximum(parts: list[Array]) -> Array:
    """The greatest of each entry, in a new array."""
    if len(parts) == 1:
        return parts[0].copy()
    y = np.maximum(parts[0], parts[1])
    for part in parts[2:]:
        np.maximum(y, part, out=y)
    return y


def winners(x: Array, y: Array, window: Window, /) -> tuple[Array, ...]:
    """For each place of the window: at which of the stops that see a pixel there it is the first greatest; `y` is `window_max(x)`."""
    inner, top = samples_last(x), samples_last(y)
    same = _same_object if x.dtype.kind == "O" else _same_or_nan if np.isnan(top).any() else np.equal
    taken = np.zeros(top.shape, bool)
    found: list[Array] = []
    for stops, pixels in lookups(window, *x.shape[2:]):
        hit: Array = same(inner[pixels], top[stops])
        np.greater(hit, taken[stops], hit)
        taken[stops] |= hit
        found.append(freeze(hit))
    return tuple(found)


def _same_object(a: Array, b: Array) -> Array:
    """Where the very element stands that was chosen: equality of elements may be undecided."""
    return np.asarray(np.frompyfunc(operator.is_, 2, 1)(a, b), bool)


def _same_or_nan(a: Array, b: Array) -> Array:
    """Where an entry is the greatest; a NaN, which equals nothing, is the greatest of its window."""
    return (a == b) | np.isnan(a)


def at_winners(hits: tuple[Array, ...], x_dot: Array, window: Window, /) -> Array:
    """What `x_dot` holds where the winner of each stop stands."""
    moving, sides = samples_last(x_dot), x_dot.shape[2:]
    y_dot = zeros((x_dot.shape[1], *window.stops(*sides), x_dot.shape[0]), x_dot)
    for hit, (stops, pixels) in zip(hits, lookups(window, *sides), strict=True):
        y_dot[stops] += moving[pixels] * hit
    return samples_first(y_dot)


def to_winners(hits: tuple[Array, ...], g: Array, window: Window, height: int, width: int, /) -> Array:
    """Each entry of `g` is added where the winner of its stop stands: the adjoint of `at_winners`."""
    back = samples_last(g)
    shape = (back.shape[0], height, width, back.shape[-1])
    d_x = np.empty(shape, g.dtype) if window.tiles(height, width) else zeros(shape, g)
    for hit, (stops, pixels) in zip(hits, lookups(window, height, width), strict=True):
        if window.disjoint:
            np.multiply(back[stops], hit, out=d_x[pixels])
        else:
            d_x[pixels] += back[stops] * hit
    return samples_first(d_x)


def window_sums(x: Array, window: Window, /) -> Array:
    """The sum at each stop; what lies outside of the image is 0."""
    framed = padded(x, window.padding)
    stops = window.stops(*x.shape[2:])
    sums = seen(framed, window, stops, 0, 0).copy()
    for a, b in np.ndindex(*window.size):
        if (a, b) != (0, 0):
            sums += seen(framed, window, stops, a, b)
    return samples_first(sums)


def to_windows(g: Array, window: Window, height: int, width: int, /) -> Array:
    """Each entry of `g` is added to every place that its window sees: the adjoint of `window_sums`."""
    back = samples_last(g)
    channels, *_, rows = back.shape
    (p, q), stops = window.padding, window.stops(height, width)
    framed = zeros((channels, height + 2 * p, width + 2 * q, rows), g)
    for a, b in np.ndindex(*window.size):
        seen(framed, window, stops, a, b)[...] += back
    return samples_first(framed)[:, :, p : p + height, q : q + width]
