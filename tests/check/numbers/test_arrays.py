from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy as sp

from pureml.check.numbers import Ball, Element, Exact, Jet, Symbol
from pureml.check.numbers.arrays import (
    STEP,
    Objects,
    balls,
    complex_slopes,
    complexes,
    elements,
    exacts,
    expressions,
    filled,
    jets,
    slopes,
    symbols,
    values,
)
from pureml.errors import DtypeError, ShapeError
from tests.check.numbers.drawing import generator


def named(draw: np.random.Generator, *shape: int) -> Objects:
    return symbols("x", draw, *shape)


Maker = Callable[..., Objects]
MAKERS: list[tuple[type[Element[Any]], Maker]] = [(Exact, exacts), (Symbol, named), (Jet, jets), (Ball, balls)]
makers = pytest.mark.parametrize(("kind", "make"), MAKERS)


@makers
@pytest.mark.parametrize("shape", [(1,), (2, 3), (2, 1, 3, 2)])
def test_an_array_holds_elements_of_one_kind_and_a_seed_repeats_it(kind: type[Element[Any]], make: Maker, shape: tuple[int, ...]) -> None:
    x, again, other = (make(generator(seed), *shape) for seed in (0, 0, 1))
    assert x.shape == shape
    assert x.dtype == np.object_
    assert all(type(e) is kind for e in elements(kind, x))
    assert (x == again).all()
    assert (x.astype(float) != other.astype(float)).any()


@makers
@pytest.mark.parametrize("shape", [(0,), (0, 3), (2, 0)])
def test_an_array_without_entries_is_refused(kind: type[Element[Any]], make: Maker, shape: tuple[int, ...]) -> None:
    assert issubclass(kind, Element)
    with pytest.raises(ShapeError, match="at least one entry"):
        make(generator(), *shape)


def test_exact_arrays_have_ties_zeros_and_both_signs() -> None:
    found = [e.fraction for e in elements(Exact, exacts(generator(), 200))]
    assert 0 in found
    assert min(found) < 0 < max(found)
    assert len(set(found)) < 200
    assert max(q.denominator for q in found) == 6


def test_the_parts_of_an_array_are_those_of_its_entries() -> None:
    x = symbols("w", generator(), 2, 2)
    assert [str(e) for e in expressions(x)] == ["w_0_0", "w_0_1", "w_1_0", "w_1_1"]
    assert all(e.atoms(sp.Symbol) == {sp.Symbol(str(e), real=True)} for e in expressions(x))
    j = jets(generator(), 3)
    assert [v.is_exact() and s.is_exact() for v, s in zip(values(j), slopes(j), strict=True)] == [True] * 3
    assert all(Jet.along(v, s) == e for v, s, e in zip(values(j), slopes(j), elements(Jet, j), strict=True))


@pytest.mark.parametrize("take", [expressions, values, slopes])
def test_an_entry_of_another_kind_is_named(take: Callable[[Objects], object]) -> None:
    with pytest.raises(DtypeError, match=r"expected entries of type \w+, got Exact at place 0: Exact"):
        take(exacts(generator(), 2))
    with pytest.raises(DtypeError, match="got int at place 1: 0"):
        elements(Exact, np.array([Exact(1), 0], np.object_))


def test_filled_gives_every_index_to_its_maker() -> None:
    x = filled((2, 3), lambda i: Exact(Fraction(i[0], i[1] + 1)))
    assert [e.fraction for e in elements(Exact, x)] == [0, 0, 0, 1, Fraction(1, 2), Fraction(1, 3)]


# ---------------------------------------------------------- the complex step --


def test_a_complex_step_carries_the_slope() -> None:
    x = complexes(generator(), 50)
    x_dot = complex_slopes(x)
    assert x_dot.dtype == np.float64
    assert np.abs(x_dot).max() > 1
    for ufunc, slope in [(np.exp, np.exp(x.real)), (np.tanh, 1 / np.cosh(x.real) ** 2), (np.sin, np.cos(x.real))]:
        np.testing.assert_allclose(complex_slopes(ufunc(x)), slope * x_dot, rtol=1e-13)
    np.testing.assert_array_equal((x * x).real, x.real**2)
    np.testing.assert_allclose(complex_slopes(x * x), 2 * x.real * x_dot, rtol=1e-15)


def test_the_complex_step_is_lost_where_the_imaginary_part_is() -> None:
    x = complexes(generator(), 5)
    with pytest.raises(DtypeError, match="expected complex128, got float64"):
        complex_slopes(np.abs(x))  # |x| is the modulus: real
    assert np.abs(complex_slopes(x * x.conj())).max() < 1e-15  # not analytic: silently 0, but for rounding
    assert (complex_slopes(x.astype(np.complex64).astype(np.complex128)) == 0).all()  # 1e-200 is 0 in single precision
    assert STEP**2 == 0


def test_numpy_orders_complex_numbers_by_the_imaginary_part_on_ties() -> None:
    # So a maximum of complex numbers follows the step where the values are equal: rules must branch by the real part.
    tie: Any = np.array([1 + STEP * 1j, 1 - STEP * 1j])
    assert np.maximum(tie[0], tie[1]) == tie[0]
    assert np.argmax(tie) == 0
    assert np.argmax(tie[::-1]) == 1
    assert np.argmax(tie[::-1].real) == 0
