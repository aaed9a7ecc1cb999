from __future__ import annotations

import platform
import subprocess
import sys
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pureml.arrays import as_vector, blocks, flushed, in_blocks, room_like, runs, writable, zero_rows
from pureml.check.numbers import Exact
from pureml.keys import Key

seen: list[int] = []


def update(x: Any, y: Any, c: Any, into: Any) -> Any:
    """`x + c y`, and `x y`, in their places."""
    seen.append(x.size)
    return np.add(x, c * y, into[0]), np.multiply(x, y, into[1])


@given(st.integers(0, 40), st.integers(1, 12), st.sampled_from([np.float32, np.float64, np.object_]))
def test_pieces_of_any_size_give_the_whole(size: int, piece: int, dtype: Any) -> None:
    draw = np.random.Generator(Key.of(size).bits())
    x, y = (np.array([Exact(int(e)) for e in draw.integers(-9, 9, size)]) if dtype is np.object_ else draw.random(size) for _ in range(2))
    x, y = x.astype(dtype), y.astype(dtype)
    first, second = np.empty(size, dtype), np.empty(size, dtype)
    seen.clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK", piece * np.dtype(dtype).itemsize)
        in_blocks(update, (x, y), (3,), (first, second))
    assert (first == x + 3 * y).all()
    assert (second == x * y).all()
    assert max(seen, default=0) <= piece
    assert sum(seen) == size


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
    assert [x for run, _ in found for x in arrays[run]] == arrays, "in order, each once"
    whole = as_vector(arrays) if arrays else np.empty(0)
    for run, place in found:
        filled = [x for x in arrays[run] if x.size]
        assert len(filled) <= 1 or sum(x.size for x in filled) <= block
        assert as_vector(arrays[run]).tolist() == whole[place].tolist()
    for (before, _), (after, _) in pairwise(found):
        assert sum(x.size for x in arrays[before]) + arrays[after][0].size > block, "no run could have been longer"


@given(st.lists(st.sampled_from([(2, 3), (4,), (), (0,), (1, 5)]), min_size=1, max_size=4))
def test_a_vector_holds_all_entries_by_rows_and_is_a_view_of_a_single_array(shapes: list[tuple[int, ...]]) -> None:
    arrays: list[Any] = [np.arange(float(np.prod(shape, dtype=int))).reshape(shape) for shape in shapes]
    whole = as_vector(arrays)
    assert whole.tolist() == [e for x in arrays for e in x.reshape(-1).tolist()]
    assert as_vector([np.array([[1.0, 2.0], [3.0, 4.0]]).T]).tolist() == [1.0, 3.0, 2.0, 4.0]
    assert len(arrays) > 1 or not whole.size or np.shares_memory(whole, arrays[0])


CYCLE = """
import resource
import numpy as np
from pureml.arrays import keep_freed
if {keep}:
    keep_freed()
def cycle():
    held = [np.ones(12_800) for _ in range(60)]
for _ in range(3):
    cycle()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(10):
    cycle()
print((resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before) // 10)
"""


@pytest.mark.skipif("glibc" not in platform.libc_ver(), reason="other C libraries decide by themselves what they keep")
def test_freed_memory_is_kept_and_not_taken_anew() -> None:
    without, with_it = (
        int(subprocess.run([sys.executable, "-c", CYCLE.format(keep=keep)], capture_output=True, text=True, check=True).stdout)
        for keep in (False, True)
    )
    assert with_it < 10 < without, "pages that are made anew in a cycle that takes and frees 6 MB"
