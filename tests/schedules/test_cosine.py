from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pureml.errors import DomainError
from pureml.schedules import Cosine
from tests.refused import refused


@given(st.integers(1, 200), st.floats(0, 1), st.floats(0, 1))
def test_it_goes_from_the_rate_to_the_end_and_stays_there(steps: int, lr: float, end: float) -> None:
    wave = Cosine(lr, steps=steps, end=end)
    assert wave(0) == pytest.approx(lr, rel=1e-15, abs=1e-16)
    assert wave(steps) == wave(steps + 1) == wave(10**9) == end


@given(st.integers(1, 100), st.data())
def test_half_a_wave_is_odd_about_its_middle_and_falls(steps: int, data: st.DataObject) -> None:
    t = data.draw(st.integers(0, steps))
    wave = Cosine(0.75, steps=steps, end=0.25)
    assert wave(t) + wave(steps - t) == pytest.approx(1.0, rel=1e-15)
    assert wave(t + 1) <= wave(t)


def test_a_third_of_the_way_a_quarter_is_gone() -> None:
    assert Cosine(1.0, steps=3)(1) == pytest.approx(0.75, rel=1e-15)


@pytest.mark.parametrize(
    ("constants", "message"),
    [
        ((-0.1, 1, 0.0), "lr of at least 0 and less than inf, got -0.1"),
        ((0.1, 0, 0.0), "steps of at least 1, got 0"),
        ((0.1, 1, -1.0), "end of at least 0 and less than inf, got -1.0"),
    ],
)
def test_constants_out_of_range_are_refused(constants: tuple[float, int, float], message: str) -> None:
    assert refused(DomainError, Cosine, *constants) == f"Cosine: expected {message}"
