from __future__ import annotations

from typing import Any, Final

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.arrays import one_hot
from pureml.check.inputs import SYMBOLS
from pureml.check.numbers import Symbol, is_zero
from pureml.check.numbers.arrays import filled
from pureml.check.obligations.identity import expressions
from pureml.errors import DtypeError, ShapeError
from pureml.functions import softmax
from pureml.keys import Key
from pureml.losses import cross_entropy as unfused
from pureml.losses import softmax_cross_entropy as labelled
from pureml.losses import softmax_cross_entropy_distribution as massed

INF: Final = float("inf")


def vanish(x: Any) -> bool:
    """Whether all entries are 0, whatever the symbols are; the shifts of a pass are symbols of its own."""
    return all(is_zero(e) for e in expressions(x))


def row(*x: float) -> Any:
    """One row of logits, which may be infinite: no door of the package lets those in."""
    return np.array([x])


def test_on_symbols_it_is_cross_entropy_of_softmax_and_its_gradient_is_y_minus_the_label() -> None:
    x: Any = SYMBOLS.array(np.random.Generator(Key.of(0).bits()), "x", (2, 3))
    target = pm.labels([2, 0], 2, 3)
    hot: Any = filled((2, 3), lambda i: Symbol(int(target[i[0]] == i[1])))
    y, kept_softmax = softmax.linearize(x)
    loss, kept = unfused.linearize(y, hot)
    fused, kept_fused = labelled.linearize(x, target)
    assert vanish(np.array([loss - fused]))
    assert vanish(softmax.pullback(kept_softmax, kept.gradient()) - kept_fused.gradient())
    assert vanish(kept_fused.gradient() - (y - hot) / 2)
    assert not vanish(kept_fused.gradient() - (y - hot))


def test_in_floats_the_unfused_gradient_is_0_where_the_fused_one_has_all_its_digits() -> None:
    x, target = pm.matrix([[0.0, 50.0]]), pm.labels([1], 1, 2)
    y, kept_softmax = softmax.linearize(x)
    loss, kept = unfused.linearize(y, one_hot(target, 2))
    fused, kept_fused = labelled.linearize(x, target)
    assert loss == 0
    assert softmax.pullback(kept_softmax, kept.gradient())[0, 1] == 0
    assert fused == kept_fused.gradient()[0, 0] == -kept_fused.gradient()[0, 1] == pytest.approx(np.exp(-50.0), rel=1e-15)


def test_in_floats_the_unfused_loss_is_infinite_where_the_fused_one_is_a_thousand() -> None:
    x, target = pm.matrix([[0.0, 1000.0]]), pm.labels([0], 1, 2)
    assert unfused.forward(softmax.forward(x), one_hot(target, 2)) == INF
    loss, kept = labelled.linearize(x, target)
    assert loss == 1000
    assert kept.gradient().tolist() == [[-1.0, 1.0]]


def test_the_diagonal_of_the_jacobian_alone_sends_nothing_to_the_other_classes() -> None:
    y = pm.matrix([[0.226, 0.175, 0.378, 0.221]])
    x: Any = np.log(y)
    target = pm.labels([2], 1, 4)
    g = unfused.linearize(softmax.forward(x), one_hot(target, 4))[1].gradient()
    diagonal = g * y * (1 - y)
    assert np.round(diagonal, 3).tolist() == [[0, 0, -0.622, 0]]
    assert np.round(softmax.pullback(y, g), 3).tolist() == [[0.226, 0.175, -0.622, 0.221]]
    assert np.round(labelled.linearize(x, target)[1].gradient(), 3).tolist() == [[0.226, 0.175, -0.622, 0.221]]


finite = st.floats(-1e300, 1e300)


@given(st.lists(finite, min_size=1, max_size=6), st.integers(0, 5), st.integers(0, 3))
def test_a_class_masked_by_a_logit_of_minus_infinity_takes_no_part(logits: list[float], k: int, at: int) -> None:
    at, k = at % (len(logits) + 1), k % len(logits)
    masked = row(*logits[:at], -INF, *logits[at:])
    loss, kept = labelled.linearize(masked, pm.labels([k + (k >= at)], 1, len(logits) + 1))
    wanted, kept_without = labelled.linearize(row(*logits), pm.labels([k], 1, len(logits)))
    assert loss == pytest.approx(wanted, rel=1e-14)  # the sums may be taken in another order
    gradient = kept.gradient()
    assert gradient[0, at] == 0
    np.testing.assert_allclose(np.delete(gradient, at, axis=1), kept_without.gradient(), rtol=1e-14)
    assert labelled.pushforward(kept, np.zeros_like(masked)) == 0


def test_a_masked_label_costs_infinity_and_pulls_with_a_finite_slope() -> None:
    loss, kept = labelled.linearize(row(0.0, -INF, 0.0), pm.labels([1], 1, 3))
    assert loss == INF
    assert kept.gradient().tolist() == [[0.5, -1.0, 0.5]]


@given(st.lists(finite, min_size=1, max_size=6), st.integers(0, 5))
def test_it_is_finite_and_not_negative_and_the_gradient_sums_to_0(logits: list[float], k: int) -> None:
    loss, kept = labelled.linearize(row(*logits), pm.labels([k % len(logits)], 1, len(logits)))
    assert 0 <= loss < INF
    assert kept.gradient().sum() == pytest.approx(0, abs=1e-15)


def test_labels_are_distributions() -> None:
    draw = np.random.Generator(Key.of(2).bits())
    x, target = pm.matrix(draw.standard_normal((5, 4)), 5, 4), pm.labels(draw.integers(0, 4, 5), 5, 4)
    a, b = labelled.linearize(x, target), massed.linearize(x, one_hot(target, 4))
    np.testing.assert_allclose(a[0], b[0], rtol=1e-14)
    np.testing.assert_allclose(a[1].gradient(), b[1].gradient(), rtol=1e-14)


@pytest.mark.parametrize(
    ("target", "error", "words"),
    [
        (np.array([[0], [1]]), ShapeError, r"one for each of the 2 rows, got shape \(2, 1\)"),
        (np.array([0, 1, 1]), ShapeError, r"one for each of the 2 rows, got shape \(3,\)"),
        (np.array([0.0, 1.0]), DtypeError, "expected labels, which are integers, got a target of float64"),
        (np.array([[0.0, 1.0], [1.0, 0.0]]), DtypeError, "expected labels"),
    ],
)
def test_a_target_that_is_no_vector_of_labels_is_refused(target: Any, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        labelled.forward(pm.matrix([[0.0, 1.0], [2.0, 3.0]]), target)


def test_one_row_is_a_matrix_of_one_row() -> None:
    x: Any = np.array([0.0, 1.0])
    with pytest.raises(ShapeError, match=r"softmax_cross_entropy: expected a matrix with rows and columns, got shape \(2,\)"):
        labelled.forward(x, pm.labels([0, 1], 2, 2))
