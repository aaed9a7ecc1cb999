from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.arrays import one_hot
from pureml.check.inputs import SYMBOLS
from pureml.check.numbers import Exact, Symbol, is_zero
from pureml.check.numbers.arrays import filled
from pureml.check.obligations.identity import expressions
from pureml.errors import DomainError, DtypeError, ShapeError
from pureml.functions import softmax
from pureml.keys import Key
from pureml.losses import softmax_cross_entropy as labelled
from pureml.losses import softmax_cross_entropy_distribution as massed
from pureml.losses.targets import smoothed, weighted

ROWS, CLASSES = 3, 2
shares = st.fractions(0, 1, max_denominator=24)
masses = st.lists(st.fractions(0, 5, max_denominator=12), min_size=2, max_size=5)


def exact_row(values: list[Fraction]) -> Any:
    return filled((1, len(values)), lambda i: Exact(values[i[1]]))


def vanish(x: Any) -> bool:
    return all(is_zero(e) for e in expressions(x))


@given(masses, shares)
def test_smoothing_keeps_the_mass_of_a_row_exactly(values: list[Fraction], epsilon: Fraction) -> None:
    share: Any = Exact(epsilon)
    new: Any = smoothed(exact_row(values), share)
    assert new.sum() == exact_row(values).sum()
    assert [e.fraction for e in new.flat] == [(1 - epsilon) * t + epsilon * sum(values, Fraction(0)) / len(values) for t in values]


def test_the_smoothed_loss_is_the_loss_mixed_with_that_of_every_class() -> None:
    x = pm.matrix(np.random.Generator(Key.of(0).bits()).standard_normal((5, 4)), 5, 4)
    target = pm.labels([0, 3, 1, 1, 2], 5, 4)
    every = [labelled.forward(x, pm.labels([k] * 5, 5, 4)) for k in range(4)]
    wanted = 0.9 * labelled.forward(x, target) + 0.1 * np.mean(every)
    assert massed.forward(x, smoothed(one_hot(target, 4), 0.1)) == pytest.approx(wanted, rel=1e-14)


def test_smoothing_by_0_changes_nothing_and_by_1_forgets_the_label() -> None:
    hot = one_hot(pm.labels([1, 0], 2, 4), 4)
    assert smoothed(hot, 0).tolist() == hot.tolist()
    assert (smoothed(hot, 1) == 0.25).all()
    assert smoothed(one_hot(pm.labels([1, 0], 2, 4), 4, np.float32), 0.1).dtype == np.float32


@pytest.mark.parametrize("epsilon", [-0.1, 1.5, float("nan")])
def test_a_share_is_between_0_and_1(epsilon: float) -> None:
    with pytest.raises(DomainError, match=rf"smoothed: expected epsilon in \[0, 1\], got {epsilon}"):
        smoothed(one_hot(pm.labels([1], 1, 2), 2), epsilon)


def test_targets_are_locked_and_their_own() -> None:
    hot = one_hot(pm.labels([1], 1, 2), 2)
    for made in (smoothed(hot, 0.5), weighted(pm.labels([1], 1, 2), pm.vector([1.0, 2.0], 2))):
        assert not made.flags.writeable
        assert not np.shares_memory(made, hot)


def test_on_symbols_the_loss_is_the_weighted_mean_and_its_gradient_the_weighted_difference() -> None:
    draw = np.random.Generator(Key.of(0).bits())
    x: Any = SYMBOLS.array(draw, "x", (ROWS, CLASSES))
    w: Any = SYMBOLS.array(draw, "w", (CLASSES,), positive=True)
    target = pm.labels([1, 0, 1], ROWS, CLASSES)
    of_row = w[target]
    losses = np.array([labelled.forward(x[n : n + 1], target[n : n + 1]) for n in range(ROWS)])
    loss, kept = massed.linearize(x, weighted(target, w))
    assert vanish(np.array([loss - (of_row * losses).sum() / of_row.sum()]))
    hot: Any = filled((ROWS, CLASSES), lambda i: Symbol(int(target[i[0]] == i[1])))
    assert vanish(kept.gradient() - of_row[:, None] * (softmax.forward(x) - hot) / of_row.sum())


def test_weights_that_are_all_the_same_change_nothing() -> None:
    target = pm.labels([2, 0, 0, 1], 4, 3)
    assert weighted(target, pm.vector([7.0, 7.0, 7.0], 3)).tolist() == one_hot(target, 3).tolist()


@given(st.lists(st.floats(0.1, 9), min_size=3, max_size=3), st.permutations([0, 0, 1, 2, 2, 2]))
def test_the_mean_over_batches_of_one_weighted_data_set_is_its_loss(weights: list[float], order: list[int]) -> None:
    x: Any = np.random.Generator(Key.of(1).bits()).standard_normal((6, 3))
    target = weighted(pm.labels(order, 6, 3), pm.vector(weights, 3))
    parts = [massed.forward(x[k : k + 2], target[k : k + 2]) for k in (0, 2, 4)]
    assert np.mean(parts) == pytest.approx(massed.forward(x, target), rel=1e-13)


def test_a_class_that_weighs_nothing_is_not_judged() -> None:
    x = pm.matrix([[1.0, 2.0], [0.5, -1.0]], 2, 2)
    target = pm.labels([0, 1], 2, 2)
    loss, kept = massed.linearize(x, weighted(target, pm.vector([0.0, 3.0], 2)))
    assert loss == pytest.approx(labelled.forward(x[1:], target[1:]), rel=1e-15)
    assert kept.gradient()[0].tolist() == [0, 0]


@pytest.mark.parametrize(
    ("target", "weights", "error", "words"),
    [
        (np.array([0, 1]), np.array([1.0, -1.0]), DomainError, "at least 0 and a positive one of some label"),
        (np.array([0, 0]), np.array([0.0, 1.0]), DomainError, "at least 0 and a positive one of some label"),
        (np.array([0, 2]), np.array([1.0, 1.0]), DomainError, "expected classes 0 to 1, got 2 at row 1"),
        (np.array([[0], [1]]), np.array([1.0, 1.0]), ShapeError, "labels: expected"),
        (np.array([0, 1]), np.array([[1.0, 1.0]]), ShapeError, r"expected a weight for each class, got weights of shape \(1, 2\)"),
        (np.array([0.0, 1.0]), np.array([1.0, 1.0]), DtypeError, "labels: expected integers"),
        (np.array([0, 1]), np.array([1, 1]), DtypeError, "expected weights of float32 or float64, got int64"),
    ],
)
def test_weights_that_do_not_fit_are_refused(target: Any, weights: Any, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        weighted(target, weights)
