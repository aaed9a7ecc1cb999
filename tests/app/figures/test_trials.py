from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pureml.app.figures.trials import against, around, progress, rounded
from pureml.search.space import Range

ERRORS = st.lists(st.none() | st.floats(0, 100), min_size=1, max_size=12)


def texts(svg: str) -> set[str]:
    return {"".join(element.itertext()).strip() for element in ET.fromstring(svg).iter() if element.text}  # noqa: S314  # made here


@settings(max_examples=8)
@given(ERRORS)
@example([0.0, 0.0])
def test_whatever_came_of_the_trials_is_drawn(errors: list[float | None]) -> None:
    said = texts(progress(errors))
    assert {"trial", "validation error in %"} <= said
    assert ("diverged" in said) == (None in errors)
    assert ("least so far" in said) == any(error is not None for error in errors)
    about = texts(against("lr", Range(0.1, 10.0), [1.0 + k for k in range(len(errors))], errors))
    assert {"lr", "validation error in %"} <= about
    assert ("best" in about) == any(error is not None for error in errors)


def test_the_best_is_the_first_of_the_least_errors() -> None:
    def marked(errors: list[float | None]) -> str:
        return against("lr", Range(1.0, 5.0, log=False), [2.0, 3.0, 4.0], errors)

    def place(svg: str) -> float:
        found = re.findall(r'<use[^>]*x="([\d.]+)"[^>]*var\(--second\)', svg)
        return float(found[0])

    assert place(marked([2.0, 5.0, 2.0])) + 20 < place(marked([5.0, 2.0, 2.0])) < place(marked([None, 5.0, 2.0])) - 20


@pytest.mark.parametrize("high", [64.0, 1e6])
def test_a_short_range_has_plain_numbers_and_a_long_one_powers(high: float) -> None:
    said = texts(against("batch", Range(8.0, high), [10.0], [1.0]))
    assert ("20" in said) == (high == 64.0)


def test_a_range_of_whole_numbers_has_whole_ticks() -> None:
    said = texts(against("warm-up", Range(0, 3, log=False, whole=True), [1.0, 2.0], [50.0, 60.0]))
    assert "0.5" not in said
    assert {"1", "2", "20", "100"} <= said


@given(st.lists(st.floats(0, 100), min_size=1, max_size=5))
def test_errors_lie_between_two_ticks(errors: list[float]) -> None:
    low, high = around(errors)
    assert low <= min(errors) <= max(errors) <= high
    assert low < high


def test_ticks_are_inside_the_range() -> None:
    assert rounded(0.002, 0.3) == [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2]
