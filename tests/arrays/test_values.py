from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import pureml as pm
from pureml.arrays import exp, exp_over, expm1, freeze, fresh, log, log1p, sqrt, tanh, values
from pureml.check.numbers import Exact
from pureml.check.numbers.arrays import filled
from pureml.initializers import he
from tests.locks import is_locked, sent

arrays = hnp.arrays(st.sampled_from([np.float32, np.float64, np.intp, np.bool_]), hnp.array_shapes(max_dims=4, max_side=3))


@given(arrays)
def test_a_frozen_array_is_the_same_memory_and_locked_for_good(x: Any) -> None:
    y = freeze(x)
    assert np.shares_memory(x, y)
    assert (y.dtype, y.shape, y.tobytes()) == (x.dtype, x.shape, x.tobytes())
    assert not x.flags.writeable
    assert is_locked(y)
    assert is_locked(freeze(y))
    assert np.shares_memory(freeze(y), y), "what is locked is not copied"


@given(arrays)
def test_a_view_of_memory_that_can_be_written_is_copied(x: Any) -> None:
    for view in (x[:1], x.reshape(-1), x.T, x[..., ::-1]):
        y = freeze(view)
        assert x.flags.writeable, "what is somebody else's is not locked"
        assert is_locked(y)
        assert not np.shares_memory(x, y)
        assert y.tobytes() == view.tobytes()


def test_memory_that_is_not_numpys_is_copied() -> None:
    memory = bytearray(np.arange(3.0).tobytes())
    y = freeze(np.frombuffer(memory))
    memory[:8] = np.array([7.0]).tobytes()
    assert is_locked(y)
    assert y.tolist() == [0, 1, 2]
    assert is_locked(freeze(sent(np.arange(3.0))))


def test_filters_that_an_initializer_draws_are_locked() -> None:
    assert is_locked(he.kernel(pm.Key.of(0), 2, 1, 3, 3, np.float64))


def test_fresh_is_the_array_itself() -> None:
    x: Any = np.ones((2, 2))
    assert fresh(x) is x
    assert x.flags.writeable


@pytest.mark.parametrize("f", [exp, expm1, log, log1p, sqrt, tanh], ids=lambda f: f.__name__)
def test_a_function_keeps_the_dtype_and_calls_the_method_of_an_element(f: Any) -> None:
    for dtype in (np.float32, np.float64, np.complex128):
        assert f(np.ones(2, dtype)).dtype == dtype
    x = filled((2,), lambda i: Exact(i[0] + 1))
    for got, e in zip(f(x), x, strict=True):
        want = getattr(e, f.__name__)()
        assert isinstance(got, Exact)
        assert got == want
        assert float(got) == pytest.approx(float(f(float(e))), rel=1e-15)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_exp_is_written_over_a_fresh_matrix_or_into_a_place(dtype: Any) -> None:
    x: Any = np.array([[0.0, 1.0], [-3.0, 2.5]], dtype)
    want, place = np.exp(x), np.empty_like(x)
    assert exp_over(x.copy(), place) is place
    assert place.tobytes() == want.tobytes()
    assert exp_over(x) is x
    assert x.tobytes() == want.tobytes()


def test_only_a_read_only_view_of_a_locked_base_counts_as_locked() -> None:
    x: Any = np.zeros(3)
    assert not values.is_locked(x)
    view = x[:]
    view.setflags(write=False)
    assert not values.is_locked(view)
    assert values.is_locked(freeze(np.zeros(3)))
    owner: Any = np.zeros(3)
    owner.setflags(write=False)
    assert not values.is_locked(owner)
