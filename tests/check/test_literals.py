from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pureml.check.literals import assigned, digits, literal, script
from pureml.check.numbers import Exact
from pureml.check.numbers.arrays import filled
from pureml.rules import Argument, Kind


def pasted(code: str) -> Any:
    """What a user gets who pastes it."""
    return eval(code, {"np": np})  # noqa: S307  # the code that a user would paste


@given(st.lists(st.floats(allow_nan=False), min_size=1, max_size=4), st.sampled_from([np.float32, np.float64]))
def test_an_array_comes_back_bit_for_bit(values: list[float], dtype: Any) -> None:
    with np.errstate(over="ignore"):
        x = np.array([values], dtype)
    again = pasted(literal(x))
    assert again.dtype == x.dtype
    assert again.tobytes() == x.tobytes()


@pytest.mark.parametrize("kind", [float, np.float32, np.float64])
@given(value=st.floats(width=32, allow_nan=False))
def test_a_number_comes_back_whether_finite_or_not(kind: Any, value: float) -> None:
    again = pasted(literal(kind(value)))
    assert type(again) is (np.float32 if kind is np.float32 else float)
    assert again == value


def test_what_is_not_a_number_is_said_by_numpy_s_name() -> None:
    assert literal(np.array([np.nan])) == "np.array([np.nan])"
    assert literal(float("nan")) == "np.nan"
    assert literal(np.float32("-inf")) == "np.float32(-np.inf)"


def test_whole_numbers_masks_and_pairs_stay_what_they_are() -> None:
    assert literal(3, whole=True) == "3"
    assert literal((1, 2)) == "(1, 2)"
    assert literal(np.array([1, 0]), whole=True) == "np.array([1, 0])"
    assert literal(np.array([True]), whole=True) == "np.array([True])"


def test_numbers_of_other_systems_become_floats() -> None:
    half: Any = Exact(1) / 2
    assert literal(half) == "0.5"
    assert literal(filled((1, 2), lambda _: half)) == "np.array([[0.5, 0.5]])"
    assert digits(np.array([[1, 2]])) == [[1.0, 2.0]]


def test_each_argument_gets_a_line_and_the_call_runs() -> None:
    arguments = (Argument("x", ("rows",)), Argument("t", ("rows",), Kind.LABELS))
    values = (np.array([0.5, 2.0]), np.array([1, 0]))
    assert assigned(arguments, values) == ["x = np.array([0.5, 2.0])", "t = np.array([1, 0])"]
    assert "g =" not in script("", "({x})", arguments, values, 1.0)
    made: dict[str, Any] = {}
    exec(script("import math", "math.fsum(({x})[0] * {g})", arguments, values, 3.0).replace("print(", "got = ("), made)  # noqa: S102  # code to paste
    assert made["got"] == 7.5
