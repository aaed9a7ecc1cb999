"""What a loss refuses before it computes: a target that NumPy would stretch or convert until it fits."""

from __future__ import annotations

from typing import Any

from ..arrays import C, F, Labels, Matrix, Places, R, Tensor, places
from ..errors import DtypeError, ShapeError

_TOGETHER = ({"f"}, {"d"}, {"O"}, {"D"}, {"d", "D"})


def labelled(where: str, x: Matrix[R, C, F], target: Labels[R, C], /) -> Places[R, C]:
    """The place of each row's label, if there is an integer for each row of a matrix: a column of labels is none.

    Raises `ShapeError` and `DtypeError`.

    >>> import pureml as pm
    >>> labelled("loss", pm.matrix([[0.0, 1.0]]), pm.labels([1, 0], 2, 2))
    Traceback (most recent call last):
    ...
    pureml.errors.ShapeError: labels: expected one for each of the 1 rows, got shape (2,)
    """
    if target.dtype.kind != "i":
        raise DtypeError(f"{where}: expected labels, which are integers, got a target of {target.dtype}")
    _filled(where, x)
    return places(target, x)


def alike(where: str, x: Matrix[R, C, F], target: Matrix[R, C, F], /) -> None:
    """Raise `ShapeError` or `DtypeError` unless both are matrices of one shape and one dtype.

    >>> import pureml as pm
    >>> alike("loss", pm.matrix([[0.0, 1.0], [2.0, 3.0]]), pm.matrix([[0.0], [1.0]]))
    Traceback (most recent call last):
    ...
    pureml.errors.ShapeError: loss: expected a target of shape (2, 2), got shape (2, 1)
    """
    _filled(where, x)
    if target.shape != x.shape:
        raise ShapeError(f"{where}: expected a target of shape {x.shape}, got shape {target.shape}")
    if {x.dtype.char, target.dtype.char} not in _TOGETHER:
        raise DtypeError(f"{where}: expected a target of {x.dtype}, got {target.dtype}")


def _filled(where: str, x: Tensor[Any, Any]) -> None:
    if x.ndim != 2 or not x.size:
        raise ShapeError(f"{where}: expected a matrix with rows and columns, got shape {x.shape}")
