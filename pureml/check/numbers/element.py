"""What all elements of an object array share: operators that know ints and fractions and refuse floats."""

from __future__ import annotations

from abc import ABC, abstractmethod
from fractions import Fraction
from typing import Any, ClassVar, Generic, Self, SupportsInt, TypeVar, cast

import numpy as np
from typing_extensions import override

Whole = int | np.integer[Any] | np.bool_
Operand = Whole | Fraction
Parts = TypeVar("Parts")


class Element(ABC, Generic[Parts]):  # noqa: PLW1641  # not hashable: the reason is in the docstring
    """A number that an object array can hold: right where it answers, raising where it cannot.

    Made from an int or a fraction, combined with those and with its own kind. A float is refused in every position,
    since `0.1` is not one tenth and one float makes everything after it inexact. Comparisons answer only where the
    answer is certain. Elements are values; they are not hashable, because equal numbers may be written differently and
    no common form is known for all of them.

    NumPy's ufuncs on object arrays call the method of the same name: `np.exp(x)` is `[e.exp() for e in x]`.
    """

    __slots__ = ("_parts",)
    _parts: Parts

    # Above NumPy's scalars, which then leave `np.int64(1) + e` to the element; below arrays, which take `x + e` apart
    # themselves. `__array_ufunc__ = None` would do the first, and forbid the second and `np.maximum(x, e)`.
    __array_priority__: ClassVar[float] = -1.0

    def __init__(self, value: Operand = 0, /) -> None:
        """The number `value`. Raises `TypeError` for a float."""
        self._refuse_float(value)
        self._parts = self._lifted(value if isinstance(value, Fraction) else int(value))

    @classmethod
    def _made(cls, parts: Parts) -> Self:
        element = cls.__new__(cls)
        element._parts = parts  # noqa: SLF001  # its own class
        return element

    @property
    def parts(self) -> Parts:
        """What the number is kept as."""
        return self._parts

    # ------------------------------------------------- what a subclass defines --

    @staticmethod
    @abstractmethod
    def _lifted(value: int | Fraction) -> Parts: ...

    @staticmethod
    @abstractmethod
    def _add(a: Parts, b: Parts) -> Parts: ...

    @staticmethod
    @abstractmethod
    def _multiply(a: Parts, b: Parts) -> Parts: ...

    @staticmethod
    @abstractmethod
    def _divide(a: Parts, b: Parts) -> Parts: ...

    @staticmethod
    @abstractmethod
    def _negate(a: Parts) -> Parts: ...

    @staticmethod
    @abstractmethod
    def _power(a: Parts, exponent: int) -> Parts: ...

    @staticmethod
    @abstractmethod
    def _equal(a: Parts, b: Parts) -> bool: ...

    @staticmethod
    @abstractmethod
    def _less(a: Parts, b: Parts) -> bool: ...

    @staticmethod
    @abstractmethod
    def _at_most(a: Parts, b: Parts) -> bool: ...

    @abstractmethod
    def __float__(self) -> float:
        """A sample: a double at or near the number."""

    @abstractmethod
    def constant(self) -> Self:
        """The number without a slope."""

    # --------------------------------------------------------------- operands --

    @classmethod
    def _refuse_float(cls, value: object, /) -> None:
        if isinstance(value, (float, complex, np.inexact)):
            raise TypeError(f"{cls.__name__}: expected an exact number, got the float {value!s}; write a Fraction or divide ints")

    @classmethod
    def _whole(cls, value: object, /) -> int | None:
        """An int from an int of Python or NumPy, None for anything else."""
        cls._refuse_float(value)
        # Narrowing to np.integer would bring in its type parameter, which is unknown.
        return int(cast(SupportsInt, value)) if isinstance(value, (int, np.integer, np.bool_)) else None

    @classmethod
    def _operand(cls, other: object, /) -> Parts | None:
        """The parts of `other` as one of these; None for what is not a number, such as an array."""
        if isinstance(other, cls):
            return other.parts
        whole = other if isinstance(other, Fraction) else cls._whole(other)
        return None if whole is None else cls._lifted(whole)

    # -------------------------------------------------------------- operators --

    def __add__(self, other: Self | Operand, /) -> Self:
        operand = self._operand(other)
        if operand is None:
            return NotImplemented
        return self._made(self._add(self._parts, operand))

    def __radd__(self, other: Operand, /) -> Self:
        operand = self._operand(other)
        if operand is None:
            return NotImplemented
        return self._made(self._add(operand, self._parts))

    def __sub__(self, other: Self | Operand, /) -> Self:
        operand = self._operand(other)
        if operand is None:
            return NotImplemented
        return self._made(self._add(self._parts, self._negate(operand)))

    def __rsub__(self, other: Operand, /) -> Self:
        operand = self._operand(other)
        if operand is None:
            return NotImplemented
        return self._made(self._add(operand, self._negate(self._parts)))

    def __mul__(self, other: Self | Operand, /) -> Self:
        operand = self._operand(other)
        if operand is None:
            return NotImplemented
        return self._made(self._multiply(self._parts, operand))

    def __rmul__(self, other: Operand, /) -> Self:
        operand = self._operand(other)
        if operand is None:
            return NotImplemented
        return self._made(self._multiply(operand, self._parts))

    def __truediv__(self, other: Self | Operand, /) -> Self:
        operand = self._operand(other)
        if operand is None:
            return NotImplemented
        return self._made(self._divide(self._parts, operand))

    def __rtruediv__(self, other: Operand, /) -> Self:
        operand = self._operand(other)
        if operand is None:
            return NotImplemented
        return self._made(self._divide(operand, self._parts))

    def __pow__(self, exponent: Whole, /) -> Self:
        whole = self._whole(exponent)
        if whole is None:
            return NotImplemented
        return self._made(self._power(self._parts, whole))

    def __neg__(self) -> Self:
        return self._made(self._negate(self._parts))

    def __pos__(self) -> Self:
        return self

    def __abs__(self) -> Self:
        """The number or its negative, by a comparison with 0."""
        return self if self >= 0 else -self

    # ------------------------------------------------------------ comparisons --

    @override
    def __eq__(self, other: object, /) -> bool:
        operand = self._operand(other)
        if operand is None:
            return NotImplemented
        return self._equal(self._parts, operand)

    @override
    def __ne__(self, other: object, /) -> bool:
        operand = self._operand(other)
        if operand is None:
            return NotImplemented
        return not self._equal(self._parts, operand)

    def __lt__(self, other: Self | Operand, /) -> bool:
        operand = self._operand(other)
        if operand is None:
            return NotImplemented
        return self._less(self._parts, operand)

    def __le__(self, other: Self | Operand, /) -> bool:
        operand = self._operand(other)
        if operand is None:
            return NotImplemented
        return self._at_most(self._parts, operand)

    def __gt__(self, other: Self | Operand, /) -> bool:
        operand = self._operand(other)
        if operand is None:
            return NotImplemented
        return self._less(operand, self._parts)

    def __ge__(self, other: Self | Operand, /) -> bool:
        operand = self._operand(other)
        if operand is None:
            return NotImplemented
        return self._at_most(operand, self._parts)

    def __bool__(self) -> bool:
        return self != 0

    # -------------------------------------------------------------- functions --

    def square(self) -> Self:
        """`x x`"""
        return self * self

    def reciprocal(self) -> Self:
        """`1 / x`"""
        return 1 / self

    @abstractmethod
    def exp(self) -> Self:
        """`e^x`"""

    @abstractmethod
    def expm1(self) -> Self:
        """`e^x - 1`"""

    @abstractmethod
    def log(self) -> Self:
        """The natural logarithm."""

    @abstractmethod
    def log1p(self) -> Self:
        """`log(1 + x)`"""

    @abstractmethod
    def sqrt(self) -> Self:
        """The square root that is not negative."""

    @abstractmethod
    def tanh(self) -> Self:
        """The hyperbolic tangent."""

    @abstractmethod
    def cosh(self) -> Self:
        """The hyperbolic cosine."""

    @abstractmethod
    def sinh(self) -> Self:
        """The hyperbolic sine."""

    @abstractmethod
    def erf(self) -> Self:
        """`2 / sqrt(pi)` times the integral of `exp(-t^2)` from 0 to `x`."""

    def erfcx(self) -> Self:
        """`exp(x^2) (1 - erf x)`, which neither overflows nor underflows where x is positive."""
        return (1 - self.erf()) * (self * self).exp()

    @classmethod
    @abstractmethod
    def pi(cls) -> Self:
        """The circle's number."""
