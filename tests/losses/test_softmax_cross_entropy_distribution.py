from __future__ import annotations

from typing import Any, Final

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.arrays import one_hot
from pureml.check.inputs import SYMBOLS
from pureml.check.numbers import is_zero
from pureml.check.obligations.identity import expressions
from pureml.errors import DtypeError, ShapeError
from pureml.functions import softmax
from pureml.keys import Key
from pureml.losses import cross_entropy as unfused
from pureml.losses import softmax_cross_entropy_distribution as massed

INF: Final = float("inf")


def vanish(x: Any) -> bool:
    """Whether all entries are 0, whatever the symbols are; the shifts of a pass are symbols of its own."""
    return all(is_zero(e) for e in expressions(x))


def test_on_symbols_it_is_cross_entropy_of_softmax_with_the_gradient_mass_times_y_minus_t() -> None:
    draw = np.random.Generator(Key.of(0).bits())
    x: Any = SYMBOLS.array(draw, "x", (2, 3))
    t: Any = SYMBOLS.array(draw, "t", (2, 3), positive=True)
    mass = t.sum(axis=1)[:, None]
    y, kept_softmax = softmax.linearize(x)
    loss, kept = unfused.linearize(y, t)
    fused, kept_fused = massed.linearize(x, t)
    assert vanish(np.array([loss - fused]))
    assert vanish(softmax.pullback(kept_softmax, kept.gradient()) - kept_fused.gradient())
    assert vanish(kept_fused.gradient() - (mass * y - t) / 2)
    assert not vanish(kept_fused.gradient() - (y - t) / 2)
    sure = t / mass
    assert vanish(massed.linearize(x, sure)[1].gradient() - (y - sure) / 2)


def test_y_minus_t_is_off_by_the_mass_that_is_not_1() -> None:
    x, t = pm.matrix([[0.0, 0.0]]), pm.distribution([[0.5, 0.25]], 1, 2)
    assert massed.linearize(x, t)[1].gradient().tolist() == [[-0.125, 0.125]]
    assert (softmax.forward(x) - t).tolist() == [[0, 0.25]]


def test_where_answer_and_target_are_nearly_sure_the_difference_has_no_digit_left() -> None:
    # y - t is the difference of two numbers next to 1; what it should be is that of two small ones.
    x, t = pm.matrix([[0.0, 40.0]]), pm.distribution([[2e-18, 1.0]], 1, 2)
    wanted = np.exp(-40.0) - 2e-18
    assert (softmax.forward(x) - t)[0, 1] == 0
    assert massed.linearize(x, t)[1].gradient()[0].tolist() == pytest.approx([wanted, -wanted], rel=1e-14)


finite = st.floats(-1e300, 1e300)


@given(st.lists(st.tuples(finite, st.floats(0, 8)), min_size=1, max_size=6), st.integers(0, 6))
def test_a_class_masked_by_a_logit_of_minus_infinity_without_mass_takes_no_part(entries: list[tuple[float, float]], at: int) -> None:
    x: Any = np.array([[logit for logit, _ in entries]])
    t: Any = np.array([[mass for _, mass in entries]])
    at %= len(entries) + 1
    loss, kept = massed.linearize(np.insert(x, at, -INF, axis=1), np.insert(t, at, 0, axis=1))
    wanted, kept_without = massed.linearize(x, t)
    assert loss == pytest.approx(wanted, rel=1e-14)  # the sums may be taken in another order
    gradient = kept.gradient()
    assert gradient[0, at] == 0
    np.testing.assert_allclose(np.delete(gradient, at, axis=1), kept_without.gradient(), rtol=1e-14, atol=1e-14)
    assert massed.pushforward(kept, np.zeros_like(gradient)) == 0


def test_a_masked_class_with_mass_costs_infinity_and_pulls_with_a_finite_slope() -> None:
    x: Any = np.array([[0.0, -INF, 0.0]])
    loss, kept = massed.linearize(x, pm.distribution([[0.0, 1.0, 1.0]], 1, 3))
    assert loss == INF
    assert kept.gradient().tolist() == [[1.0, -1.0, 0.0]]


def test_a_row_without_mass_costs_nothing_and_pulls_nothing() -> None:
    loss, kept = massed.linearize(pm.matrix([[1.0, 2.0], [0.0, 0.0]], 2, 2), pm.distribution([[0.0, 0.0], [0.0, 2.0]], 2, 2))
    assert loss == pytest.approx(np.log(2.0), rel=1e-15)
    assert kept.gradient().tolist() == [[0.0, 0.0], [0.5, -0.5]]


def test_soft_targets_are_not_turned_into_labels() -> None:
    x = pm.matrix([[1.0, 2.0, 0.5]])
    soft = massed.forward(x, pm.distribution([[0.2, 0.5, 0.3]], 1, 3))
    assert soft != massed.forward(x, one_hot(pm.labels([1], 1, 3), 3))
    assert soft == pytest.approx(-(np.array([0.2, 0.5, 0.3]) * np.log(softmax.forward(x))).sum(), rel=1e-14)


@pytest.mark.parametrize(
    ("target", "error", "words"),
    [
        (np.array([[0.5], [0.5]]), ShapeError, r"expected a target of shape \(2, 2\), got shape \(2, 1\)"),
        (np.array([0.5, 0.5]), ShapeError, r"got shape \(2,\)"),
        (np.array([0, 1]), ShapeError, r"got shape \(2,\)"),
        (np.array([[0, 1], [1, 0]]), DtypeError, "expected a target of float64, got int64"),
        (np.array([[0, 1], [1, 0]], np.float32), DtypeError, "expected a target of float64, got float32"),
    ],
)
def test_a_target_that_does_not_fit_is_refused(target: Any, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=f"softmax_cross_entropy_distribution: .*{words}"):
        massed.forward(pm.matrix([[0.0, 1.0], [2.0, 3.0]]), target)
