"""Layers of features, from columns to columns, and how they compose: `first >> relu >> second`."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, Generic, Protocol, Self, overload

import attrs
from typing_extensions import TypeVar, override

from ..arrays import F, Float, Matrix, R, freeze
from ..functions.activation import Activation, Elementwise, Rowwise
from ..records import P_co, sealed
from .back import ActivatedBack, Back, ChainBack
from .network import Masks, Network, split_masks

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


@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class Activated(Layer[In, Out, Float], Generic[In, Out, L1, Float]):
    """A layer followed by an activation."""

    layer: L1
    activation: Activation

    @override
    def forward(self, x: Matrix[R, In, Float], /) -> Matrix[R, Out, Float]:
        return freeze(self.activation.forward(self.layer.forward(x)))

    @override
    def linearize(
        self, x: Matrix[R, In, Float], masks: Masks = (), /
    ) -> tuple[Matrix[R, Out, Float], ActivatedBack[Matrix[R, In, Float], Matrix[R, Out, Float], Self]]:
        h, inner = self.layer.linearize(x, masks)
        y, kept = self.activation.linearize(h)
        return freeze(y), ActivatedBack(self, inner, self.activation.pullback, kept)

    @override
    def __repr__(self) -> str:
        return f"{self.layer} >> {self.activation}"


@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class Chain(Layer[In, Out, Float], Generic[In, Out, L1, L2, Float]):
    """`first`, then `second`; build it with `>>`, which checks the axis between."""

    first: L1
    second: L2

    @override
    def forward(self, x: Matrix[R, In, Float], /) -> Matrix[R, Out, Float]:
        return self.second.forward(self.first.forward(x))

    @override
    def linearize(
        self, x: Matrix[R, In, Float], masks: Masks = (), /
    ) -> tuple[Matrix[R, Out, Float], ChainBack[Matrix[R, In, Float], Matrix[R, Any, Float], Matrix[R, Out, Float], Self]]:
        early, late = split_masks(masks, self.second)
        h, first = self.first.linearize(x, early)
        y, second = self.second.linearize(h, late)
        return y, ChainBack(self, first, second)

    @override
    def __repr__(self) -> str:
        return f"{self.first} >> {self.second}"
