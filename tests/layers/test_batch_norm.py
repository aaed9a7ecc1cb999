from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import pureml as pm
from pureml.check.inputs import EXACT
from pureml.check.numbers import Exact
from pureml.errors import DomainError, DtypeError, ShapeError, StructureError
from pureml.layers import batch_norm, batch_norm_evaluation
from pureml.layers.network import Statistics
from tests.exactly import exactly
from tests.layers.normal import fractions, moments, root
from tests.locks import unlocked
from tests.networks import batch, bits, network
from tests.refused import refused

TENTH: Any = Exact(Fraction(1, 10))
Make: Any = pm.BatchNorm
Moments: Any = pm.Moments
DTYPES = (np.float32, np.float64)
every_dtype = pytest.mark.parametrize("dtype", DTYPES, ids=lambda dtype: dtype.__name__)
columns = hnp.arrays(np.float64, st.tuples(st.integers(2, 6), st.just(2)), elements=st.integers(-512, 512).map(lambda k: k / 64))


def layer(size: int = 2, dtype: Any = np.float64, **options: Any) -> Any:
    """A layer whose four vectors are all different."""
    gamma, beta, mean, variance = ((np.arange(size) + k).astype(dtype) / dtype(4) for k in (1, 6, -3, 2))
    return Make(gamma, beta, Moments(mean, variance), **options)


# ---------------------------------------------------------------- training --


@given(st.integers(2, 3), st.integers(0, 99))
def test_every_column_gets_the_mean_beta_and_the_variance_that_is_claimed_exactly(rows: int, seed: int) -> None:
    draw = np.random.Generator(pm.Key.of(seed).bits())
    x: Any = EXACT.array(draw, "x", (rows, 2))
    gamma: Any = EXACT.array(draw, "gamma", (2,))
    beta: Any = EXACT.array(draw, "beta", (2,))
    y: Any = batch_norm.forward(x, gamma, beta, TENTH)
    for k in range(2):
        _, variance = moments([e.fraction for e in x[:, k]])
        assert y[:, k].sum() / rows == beta[k], f"rows {rows}, seed {seed}"
        spread = ((y[:, k] - beta[k]) ** 2).sum() / rows
        assert spread * (variance + Fraction(1, 10)) == gamma[k] ** 2 * variance, f"rows {rows}, seed {seed}"


@given(hnp.arrays(st.sampled_from(DTYPES), (1, 3), elements=st.floats(-(2.0**100), 2.0**100, width=32)))
def test_a_batch_of_one_row_gives_beta_and_no_slope(x: Any) -> None:
    norm = layer(3, x.dtype.type)
    y, back = norm.linearize(x)
    assert y[0].tolist() == norm.beta.tolist(), f"np.{x!r}"
    d_x, at = back.pullback(np.ones((1, 3), x.dtype))
    assert d_x.tolist() == [[0, 0, 0]], f"np.{x!r}"
    assert at.tree.gamma.tolist() == [0, 0, 0]
    assert at.tree.beta.tolist() == [1, 1, 1]
    (measured,) = back.measured()
    assert measured.rows == 1
    assert measured.mean.tolist() == x[0].tolist()
    assert measured.variance.tolist() == [0, 0, 0]


@given(st.floats(-1e6, 1e6), st.integers(2, 50), st.sampled_from(DTYPES))
def test_a_constant_column_gives_beta(value: float, rows: int, dtype: Any) -> None:
    norm = layer(2, dtype)
    x: Any = np.full((rows, 2), value, dtype)
    y, back = norm.linearize(x)
    np.testing.assert_allclose(y, np.broadcast_to(norm.beta, y.shape), rtol=float(np.finfo(dtype).eps), err_msg=f"{value}, {rows}")
    (measured,) = back.measured()
    assert (abs(measured.variance) <= (value * float(np.finfo(dtype).eps)) ** 2).all(), f"{value}, {rows}"


@given(columns, st.sampled_from([0.0, 1.0, 1e8, -1e8]))
def test_an_offset_costs_no_digits(x: Any, offset: float) -> None:
    # The numbers are multiples of 1/64, so that the offset ones are exact, and their exact moments those of fractions.
    moved: Any = x + offset
    norm = layer(2)
    y, back = norm.linearize(moved)
    (measured,) = back.measured()
    for k in range(2):
        mean, variance = moments(fractions(moved[:, k]))
        got_mean, got_variance = Fraction(float(measured.mean[k])), Fraction(float(measured.variance[k]))
        message = f"np.{x!r}, {offset}"
        column = fractions(moved[:, k])
        assert abs(got_mean - mean) <= max(map(abs, column)) * Fraction(1, 2**52), message
        assert abs(got_variance - variance) <= variance * Fraction(8, 2**52), message
        gamma, beta = (Fraction(float(v[k])) for v in (norm.gamma, norm.beta))
        r = 1 / root(variance + Fraction(norm.eps))
        scale = abs(gamma) * max(abs(v - mean) for v in column) * r + abs(beta)
        for n, value in enumerate(column):
            want = gamma * (value - mean) * r + beta
            assert abs(Fraction(float(y[n, k])) - want) <= scale * Fraction(8, 2**52), message


