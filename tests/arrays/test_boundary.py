from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import pureml as pm
from pureml.check.numbers import Exact
from pureml.check.numbers.arrays import filled
from pureml.errors import DomainError, DtypeError, ShapeError
from tests.locks import is_locked
from tests.refused import refused

Make = Callable[..., Any]
AXES: Final[dict[Make, int]] = {pm.vector: 1, pm.matrix: 2, pm.distribution: 2, pm.stack: 3, pm.images: 4}
every_kind = pytest.mark.parametrize("make", AXES, ids=lambda make: make.__name__)
floats = st.floats(0, 2**100, width=32)  # not negative, so that they are masses too; finite in float32


def given_to(make: Make, x: Any, *args: Any) -> Any:
    """What `make` makes of an array, under the sizes that it has."""
    return make(x, *x.shape, *args)


# ------------------------------------------------------------ what is made --


@every_kind
@given(st.data())
def test_it_is_a_locked_copy_by_rows_in_the_dtype_that_was_asked_for(make: Make, data: st.DataObject) -> None:
    shape = data.draw(hnp.array_shapes(min_dims=AXES[make], max_dims=AXES[make], max_side=3))
    kind = data.draw(st.sampled_from([np.float32, np.float64, np.int64, np.uint8, np.bool_]))
    entries = floats if kind in {np.float32, np.float64} else st.integers(0, 1) if kind is np.bool_ else st.integers(0, 255)
    x = data.draw(hnp.arrays(kind, shape, elements=entries))
    x = np.asfortranarray(x) if data.draw(st.booleans()) else x
    before = x.copy()
    for dtype in (np.float32, np.float64):
        made = given_to(make, x, dtype)
        assert made.dtype == dtype
        assert made.flags.c_contiguous
        assert is_locked(made)
        assert not np.shares_memory(made, x)
        assert made.tolist() == before.astype(dtype).tolist(), f"{make.__name__}({before!r})"
        assert make(x.tolist(), *shape, dtype).tolist() == made.tolist()
    assert x.flags.writeable
    assert (x == before).all()
    made = given_to(make, x)
    assert made.dtype == np.float64
    x[...] = 0
    assert made.tolist() == before.astype(np.float64).tolist(), "it followed the array it was made of"


def test_without_names_the_axes_have_the_sizes_they_have() -> None:
    assert pm.matrix([[1, 2, 3]]).shape == (1, 3)
    assert pm.vector([1, 2]).shape == (2,)
    assert pm.matrix(np.zeros((0, 3))).shape == (0, 3)


@given(st.integers(1, 5), st.data())
def test_labels_are_locked_indices(classes: int, data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from([np.int8, np.uint8, np.int64, np.uint64]))
    x = data.draw(hnp.arrays(kind, st.integers(0, 4), elements=st.integers(0, classes - 1)))
    t = pm.labels(x, len(x), classes)
    assert t.dtype == np.intp
    assert t.tolist() == x.tolist()
    assert is_locked(t)
    assert not np.shares_memory(t, x)
    assert x.flags.writeable


def test_no_labels_are_labels() -> None:
    assert pm.labels([], 0, 3).shape == (0,)


def test_a_distribution_may_have_any_mass_and_negative_zero() -> None:
    assert pm.distribution([[3.0, 0.0], [0.0, 0.0], [-0.0, 0.25]], 3, 2).tolist() == [[3, 0], [0, 0], [0, 0.25]]


# --------------------------------------------------------- what is refused --


@every_kind
def test_another_number_of_axes_and_other_sizes_are_refused(make: Make) -> None:
    name, n = make.__name__, AXES[make]
    sizes, wrong = (2,) * n, (2,) * (n - 1) + (3,)
    assert refused(ShapeError, make, np.zeros(wrong), *sizes) == f"{name}: expected shape {sizes}, got shape {wrong}"
    assert refused(ShapeError, make, np.zeros((*sizes, 1)), *sizes) == f"{name}: expected shape {sizes}, got shape {(*sizes, 1)}"
    for axis in range(n):
        off = tuple(3 if k == axis else 2 for k in range(n))
        assert refused(ShapeError, make, np.zeros(off), *sizes) == f"{name}: expected shape {sizes}, got shape {off}"


def test_without_sizes_the_axes_are_counted() -> None:
    assert refused(ShapeError, pm.matrix, [1.0, 2.0]) == "matrix: expected 2 axes, got shape (2,)"
    assert refused(ShapeError, pm.vector, [[1.0]]) == "vector: expected 1 axes, got shape (1, 1)"


@every_kind
@pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_first_number_that_is_not_finite_is_named(make: Make, number: float, dtype: Any) -> None:
    x = np.zeros((2, 3, 2, 2)[: AXES[make]])
    last = tuple(n - 1 for n in x.shape)
    x[last] = number
    want = f"{make.__name__}: expected finite numbers, got {number} at {last}"
    assert refused(DomainError, make, x, *x.shape, dtype) == want


