"""The boundary: copy once, check once, and give names to the axes."""

from __future__ import annotations

from typing import Any, TypeVar, cast, overload

import numpy as np
import numpy.typing as npt

from ..errors import DomainError, DtypeError, ShapeError
from .types import C, Ch, Distribution, F, H, Images, Labels, Matrix, N, R, Stack, Vector, W
from .values import freeze

Array = np.ndarray[Any, np.dtype[Any]]
V = TypeVar("V")
FLOATS = (np.dtype(np.float32), np.dtype(np.float64))


def _array(kind: str, data: npt.ArrayLike, dtype: npt.DTypeLike | None = None) -> Array:
    """A copy in row-major order, where NumPy can make one."""
    try:
        with np.errstate(over="ignore"):  # an overflow is found later, as an entry that is not finite
            return np.array(data, dtype, order="C")
    except (ValueError, TypeError) as error:
        raise DtypeError(f"{kind}: expected numbers in a rectangular array, got {type(data).__name__}: {error}") from None


def _sealed(kind: str, data: npt.ArrayLike, shape: tuple[int | None, ...], dtype: npt.DTypeLike) -> Array:
    """A locked copy in row-major order; checks that it has this shape and is finite."""
    x = _array(kind, data, dtype)
    if x.ndim != len(shape) or any(n not in (None, m) for n, m in zip(shape, x.shape, strict=True)):
        wanted = f"{len(shape)} axes" if None in shape else f"shape {shape}"
        raise ShapeError(f"{kind}: expected {wanted}, got shape {x.shape}")
    if x.dtype.kind in "fc" and not np.isfinite(x).all():
        where = tuple(int(i) for i in np.argwhere(~np.isfinite(x))[0])
        raise DomainError(f"{kind}: expected finite numbers, got {x[where]} at {where}")
    return freeze(x)


def _float(kind: str, data: npt.ArrayLike, shape: tuple[int | None, ...], dtype: type[Any]) -> Any:
    if np.dtype(dtype) not in FLOATS:
        raise DtypeError(f"{kind}: expected dtype float32 or float64, got {np.dtype(dtype)}")
    held: object = data  # a list has no dtype yet, and an array that has one is not copied to learn it
    given = cast("Array", held).dtype if isinstance(held, np.ndarray) else _array(kind, data).dtype
    if given.kind not in "fiubO":  # NumPy would read text as numbers, and drop imaginary parts
        raise DtypeError(f"{kind}: expected real numbers, got {given}")
    return _sealed(kind, data, shape, dtype)


@overload
def matrix(data: npt.ArrayLike) -> Matrix[int, int]: ...
@overload
def matrix(data: npt.ArrayLike, rows: R, cols: C) -> Matrix[R, C]: ...
@overload
def matrix(data: npt.ArrayLike, rows: R, cols: C, dtype: type[F]) -> Matrix[R, C, F]: ...
def matrix(data: npt.ArrayLike, rows: int | None = None, cols: int | None = None, dtype: type[Any] = np.float64) -> object:
    """A locked copy of `data` as a matrix whose axes have these names and sizes.

    float64 unless another dtype is asked for. Raises `ShapeError`, `DtypeError`, and `DomainError` for a number that is
    not finite.

    >>> from typing import NewType
    >>> Batch, Pixels = NewType("Batch", int), NewType("Pixels", int)
    >>> matrix([[1, 2, 3], [4, 5, 6]], Batch(2), Pixels(3)).T @ matrix([[1], [1]], Batch(2), 1)
    array([[5.],
           [7.],
           [9.]])
    """
    return _float("matrix", data, (rows, cols), dtype)


@overload
def vector(data: npt.ArrayLike) -> Vector[int]: ...
@overload
def vector(data: npt.ArrayLike, size: R) -> Vector[R]: ...
@overload
def vector(data: npt.ArrayLike, size: R, dtype: type[F]) -> Vector[R, F]: ...
def vector(data: npt.ArrayLike, size: int | None = None, dtype: type[Any] = np.float64) -> object:
    """A locked copy of `data` as a vector whose axis has this name and size; float64 unless another dtype is asked for.

    Raises `ShapeError`, `DtypeError`, and `DomainError` for a number that is not finite.

    >>> vector([1, 2, float("nan")])
    Traceback (most recent call last):
    ...
    pureml.errors.DomainError: vector: expected finite numbers, got nan at (2,)
    """
    return _float("vector", data, (size,), dtype)


