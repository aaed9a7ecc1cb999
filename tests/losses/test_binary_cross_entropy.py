from __future__ import annotations

from typing import Any, Final

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.check.inputs import SYMBOLS
from pureml.check.numbers import Ball, is_zero, precision
from pureml.check.obligations.identity import expressions
from pureml.errors import DtypeError, ShapeError
from pureml.functions import sigmoid
from pureml.keys import Key
from pureml.losses import binary_cross_entropy as binary
from pureml.losses import softmax_cross_entropy_distribution as massed
from pureml.losses.binary_cross_entropy import RULE
from tests.losses.ulps import BITS, DTYPES, above, exactly, greater, refuted, total

INF: Final = float("inf")


@pytest.mark.parametrize("dtype", DTYPES)
def test_its_bounds_hold(dtype: str) -> None:
    draw = np.random.Generator(Key.of(0).bits())
    edge = 745 if dtype == "float64" else 103
    logits = np.concatenate([[0.0, 1e-300 if dtype == "float64" else 1e-38, 1e30], np.linspace(0, 5, 40), draw.uniform(0, edge, 80)])
    for value in np.concatenate([logits, -logits]).astype(dtype):
        for answer in (0.0, 1.0, 0.5, 1e-3, float(draw.random())):
            x: Any = np.array([[value]])
            target: Any = np.array([[answer]], dtype)
            loss, kept = binary.linearize(x, target)
            with precision(BITS):
                [a], [t] = exactly(x), exactly(target)
                # sigmoid(x), sigmoid(-x) and the loss, none of them by a difference
                up, down = 1 / (1 + (-a).exp()), 1 / (1 + a.exp())
                exact = (1 - t) * log_of_1_plus_exp(a) + t * log_of_1_plus_exp(-a)
                wrong = refuted(
                    RULE,
                    dtype,
                    forward=(loss, above([exact], 1, dtype)),
                    pullback=(kept.gradient(), above([up * (1 - t) - down * t], 1, dtype, [greater(up * (1 - t), down * t)])),
                )
            assert not wrong, f"x = {value!r}, t = {target[0, 0]!r}: {wrong}"


@pytest.mark.parametrize("dtype", DTYPES)
def test_its_bounds_hold_for_rows_of_a_thousand(dtype: str) -> None:
    draw = np.random.Generator(Key.of(2).bits())
    x: Any = (5 * draw.standard_normal((3, 1000))).astype(dtype)
    target: Any = draw.random((3, 1000)).astype(dtype)
    loss, _ = binary.linearize(x, target)
    with precision(BITS):
        pairs = zip(exactly(x), exactly(target), strict=True)
        exact = total((1 - t) * log_of_1_plus_exp(a) + t * log_of_1_plus_exp(-a) for a, t in pairs) / x.size
        wrong = refuted(RULE, dtype, forward=(loss, above([exact], 1000, dtype)))
    assert not wrong, wrong


def log_of_1_plus_exp(x: Ball) -> Ball:
    return x.exp().log1p() if float(x) < 0 else x + (-x).exp().log1p()


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
