from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from pureml.check.accuracy.case import Case
from pureml.check.conform.simpler import rounder, simplest, size_of, without
from pureml.rules import Kind, find
from tests.check.conform.implementations import case


def test_only_what_is_needed_is_left() -> None:
    x = np.random.Generator(np.random.PCG64(0)).standard_normal((20, 30))
    x[13, 7] = 543.21
    small = simplest(case("softmax", x), lambda c: bool((c.arguments[0] > 100).any()), budget=2000)
    assert small.arguments[0].tolist() == [[543.0]] or small.arguments[0].tolist() == [[500.0]]


def test_the_cotangent_follows_the_result() -> None:
    x, g = np.arange(12.0).reshape(3, 4), np.arange(12.0).reshape(3, 4)
    cut = without(case("softmax", x, g=g), "rows", np.array([0, 2]))
    assert cut.g.tolist() == cut.arguments[0].tolist() == [[4.0, 5.0, 6.0, 7.0]]
    small = simplest(case("softmax", x, g=g), lambda c: bool((c.g * c.arguments[0] == 25).any()))
    assert small.g.tolist() == [[5.0]]


def test_labels_follow_their_classes_and_none_is_lost() -> None:
    start = case("softmax_cross_entropy", np.ones((2, 3)), np.array([2, 2]))
    cut = without(start, "classes", np.array([0]))
    assert cut.arguments[1].tolist() == [1, 1]
    with pytest.raises(ValueError, match="a label would be lost"):
        without(start, "classes", np.array([2]))


def test_sizes_follow_their_axes() -> None:
    start = case("flatten", np.ones((2, 2, 1, 3)), 6)
    assert without(start, "width", np.array([1])).arguments[1] == 4


def test_probabilities_still_sum_to_1() -> None:
    cut = without(case("cross_entropy", np.array([[0.5, 0.25, 0.25]]), np.array([[1.0, 0.0, 0.0]])), "classes", np.array([2]))
    assert cut.arguments[0].sum() == pytest.approx(1)


def test_a_masked_place_stays() -> None:
    start = Case(find("softmax"), (np.array([[1.0, 2.0, -np.inf]]),), masked=True)
    with pytest.raises(ValueError, match="the masked place stays"):
        without(start, "columns", np.array([2]))
    small = simplest(start, lambda c: bool(np.isinf(c.arguments[0]).any()))
    assert small.arguments[0].shape[0] == 1
    assert np.isinf(small.arguments[0][0, -1])


def test_what_raises_is_no_step_and_the_budget_is_kept() -> None:
    asked: list[Case] = []

    def wrong(candidate: Case) -> bool:
        asked.append(candidate)
        if candidate.arguments[0].size < 6:
            raise ValueError
        return True

    small = simplest(case("softmax", np.full((3, 4), 2.5)), wrong, budget=10)
    assert small.arguments[0].size >= 6
    assert len(asked) <= 10


@drawn(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from([Kind.REAL, Kind.POSITIVE, Kind.UNIT, Kind.MASS]))
def test_rounder_numbers_are_of_the_same_kind_and_never_the_same(value: float, kind: Kind) -> None:
    if kind is Kind.UNIT:
        value = abs(value) % 1
    if kind in {Kind.POSITIVE, Kind.MASS}:
        value = abs(value) or 1.0
    for candidate in rounder(value, kind):
        assert candidate != value
        assert np.isfinite(candidate)
        assert kind is not Kind.POSITIVE or candidate > 0
        assert kind is not Kind.UNIT or 0 <= candidate <= 1
        assert kind is not Kind.MASS or candidate >= 0


def test_an_axis_has_a_size() -> None:
    assert size_of(case("softmax", np.ones((2, 3))), "columns") == 3
    assert size_of(case("softmax", np.ones((2, 3))), "depth") == 0
