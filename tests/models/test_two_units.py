"""No two sigmoid units come closer than 1 to three waves; more units, found by the same search, do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.errors import DomainError
from pureml.models.bumps import Height, Point, Unit, grid, sup_error
from pureml.models.two_units import POINTS, search, wave

numbers = st.floats(-60, 60)


@given(*[numbers] * 7)
def test_no_weights_of_two_units_come_closer_than_one(w1: float, w2: float, b1: float, b2: float, a1: float, a2: float, c: float) -> None:
    hidden = pm.Affine(pm.matrix([[w1, w2]], Point(1), Unit(2)), pm.vector([b1, b2], Unit(2)))
    net = hidden >> pm.sigmoid >> pm.Affine(pm.matrix([[a1], [a2]], Unit(2), Height(1)), pm.vector([c], Height(1)))
    assert sup_error(net, wave, POINTS) >= 1 - 1e-12, f"weights {(w1, w2, b1, b2, a1, a2, c)}"


@pytest.mark.parametrize("seed", range(3))
def test_the_best_of_a_search_is_one_and_a_little(seed: int) -> None:
    assert 1 <= search(2, 300, pm.Key.of(seed)).error < 1.05


def test_the_same_search_finds_more_units_that_are_close() -> None:
    errors = [search(units, 300, pm.Key.of(0)).error for units in (2, 6, 12, 20)]
    assert errors == sorted(errors, reverse=True)
    assert errors[1] < 0.7
    assert errors[3] < 0.01


def test_zero_is_exactly_one_away_at_six_points_in_turn() -> None:
    at = [wave(float(x)) for x in np.asarray(grid(POINTS))[20::40, 0]]
    assert at == pytest.approx([1, -1, 1, -1, 1, -1])


def test_what_is_found_has_the_error_that_is_said_and_the_same_key_finds_it_again() -> None:
    once, twice = (search(3, 20, pm.Key.of(4)) for _ in range(2))
    assert once.net.same_bits(twice.net)
    assert once.error == sup_error(once.net, wave, POINTS)


@pytest.mark.parametrize(("units", "draws"), [(0, 1), (1, 0)])
def test_a_search_for_nothing_is_refused(units: int, draws: int) -> None:
    with pytest.raises(DomainError, match=f"got {units} and {draws}"):
        search(units, draws, pm.Key.of(0))
