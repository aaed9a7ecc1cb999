"""Functions without parameters that follow a layer: `layer >> relu`."""

from __future__ import annotations

from typing import Protocol, TypeAlias

import attrs
from typing_extensions import override

from ..arrays import A, C, F, Matrix, R, freeze


class Forward(Protocol):
    """A function of each number, whatever the axes."""

    def __call__(self, x: A, /) -> A:
        """The value."""
        ...


class Linearize(Protocol):
    """Its value, and the one array that its derivatives need."""

    def __call__(self, x: A, /) -> tuple[A, A]:
        """The value and what is kept."""
        ...


class Back(Protocol):
    """The cotangent of the input, from what was kept and the cotangent of the output."""

    def __call__(self, kept: A, g: A, /) -> A:
        """The cotangent of the input."""
        ...


class RowForward(Protocol):
    """A function of each row."""

    def __call__(self, x: Matrix[R, C, F], /) -> Matrix[R, C, F]:
        """The value."""
        ...


class RowLinearize(Protocol):
    """Its value, and the one array that its derivatives need."""

    def __call__(self, x: Matrix[R, C, F], /) -> tuple[Matrix[R, C, F], Matrix[R, C, F]]:
        """The value and what is kept."""
        ...


class RowBack(Protocol):
    """The cotangent of the input, from what was kept and the cotangent of the output."""

    def __call__(self, kept: Matrix[R, C, F], g: Matrix[R, C, F], /) -> Matrix[R, C, F]:
        """The cotangent of the input."""
        ...


@attrs.frozen(repr=False)
class Elementwise:
    """A function of each number: it may follow any layer, of features or of images."""

    name: str
    forward: Forward
    linearize: Linearize
    pullback: Back

    def __call__(self, x: A, /) -> A:
        """The value, locked."""
        return freeze(self.forward(x))

    @override
    def __repr__(self) -> str:
        return self.name


@attrs.frozen(repr=False)
class Rowwise:
    """A function of each row: it may follow a layer of features, not one of images."""

    name: str
    forward: RowForward
    linearize: RowLinearize
    pullback: RowBack

    def __call__(self, x: Matrix[R, C, F], /) -> Matrix[R, C, F]:
        """The value, locked."""
        return freeze(self.forward(x))

    @override
    def __repr__(self) -> str:
        return self.name


Activation: TypeAlias = Elementwise | Rowwise
