from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pureml.arrays import Window
from pureml.check.stops import result, seen, stops, transposed, zeros
from pureml.errors import ShapeError
from pureml.rules import find
from tests.windows import windows


@given(st.integers(1, 9), st.integers(1, 4), st.integers(1, 3), st.integers(0, 3))
def test_what_is_counted_is_what_the_formula_says(size: int, window: int, stride: int, padding: int) -> None:
    counted = stops(size, window, stride, padding)
    try:
        assert Window((window, 1), (stride, 1), (padding, 0)).stops(size, 1) == (counted, 1)
    except ShapeError:
        assert counted == 0


@given(windows())
def test_each_look_is_inside_and_each_place_inside_is_a_look(at: Any) -> None:
    sides, (window, stride, padding) = at.sides, at.pairs
    looks = list(seen(sides, window, stride, padding))
    assert len(set(looks)) == len(looks)
    down, across = result(np.zeros((1, 1, *sides)), 1, window, stride, padding).shape[2:]
    everywhere = [(i, j, a, b) for i, j in np.ndindex(down, across) for a, b in np.ndindex(*window)]
    outside = 0
    for i, j, a, b in everywhere:
        pixel = (i * stride[0] + a - padding[0], j * stride[1] + b - padding[1])
        if ((i, j), (a, b), pixel) not in looks:
            outside += 1
            assert not (0 <= pixel[0] < sides[0] and 0 <= pixel[1] < sides[1])
    assert len(looks) + outside == len(everywhere)


def test_zeros_are_of_the_number_system() -> None:
    assert zeros((2,), np.ones(1, np.float32)).dtype == np.float32
    assert zeros((0,), np.ones(1, np.float32)).shape == (0,)


def test_exchanging_turns_images_filters_and_pairs_and_nothing_else() -> None:
    x, weight, bias = np.zeros((1, 2, 3, 4)), np.zeros((5, 2, 3, 1)), np.zeros(5)
    turned = transposed((x, weight, bias, (1, 2), (0, 1)), find("convolution").domain.arguments)
    assert (turned[0].shape, turned[1].shape, turned[2].shape) == ((1, 2, 4, 3), (5, 2, 1, 3), (5,))
    assert turned[3:] == ((2, 1), (1, 0))
