from __future__ import annotations

from fractions import Fraction
from math import prod, sqrt
from typing import Any, Final

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import override

from pureml.keys import Key
from pureml.masks import HALF, Dropped, keep_masks, whole_words
from tests.locks import is_locked

SIX_SIGMA: Final = 6.2  # a normal number is further out once in 1.8e9 draws
WORDS: Final = 1 << 16
keys = st.builds(Key, st.integers(0, 2**128 - 1), st.lists(st.integers(0, 2**32 - 1), max_size=4).map(tuple))
sizes = st.integers(1, 6)


class EveryWord(Key):
    """A key whose stream is every 16-bit word once."""

    @override
    def bits(self) -> Any:
        class Stream:
            def random_raw(self, n: int) -> Any:
                every = np.arange(WORDS, dtype=np.uint16).view(np.uint64)
                assert n in {len(every), len(every) // 16}
                return every[:n]

        return Stream()


@pytest.mark.parametrize("rate", [0, Fraction(1, WORDS), Fraction(1, 4), Fraction(3, 4), Fraction(WORDS - 1, WORDS)])
def test_of_all_words_exactly_the_share_of_the_rate_is_dropped(rate: Fraction) -> None:
    (mask,) = keep_masks(EveryWord(0), 256, [Dropped(256, float(rate))])
    assert WORDS - np.count_nonzero(mask) == rate * WORDS


@given(st.floats(0, 1, exclude_max=True).filter(lambda rate: whole_words(rate) != HALF))
def test_a_rate_is_rounded_to_the_share_of_words_that_is_drawn(rate: float) -> None:
    rounded = Fraction(whole_words(rate))
    assert (rounded * WORDS).denominator == 1
    assert abs(rounded - Fraction(rate)) <= Fraction(1, 2 * WORDS)
    assert whole_words(float(rounded)) == rounded
    dropped = WORDS - np.count_nonzero(keep_masks(EveryWord(0), 256, [Dropped(256, rate)])[0])
    assert dropped == rounded * WORDS, f"rate {rate}"


@given(keys, sizes, st.lists(st.builds(Dropped, sizes, st.sampled_from([0.0, 0.25, HALF, 0.75]), st.integers(1, 3)), max_size=4))
def test_masks_take_whole_words_of_the_stream_in_order(key: Key, samples: int, wanted: list[Dropped]) -> None:
    masks = keep_masks(key, samples, wanted)
    raw: list[int] = key.bits().random_raw(99).tolist()
    for mask, dropped in zip(masks, wanted, strict=True):
        shape, rate = (samples * dropped.rows, dropped.columns), dropped.rate
        assert mask.shape == shape
        assert mask.dtype == bool
        assert is_locked(mask)
        size = 1 if rate == HALF else 16
        used = -(-prod(shape) * size // 64)
        parts = [raw[i] >> shift & ((1 << size) - 1) for i in range(used) for shift in range(0, 64, size)][: prod(shape)]
        del raw[:used]
        kept = [part >= (1 if rate == HALF else rate * WORDS) for part in parts]
        assert mask.reshape(-1).tolist() == kept, f"keep_masks({key!r}, {samples}, {wanted})"


@pytest.mark.parametrize("rate", [0.1, 0.5, 0.9])
def test_the_share_that_is_kept_is_that_of_the_rate_in_rows_and_columns(rate: float) -> None:
    pair: Any = keep_masks(Key.of(3), 400, [Dropped(500, rate)] * 2)
    for mask in (*pair, pair[0] == pair[1]):
        share = 1 - rate if mask is pair[0] or mask is pair[1] else rate**2 + (1 - rate) ** 2
        for axis, n in ((None, 200_000), (0, 400), (1, 500)):
            worst = float(np.abs(mask.mean(axis=axis) - share).max())
            assert worst < SIX_SIGMA * sqrt(share * (1 - share) / n)