def test_a_number_too_large_for_float32_is_not_finite_there() -> None:
    assert refused(DomainError, pm.vector, [1.0, 1e39], 2, np.float32) == "vector: expected finite numbers, got inf at (1,)"
    assert pm.vector([1.0, 1e39]).tolist() == [1.0, 1e39]


@every_kind
def test_what_are_no_real_numbers_is_refused(make: Make) -> None:
    name = make.__name__
    x: Any = np.zeros((1,) * AXES[make])
    for wrong, dtype in ((x + 1j, "complex128"), ((x + 1j).tolist(), "complex128"), (x.astype("M8[s]"), "datetime64[s]")):
        message = refused(DtypeError, make, wrong, *x.shape)
        assert message == f"{name}: expected real numbers, got {dtype}"
    for text in (x.astype(str), x.astype(str).tolist()):
        message = refused(DtypeError, make, text, *x.shape)
        assert re.fullmatch(rf"{name}: expected real numbers, got <U\d+", message)
    ragged: Any = [[1.0, 2.0], [3.0]]
    message = refused(DtypeError, make, ragged, *x.shape)
    assert message.startswith(f"{name}: expected numbers in a rectangular array, got list: ")
    message = refused(DtypeError, make, np.full(x.shape, object()), *x.shape)
    assert message.startswith(f"{name}: expected numbers in a rectangular array, got ndarray: ")


@every_kind
@pytest.mark.parametrize("dtype", ["float16", "int64", "complex128", "longdouble", "bool"])
def test_another_dtype_than_the_two_is_refused(make: Make, dtype: str) -> None:
    wrong = np.dtype(dtype)
    message = refused(DtypeError, make, np.zeros((1,) * AXES[make]), *(1,) * AXES[make], wrong)
    assert message == f"{make.__name__}: expected dtype float32 or float64, got {wrong}"


def test_labels_that_are_no_classes_are_refused() -> None:
    assert refused(DomainError, pm.labels, [0, 3, 4], 3, 3) == "labels: expected classes 0 to 2, got 3 at row 1"
    assert refused(DomainError, pm.labels, [0, 2, -1], 3, 3) == "labels: expected classes 0 to 2, got -1 at row 2"
    assert refused(ShapeError, pm.labels, [0, 1], 3, 3) == "labels: expected shape (3,), got shape (2,)"
    assert refused(ShapeError, pm.labels, [[0], [1]], 2, 3) == "labels: expected shape (2,), got shape (2, 1)"
    assert refused(DtypeError, pm.labels, [0.0, 1.0], 2, 2) == "labels: expected integers, got float64"
    assert refused(DtypeError, pm.labels, [True], 1, 2) == "labels: expected integers, got bool"
    assert refused(DtypeError, pm.labels, [[1], [2, 3]], 2, 4).startswith("labels: expected numbers in a rectangular array, got list")


def test_a_negative_mass_is_refused() -> None:
    message = refused(DomainError, pm.distribution, [[0.0, 1.0], [1.5, -0.5]], 2, 2)
    assert message == "distribution: expected masses of at least 0, got -0.5 at (1, 1)"


# -------------------------------------------------------- the door for others --


@given(hnp.array_shapes(min_dims=1, max_dims=2, max_side=3))
def test_other_numbers_pass_one_door_as_they_are(shape: tuple[int, ...]) -> None:
    door: Make = pm.over
    for x in (filled(shape, lambda i: Exact(Fraction(i[0], 3))), np.full(shape, 1 + 1e-200j), np.full(shape, 1j, np.complex64)):
        made = door(x, *shape)
        assert made.dtype == x.dtype
        assert (made == x).all()
        assert is_locked(made)
        assert not np.shares_memory(made, x)
        assert x.flags.writeable


def test_the_door_is_not_for_floats_nor_for_plain_numbers_among_elements() -> None:
    kinds = "over: expected complex numbers or elements of a number system, got"
    for dtype in ("float64", "float32", "int64", "bool"):
        assert refused(DtypeError, pm.over, np.zeros(1, dtype), 1) == f"{kinds} {dtype}"
    for stranger in (0, 0.5, True, 1j, np.float64(2), np.int64(3)):
        mixed = np.array([Exact(1), None], object)
        mixed[1] = stranger
        message = refused(DtypeError, pm.over, mixed, 2)
        assert message == f"over: expected elements of a number system, got the plain number {stranger!r}"
    assert refused(ShapeError, pm.over, np.ones(2, complex), 3) == "over: expected shape (3,), got shape (2,)"
    assert refused(DomainError, pm.over, np.array([0, np.nan + 0j]), 2) == "over: expected finite numbers, got (nan+0j) at (1,)"
