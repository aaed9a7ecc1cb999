"""Layers of features, from columns to columns, and how they compose: `first >> relu >> second`."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, Generic, Protocol, Self, final, overload

import attrs
from typing_extensions import TypeVar, override

from ..arrays import F, Float, Matrix, R, freeze
from ..functions.activation import Activation, Elementwise, Rowwise
from ..records import P_co, sealed
from .back import Back
from .line import Joined, LineBack, linearized
from .network import Masks, Network

In = TypeVar("In", bound=int)
Out = TypeVar("Out", bound=int)
Next = TypeVar("Next", bound=int)
L1 = TypeVar("L1", bound="Layer[Any, Any, Any]")
L2 = TypeVar("L2", bound="Layer[Any, Any, Any]")


class Follows(Protocol[In, Out, P_co, F]):
    """A `Layer[In, Out, F]` seen together with its own concrete type."""

    def forward(self, x: Matrix[R, In, F], /) -> Matrix[R, Out, F]:
        """The output."""
        ...

    def linearize(
        self, x: Matrix[R, In, F], masks: Masks = ..., /
    ) -> tuple[Matrix[R, Out, F], Back[Matrix[R, In, F], Matrix[R, Out, F], P_co]]:
        """The output, and the way back."""
        ...

    def itself(self) -> P_co:
        """The layer."""
        ...


@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class Layer(Network, Generic[In, Out, Float]):
    """From matrices with `In` columns to matrices with `Out` columns, for any number of rows.

    `forward` evaluates; `linearize` is the training pass, which takes the masks drawn before it and keeps what the way
    back needs. They are two functions where a layer trains differently from how it evaluates.
    """

    @abstractmethod
    def forward(self, x: Matrix[R, In, Float], /) -> Matrix[R, Out, Float]:
        """The output in evaluation."""

    @abstractmethod
    def linearize(
        self, x: Matrix[R, In, Float], masks: Masks = (), /
    ) -> tuple[Matrix[R, Out, Float], Back[Matrix[R, In, Float], Matrix[R, Out, Float], Self]]:
        """The output in training, and the way back."""

    @overload
    def __rshift__(self, other: Activation, /) -> Activated[In, Out, Self, Float]: ...
    @overload
    def __rshift__(self, other: Follows[Out, Next, L2, Float], /) -> Chain[In, Next, Self, L2, Float]: ...
    def __rshift__(
        self, other: Activation | Follows[Out, Next, L2, Float], /
    ) -> Activated[In, Out, Self, Float] | Chain[In, Next, Self, L2, Float]:
        """This layer, then an activation or a layer that takes its columns."""
        if isinstance(other, (Elementwise, Rowwise)):
            return Activated(self, other)
        return Chain(self, other.itself())


@final
@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class Activated(Joined, Layer[In, Out, Float], Generic[In, Out, L1, Float]):
    """A layer followed by an activation."""

    layer: L1
    activation: Activation

    @override
    def forward(self, x: Matrix[R, In, Float], /) -> Matrix[R, Out, Float]:
        return freeze(self.activation.forward(self.layer.forward(x)))

    @override
    def linearize(
        self, x: Matrix[R, In, Float], masks: Masks = (), /
    ) -> tuple[Matrix[R, Out, Float], LineBack[Matrix[R, In, Float], Matrix[R, Out, Float], Self]]:
        return linearized(self, x, masks)

    @override
    def __repr__(self) -> str:
        return f"{self.layer} >> {self.activation}"


@final
@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class Chain(Joined, Layer[In, Out, Float], Generic[In, Out, L1, L2, Float]):
    """`first`, then `second`; build it with `>>`, which checks the axis between."""

    first: L1
    second: L2

    @override
    def forward(self, x: Matrix[R, In, Float], /) -> Matrix[R, Out, Float]:
        return self.second.forward(self.first.forward(x))

    @override
    def linearize(
        self, x: Matrix[R, In, Float], masks: Masks = (), /
    ) -> tuple[Matrix[R, Out, Float], LineBack[Matrix[R, In, Float], Matrix[R, Out, Float], Self]]:
        return linearized(self, x, masks)

    @override
    def __repr__(self) -> str:
        return f"{self.first} >> {self.second}"
