"""Bumps are a partition of 1, their network is within its bound, and the error goes to 0 with their number."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import pi, sin, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.check.numbers import Exact
from pureml.check.numbers.arrays import elements, filled
from pureml.errors import DomainError
from pureml.models.bumps import Point, approximation, bound, bumps, fits, grid, sup_error, values
from tests.exactly import exactly

counts = st.integers(2, 40)
sharpnesses = st.floats(0.5, 200)
kinks = st.lists(st.tuples(st.floats(-5, 5), st.floats(-0.5, 1.5)), min_size=1, max_size=5)


def wave(x: float) -> float:
    return sin(6 * pi * x)


@given(st.integers(2, 5), st.fractions(-1, 2, max_denominator=12))
def test_bumps_sum_to_one_exactly(n: int, x: Fraction) -> None:
    at = elements(Exact, bumps(n).map(exactly).forward(pm.over(filled((1, 1), lambda _: Exact(x)), 1, Point(1))))
    total = at[0]
    for bump in at[1:]:
        total = total + bump
    assert len(at) == n
    assert total == 1


@given(counts, sharpnesses)
def test_bumps_are_positive_and_greatest_over_their_own_piece(n: int, sharpness: float) -> None:
    middles = pm.matrix((np.arange(n)[:, None] + 0.5) / n, n, Point(1))
    at = np.asarray(bumps(n, sharpness).forward(middles))
    assert (at > -(2.0**-52)).all()
    np.testing.assert_allclose(at.sum(axis=1), 1, rtol=0, atol=n * 2.0**-52)
    # A step is 1 / (1 + exp(-sharpness / 2)) at the middles beside its cut, so a bump between two steps is their difference.
    own = np.tanh(sharpness / 4)
    assert (np.diagonal(at) >= own - 1e-12).all()


@given(counts, sharpnesses, kinks)
def test_the_error_is_within_the_bound_for_every_broken_line(n: int, sharpness: float, parts: list[tuple[float, float]]) -> None:
    def f(x: float) -> float:
        return float(np.sum([a * abs(x - c) for a, c in parts]))

    slope = float(np.sum([abs(a) for a, _ in parts]))
    error = sup_error(approximation(f, n, sharpness), f, 301)
    assert error <= bound(slope, n, sharpness) + 1e-12, f"n {n}, sharpness {sharpness}, parts {parts}"


@pytest.mark.parametrize("n", [4, 64])
def test_the_bound_is_nearly_reached(n: int) -> None:
    # At a cut the two heights beside it are 1 / 2n off, to either side, and of |x - cut| both to the same.
    error = sup_error(approximation(lambda x: abs(x - 0.5), n), lambda x: abs(x - 0.5), 2 * n + 1)
    assert bound(1, n) * 0.8 < error <= bound(1, n)


def test_a_function_that_is_continuous_and_no_more_is_met_too() -> None:
    for fit in fits(sqrt, [4, 16, 64, 256]):
        assert fit.error <= sqrt(bound(1, fit.bumps))


def test_the_error_on_three_waves_halves_with_every_doubling() -> None:
    found = fits(wave, [16, 32, 64, 128, 256])
    assert [(fit.bumps, fit.units) for fit in found] == [(n, n - 1) for n in (16, 32, 64, 128, 256)]
    for before, after in pairwise(found):
        assert 1.8 < before.error / after.error < 2.1
    assert all(fit.error <= bound(6 * pi, fit.bumps) for fit in found)
    assert found[-1].error == pytest.approx(0.0368, abs=5e-5)


@given(counts)
def test_the_network_is_the_bumps_times_the_heights(n: int) -> None:
    net = approximation(wave, n)
    heights = np.array([wave((k + 0.5) / n) for k in range(n)])
    want = np.asarray(bumps(n).forward(grid(101))) @ heights
    np.testing.assert_allclose(np.asarray(net.forward(grid(101)))[:, 0], want, rtol=0, atol=4 * n * 2.0**-52)
    assert net.first.layer.weight.shape == (1, n - 1)


def test_points_are_those_at_which_values_are_taken() -> None:
    assert (np.asarray(values(lambda x: x, 7)) == grid(7)).all()
    assert (grid(7)[0, 0], grid(7)[6, 0]) == (0.0, 1.0)


def test_what_makes_no_bumps_is_refused() -> None:
    with pytest.raises(DomainError, match="expected at least 2, got 1"):
        bumps(1)
    for sharpness in (0.0, -1.0, float("inf"), float("nan")):
        with pytest.raises(DomainError, match="finite sharpness greater than 0"):
            bumps(4, sharpness)
    with pytest.raises(DomainError, match="at least 2 points, got 1"):
        grid(1)
    with pytest.raises(DomainError, match="expected finite numbers, got inf"):
        approximation(lambda x: 1 / x if x > 0.2 else float("inf"), 4)
