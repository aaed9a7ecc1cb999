"""What dropout does whatever it scales: the masks it draws, and those it refuses."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.errors import DomainError, ShapeError
from pureml.keys import Key
from pureml.masks import Dropped, keep_masks, whole_words
from tests.refused import refused

KINDS: Any = (pm.Dropout, pm.ClassicDropout)
every_kind = pytest.mark.parametrize("make", KINDS, ids=lambda make: make.__name__)


@every_kind
def test_other_columns_are_refused_both_ways(make: Any) -> None:
    layer, x = make(3, 0.5), pm.matrix(np.zeros((2, 4)))
    message = f"{make.__name__}: expected a matrix with 3 columns, got x of shape (2, 4)"
    assert refused(ShapeError, layer.forward, x) == message
    assert refused(ShapeError, layer.linearize, x, pm.draw_noise(layer, Key.of(0), 2).masks) == message


@every_kind
@given(st.integers(0, 99), st.integers(1, 5), st.integers(1, 5))
def test_a_mask_comes_from_a_key(make: Any, seed: int, rows: int, size: int) -> None:
    layer = make(size, 0.5)
    key = Key.of(seed)
    assert layer.draws == 1
    (mask,) = pm.draw_noise(layer, key, rows).masks
    assert np.array_equal(mask, keep_masks(key, rows, [Dropped(size, 0.5)])[0])
    other = make(64, 0.5)
    assert not np.array_equal(pm.draw_noise(other, key, 2).masks[0], pm.draw_noise(other, key.fold(0), 2).masks[0])


@every_kind
@given(st.floats(0, 0.99999))
def test_the_rate_of_a_layer_is_the_one_its_masks_have(make: Any, rate: float) -> None:
    assert make(3, rate).rate == whole_words(rate)


@every_kind
@pytest.mark.parametrize("rate", [-0.1, 1.0, 1.5, 0.9999999])
def test_a_rate_that_is_no_chance_to_drop_is_refused(make: Any, rate: float) -> None:
    message = f"{make.__name__}: expected a rate of at least 0 and less than 1, got {whole_words(rate)}"
    assert refused(DomainError, make, 3, rate) == message


@every_kind
def test_a_mask_that_does_not_fit_is_refused(make: Any) -> None:
    layer, x, name = make(3, 0.5), np.ones((2, 3)), make.__name__
    text = "mask of shape (2, 3), drawn with draw_noise, got"
    assert refused(ShapeError, layer.linearize, x) == f"{name}: expected one {text} 0 masks"
    for shape in ((3, 3), (2, 4), (3,), (1, 3)):
        assert refused(ShapeError, layer.linearize, x, (np.ones(shape, bool),)) == f"{name}: expected a {text} shape {shape}"
    two = (np.ones((2, 3), bool),) * 2
    assert refused(ShapeError, layer.linearize, x, two) == f"{name}: expected one {text} 2 masks"


@every_kind
def test_it_says_its_size_and_its_rate(make: Any) -> None:
    assert repr(make(3, 0.25)) == f"{make.__name__}(3, 0.25)"
