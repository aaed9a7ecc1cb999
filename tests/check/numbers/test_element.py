from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from pureml.check.numbers import Ball, Element, Exact, Jet, Symbol, Undecided
from pureml.check.numbers.arrays import filled
from tests.check.numbers.drawing import KINDS, nonzeros, rationals

Binary = Callable[[Any, Any], Any]


def divide(a: Any, b: Any) -> Any:
    return a / b


def power(a: Any, b: Any) -> Any:
    return a**b


ARITHMETIC: list[Binary] = [operator.add, operator.sub, operator.mul, divide]
UFUNCS = (
    *(np.exp, np.expm1, np.log, np.log1p, np.sqrt, np.tanh, np.cosh, np.sinh),
    *(np.square, np.reciprocal, np.abs, np.negative, np.positive),
)
COMPARISONS: list[Binary] = [operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge]
FLOATS: list[Any] = [0.5, 1.0, float("nan"), 1j, np.float64(0.5), np.float32(2), np.float16(1), np.complex128(1), np.longdouble(1)]
WHOLES: list[Any] = [3, bool(1), np.int64(3), np.int8(3), np.uint16(3), np.bool_(1)]
kinds = pytest.mark.parametrize("kind", KINDS)


def kind_of(value: object) -> str:
    return f"{type(value).__name__}-{value}"


def name(op: Binary) -> str:
    return op.__name__


@kinds
@pytest.mark.parametrize("op", [*ARITHMETIC, *COMPARISONS, power], ids=name)
@pytest.mark.parametrize("value", FLOATS, ids=kind_of)
def test_a_float_is_refused_on_either_side(kind: type[Element[Any]], op: Binary, value: object) -> None:
    with pytest.raises(TypeError, match=rf"{kind.__name__}: expected an exact number, got the float"):
        op(kind(2), value)
    if op is not power:
        with pytest.raises(TypeError, match=rf"{kind.__name__}: expected an exact number, got the float"):
            op(value, kind(2))


@kinds
@pytest.mark.parametrize("value", FLOATS, ids=kind_of)
def test_none_is_made_from_a_float(kind: type[Element[Any]], value: Any) -> None:
    with pytest.raises(TypeError, match=f"{kind.__name__}: expected an exact number, got the float"):
        kind(value)


@kinds
@pytest.mark.parametrize("op", ARITHMETIC, ids=name)
@pytest.mark.parametrize("shape", [(), (1,), (2, 2)])
def test_an_array_of_floats_is_refused(kind: type[Element[Any]], op: Binary, shape: tuple[int, ...]) -> None:
    floats, elements = np.full(shape, 0.5), filled((2,), lambda _: kind(2))
    for left, right in [(floats, kind(2)), (kind(2), floats), (floats, elements), (elements, floats)]:
        with pytest.raises(TypeError, match=f"{kind.__name__}: expected an exact number, got the float"):
            op(left, right)


@kinds
@pytest.mark.parametrize("op", ARITHMETIC, ids=name)
@pytest.mark.parametrize("whole", WHOLES, ids=kind_of)
def test_ints_and_booleans_of_python_and_numpy_are_numbers(kind: type[Element[Any]], op: Binary, whole: Any) -> None:
    for got, want in [(op(kind(2), whole), op(2.0, float(whole))), (op(whole, kind(2)), op(float(whole), 2.0))]:
        assert type(got) is kind
        assert float(got) == pytest.approx(want, rel=1e-15)
    assert (kind(3) == whole) == (whole == 3)
    assert (whole < kind(3)) == (whole != 3)
    assert float(kind(whole)) == whole


@kinds
@given(a=rationals, b=nonzeros)
def test_arithmetic_with_fractions_agrees_with_floats(kind: type[Element[Any]], a: Fraction, b: Fraction) -> None:
    for op in ARITHMETIC:
        want = pytest.approx(float(op(a, b)), rel=1e-13, abs=1e-13)
        assert float(op(kind(a), b)) == want
        assert float(op(a, kind(b))) == want
        assert float(op(kind(a), kind(b))) == want
    for n in (0, 1, 2, 3, -1, -2):
        assert float(kind(b) ** n) == pytest.approx(float(b) ** n, rel=1e-12)
        assert float(kind(b) ** np.int64(n)) == float(kind(b) ** n)