@overload
def images(data: npt.ArrayLike, rows: R, channels: Ch, height: H, width: W) -> Images[R, Ch, H, W]: ...
@overload
def images(data: npt.ArrayLike, rows: R, channels: Ch, height: H, width: W, dtype: type[F]) -> Images[R, Ch, H, W, F]: ...
def images(data: npt.ArrayLike, rows: int, channels: int, height: int, width: int, dtype: type[Any] = np.float64) -> object:
    """A locked copy of `data` as images with these names and sizes: samples, channels, height, width.

    Raises `ShapeError`, `DtypeError`, and `DomainError` for a number that is not finite.

    >>> images([[[[0, 1], [2, 3]]]], 1, 1, 2, 2).shape
    (1, 1, 2, 2)
    """
    return _float("images", data, (rows, channels, height, width), dtype)


@overload
def stack(data: npt.ArrayLike, matrices: N, rows: R, cols: C) -> Stack[N, R, C]: ...
@overload
def stack(data: npt.ArrayLike, matrices: N, rows: R, cols: C, dtype: type[F]) -> Stack[N, R, C, F]: ...
def stack(data: npt.ArrayLike, matrices: int, rows: int, cols: int, dtype: type[Any] = np.float64) -> object:
    """A locked copy of `data` as matrices with these names and sizes, one upon the other.

    Raises `ShapeError`, `DtypeError`, and `DomainError` for a number that is not finite.

    >>> stack([[[0, 1]], [[2, 3]]], 2, 1, 2).mT.shape
    (2, 2, 1)
    """
    return _float("stack", data, (matrices, rows, cols), dtype)


def labels(data: npt.ArrayLike, rows: R, classes: C) -> Labels[R, C]:
    """A locked copy of `data` as one class, an integer from 0 to `classes` - 1, for each of `rows` samples.

    Raises `DtypeError` for numbers that are not integers, `ShapeError` (a column of shape (n, 1) is not a vector of
    labels) and `DomainError`.

    >>> labels([2, 0, 1], 3, 3)
    array([2, 0, 1])
    >>> labels([2, 0, 3], 3, 3)
    Traceback (most recent call last):
    ...
    pureml.errors.DomainError: labels: expected classes 0 to 2, got 3 at row 2
    """
    given = _array("labels", data)
    if given.size and given.dtype.kind not in "iu":
        raise DtypeError(f"labels: expected integers, got {given.dtype}")
    x = _sealed("labels", given, (rows,), np.intp)
    wrong = np.flatnonzero((x < 0) | (x >= classes))
    if wrong.size:
        raise DomainError(f"labels: expected classes 0 to {classes - 1}, got {x[wrong[0]]} at row {wrong[0]}")
    return cast("Labels[R, C]", x)


@overload
def distribution(data: npt.ArrayLike, rows: R, classes: C) -> Distribution[R, C]: ...
@overload
def distribution(data: npt.ArrayLike, rows: R, classes: C, dtype: type[F]) -> Distribution[R, C, F]: ...
def distribution(data: npt.ArrayLike, rows: int, classes: int, dtype: type[Any] = np.float64) -> object:
    """A locked copy of `data` as a mass, not negative, for each of `classes` classes in each of `rows` samples.

    A row may sum to something else than 1: the loss and its gradient are right for every mass. Raises `ShapeError`,
    `DtypeError` and `DomainError`.

    >>> distribution([[0.9, 0.1]], 1, 2)
    array([[0.9, 0.1]])
    >>> distribution([[1.5, -0.5]], 1, 2)
    Traceback (most recent call last):
    ...
    pureml.errors.DomainError: distribution: expected masses of at least 0, got -0.5 at (0, 1)
    """
    x = _float("distribution", data, (rows, classes), dtype)
    if (x < 0).any():
        where = tuple(int(i) for i in np.argwhere(x < 0)[0])
        raise DomainError(f"distribution: expected masses of at least 0, got {x[where]} at {where}")
    return x


@overload
def over(data: np.ndarray[Any, Any], rows: R, /) -> Vector[R]: ...
@overload
def over(data: np.ndarray[Any, Any], rows: R, cols: C, /) -> Matrix[R, C]: ...
@overload
def over(data: np.ndarray[Any, Any], rows: R, channels: Ch, height: H, width: W, /) -> Images[R, Ch, H, W]: ...
def over(data: np.ndarray[Any, Any], /, *shape: int) -> object:
    """The one typed door for numbers that are not floats: exact, symbolic, complex, balls, jets.

    Checkers see float64. Raises `ShapeError`, and `DtypeError` for an object array that holds a plain Python or NumPy
    number: those have no `exp`, and a float among exact numbers would make the rest inexact silently.

    >>> import numpy as np
    >>> over(np.array([1 + 1e-200j]), 1)
    array([1.+1.e-200j])
    """
    if data.dtype.kind not in "cO":
        raise DtypeError(f"over: expected complex numbers or elements of a number system, got {data.dtype}")
    if data.dtype.kind == "O":
        for e in data.flat:
            if isinstance(e, (int, float, complex, np.generic)):
                raise DtypeError(f"over: expected elements of a number system, got the plain number {e!r}")
    return _sealed("over", data, shape, data.dtype)