@every_dtype
def test_the_mean_of_a_long_column_is_right_to_the_last_place(dtype: Any) -> None:
    # One sum over 20000 rows is off by 40 units in float32: what it leaves behind is summed again. The variance has the error of one sum.
    draw = np.random.Generator(pm.Key.of(0).bits())
    x: Any = (draw.integers(0, 64, (20000, 2)) / 64 + 1000).astype(dtype)
    (measured,) = layer(2, dtype).linearize(x)[1].measured()
    for k in range(2):
        mean, variance = moments(fractions(x[:, k]))
        assert abs(Fraction(float(measured.mean[k])) - mean) <= mean * Fraction(float(np.finfo(dtype).eps))
        assert abs(Fraction(float(measured.variance[k])) - variance) <= variance * 1000 * Fraction(float(np.finfo(dtype).eps))


@every_dtype
def test_a_pass_writes_nothing_keeps_the_dtype_and_gives_locked_values(dtype: Any) -> None:
    norm = layer(2, dtype)
    x: Any = np.arange(8).reshape(4, 2).astype(dtype) ** 2
    before = bits(x, *norm.arrays().values())
    y, back = norm.linearize(x)
    d_x, at = back.pullback(y)
    (measured,) = back.measured()
    absorbed = norm.absorb(Statistics(norm, back.measured()))
    made = (y, norm.forward(x), d_x, *at.leaves, measured.mean, measured.variance, *absorbed.arrays().values())
    assert bits(x, *norm.arrays().values()) == before
    assert {a.dtype for a in made} == {np.dtype(dtype)}
    assert not unlocked(made)
    assert not any(np.shares_memory(a, x) for a in made)
    assert bits(*at.leaves) == bits(*back.gradient(y).leaves)
    assert at.at is norm


# -------------------------------------------------------------- evaluation --


@given(st.integers(1, 3), st.integers(0, 99))
def test_evaluation_is_affine_in_each_row_by_the_running_moments(rows: int, seed: int) -> None:
    x: Any = EXACT.array(np.random.Generator(pm.Key.of(seed).bits()), "x", (rows, 2))
    gamma, beta, mean, variance = (exactly(np.array(v)) for v in ([2.0, -1.0], [0.5, 1.0], [3.0, -2.0], [0.0, 0.75]))
    quarter: Any = Exact(Fraction(1, 4))
    y: Any = batch_norm_evaluation.forward(x, gamma, beta, mean, variance, quarter)
    roots = (Fraction(1, 2), Fraction(1))
    for n, k in np.ndindex(rows, 2):
        assert y[n, k] == (x[n, k].fraction - mean[k].fraction) / roots[k] * gamma[k].fraction + beta[k].fraction


def test_the_layer_evaluates_by_its_running_moments_and_trains_by_the_batch() -> None:
    norm = layer(2, eps=0.0)
    x: Any = np.array([[1.0, 5.0], [3.0, -7.0], [0.0, 2.0]])
    want = (x - norm.running.mean) / np.sqrt(norm.running.variance) * norm.gamma + norm.beta
    np.testing.assert_allclose(norm.forward(x), want, rtol=1e-15)
    assert norm.forward(x[:1]).tolist() == norm.forward(x)[:1].tolist()
    y, _ = norm.linearize(x)
    np.testing.assert_allclose(y, (x - x.mean(axis=0)) / x.std(axis=0) * norm.gamma + norm.beta, rtol=1e-14)
    assert norm.forward(np.zeros((0, 2))).shape == (0, 2)


# ------------------------------------------------------------------ absorb --


def after(norm: Any, x: Any) -> Any:
    return norm.absorb(Statistics(norm, norm.linearize(x)[1].measured()))