@kinds
@given(a=rationals, b=rationals)
def test_comparisons_of_fractions_are_those_of_fractions(kind: type[Element[Any]], a: Fraction, b: Fraction) -> None:
    # Denominators are powers of 2, so that balls hold the numbers exactly.
    a, b = Fraction(round(a * 4), 4), Fraction(round(b * 4), 4)
    for op in COMPARISONS:
        assert op(kind(a), kind(b)) is op(a, b)
        assert op(kind(a), b) is op(a, b)
        assert op(a, kind(b)) is op(a, b)
    assert bool(kind(a)) is bool(a)


@kinds
def test_what_is_no_number_is_no_operand(kind: type[Element[Any]]) -> None:
    others: list[Any] = [None, "1", [1], next(k for k in KINDS if k is not kind)(1)]
    for other in others:
        with pytest.raises(TypeError, match="unsupported operand"):
            _ = kind(1) + other
        with pytest.raises(TypeError, match="not supported between"):
            _ = kind(1) < other
        assert kind(1) != other
        assert not kind(1) == other  # noqa: SIM201  # the other operator


@kinds
def test_elements_are_not_hashable(kind: type[Element[Any]]) -> None:
    with pytest.raises(TypeError, match="unhashable"):
        hash(kind(1))


@kinds
def test_arrays_take_an_element_apart_from_themselves(kind: type[Element[Any]]) -> None:
    x: Any = filled((2, 3), lambda i: kind(i[0] - i[1]))
    two: Any = kind(2)
    arrays: list[Any] = [x + two, two + x, x - two, two * x, x / two, np.maximum(x, two), np.where(x > 0, x, two)]
    for got in arrays:
        assert got.shape == (2, 3)
        assert {type(e) for e in got.flat} == {kind}
    assert [float(e) for e in np.maximum(x, 0 * two).flat] == [0, 0, 0, 1, 0, 0]
    assert [float(e) for e in (two - x).flat] == [2, 3, 4, 1, 2, 3]


@kinds
def test_ufuncs_products_sums_and_choices_work_on_arrays(kind: type[Element[Any]]) -> None:
    x: Any = filled((2, 3), lambda i: kind(1 + i[0] * 3 + i[1]))
    floats = np.arange(1.0, 7.0).reshape(2, 3)
    for ufunc in UFUNCS:
        out: Any = np.empty((2, 3), np.object_)
        ufunc(x, out=out)
        assert {type(e) for e in out.flat} == {kind}
        assert out.astype(float) == pytest.approx(ufunc(floats), rel=1e-14)
    product: Any = np.empty((2, 2), np.object_)
    np.matmul(x, x.T, out=product)
    for got, want in [
        (product, floats @ floats.T),
        (x @ x[0], floats @ floats[0]),
        (x.sum(axis=0), floats.sum(axis=0)),
        (x.max(axis=1), floats.max(axis=1)),
        (np.add.reduce(x, axis=1), floats.sum(axis=1)),
        (x**2, floats**2),
        (x * (floats > 2), floats * (floats > 2)),
    ]:
        assert {type(e) for e in got.flat} == {kind}
        assert (got.astype(float) == want).all()
    assert (x.argmax(axis=1) == floats.argmax(axis=1)).all()
    assert ((x > 2) == (floats > 2)).all()
    with pytest.raises(TypeError, match=r"got the float 0\.5"):
        _ = x**0.5


def highest(x: Any) -> object:
    return np.maximum(x, 0 * x[0] + 1)


def above(x: Any) -> object:
    return x > x[::-1]


REDUCTIONS: list[Callable[[Any], object]] = [np.max, np.argmax, np.sort, highest, above]


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("wide", [Ball.between(0, 1), Jet.along(Ball.between(0, 1), Ball(1))])
def test_an_undecided_comparison_inside_numpy_raises(reduction: Callable[[Any], object], wide: Element[Any]) -> None:
    with pytest.raises(Undecided):
        reduction(filled((2,), lambda _: wide))


def test_the_sum_of_no_elements_is_a_plain_int() -> None:
    # NumPy's own; why `filled` refuses to make an empty array.
    assert type(np.empty(0, np.object_).sum()) is int


def test_the_elements_are_these_four() -> None:
    assert set(KINDS) == {Exact, Symbol, Ball, Jet}
