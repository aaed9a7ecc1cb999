from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any, Final

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.arrays import (
    absolute,
    capped,
    either,
    greatest,
    heaviside,
    lift,
    masked,
    one_like,
    positive_part,
    row_shift,
    step,
    where_positive,
    zeros_like,
)
from pureml.arrays.branches import FEW, PIECE, constant_like
from pureml.check.numbers import Ball, Exact, Jet, Symbol, Undecided
from pureml.check.numbers.arrays import STEP, filled

fractions = st.lists(st.fractions(-3, 3, max_denominator=4), min_size=1, max_size=6)


def exact(values: list[Fraction]) -> Any:
    return pm.over(np.array([Exact(v) for v in values], object), len(values))


def floating(values: Iterable[float | Fraction]) -> Any:
    return np.array([float(v) for v in values])


@given(fractions)
def test_the_step_is_1_exactly_where_a_number_is_positive_in_every_system(values: list[Fraction]) -> None:
    want = [int(v > 0) for v in values]
    floats = floating(values)
    for x in (floats, floats.astype(np.float32), floats.astype(complex), exact(values)):
        got = step(x)
        assert got.tolist() == want, f"step({x!r}) = {got!r}"
        assert got.dtype == x.dtype
    assert all(isinstance(e, Exact) for e in step(exact(values)))


def test_the_step_of_nan_is_nan_and_of_a_ball_around_0_undecided() -> None:
    assert np.isnan(step(floating([np.nan, 1.0]))).tolist() == [True, False]
    assert step(floating([-0.0, 5e-324])).tolist() == [0.0, 1.0]
    around: Any = np.array([Ball.between(-1, 1)], object)
    with pytest.raises(Undecided):
        step(around)


@given(fractions, st.integers(-2, 2))
def test_a_cap_is_a_minimum_in_floats_and_nothing_in_exact_numbers(values: list[Fraction], limit: int) -> None:
    floats = floating(values)
    want = [min(v, float(limit)) for v in floats.tolist()]
    assert capped(floats, limit).tolist() == want
    assert capped(floats.astype(np.float32), limit).dtype == np.float32
    assert capped(floats + 1e-200j, limit).real.tolist() == want
    x = exact(values)
    assert (capped(x, limit) == x).all()


def test_a_cap_leaves_nan() -> None:
    assert np.isnan(capped(floating([np.nan]), 1)).all()


# ------------------------------------------ each primitive, in every system --

GRID: Final = np.array([[-2, 0, 3, 3], [1, 1, -1, 0], [0, -4, 0, -0.0], [-1, -3, -1, -2], [0.5, -0.5, 0.25, 0.5]])
"""Both signs, zeros of both signs, rows whose greatest entry comes twice, rows without a positive one."""
FLOATS: Final = (np.float32, np.float64, np.complex128)
every_float = pytest.mark.parametrize("dtype", FLOATS, ids=lambda dtype: dtype.__name__)
matrices = st.lists(st.lists(st.sampled_from([-2.0, -0.5, -0.0, 0.0, 0.5, 2.0]), min_size=3, max_size=3), min_size=1, max_size=3)
ELEMENTS: Final = (Exact, Symbol, Ball, Jet)


def elements(kind: Any, x: Any) -> Any:
    return filled(x.shape, lambda i: kind(Fraction(float(x[i]))))


def real(x: Any) -> list[Any]:
    """The numbers of any system, as floats or booleans."""
    numbers: list[Any] = x.real.tolist() if x.dtype.kind == "c" else x.astype(float if x.dtype == object else x.dtype).tolist()
    return numbers


def primitives(x: Any) -> dict[str, list[Any]]:
    """What every primitive says of x."""
    a, b = lift(5, x), lift(7, x)
    answers: dict[str, Any] = {f.__name__: f(x) for f in (positive_part, absolute, heaviside, step, row_shift, greatest)}
    answers |= {"where_positive": where_positive(x, a, b), "either": either(x, a, b)}
    answers |= {"zeros_like": zeros_like(x), "one_like": one_like(x), "lift": a}
    for name, answer in answers.items():
        wanted = {"heaviside": np.dtype(bool), "greatest": np.dtype(np.intp)}.get(name, real_dtype(x) if name == "row_shift" else x.dtype)
        assert answer.dtype == wanted, f"{name}({x!r}): expected {wanted}, got {answer.dtype}"
    return {name: real(answer) for name, answer in answers.items()}


def real_dtype(x: Any) -> Any:
    """The dtype of a constant without a slope."""
    return x.real.dtype if x.dtype.kind == "c" else x.dtype


def by_hand(x: Any) -> dict[str, list[Any]]:
    """The same, written down with Python's numbers."""
    rows: list[list[float]] = x.tolist()

    def each(f: Callable[[float], object]) -> list[Any]:
        return [[f(v) for v in row] for row in rows]

    return {
        "positive_part": each(lambda v: max(v, 0.0)),
        "absolute": each(abs),
        "heaviside": each(lambda v: v > 0),
        "step": each(lambda v: float(v > 0)),
        "where_positive": each(lambda v: 5.0 if v > 0 else 7.0),
        "either": each(lambda v: 5.0 if v > 0 else 7.0),
        "row_shift": [[max(row)] for row in rows],
        "greatest": [n * len(row) + row.index(max(row)) for n, row in enumerate(rows)],
        "zeros_like": each(lambda _: 0.0),
        "one_like": each(lambda _: 1.0),
        "lift": each(lambda _: 5.0),
    }


