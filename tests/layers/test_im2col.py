from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.check.inputs import EXACT
from pureml.errors import DomainError, ShapeError
from pureml.layers import im2col
from tests.refused import refused
from tests.windows import windows

ON: Any = im2col.forward
BACK: Any = im2col.col2im


@given(windows(), st.integers(0, 99))
def test_col2im_is_the_adjoint_of_im2col_exactly(at: Any, seed: int) -> None:
    draw = np.random.Generator(pm.Key.of(seed).bits())
    x = EXACT.array(draw, "x", at.shape)
    columns = ON(x, *at.pairs)
    c = EXACT.array(draw, "c", columns.shape)
    assert (columns * c).sum() == (x * BACK(c, *at.pairs, at.shape)).sum()


@given(windows())
def test_going_there_and_back_multiplies_by_how_often_a_pixel_is_seen(at: Any) -> None:
    ones = np.ones(at.shape)
    times = BACK(ON(ones, *at.pairs), *at.pairs, at.shape)
    x: Any = np.cumsum(ones).reshape(at.shape)
    assert (BACK(ON(x, *at.pairs), *at.pairs, at.shape) == times * x).all()
    if at.window.tiles(*at.sides):
        assert (times == 1).all()


def test_a_row_is_a_place_of_the_window_and_a_column_a_stop_in_an_image() -> None:
    x = np.arange(24.0).reshape(2, 1, 3, 4)
    columns = ON(x, (2, 2), (1, 2), (0, 0))
    assert columns.shape == (4, 2 * 2 * 2)
    assert columns[0].tolist() == [0, 12, 2, 14, 4, 16, 6, 18]  # the corner of each window: the image counts fastest
    assert columns[:, 0].tolist() == [0, 1, 4, 5]


def test_rows_and_columns_that_no_window_reaches_take_no_part() -> None:
    x = np.arange(25.0).reshape(1, 1, 5, 5)
    columns = ON(x, (2, 2), (2, 2), (0, 0))
    assert columns.shape == (4, 4)
    changed = x.copy()
    changed[..., 4] = changed[..., 4, :] = 99
    assert (ON(changed, (2, 2), (2, 2), (0, 0)) == columns).all()
    assert (BACK(columns, (2, 2), (2, 2), (0, 0), x.shape)[..., 4] == 0).all()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_dtype_stays_and_columns_are_a_value_of_their_own(dtype: Any) -> None:
    x: Any = np.ones((1, 1, 1, 1), dtype)
    columns = ON(x, (1, 1), (1, 1), (0, 0))
    assert columns.dtype == dtype
    assert not np.shares_memory(columns, x)


def test_windows_that_do_not_fit_are_refused() -> None:
    x = np.zeros((1, 1, 2, 2))
    message = "window: expected images of at least 3x1 with padding (0, 0), got 2x2"
    assert refused(ShapeError, ON, x, (3, 1), (1, 1), (0, 0)) == message
    assert refused(DomainError, ON, x, (1, 1), (1, 0), (0, 0)) == "window: expected a stride of at least 1 each way, got (1, 0)"
