from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import pureml as pm
from pureml.check.numbers import Exact
from pureml.numerical import complex_step
from pureml.training.trajectory import height, slope, trajectory
from tests.exactly import exactly

START = np.array([-7.0, 2.0])
Walk: Any = trajectory


def exact(kind: Any, *constants: Fraction) -> Any:
    return kind(*(Exact(constant) for constant in constants))


def fractions(points: Any) -> list[tuple[Fraction, Fraction]]:
    return [(point[0].fraction, point[1].fraction) for point in points]


def test_the_slope_is_that_of_the_height() -> None:
    for at in ([-7.0, 2.0], [0.5, -0.25]):
        found: Any = complex_step(height, pm.vector(at))
        np.testing.assert_allclose(found, slope(pm.vector(at)), rtol=1e-14)


def test_gradient_descent_is_a_power_of_each_curvature_exactly() -> None:
    rate = Fraction(19, 20)
    way = Walk(exact(pm.optimizers.Sgd, rate), exactly(START), 6)
    want = [(-7 * (1 - rate / 10) ** t, 2 * (1 - 2 * rate) ** t) for t in range(7)]
    assert fractions(way.points) == want
    assert [h.fraction for h in way.heights] == [x * x / 20 + y * y for x, y in want]


@pytest.mark.parametrize("kind", [pm.optimizers.Momentum, pm.optimizers.Nesterov])
def test_momentum_and_nesterov_obey_their_recurrences_exactly(kind: Any) -> None:
    rate, mu = Fraction(1, 10), Fraction(9, 10)
    way = fractions(Walk(exact(kind, rate, mu), exactly(START), 8).points)
    for axis, curvature in enumerate((Fraction(1, 10), Fraction(2))):
        p = [point[axis] for point in way]
        for t in range(1, 8):
            moved = p[t] + mu * (p[t] - p[t - 1])
            taken = moved if kind is pm.optimizers.Nesterov else p[t]
            assert p[t + 1] == moved - rate * curvature * taken


@pytest.mark.parametrize(
    "optimizer",
    [pm.optimizers.Sgd(0.95), pm.optimizers.Momentum(0.1), pm.optimizers.AdaGrad(1.5), pm.optimizers.Adam(0.3)],
    ids=lambda found: type(found).__name__,
)
def test_the_four_of_the_book_come_down_from_their_start(optimizer: pm.optimizers.Optimizer) -> None:
    start = pm.vector(START)
    way = trajectory(optimizer, start, 30)
    assert len(way.points) == len(way.heights) == 31
    assert way.points[0].tolist() == START.tolist()
    assert way.heights[-1] < way.heights[0] / 10
    assert [float(height(point)) for point in way.points] == [float(h) for h in way.heights]


def test_single_precision_stays_single() -> None:
    way = trajectory(pm.optimizers.Adam(0.3), pm.vector(START, 2, np.float32), 3)
    assert {point.dtype for point in way.points} == {np.dtype(np.float32)}
