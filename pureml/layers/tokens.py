"""Layers from labels to rows of features, and how they compose with layers of features: `embedding >> layer`."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, Generic, Protocol, Self, final, overload

import attrs
from typing_extensions import TypeVar, override

from ..arrays import F, Float, Labels, Matrix, R, freeze
from ..functions.activation import Activation, Elementwise, Rowwise
from ..records import P_co, sealed
from .back import Back
from .layer import L2, Follows, In, Next, Out
from .line import Joined, LineBack, linearized
from .network import Masks, Network

T1 = TypeVar("T1", bound="TokenLayer[Any, Any, Any]")


class FollowsTokens(Protocol[In, Out, P_co, F]):
    """A `TokenLayer[In, Out, F]` seen together with its own concrete type."""

    def forward(self, x: Labels[R, In], /) -> Matrix[R, Out, F]:
        """The output."""
        ...

    def linearize(self, x: Labels[R, In], masks: Masks = ..., /) -> tuple[Matrix[R, Out, F], Back[None, Matrix[R, Out, F], P_co]]:
        """The output, and the way back."""
        ...

    def itself(self) -> P_co:
        """The layer."""
        ...


@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class TokenLayer(Network, Generic[In, Out, Float]):
    """From labels, each one of `In` tokens, to rows of `Out` features; labels have no cotangent, so the way back ends here."""

    @abstractmethod
    def forward(self, x: Labels[R, In], /) -> Matrix[R, Out, Float]:
        """The output in evaluation."""

    @abstractmethod
    def linearize(self, x: Labels[R, In], masks: Masks = (), /) -> tuple[Matrix[R, Out, Float], Back[None, Matrix[R, Out, Float], Self]]:
        """The output in training, and the way back."""

    @overload
    def __rshift__(self, other: Activation, /) -> ActivatedTokens[In, Out, Self, Float]: ...
    @overload
    def __rshift__(self, other: Follows[Out, Next, L2, Float], /) -> TokenChain[In, Next, Self, L2, Float]: ...
    def __rshift__(
        self, other: Activation | Follows[Out, Next, L2, Float], /
    ) -> ActivatedTokens[In, Out, Self, Float] | TokenChain[In, Next, Self, L2, Float]:
        """This layer, then an activation or a layer that takes its columns."""
        if isinstance(other, (Elementwise, Rowwise)):
            return ActivatedTokens(self, other)
        return TokenChain(self, other.itself())


@final
@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class ActivatedTokens(Joined, TokenLayer[In, Out, Float], Generic[In, Out, T1, Float]):
    """A layer of tokens followed by an activation."""

    layer: T1
    activation: Activation

    @override
    def forward(self, x: Labels[R, In], /) -> Matrix[R, Out, Float]:
        return freeze(self.activation.forward(self.layer.forward(x)))

    @override
    def linearize(
        self, x: Labels[R, In], masks: Masks = (), /
    ) -> tuple[Matrix[R, Out, Float], LineBack[None, Matrix[R, Out, Float], Self]]:
        return linearized(self, x, masks)

    @override
    def __repr__(self) -> str:
        return f"{self.layer} >> {self.activation}"


@final
@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class TokenChain(Joined, TokenLayer[In, Out, Float], Generic[In, Out, T1, L2, Float]):
    """A layer of tokens, then one of features; build it with `>>`, which checks the axis between."""

    first: T1
    second: L2

    @override
    def forward(self, x: Labels[R, In], /) -> Matrix[R, Out, Float]:
        return self.second.forward(self.first.forward(x))

    @override
    def linearize(
        self, x: Labels[R, In], masks: Masks = (), /
    ) -> tuple[Matrix[R, Out, Float], LineBack[None, Matrix[R, Out, Float], Self]]:
        return linearized(self, x, masks)

    @override
    def __repr__(self) -> str:
        return f"{self.first} >> {self.second}"
