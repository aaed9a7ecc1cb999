# pyright: reportUnknownLambdaType=false, reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# The entries of the table take arrays and numbers alike, of any system.

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pureml.arrays import divided, plus, root, root_plus, step_by_ratio, step_from, weighted_sum, weighted_sum_of_squares
from pureml.check.inputs import EXACT, FLOAT32, FLOAT64
from pureml.check.numbers import Ball, Exact
from pureml.keys import Key

Entry = Callable[..., Any]
# Each update of two arrays and two constants, and what it makes of a pair of entries.
UPDATES: Final[dict[str, tuple[Any, Entry]]] = {
    "plus": (lambda x, y, _a, _b, *into: plus(x, y, *into), lambda x, y, _a, _b: x + y),
    "step_from": (lambda x, y, a, _b, *into: step_from(x, a, y, *into), lambda x, y, a, _b: x + a * y),
    "weighted_sum": (lambda x, y, a, b, *into: weighted_sum(a, x, b, y, *into), lambda x, y, a, b: a * x + b * y),
    "squares": (lambda x, y, a, b, *into: weighted_sum_of_squares(a, x, b, y, *into), lambda x, y, a, b: a * x + b * y * y),
    "ratio": (lambda x, y, a, _b, *into: step_by_ratio(x, a, y, y * y + 1, *into), lambda x, y, a, _b: x + a * y / (y * y + 1)),
}
every_update = pytest.mark.parametrize(("update", "entry"), UPDATES.values(), ids=UPDATES)
numbers = st.fractions(-9, 9, max_denominator=9)


@every_update
@given(a=numbers, b=numbers, seed=st.integers(0, 99))
def test_each_entry_is_what_the_formula_says_exactly(update: Any, entry: Entry, a: Fraction, b: Fraction, seed: int) -> None:
    draw = np.random.Generator(Key.of(seed).bits())
    x, y = (EXACT.array(draw, name, (2, 3)) for name in "xy")
    before = x.copy(), y.copy()
    new = update(x, y, Exact(a), Exact(b))
    want = [entry(p.fraction, q.fraction, a, b) for p, q in zip(x.flat, y.flat, strict=True)]
    assert [e.fraction for e in new.flat] == want
    assert (x == before[0]).all()
    assert (y == before[1]).all()


@every_update
@pytest.mark.parametrize("system", [FLOAT32, FLOAT64, EXACT], ids=lambda system: system.name)
def test_places_get_the_same_bits_also_where_they_are_the_input(update: Any, entry: Entry, system: Any) -> None:
    draw = np.random.Generator(Key.of(0).bits())
    x, y = (system.array(draw, name, (3, 2)) for name in "xy")
    constants = (Exact(Fraction(1, 3)), Exact(2)) if system is EXACT else (1 / 3, 2.0)
    new = update(x, y, *constants)
    assert new.dtype == system.dtype
    assert not any(np.shares_memory(new, z) for z in (x, y))
    place, same = np.empty_like(x), x.copy()
    assert update(x, y, *constants, place) is place
    assert update(same, y, *constants, same) is same
    for other in (place, same):
        assert (other == new).all() if system is EXACT else other.tobytes() == new.tobytes()
    if system is not EXACT:
        want = entry(x.astype(float), y.astype(float), *constants)
        np.testing.assert_allclose(new, want, rtol=0, atol=8 * float(np.finfo(system.dtype).eps) * np.abs(want).max())


def test_a_root_of_a_constant_is_a_python_float_or_an_element() -> None:
    assert type(root(0.25)) is float
    assert root(0.25) == 0.5
    four: Any = Ball(4)
    assert root(four).contains(2)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]  # a ball is no float


def test_a_root_plus_a_constant_is_new() -> None:
    for dtype in (np.float32, np.float64):
        x: Any = np.array([4.0, 9.0], dtype)
        y = root_plus(x, 0.5)
        assert y.tolist() == [2.5, 3.5]
        assert y.dtype == dtype
        assert x.tolist() == [4.0, 9.0]


@given(st.floats(2.0**-120, 2.0**120) | st.integers(-120, 120).map(lambda k: 2.0**k), st.sampled_from([np.float32, np.float64]))
def test_a_quotient_is_the_correctly_rounded_one_also_where_it_is_a_product(c: float, dtype: Any) -> None:
    x: Any = np.array([[1.0, -0.0, 1 / 3], [np.inf, -7.0, np.finfo(dtype).tiny]], dtype)
    with np.errstate(over="ignore", under="ignore"):
        want, y = x / dtype(c), x.copy()
        assert divided(y, c) is y
    assert y.tobytes() == want.tobytes(), f"{c}"


def test_an_exact_number_is_divided_exactly() -> None:
    one: Any = EXACT.array(np.random.Generator(Key.of(0).bits()), "x", (1, 1)) * 0 + 1
    two: Any = Exact(2)
    assert divided(one, two).item() == Fraction(1, 2)
