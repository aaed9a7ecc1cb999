from __future__ import annotations

from itertools import product
from math import sqrt
from typing import Any, Final

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pureml.errors import DomainError
from pureml.keys import Key, normal, permutation, uniform
from tests.locks import is_locked, sent
from tests.refused import refused

SIX_SIGMA: Final = 6.2  # a normal number is further out once in 1.8e9 draws
seeds = st.integers(0, 2**128 - 1)
paths = st.lists(st.integers(0, 2**32 - 1), max_size=4).map(tuple)
keys = st.builds(Key, seeds, paths)
sizes = st.integers(1, 6)

# The first two words of streams. NumPy promises that the streams of SFC64 and SeedSequence stay as they are; what a
# Generator makes of them (normal numbers, permutations) may change with its version, and is not pinned.
GOLDEN: Final = {
    Key(0): (0x91959E5FB96A6332, 0x3C1DD8A25A7E9F21),
    Key(1): (0xFEE0F4A668F60248, 0x5F433C4C93E3887F),
    Key(0, (0,)): (0x8C652D27013F9B6F, 0x67A3005B28AF8ACF),
    Key(0, (1,)): (0xEA5A263479EA1AB0, 0xE5373233B8AF4A4A),
    Key(0, (0, 1)): (0x309F4503778E0FCD, 0x12DEC3B9235838C6),
    Key(2**70): (0xBD852799DFB60B28, 0x2A2D1713626DFD46),
}


def words(key: Key, n: int = 2) -> tuple[int, ...]:
    raw: Any = key.bits().random_raw(n)
    return tuple(raw.tolist())


@pytest.mark.parametrize("key", GOLDEN, ids=repr)
def test_the_streams_are_the_ones_they_were(key: Key) -> None:
    assert words(key) == GOLDEN[key]


@given(keys)
def test_the_stream_is_that_of_a_seed_sequence_with_the_path_for_its_spawn_key(key: Key) -> None:
    theirs = np.random.SFC64(np.random.SeedSequence(key.seed, spawn_key=key.path))
    assert (key.bits().random_raw(8) == theirs.random_raw(8)).all(), f"{key}"


@given(keys)
def test_a_key_is_a_value_and_gives_the_same_bits_each_time(key: Key) -> None:
    again = Key(key.seed, key.path)
    assert key == again
    assert hash(key) == hash(again)
    assert words(key) == words(key) == words(again) == words(sent(key))
    assert np.array_equal(normal(key, 2, 3, np.float64), normal(again, 2, 3, np.float64))
    assert np.array_equal(permutation(key, 9), permutation(again, 9))


@given(keys, st.integers(0, 5), st.integers(0, 5))
def test_a_split_is_a_prefix_of_a_longer_one_and_fold_one_of_its_keys(key: Key, n: int, more: int) -> None:
    assert key.split(n) == key.split(n + more)[:n]
    assert key.split(n) == tuple(key.fold(i) for i in range(n))


@given(st.lists(keys, min_size=2, max_size=6, unique=True))
def test_different_keys_have_different_streams(drawn: list[Key]) -> None:
    streams = {words(key) for key in drawn}
    assert len(streams) == len(drawn), f"{drawn}"


def test_a_tree_of_keys_has_a_stream_for_every_node() -> None:
    tree = [Key(seed, path) for seed in range(3) for depth in range(4) for path in product(range(4), repeat=depth)]
    assert len({words(key) for key in tree}) == len(tree)
    # One after the other in words of 32 bits, a seed of 129 bits would be a seed and a step, a step of 33 bits two steps.
    assert refused(DomainError, Key, 5 + (3 << 128)).startswith("Key: expected a seed of at least 0 and less than 2^128, got 1020")
    assert refused(DomainError, Key.of(5).fold, 1 + (2 << 32)) == "Key: expected a step of at least 0 and less than 2^32, got 8589934593"
    assert refused(DomainError, Key.of, 2**128).endswith("less than 2^128, got 340282366920938463463374607431768211456")
    assert refused(DomainError, Key.of(5).fold, 2**32).endswith("less than 2^32, got 4294967296")
    assert refused(DomainError, Key.of(5).fold, -1) == "Key: expected a step of at least 0 and less than 2^32, got -1"
    assert refused(DomainError, Key.of, -1) == "Key: expected a seed of at least 0 and less than 2^128, got -1"


def test_a_split_is_independent_of_its_parent_and_of_its_siblings() -> None:
    n = 20000
    parent = Key.of(0)
    columns: list[Any] = [normal(key, 1, n, np.float64)[0] for key in (parent, *parent.split(3), parent.fold(0).fold(0))]
    correlations = np.corrcoef(np.array(columns)) - np.eye(len(columns))
    assert np.abs(correlations).max() < SIX_SIGMA / sqrt(n)


@given(keys, sizes, sizes)
def test_float32_numbers_are_the_float64_ones_rounded_and_all_are_locked(key: Key, rows: int, cols: int) -> None:
    for draw in (normal, uniform):
        wide: Any = draw(key, rows, cols, np.float64)
        narrow: Any = draw(key, rows, cols, np.float32)
        assert wide.shape == narrow.shape == (rows, cols)
        assert narrow.dtype == np.float32
        assert narrow.tolist() == wide.astype(np.float32).tolist(), f"{draw.__name__}({key!r}, {rows}, {cols}, ...)"
        assert is_locked(wide)
        assert is_locked(narrow)


def test_uniform_numbers_have_the_moments_of_the_interval_and_stay_inside() -> None:
    n = 100_000
    x: Any = uniform(Key.of(0), 10, n // 10, np.float64)
    assert x.min() >= -1
    assert x.max() < 1
    assert x.max() - x.min() > 1.99
    assert abs(x.mean()) < SIX_SIGMA / sqrt(3 * n)
    assert abs((x * x).mean() - 1 / 3) < SIX_SIGMA * sqrt(4 / 45 / n)


def test_normal_numbers_have_the_moments_of_the_bell() -> None:
    n = 100_000
    x: Any = normal(Key.of(0), 10, n // 10, np.float64)
    for power, moment, variance in ((1, 0, 1), (2, 1, 2), (3, 0, 15), (4, 3, 96)):
        assert abs((x**power).mean() - moment) < SIX_SIGMA * sqrt(variance / n), f"moment {power}"


@given(keys, st.integers(0, 50))
def test_a_permutation_has_every_number_once(key: Key, n: int) -> None:
    order = permutation(key, n)
    assert sorted(order.tolist()) == list(range(n))
    assert order.dtype == np.intp
    assert is_locked(order)


def test_every_permutation_is_equally_likely() -> None:
    n = 6000
    counts: dict[tuple[int, ...], int] = {}
    for i in range(n):
        order = tuple(permutation(Key.of(0).fold(i), 3).tolist())
        counts[order] = counts.get(order, 0) + 1
    assert len(counts) == 6
    assert max(abs(count - n / 6) for count in counts.values()) < SIX_SIGMA * sqrt(n * 5 / 36)
