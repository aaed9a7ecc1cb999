from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.search.run import Plan, search
from pureml.search.space import Point, Range, Space
from pureml.search.strategies import FIRST, STRATEGIES, Strategy, bayesian_search, log_likelihood, most_likely, random_search, ranked
from pureml.search.trial import Trial

SPACE = Space({"lr": Range(1e-4, 10.0), "decay": Range(1e-8, 1e-1)})


def valley(point: Point) -> float:
    """Least at lr = 0.2, decay = 1e-5."""
    return (math.log10(point["lr"]) + 0.7) ** 2 + 0.3 * (math.log10(point["decay"]) + 5) ** 2


def best(strategy: Strategy, seed: int) -> float:
    return min(trial.value for trial in search(Plan(space=SPACE, strategy=strategy, key=pm.Key.of(seed), trials=25), valley))


@pytest.mark.parametrize("strategy", STRATEGIES.values(), ids=STRATEGIES)
def test_the_same_key_and_trials_give_the_same_point_and_another_key_another(strategy: Strategy) -> None:
    known = tuple(Trial(k, random_search(SPACE, (), (), pm.Key.of(k)), float(k)) for k in range(FIRST + 2))
    point = strategy(SPACE, known, (), pm.Key.of(1))
    assert point == strategy(SPACE, known, (), pm.Key.of(1)) != strategy(SPACE, known, (), pm.Key.of(2))
    assert all(r.low <= point[name] <= r.high for name, r in SPACE.ranges.items())


def test_what_is_known_leads_to_better_points_than_chance() -> None:
    by_chance, by_process = ([best(strategy, seed) for seed in range(8)] for strategy in (random_search, bayesian_search))
    assert np.median(by_process) < np.median(by_chance) / 4


def distances(*, told: bool) -> list[float]:
    """How far from a point that is being tried the next one is, in shares, when little is known; the strategy is told of it or not."""
    found: list[float] = []
    for seed in range(8):
        known = tuple(search(Plan(space=SPACE, strategy=random_search, key=pm.Key.of(seed), trials=8), valley))
        first = bayesian_search(SPACE, known, (), pm.Key.of(100 + seed))
        second = bayesian_search(SPACE, known, (first,) if told else (), pm.Key.of(200 + seed))
        found.append(float(np.abs(np.array(SPACE.shares(first)) - np.array(SPACE.shares(second))).max()))
    return found


def test_points_that_are_tried_together_lie_apart() -> None:
    assert np.median(distances(told=True)) > 4 * np.median(distances(told=False))


def test_the_first_points_are_drawn() -> None:
    known = tuple(Trial(k, random_search(SPACE, (), (), pm.Key.of(k)), float(k)) for k in range(FIRST - 1))
    assert bayesian_search(SPACE, known, (), pm.Key.of(5)) == random_search(SPACE, known, (), pm.Key.of(5))


def test_failed_runs_are_avoided_and_break_nothing() -> None:
    def fails(point: Point) -> float:
        return math.inf if point["lr"] > 1 else valley(point)

    found = list(search(Plan(space=SPACE, strategy=bayesian_search, key=pm.Key.of(0), trials=20), fails))
    assert sum(math.isinf(trial.value) for trial in found[FIRST:]) <= 3


@given(st.lists(st.sampled_from([0.0, 1.0, 2.5, 1e300, math.inf]), min_size=1, max_size=9))
def test_ranks_keep_the_order_and_have_mean_0_and_variance_1(values: list[float]) -> None:
    y = ranked(values)
    for a, x in zip(values, y, strict=True):
        for b, z in zip(values, y, strict=True):
            assert (a < b) == (x < z)
    assert abs(y.mean()) < 1e-12
    assert len(set(values)) == 1 or (y * y).mean() == pytest.approx(1)


def test_the_likelihood_is_the_density_of_the_normal_law() -> None:
    x: Any = np.array([[0.0], [0.5]])
    y: Any = np.array([1.0, -0.5])
    a = 1.0 + 0.25
    k = math.exp(-(0.5**2) / (2 * 0.3**2))
    determinant = a * a - k * k
    quadratic = (a * y[0] ** 2 + a * y[1] ** 2 - 2 * k * y[0] * y[1]) / determinant
    assert log_likelihood(x, y, 0.3, 0.25) == pytest.approx(-(quadratic + math.log(determinant)) / 2)


def test_values_that_vary_slowly_want_a_long_length_and_noise_a_large_noise() -> None:
    x: Any = np.linspace(0, 1, 24)[:, None]
    slow = most_likely(x, ranked(list(x[:, 0])))
    rough = most_likely(x, ranked([float((k * 7919) % 24) for k in range(24)]))
    assert slow[0] > rough[0] or slow[1] < rough[1]
