from __future__ import annotations

from typing import Any, Final

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.check.inputs import EXACT
from pureml.errors import DomainError, DtypeError, ShapeError
from pureml.keys import Key
from pureml.losses import cross_entropy as loss_of

INF: Final = float("inf")


def judged(y: list[list[float]], t: list[list[float]]) -> Any:
    return loss_of.linearize(pm.matrix(y, len(y), len(y[0])), pm.distribution(t, len(y), len(y[0])))


def test_zero_log_zero_is_zero_and_takes_no_gradient() -> None:
    loss, kept = judged([[0.0, 1.0]], [[0.0, 1.0]])
    assert str(loss) == "0.0"  # not -0.0
    assert kept.gradient().tolist() == [[0.0, -1.0]]
    assert loss_of.pushforward(kept, pm.matrix([[5.0, 0.25]])) == -0.25


def test_mass_without_probability_costs_infinity_with_an_infinite_slope() -> None:
    loss, kept = judged([[0.0, 1.0], [0.5, 0.5]], [[0.25, 0.75], [1.0, 0.0]])
    assert loss == INF
    assert kept.gradient().tolist() == [[-INF, -0.375], [-1.0, 0.0]]


def test_no_epsilon_caps_it() -> None:
    assert judged([[1e-300, 1.0]], [[1.0, 0.0]])[0] == pytest.approx(300 * np.log(10), rel=1e-15)
    assert judged([[5e-324, 1.0]], [[1.0, 0.0]])[1].gradient()[0, 0] == -INF  # 2e323 is beyond the largest float


def test_a_nan_stays_one_beside_no_mass_too() -> None:
    y: Any = np.array([[np.nan, 1.0]])
    loss, kept = loss_of.linearize(y, pm.distribution([[0.0, 1.0]], 1, 2))
    assert np.isnan(loss)
    assert np.isnan(kept.gradient()[0, 0])


def test_exact_numbers_know_0_log_0_and_no_infinity() -> None:
    draw = np.random.Generator(Key.of(0).bits())
    y: Any = EXACT.array(draw, "y", (1, 2), positive=True)
    t: Any = EXACT.array(draw, "t", (1, 2), positive=True)
    y[0, 0] = t[0, 0] = y[0, 0] * 0
    loss, kept = loss_of.linearize(y, t)
    assert loss == -(t[0, 1] * y[0, 1].log())
    assert kept.gradient()[0, 0] == 0
    t[0, 0] = t[0, 0] + 1
    with pytest.raises(DomainError, match="log: expected a positive number"):
        loss_of.forward(y, t)


@given(st.lists(st.floats(1e-300, 1), min_size=2, max_size=5), st.floats(0.01, 4))
def test_it_is_least_where_the_answer_is_the_target(masses: list[float], mass: float) -> None:
    t = np.array([masses]) / np.sum(masses)
    uniform = np.full_like(t, 1 / len(masses))
    target = pm.distribution(mass * t, 1, len(masses))
    least = loss_of.forward(pm.matrix(t, 1, len(masses)), target)
    assert least <= loss_of.forward(pm.matrix(uniform, 1, len(masses)), target) * (1 + 1e-14)


@pytest.mark.parametrize(
    ("target", "error", "words"),
    [
        (np.array([[0.5], [0.5]]), ShapeError, r"expected a target of shape \(2, 2\), got shape \(2, 1\)"),
        (np.array([0, 1]), ShapeError, r"got shape \(2,\)"),
        (np.array([[0, 1], [1, 0]]), DtypeError, "expected a target of float64, got int64"),
    ],
)
def test_a_target_that_does_not_fit_is_refused(target: Any, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=f"cross_entropy: .*{words}"):
        loss_of.forward(pm.matrix([[0.5, 0.5], [0.25, 0.75]]), target)


def test_it_judges_a_network_that_ends_in_softmax() -> None:
    net = pm.Affine(pm.matrix([[0.0, 0.0]]), pm.vector([0.0, 0.0])) >> pm.softmax
    at = pm.training.differentiate(net, pm.matrix([[1.0]]), pm.distribution([[1.0, 0.0]], 1, 2), loss=loss_of.cross_entropy)
    np.testing.assert_allclose(at.grad.tree.leaves[0], [[-0.5, 0.5]], rtol=1e-15)
