"""Windows on images for tests: sides, window, stride and padding that fit, whatever divides and whatever does not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import attrs
from hypothesis import strategies as st

from pureml.arrays import Window

Pair: TypeAlias = tuple[int, int]


@attrs.frozen
class Setting:
    """A window, and the sizes of the images that it moves over."""

    rows: int
    channels: int
    sides: Pair
    pairs: tuple[Pair, Pair, Pair]

    @property
    def window(self) -> Window:
        """Window, stride and padding."""
        return Window(*self.pairs)

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """The shape of the images."""
        return (self.rows, self.channels, *self.sides)

    @property
    def stops(self) -> Pair:
        """How often the window stops."""
        return self.window.stops(*self.sides)


def _fits(setting: Setting) -> bool:
    size, _, padding = setting.pairs
    return all(w <= s + 2 * p for s, w, p in zip(setting.sides, size, padding, strict=True))


def _sees(setting: Setting) -> bool:
    size, _, padding = setting.pairs
    return all(p < w for w, p in zip(size, padding, strict=True))


def _pairs(numbers: Iterable[int]) -> st.SearchStrategy[Pair]:
    one = st.sampled_from(list(numbers))
    return st.tuples(one, one)


def windows(side: int = 6) -> st.SearchStrategy[Setting]:
    """Windows that fit, with any padding."""
    pairs = st.tuples(_pairs(range(1, 4)), _pairs(range(1, 4)), _pairs(range(3)))
    return st.builds(Setting, st.integers(1, 3), st.integers(1, 3), _pairs(range(1, side + 1)), pairs).filter(_fits)


def pools(side: int = 6) -> st.SearchStrategy[Setting]:
    """Windows that see a pixel at every stop."""
    return windows(side).filter(_sees)