@every_float
def test_every_primitive_is_right_on_the_grid(dtype: Any) -> None:
    assert primitives(GRID.astype(dtype)) == by_hand(GRID)


@given(matrices)
def test_every_primitive_answers_the_same_in_every_system(rows: list[list[float]]) -> None:
    x = np.array(rows)
    want = by_hand(x)
    for dtype in FLOATS:
        assert primitives(x.astype(dtype)) == want, f"primitives(np.array({rows}, {dtype.__name__!r}))"
    for kind in ELEMENTS:
        assert primitives(elements(kind, x)) == want, f"primitives(elements({kind.__name__}, np.array({rows})))"


def test_nan_stays_nan_and_is_not_positive() -> None:
    x: Any = np.array([[np.nan, 1.0]])
    for f in (positive_part, absolute, row_shift):
        assert np.isnan(f(x)).any(), f.__name__
    assert heaviside(x).tolist() == [[False, True]]
    assert where_positive(x, one_like(x), zeros_like(x)).tolist() == [[0.0, 1.0]]


def test_complex_steps_pass_both_sides_of_a_kink_and_a_shift_has_none() -> None:
    x: Any = np.array([[2 + 3j * STEP, -2 + 3j * STEP]])
    for f, slopes in ((positive_part, [3, 0]), (absolute, [3, -3]), (step, [0, 0])):
        np.testing.assert_allclose(f(x).imag / STEP, [slopes], rtol=1e-15, err_msg=f.__name__)
    assert row_shift(x).dtype == np.float64
    tied: Any = np.array([[1 - 1j * STEP, 1 + 1j * STEP]])
    assert np.asarray(greatest(tied)) == [0], "the first of equals, whatever the step"


def test_kinks_are_undecided_where_a_ball_is_and_choices_are_not() -> None:
    around: Any = filled((1, 2), lambda _: Ball.between(-1, 2))
    one: Any = one_like(around)

    def chosen(x: Any, /) -> Any:
        return where_positive(x, one, one)

    kinks: tuple[Callable[[Any], Any], ...] = (positive_part, absolute, heaviside, step, chosen)
    for kink in kinks:
        with pytest.raises(Undecided):
            kink(around)
    assert float(row_shift(around)[0, 0]) == 0.5
    assert float(either(around, one, around)[0, 0]) == 1
    assert np.asarray(greatest(around)) == [0]


def test_a_shift_of_jets_has_no_slope_and_of_symbols_is_a_fresh_symbol() -> None:
    moving: Any = filled((1, 2), lambda i: Jet.along(Ball(i[1]), Ball(5)))
    shift: Any = row_shift(moving)
    assert float(shift[0, 0]) == 1
    assert shift[0, 0].slope == 0
    x: Any = filled((1, 2), lambda i: Symbol.named(f"x{i[1]}", float(i[1])))
    fresh: Any = row_shift(x)[0, 0]
    assert float(fresh) == 1
    assert fresh.expression not in {e.expression for e in x.flat}


def test_an_element_that_carries_no_slope_needs_no_constant() -> None:
    class Whole(int):
        """A number that knows nothing of slopes."""

    plain: Any = filled((1, 2), lambda i: Whole(i[1]))
    assert row_shift(plain).tolist() == constant_like(plain)[:, 1:].tolist() == [[1]]
    assert type(lift(3, plain)[0, 0]) is Whole


@pytest.mark.parametrize("f", [positive_part, absolute, step, zeros_like, row_shift, constant_like], ids=lambda f: f.__name__)
def test_nothing_is_written_and_nothing_shared(f: Any) -> None:
    for x in (GRID.copy(), GRID.astype(np.float32), GRID.astype(complex), elements(Exact, GRID)):
        before = x.copy()
        assert not np.shares_memory(f(x), x)
        assert (x == before).all()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("size", [1, FEW - 1, FEW, PIECE, PIECE + 1, 2 * PIECE + 3])
def test_the_positive_part_has_the_same_bits_at_every_size_and_layout(dtype: Any, size: int) -> None:
    x: Any = np.tile(np.array([-0.0, 0.0, 1.5, -1.5, np.inf, -np.inf, np.nan, np.finfo(dtype).tiny], dtype), size // 8 + 1)[:size]
    before, want = x.tobytes(), np.maximum(x, 0.0)
    views: tuple[Any, ...] = (x, np.repeat(x, 2)[::2])
    for view in views:
        y = positive_part(view)
        assert y.tobytes() == want.tobytes()
        assert not np.shares_memory(y, view)
    turned: Any = np.array([x, x]).T
    assert positive_part(turned).tobytes() == np.array([want, want]).T.tobytes()
    assert x.tobytes() == before


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_what_a_mask_keeps_has_the_bits_of_the_product(dtype: Any) -> None:
    x: Any = np.array([[-0.0, 0.0, 1.5, -1.5], [np.nan, np.finfo(dtype).tiny, -3.0, 2.0]], dtype)
    keep: Any = np.array([[True, False, True, False], [False, True, False, True]])
    for given_x, given_keep in ((x, keep), (x.T, keep.T)):
        y = masked(given_x, given_keep)
        assert y.tobytes() == (given_x * given_keep).tobytes()
        assert y.dtype == dtype
        assert not np.shares_memory(y, given_x)
    thirds: Any = np.array([Exact(Fraction(1, 3)), Exact(2)], object)
    first: Any = np.array([True, False])
    assert masked(thirds, first).tolist() == [Fraction(1, 3), 0]