@given(columns, st.sampled_from([0.0, 0.125, 0.5, 1.0]))
def test_absorbing_moves_the_running_moments_by_momentum_towards_the_batch(x: Any, momentum: float) -> None:
    norm = layer(2, momentum=momentum)
    new = after(norm, x)
    n, m = len(x), Fraction(momentum)
    for k in range(2):
        mean, variance = moments(fractions(x[:, k]))
        for got, old, of_batch in (
            (new.running.mean[k], norm.running.mean[k], mean),
            (new.running.variance[k], norm.running.variance[k], variance * n / (n - 1)),
        ):
            want = Fraction(float(old)) + m * (of_batch - Fraction(float(old)))
            scale = abs(Fraction(float(old))) + abs(of_batch)
            assert abs(Fraction(float(got)) - want) <= scale * Fraction(16, 2**52), f"np.{x!r}, {momentum}"
    assert new.running.rows == n
    assert after(new, x).running.rows == 2 * n
    assert (new.gamma is norm.gamma, new.beta is norm.beta) == (True, True)
    assert (new.momentum, new.eps) == (norm.momentum, norm.eps)


def test_one_row_has_no_unbiased_variance_and_counts_as_it_is() -> None:
    new = after(layer(2, momentum=1.0), np.array([[3.0, 4.0]]))
    assert new.running.mean.tolist() == [3, 4]
    assert new.running.variance.tolist() == [0, 0]
    assert new.running.rows == 1


def test_moments_are_no_parameters_and_no_step_moves_them() -> None:
    norm = layer(2)
    assert len(norm.leaves) == 2
    assert norm.flatten().tolist() == [*norm.gamma, *norm.beta]
    assert norm.unflatten(norm.flatten() + 1).running is norm.running
    net = network()
    x, t = batch()
    at = pm.training.differentiate(net, x, t, pm.draw_noise(net, pm.Key.of(0), len(x)))
    assert len(at.grad.leaves) == 6
    moved = pm.gradients.moved(net, lambda p, _: p, at.grad)
    assert moved.first.first.layer.second.running is net.first.first.layer.second.running


def test_statistics_that_are_no_moments_are_refused() -> None:
    norm = layer(2)
    nothing = refused(StructureError, norm.taking, iter(()))
    assert nothing == "BatchNorm.absorb: expected the Moments of a batch, got NoneType"
    assert refused(StructureError, norm.taking, iter((pm.Buffers(),))) == "BatchNorm.absorb: expected the Moments of a batch, got Buffers"


# ------------------------------------------------------------------ errors --


def test_vectors_that_do_not_fit_are_refused() -> None:
    two, three = np.ones(2), np.ones(3)
    text = "BatchNorm: expected four vectors of one size, got shapes"
    assert refused(ShapeError, Make, two, three, Moments(two, two)) == f"{text} [(2,), (3,)]"
    assert refused(ShapeError, Make, two, two, Moments(three, two)) == f"{text} [(2,), (3,)]"
    assert refused(ShapeError, Make, two, two, Moments(two, three)) == f"{text} [(2,), (3,)]"
    square = np.ones((2, 2))
    assert refused(ShapeError, Make, square, square, Moments(square, square)) == f"{text} [(2, 2)]"
    mixed = refused(DtypeError, Make, two, two, Moments(two.astype(np.float32), two))
    assert mixed == "BatchNorm: expected one dtype, got gamma float64, beta float64, mean float32, variance float64"


@pytest.mark.parametrize(("momentum", "eps"), [(-0.1, 1e-5), (1.1, 1e-5), (0.1, -1e-9), (float("nan"), 0.0), (0.5, float("nan"))])
def test_options_outside_their_domain_are_refused(momentum: float, eps: float) -> None:
    two = np.ones(2)
    message = f"BatchNorm: expected momentum in [0, 1] and eps >= 0, got {momentum} and {eps}"
    assert refused(DomainError, Make, two, two, Moments(two, two), momentum, eps) == message


def test_options_at_the_ends_of_their_domain_are_not() -> None:
    for momentum in (0.0, 1.0):
        assert layer(2, momentum=momentum, eps=0.0).momentum == momentum


@pytest.mark.parametrize("method", ["forward", "linearize"])
def test_inputs_that_do_not_fit_are_refused(method: str) -> None:
    call = getattr(layer(2), method)
    assert refused(ShapeError, call, np.zeros((3, 4))) == "BatchNorm: expected a matrix with 2 columns, got x of shape (3, 4)"
    assert refused(DtypeError, call, np.zeros((3, 2), np.float32)) == "BatchNorm: expected x of dtype float64, got float32"


def test_an_empty_batch_has_no_moments() -> None:
    message = refused(ShapeError, layer(2).linearize, np.zeros((0, 2)))
    assert message == "BatchNorm: expected at least one row to take moments of, got x of shape (0, 2)"
