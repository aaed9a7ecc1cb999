from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.errors import DomainError, ShapeError
from tests.refused import refused

Sight: Any = pm.Sight


@given(st.integers(1, 64), st.integers(1, 64))
def test_heads_that_divide_the_width_are_taken(count: int, size: int) -> None:
    assert pm.Heads(count * size, count, size) == pm.Heads(count * size, count, size)


@given(st.integers(1, 64), st.integers(-1, 64), st.integers(-1, 64))
def test_heads_that_do_not_are_refused(width: int, count: int, size: int) -> None:
    if count * size == width and count > 0:
        return
    message = f"Heads: expected heads that divide the width, {width} = heads x size, got {count} x {size} = {count * size}"
    assert refused(ShapeError, pm.Heads, width, count, size) == message


def test_where_tokens_look_is_no_parameter() -> None:
    sight = Sight(pm.causal(3))
    assert isinstance(sight, pm.Buffers)
    assert sight == Sight(pm.causal(3))
    assert sight != Sight(pm.everywhere(3))
    assert set(sight.arrays()) == {"look"}


@pytest.mark.parametrize("shape", [(2, 3), (3, 2)])
def test_a_mask_that_is_not_square_is_refused(shape: tuple[int, int]) -> None:
    message = f"Sight: expected a mask of shape {(shape[0], shape[0])}, got bool of shape {shape}"
    assert refused(ShapeError, Sight, np.ones(shape, bool)) == message


def test_a_token_that_looks_nowhere_is_refused() -> None:
    look = np.eye(3, dtype=bool)
    look[2, 2] = False
    assert refused(DomainError, Sight, look) == "Sight: expected each row to look at one place at least, got row 2, which looks nowhere"
