from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pureml.arrays import (
    Window,
    channel_rows,
    correlated,
    correlated_with,
    from_channel_rows,
    from_patches,
    patches,
    spread,
    with_sides,
)
from pureml.check.call import inner
from pureml.check.inputs import EXACT, FLOAT32, FLOAT64
from pureml.check.layers import im2col as naive
from pureml.check.numbers import Exact
from pureml.errors import ShapeError
from pureml.keys import Key
from tests.locks import is_locked
from tests.refused import refused
from tests.windows import windows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pureml.check.inputs import System

MODULE = import_module("pureml.arrays.patches")  # `pureml.arrays` has a function of this name
seeds = st.integers(0, 999)


@pytest.fixture
def line_by_line() -> Iterator[None]:
    """Blocks of one line, however small the images."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MODULE, "BLOCK_BYTES", 1)
        yield


def drawn(seed: int, *shapes: tuple[int, ...], system: System = EXACT) -> list[Any]:
    draw = np.random.Generator(Key.of(seed).bits())
    return [system.array(draw, "x", shape) for shape in shapes]


def sizes(at: Any) -> tuple[int, int]:
    """How many rows and columns the patches of a setting have."""
    return at.channels * at.window.size[0] * at.window.size[1], at.stops[0] * at.stops[1] * at.rows


@given(windows(), seeds)
def test_patches_are_what_counting_says_and_from_patches_is_their_adjoint_exactly(at: Any, seed: int) -> None:
    x, g = drawn(seed, at.shape, sizes(at))
    columns: Any = patches(x, at.window)
    assert columns.shape == sizes(at)
    assert (columns == naive.definition(x, *at.pairs)).all()
    back: Any = from_patches(g, at.window, *at.shape)
    assert back.shape == at.shape
    assert (back == naive.col2im(g, (*at.pairs, at.shape))).all()
    assert inner((columns,), (g,)) == inner((x,), (back,))
    assert all(isinstance(e, Exact) for e in (*columns.flat, *back.flat))


@given(windows(4), seeds)
def test_products_with_patches_are_those_of_all_patches_at_once(at: Any, seed: int) -> None:
    products(at, seed)


@pytest.mark.usefixtures("line_by_line")
def test_and_also_in_blocks_of_one_line() -> None:
    @given(windows(4), seeds)
    def in_blocks(at: Any, seed: int) -> None:
        products(at, seed)

    in_blocks()


def products(at: Any, seed: int) -> None:
    places, columns = sizes(at)
    x, filters, g = drawn(seed, at.shape, (2, places), (2, columns))
    all_patches: Any = patches(x, at.window)
    y: Any = correlated(filters, x, at.window)
    d_filters: Any = correlated_with(g, x, at.window)
    d_x: Any = spread(filters, g, at.window, *at.shape)
    assert (y == filters @ all_patches).all()
    assert (d_filters == g @ all_patches.T).all()
    assert (d_x == from_patches(filters.T @ g, at.window, *at.shape)).all()
    assert all(isinstance(e, Exact) for e in (*y.flat, *d_filters.flat, *d_x.flat))


@pytest.mark.parametrize("system", [FLOAT32, FLOAT64], ids=lambda system: system.name)
def test_blocks_do_not_change_the_dtype_and_round_as_one_product_does(system: System) -> None:
    shape, size = (40, 3, 20, 21), (4, 3)
    window = Window(size, (1, 2), (1, 0))
    down, across = window.stops(20, 21)
    x, filters, g = drawn(0, shape, (5, 36), (5, down * across * 40), system=system)
    assert 36 * across * 40 * x.itemsize * down > MODULE.BLOCK_BYTES, "there are several blocks"
    columns: Any = patches(x, window)
    for got, want in (
        (correlated(filters, x, window), filters @ columns),
        (correlated_with(g, x, window), g @ columns.T),
        (spread(filters, g, window, *shape), from_patches(filters.T @ g, window, *shape)),
    ):
        result: Any = got
        assert result.dtype == x.dtype
        np.testing.assert_allclose(result, want, rtol=0, atol=2000 * float(np.finfo(x.dtype).eps) * float(np.abs(want).max()))


@given(windows(), seeds)
def test_channel_rows_and_images_are_each_others_inverse(at: Any, seed: int) -> None:
    for system in (EXACT, FLOAT32):
        (x,) = drawn(seed, at.shape, system=system)
        rows: Any = channel_rows(x)
        n, channels, height, width = at.shape
        assert rows.shape == (channels, height * width * n)
        for k, c, i, j in np.ndindex(*at.shape):
            assert rows[c, (i * width + j) * n + k] == x[k, c, i, j]
        assert not np.shares_memory(rows, x), "a later write to x would show"
        back: Any = from_channel_rows(rows, n, height, width)
        assert (back == x).all()
        assert is_locked(back)
        assert np.shares_memory(channel_rows(back), back), "locked images are not copied"


def test_other_sides_are_refused() -> None:
    (x,) = drawn(0, (2, 1, 3, 4))
    assert with_sides(x, 3, 4) is x
    assert refused(ShapeError, with_sides, x, 4, 3) == "images: expected 4x3, got 3x4"
