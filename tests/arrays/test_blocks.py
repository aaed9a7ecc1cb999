from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pureml.arrays import as_vector, blocks, flushed, in_blocks, room_like, runs, split_like, writable, zero_rows
from pureml.check.numbers import Exact
from pureml.keys import Key
from tests.locks import unlocked

seen: list[int] = []


def update(x: Any, y: Any, c: Any, into: Any) -> Any:
    """`x + c y`, and `x y` where it has its place."""
    seen.append(x.size)
    return np.add(x, c * y, into[0]), np.multiply(x, y, into[1])


@given(st.integers(0, 40), st.integers(1, 12), st.sampled_from([np.float32, np.float64, np.object_]))
def test_pieces_of_any_size_give_the_whole(size: int, piece: int, dtype: Any) -> None:
    draw = np.random.Generator(Key.of(size).bits())
    x, y = (np.array([Exact(int(e)) for e in draw.integers(-9, 9, size)]) if dtype is np.object_ else draw.random(size) for _ in range(2))
    first: Any = x.astype(dtype)
    y, place = y.astype(dtype), np.empty(size, dtype)
    seen.clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK", piece * np.dtype(dtype).itemsize)
        new: Any = in_blocks(update, first, (y,), (3,), (place,))
    assert (new == first + 3 * y).all()
    assert (place == first * y).all()
    assert new.dtype == dtype
    assert max(seen) <= piece or size <= piece
    assert sum(seen) == size


def test_a_matrix_in_any_order_keeps_its_shape() -> None:
    x: Any = np.arange(12.0).reshape(3, 4).T
    place = np.empty((4, 3))
    for block in (8, 1024):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(blocks, "BLOCK", block)
            new: Any = in_blocks(update, x, (x,), (2.0,), (place,))
        assert (new == 3 * x).all()
        assert (place == x * x).all()


@pytest.mark.parametrize("count", [0, 1, 2])
def test_rows_of_zeros_are_of_the_number_system(count: int) -> None:
    for like in (np.ones(3, np.float32), np.ones(0), np.array([Exact(1), Exact(2)])):
        vector: Any = like
        rows = zero_rows(count, vector)
        assert rows.shape == (count, len(like))
        assert rows.dtype == like.dtype
        assert not rows.any()
        assert {type(e) for e in rows.flat} <= {type(e) for e in like.flat}


def test_copies_and_rooms_are_writable_and_alone() -> None:
    x: Any = np.ones(3, np.float32)
    x.setflags(write=False)
    for y in (writable(x), room_like(x)):
        assert y.flags.writeable
        assert not np.shares_memory(x, y)
        assert (y.shape, y.dtype) == (x.shape, x.dtype)
    assert (writable(x) == x).all()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_only_what_is_small_in_every_row_above_it_is_dropped(dtype: Any) -> None:
    tiny = np.finfo(dtype).tiny
    large = tiny * dtype(2.0**20)
    rows: Any = np.array([[tiny, large, 1.0, -tiny / 2, np.nan], [tiny, tiny, tiny, 1.0, 1.0]], dtype)
    before = rows.copy()
    want = np.array([[0.0, large, 1.0, 0.0, np.nan], [0.0, tiny, tiny, 1.0, 1.0]], dtype)
    got = flushed(rows)
    np.testing.assert_array_equal(got, want)
    assert got.dtype == dtype
    np.testing.assert_array_equal(rows, before)


def test_where_nothing_is_small_nothing_is_made() -> None:
    for rows in (np.ones((2, 3)), np.zeros((1, 4)), np.empty((0, 3)), np.array([[Exact(0), Exact(1)]])):
        same: Any = rows
        assert flushed(same) is rows


@given(st.lists(st.integers(0, 12), max_size=8), st.integers(1, 12))
def test_runs_are_neighbours_that_fit_one_block_or_single_arrays(sizes: list[int], block: int) -> None:
    arrays: list[Any] = [np.full(size, float(k)) for k, size in enumerate(sizes)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK", 8 * block)
        found = runs(arrays)
    assert [x for run in found for x in arrays[run]] == arrays, "in order, each once"
    for run in found:
        filled = [x for x in arrays[run] if x.size]
        assert len(filled) <= 1 or sum(x.size for x in filled) <= block
    for before, after in pairwise(found):
        assert sum(x.size for x in arrays[before]) + arrays[after][0].size > block, "no run could have been longer"


@given(st.lists(st.sampled_from([(2, 3), (4,), (), (0,), (1, 5)]), min_size=1, max_size=4))
def test_a_vector_is_split_into_what_it_was_made_of(shapes: list[tuple[int, ...]]) -> None:
    arrays: list[Any] = [np.arange(float(np.prod(shape, dtype=int))).reshape(shape) for shape in shapes]
    whole = as_vector(arrays)
    assert whole is arrays[0] if len(arrays) == 1 else not any(np.shares_memory(whole, x) for x in arrays)
    parts = split_like(whole.copy(), arrays)
    assert not unlocked(parts)
    for x, part in zip(arrays, parts, strict=True):
        np.testing.assert_array_equal(part, x, strict=True)
