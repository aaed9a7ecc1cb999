from __future__ import annotations

from typing import Any, Final

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.check.inputs import SYMBOLS
from pureml.check.numbers import is_zero
from pureml.check.obligations.identity import expressions
from pureml.errors import DtypeError, ShapeError
from pureml.functions import sigmoid
from pureml.keys import Key
from pureml.losses import binary_cross_entropy as binary
from pureml.losses import softmax_cross_entropy_distribution as massed

INF: Final = float("inf")


def test_it_is_minus_the_logarithm_of_the_probability_of_the_target() -> None:
    draw = np.random.Generator(Key.of(0).bits())
    x: Any = SYMBOLS.array(draw, "x", (2, 3))
    t: Any = SYMBOLS.array(draw, "t", (2, 3), positive=True)
    p = sigmoid.forward(x)
    terms = -(t * np.log(p) + (1 - t) * np.log(1 - p))
    loss, kept = binary.linearize(x, t)
    assert all(is_zero(e) for e in expressions(np.array([loss - terms.sum() / 6])))
    assert all(is_zero(e) for e in expressions(kept.gradient() - (p - t) / 6))


def test_one_column_is_softmax_cross_entropy_of_it_and_a_column_of_zeros() -> None:
    draw = np.random.Generator(Key.of(1).bits())
    x: Any = SYMBOLS.array(draw, "x", (2, 1))
    t: Any = SYMBOLS.array(draw, "t", (2, 1), positive=True)
    two: Any = np.concatenate([x, x * 0], axis=1)
    target: Any = np.concatenate([t, 1 - t], axis=1)
    loss, kept = binary.linearize(x, t)
    wide, kept_wide = massed.linearize(two, target)
    assert all(is_zero(e) for e in expressions(np.array([loss - wide])))
    of_both: Any = kept_wide.gradient()
    assert all(is_zero(e) for e in expressions(kept.gradient() - of_both[:, :1]))


def test_it_is_a_mean_over_rows_and_columns() -> None:
    x, t = pm.matrix([[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]), pm.matrix([[1.0, 0.0, 1.0], [0.0, 0.0, 1.0]])
    loss, kept = binary.linearize(x, t)
    assert loss == pytest.approx(np.log(2.0), rel=1e-15)
    assert (np.abs(kept.gradient()) == 1 / 12).all()


@given(st.floats(-1e300, 1e300), st.floats(0, 1))
def test_it_is_finite_not_negative_and_never_capped(value: float, answer: float) -> None:
    loss, kept = binary.linearize(pm.matrix([[value]]), pm.matrix([[answer]]))
    assert 0 <= loss < INF
    assert loss >= value * (1 - answer)
    assert loss >= -value * answer
    assert -1 <= kept.gradient()[0, 0] <= 1


@pytest.mark.parametrize(
    ("value", "answer", "loss", "slope"), [(-INF, 0.0, 0.0, 0.0), (INF, 1.0, 0.0, 0.0), (-INF, 1.0, INF, -1.0), (INF, 0.0, INF, 1.0)]
)
def test_at_infinity_it_is_the_limit(value: float, answer: float, loss: float, slope: float) -> None:
    x: Any = np.array([[value]])
    got, kept = binary.linearize(x, pm.matrix([[answer]]))
    assert got == loss
    assert kept.gradient()[0, 0] == slope


@pytest.mark.parametrize(
    ("target", "error", "words"),
    [
        (np.array([[0.0], [1.0]]), ShapeError, r"expected a target of shape \(2, 2\), got shape \(2, 1\)"),
        (np.array([0, 1]), ShapeError, r"got shape \(2,\)"),
        (np.array([[0, 1], [1, 0]]), DtypeError, "expected a target of float64, got int64"),
    ],
)
def test_a_target_that_does_not_fit_is_refused(target: Any, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=f"binary_cross_entropy: .*{words}"):
        binary.forward(pm.matrix([[0.0, 1.0], [2.0, 3.0]]), target)
