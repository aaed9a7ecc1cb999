from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pureml.arrays import Window
from pureml.arrays.layout import samples_first
from pureml.check.call import inner
from pureml.check.inputs import EXACT, FLOAT32
from pureml.check.layers import average_pool, max_pool
from pureml.keys import Key
from tests.exactly import exactly
from tests.locks import is_locked
from tests.windows import pools, windows

MODULE: Any = import_module("pureml.arrays.windows")  # by name: the arrays here have sizes that no checker knows
at_winners, to_winners, winners = MODULE.at_winners, MODULE.to_winners, MODULE.winners
to_windows, window_max, window_sums = MODULE.to_windows, MODULE.window_max, MODULE.window_sums
seeds = st.integers(0, 999)


def generator(seed: int) -> Any:
    return np.random.Generator(Key.of(seed).bits())


def tied(at: Any, seed: int, dtype: Any = np.float64) -> Any:
    """Images of few different numbers, so that windows have several greatest entries."""
    return generator(seed).integers(-2, 1, at.shape).astype(dtype)


def first_greatest(x: Any, at: Any) -> Any:
    """Where the first greatest entry of each window stands, as ones: by looking."""
    (window, stride, padding), (down, across) = at.pairs, at.stops
    ones = np.zeros((*at.shape, down, across), int)
    for n, c, i, j in np.ndindex(at.rows, at.channels, down, across):
        best = None
        for a, b in np.ndindex(*window):
            p, q = i * stride[0] + a - padding[0], j * stride[1] + b - padding[1]
            if 0 <= p < at.sides[0] and 0 <= q < at.sides[1] and (best is None or x[n, c, p, q] > x[n, c, best[0], best[1]]):
                best = (p, q)
        assert best is not None
        ones[n, c, best[0], best[1], i, j] = 1
    return ones


@given(pools(), seeds)
def test_floats_exact_and_complex_numbers_have_the_same_greatest_entries(at: Any, seed: int) -> None:
    x = tied(at, seed)
    y = window_max(x, at.window)
    exact: Any = exactly(x)
    assert (exactly(y) == window_max(exact, at.window)).all()
    assert (y == window_max(x.astype(complex), at.window)).all()
    assert (exactly(y) == max_pool.definition(exact, *at.pairs)).all()
    assert window_max(x.astype(np.float32), at.window).dtype == np.float32
    assert is_locked(y)
    assert not np.shares_memory(y, x)


@given(pools(5), seeds)
def test_the_winner_is_the_first_greatest_line_by_line_in_every_system(at: Any, seed: int) -> None:
    x = tied(at, seed)
    ones = first_greatest(x, at)
    v = generator(seed + 1).integers(-9, 9, at.shape).astype(float)
    g = generator(seed + 2).integers(-9, 9, (at.rows, at.channels, *at.stops)).astype(float)
    want_on = np.einsum("ncpqij,ncpq->ncij", ones, v)
    want_back = np.einsum("ncpqij,ncij->ncpq", ones, g)
    numbers: tuple[Any, ...] = (np.asarray, np.float32, exactly)
    for number in numbers:
        a, v_a, g_a = (number(array) for array in (x, v, g))
        hits = winners(a, window_max(a, at.window), at.window)
        assert all(is_locked(hit) for hit in hits)
        assert (np.asarray(at_winners(hits, v_a, at.window)).astype(float) == want_on).all()
        d_x = np.asarray(to_winners(hits, g_a, at.window, *at.sides))
        assert (d_x.astype(float) == want_back).all()
        assert d_x.dtype == a.dtype


def test_an_element_that_stands_twice_in_a_window_wins_once() -> None:
    (e,) = EXACT.array(generator(0), "x", (1,))
    x: Any = np.full((1, 1, 2, 2), e, object)
    window = Window((2, 2), (2, 2), (0, 0))
    hits = winners(x, window_max(x, window), window)
    assert [bool(hit.item()) for hit in hits] == [True, False, False, False]


def test_a_nan_stays_nan_and_the_first_one_wins() -> None:
    x: Any = np.array([[[[1.0, np.nan, 3.0, 9.0], [np.nan, 5.0, 4.0, 2.0]]]])
    for window in (Window((2, 2), (2, 2), (0, 0)), Window((2, 2), (1, 1), (0, 0)), Window((2, 2), (1, 1), (1, 1))):
        y = window_max(x, window)
        stops = window.stops(2, 4)
        with_nan = [[np.isnan(np.pad(x[0, 0], 1)[i : i + 2, j : j + 2]).any() for j in range(5)] for i in range(3)]
        if window.padding == (1, 1):
            assert np.isnan(y[0, 0]).tolist() == with_nan
        g: Any = np.ones((1, 1, *stops))
        d_x = to_winners(winners(x, y, window), g, window, 2, 4)
        assert d_x.sum() == g.sum(), "every window has one winner"
    side_by_side = Window((2, 2), (2, 2), (0, 0))
    hits = winners(x, window_max(x, side_by_side), side_by_side)
    ones: Any = np.ones((1, 1, 1, 2))
    assert to_winners(hits, ones, side_by_side, 2, 4).tolist() == [[[[0, 1, 0, 1], [0, 0, 0, 0]]]]


def test_minus_infinity_wins_only_among_itself_and_the_first_of_it() -> None:
    x: Any = np.full((1, 1, 2, 2), -np.inf)
    window = Window((2, 2), (1, 1), (1, 1))
    y = window_max(x, window)
    assert (y == -np.inf).all()
    assert sum(int(hit.sum()) for hit in winners(x, y, window)) == y.size


@given(windows(), seeds)
def test_sums_are_those_of_counting_and_adjoint_exactly(at: Any, seed: int) -> None:
    draw = generator(seed)
    x, g = EXACT.array(draw, "x", at.shape), EXACT.array(draw, "g", (at.rows, at.channels, *at.stops))
    sums: Any = window_sums(x, at.window)
    size = at.window.size[0] * at.window.size[1]
    assert (sums == average_pool.definition(x, *at.pairs) * size).all()
    back: Any = to_windows(g, at.window, *at.sides)
    assert inner((sums,), (g,)) == inner((x,), (back,))
    floats = FLOAT32.array(draw, "x", at.shape)
    assert window_sums(floats, at.window).dtype == to_windows(window_sums(floats, at.window), at.window, *at.sides).dtype == np.float32


def test_a_window_of_one_pixel_gives_values_of_its_own() -> None:
    x: Any = samples_first(np.zeros((1, 2, 2, 3)))
    window = Window((1, 1), (1, 1), (0, 0))
    for f in (window_sums, window_max):
        y: Any = f(x, window)
        assert (y == x).all()
        assert not np.shares_memory(y, x)
