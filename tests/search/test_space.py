from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.errors import DomainError
from pureml.search.space import Range, Space

ends = st.tuples(st.floats(1e-6, 1e3), st.floats(1.5, 1e4)).map(lambda pair: (pair[0], pair[0] * pair[1]))
shares = st.floats(0, 1)


@given(ends, shares, st.booleans())
def test_a_share_of_the_way_comes_back_and_stays_in_the_range(low_high: tuple[float, float], share: float, log: bool) -> None:
    r = Range(*low_high, log=log)
    value = r.at(share)
    assert r.low <= value <= r.high
    assert r.share(value) == pytest.approx(share, abs=1e-3)
    assert (r.at(0.0), r.at(1.0)) == low_high


@given(ends)
def test_half_the_way_is_the_geometric_mean_or_the_arithmetic_one(low_high: tuple[float, float]) -> None:
    low, high = low_high
    assert Range(low, high).at(0.5) == pytest.approx(math.sqrt(low * high), rel=1e-3)
    assert Range(low, high, log=False).at(0.5) == pytest.approx((low + high) / 2, rel=1e-3)


@given(st.floats(1e-6, 1e3), st.floats(1e-9, 1e-3), shares, st.booleans())
def test_values_are_short_and_a_narrow_range_still_has_many(low: float, width: float, share: float, log: bool) -> None:
    r = Range(low, low * (1 + width), log=log)
    assert r.share(r.at(share)) == pytest.approx(share, abs=1e-3)
    assert len({r.at(k / 500) for k in range(500)}) == 500


@given(ends, st.floats(0.001, 0.999), st.booleans())
def test_values_between_the_ends_have_at_most_five_digits(low_high: tuple[float, float], share: float, log: bool) -> None:
    value = Range(*low_high, log=log).at(share)
    assert value in {float(f"{value:.5g}"), *low_high}


@given(shares)
def test_a_whole_range_gives_whole_numbers(share: float) -> None:
    assert Range(1, 64, whole=True).at(share) in set(map(float, range(1, 65)))


@pytest.mark.parametrize(
    ("low", "high", "log"), [(1.0, 1.0, False), (2.0, 1.0, True), (0.0, 1.0, True), (-1.0, 1.0, True), (1.0, math.inf, True)]
)
def test_a_range_without_room_or_logarithm_is_refused(low: float, high: float, log: bool) -> None:
    with pytest.raises(DomainError, match="Range: expected"):
        Range(low, high, log=log)


@pytest.mark.parametrize(("low", "high"), [(1.5, 8.0), (1.0, 8.5)])
def test_a_whole_range_between_broken_numbers_is_refused(low: float, high: float) -> None:
    with pytest.raises(DomainError, match="expected whole numbers at the ends"):
        Range(low, high, whole=True)


def test_a_space_needs_a_range() -> None:
    with pytest.raises(DomainError, match="at least one range"):
        Space({})


def test_points_are_drawn_by_a_key_and_known_by_their_shares() -> None:
    space = Space({"lr": Range(1e-4, 1.0), "momentum": Range(0.0, 0.99, log=False)})
    drawn = space.draw(pm.Key.of(1))
    assert drawn == space.draw(pm.Key.of(1)) != space.draw(pm.Key.of(2))
    assert all(0 <= share < 1 for share in drawn)
    assert space.shares(space.at(drawn)) == pytest.approx(drawn, abs=1e-3)
