from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given

from pureml.arrays import Window
from pureml.errors import DomainError, ShapeError
from tests.refused import refused
from tests.windows import windows


def times_seen(at: Any) -> Any:
    """How often each pixel is seen, counted."""
    (height, width), window = at.sides, at.window
    times = np.zeros((height + 2 * window.padding[0], width + 2 * window.padding[1]), int)
    down, across = at.stops
    for i, j in np.ndindex(down, across):
        p, q = i * window.stride[0], j * window.stride[1]
        times[p : p + window.size[0], q : q + window.size[1]] += 1
    return times[window.padding[0] :, window.padding[1] :][:height, :width]


@given(windows())
def test_it_stops_as_long_as_it_fits_and_not_once_more(at: Any) -> None:
    for side, window, stride, padding, count in zip(at.sides, *at.pairs, at.stops, strict=True):
        assert (count - 1) * stride + window <= side + 2 * padding
        assert count * stride + window > side + 2 * padding


@given(windows())
def test_it_tiles_where_every_pixel_is_seen_once_and_is_disjoint_where_none_is_seen_twice(at: Any) -> None:
    times = times_seen(at)
    if at.window.disjoint:
        assert times.max(initial=0) <= 1
    if at.window.tiles(*at.sides):
        assert (times == 1).all()
        assert at.window.disjoint


def test_windows_side_by_side_tile_and_a_remainder_or_a_frame_does_not() -> None:
    side_by_side = Window((2, 3), (2, 3), (0, 0))
    assert side_by_side.tiles(4, 9)
    assert not side_by_side.tiles(5, 9)
    assert not side_by_side.tiles(4, 10)
    assert not Window((2, 2), (2, 2), (1, 1)).tiles(4, 4)
    assert not Window((2, 2), (1, 2), (0, 0)).tiles(3, 4)
    assert Window((2, 2), (2, 3), (0, 0)).disjoint
    assert not Window((2, 2), (2, 1), (0, 0)).disjoint
    assert not Window((2, 2), (1, 2), (0, 0)).disjoint


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        (((0, 1), (1, 1), (0, 0)), "window: expected a window of at least 1 each way, got (0, 1)"),
        (((1, 1), (1, 0), (0, 0)), "window: expected a stride of at least 1 each way, got (1, 0)"),
        (((1, 1), (1, 1), (0, -1)), "window: expected a padding of at least 0 each way, got (0, -1)"),
    ],
)
def test_numbers_that_make_no_window_are_refused(pairs: Any, message: str) -> None:
    assert refused(DomainError, Window, *pairs) == message


def test_images_that_it_does_not_fit_into_are_refused() -> None:
    window = Window((3, 2), (1, 1), (0, 1))
    assert refused(ShapeError, window.stops, 2, 5) == "window: expected images of at least 3x2 with padding (0, 1), got 2x5"
    assert window.stops(3, 0) == (1, 1)
    assert refused(ShapeError, Window((1, 2), (1, 1), (0, 0)).stops, 4, 1) == (
        "window: expected images of at least 1x2 with padding (0, 0), got 4x1"
    )
