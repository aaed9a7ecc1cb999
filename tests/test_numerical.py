from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.errors import DtypeError
from pureml.numerical import central_difference, complex_step, error_curve
from tests.locks import unlocked
from tests.networks import batch, bits, layer
from tests.refused import refused

entries = st.lists(st.floats(-50, 50).filter(lambda x: x == 0 or abs(x) > 1e-3), min_size=1, max_size=5)
SLOPES: list[Any] = [central_difference, complex_step]


def cubed(x: Any) -> Any:
    return (x * x * x).sum() + x.sum()


@pytest.mark.parametrize("slope", SLOPES)
@given(numbers=entries)
def test_the_slope_of_every_entry_is_found(slope: Any, numbers: list[float]) -> None:
    x = pm.vector(numbers)
    want = 3 * np.asarray(x) ** 2 + 1
    # A difference cancels against the whole sum, the complex step against nothing.
    scale = 1e-15 if slope is complex_step else 1e-8 + 1e-10 * float(np.abs(np.asarray(x) ** 3).sum())
    assert (np.abs(np.asarray(slope(cubed, x)) - want) <= scale * 100 * (1 + want)).all(), numbers


@pytest.mark.parametrize("slope", SLOPES)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_argument_is_not_written_nor_its_shape_or_dtype_lost(slope: Any, dtype: Any) -> None:
    x: Any = np.array([[0.0, 1.0], [-2.0, 3.0]], dtype)
    before = bits(x)
    seen: list[Any] = []

    def watched(y: Any) -> Any:
        seen.append(y)
        return (y * y).sum()

    found = slope(watched, x)
    assert bits(x) == before
    assert (found.shape, found.dtype) == (x.shape, x.dtype)
    assert not unlocked([found, *seen])
    np.testing.assert_allclose(found, 2 * x, rtol=1e-2, atol=1e-2)


def test_the_step_of_a_difference_is_a_share_of_its_entry() -> None:
    seen: list[float] = []

    def watched(x: Any) -> float:
        seen.append(float(x[0]))
        return 0.0

    for entry in (1e-9, 1.0, 1e9):
        seen.clear()
        central_difference(watched, pm.vector([entry]), 1e-3)
        assert [(end - entry) / entry for end in seen] == pytest.approx([1e-3, -1e-3])
    seen.clear()
    central_difference(watched, pm.vector([0.0]), 1e-3)
    assert seen == [1e-3, -1e-3]


@pytest.mark.parametrize("slope", SLOPES)
@pytest.mark.parametrize("dtype", [np.int64, np.float16, np.complex128, np.bool])
def test_other_numbers_are_refused(slope: Any, dtype: Any) -> None:
    message = refused(DtypeError, slope, cubed, np.ones(2, dtype))
    assert message == f"{slope.__name__}: expected float32 or float64, got {np.dtype(dtype)}"


def second(_: Any, part: Any) -> Any:
    return part


def test_both_agree_with_the_closed_form_of_a_network() -> None:
    net = layer(np.array([[0.5, -1.0], [2.0, 0.25], [-0.75, 1.0]]), np.array([0.1, -0.2])) >> pm.tanh >> layer(np.eye(2), np.zeros(2))
    x, t = batch()
    at = pm.training.differentiate(net, x, t)

    def loss(flat: Any) -> Any:
        ends = np.cumsum([leaf.size for leaf in net.leaves])[:-1]
        parts = [part.reshape(leaf.shape) for part, leaf in zip(np.split(flat, ends), net.leaves, strict=True)]
        moved = net.rebuilt(second, iter(parts))
        return pm.softmax_cross_entropy.linearize(moved.forward(x.astype(flat.dtype)), t)[0]

    closed = np.concatenate([leaf.reshape(-1) for leaf in at.grad.leaves])
    flat: Any = net.flatten()
    np.testing.assert_allclose(complex_step(loss, flat), closed, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(central_difference(loss, flat), closed, rtol=1e-6, atol=1e-8)


def test_the_error_of_differences_over_the_step_is_a_v_and_that_of_the_complex_step_is_not() -> None:
    curve = error_curve(np.exp, float(np.exp(1.0)), 1.0)
    assert [errors.h for errors in curve] == [10.0**-k for k in range(1, 17)]
    for side, least in (("forward", 8), ("central", 5)):
        errors = [getattr(point, side) for point in curve]
        best = errors.index(min(errors)) + 1
        assert abs(best - least) <= 1
        assert all(a > 5 * b for a, b in pairwise(errors[: best - 1])), "the bend falls with h"
        assert errors[-1] > 1e-3, "rounding rises without h"
    assert all(point.complex_step < 4e-16 for point in curve if point.h < 1e-8)
