"""Array types at run time: `isinstance` looks at the number of axes and the kind of number.

The objects are plain arrays. What a checker sees is in `types.pyi`.
"""

from __future__ import annotations

from typing import Any, ClassVar, Generic, TypeAlias, cast

import numpy as np
from typing_extensions import TypeVar, override

R = TypeVar("R", bound=int)
C = TypeVar("C", bound=int)
K = TypeVar("K", bound=int)
Ch = TypeVar("Ch", bound=int)
H = TypeVar("H", bound=int)
W = TypeVar("W", bound=int)
N = TypeVar("N", bound=int)
Shape = TypeVar("Shape", bound="tuple[int, ...]")
F = TypeVar("F", np.float32, np.float64)
Float = TypeVar("Float", np.float32, np.float64, default=np.float64)


class _Virtual(type):
    _axes: int | None
    _kinds: str

    @override
    def __instancecheck__(cls, x: object) -> bool:
        if not isinstance(x, np.ndarray):
            return False
        array = cast("np.ndarray[Any, np.dtype[Any]]", x)
        return array.dtype.kind in cls._kinds and cls._axes in (None, array.ndim)


class InPlaceWriteToAValue:
    """What a checker calls `x += y` on a value."""


class Tensor(Generic[Shape, Float], metaclass=_Virtual):
    """Any number of axes."""

    _axes: ClassVar[int | None] = None
    _kinds: ClassVar[str] = "fcO"

    def __new__(cls, *_: object) -> Any:
        """Nothing is made of a type that only checkers see."""
        raise TypeError(f"{cls.__name__} is a type; use pureml.matrix, vector, images, labels or distribution")


class Mask(Tensor[Shape], Generic[Shape]):
    """Where a comparison holds."""

    _kinds = "b"


class Labels(Tensor[tuple[R]], Generic[R, C]):
    """One class for each sample."""

    _axes = 1
    _kinds = "i"


class Places(Labels[R, C], Generic[R, C]):
    """Where one entry of each row stands, counted through the rows."""


class Vector(Tensor[tuple[R], Float], Generic[R, Float]):
    """One axis."""

    _axes = 1


class Matrix(Tensor[tuple[R, C], Float], Generic[R, C, Float]):
    """Two axes."""

    _axes = 2


class FreshMatrix(Matrix[R, C, Float], Generic[R, C, Float]):
    """A matrix its own function has just made."""


class Distribution(Matrix[R, C, Float], Generic[R, C, Float]):
    """A mass for each class in each sample."""


class Images(Tensor[tuple[R, Ch, H, W], Float], Generic[R, Ch, H, W, Float]):
    """Samples, channels, height, width."""

    _axes = 4


class Stack(Tensor[tuple[N, R, C], Float], Generic[N, R, C, Float]):
    """Matrices of one size, one upon the other."""

    _axes = 3


Leaf: TypeAlias = Tensor[tuple[int, ...], np.float32] | Tensor[tuple[int, ...], np.float64]
A = TypeVar("A", bound="Tensor[Any, Any]")
