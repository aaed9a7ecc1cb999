"""Layers of images, and layers from images to features, and how they compose with each other and with features."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, Generic, Protocol, Self, final, overload

import attrs
from typing_extensions import TypeVar, override

from ..arrays import Ch as Channel
from ..arrays import F, Float, H, Images, Matrix, R, W, freeze
from ..functions.activation import Activation, Elementwise, Rowwise
from ..records import P_co, sealed
from .back import Back
from .layer import L2, Follows, Next, Out
from .line import Joined, LineBack, linearized
from .network import Masks, Network

Ch2 = TypeVar("Ch2", bound=int)
H2 = TypeVar("H2", bound=int)
W2 = TypeVar("W2", bound=int)
Ch3 = TypeVar("Ch3", bound=int)
H3 = TypeVar("H3", bound=int)
W3 = TypeVar("W3", bound=int)
I1 = TypeVar("I1", bound="ImageLayer[Any, Any, Any, Any, Any, Any, Any]")
I2 = TypeVar("I2", bound="ImageLayer[Any, Any, Any, Any, Any, Any, Any]")
G1 = TypeVar("G1", bound="ImageLayer[Any, Any, Any, Any, Any, Any, Any] | FlatLayer[Any, Any, Any, Any, Any]")
G2 = TypeVar("G2", bound=Network)


class FollowsImages(Protocol[Channel, H, W, Ch2, H2, W2, P_co, F]):
    """An `ImageLayer` seen together with its own concrete type."""

    def forward(self, x: Images[R, Channel, H, W, F], /) -> Images[R, Ch2, H2, W2, F]:
        """The output."""
        ...

    def linearize(
        self, x: Images[R, Channel, H, W, F], masks: Masks = ..., /
    ) -> tuple[Images[R, Ch2, H2, W2, F], Back[Images[R, Channel, H, W, F], Images[R, Ch2, H2, W2, F], P_co]]:
        """The output, and the way back."""
        ...

    def itself(self) -> P_co:
        """The layer."""
        ...


class FollowsFlat(Protocol[Channel, H, W, Out, P_co, F]):
    """A `FlatLayer` seen together with its own concrete type."""

    def forward(self, x: Images[R, Channel, H, W, F], /) -> Matrix[R, Out, F]:
        """The output."""
        ...

    def linearize(
        self, x: Images[R, Channel, H, W, F], masks: Masks = ..., /
    ) -> tuple[Matrix[R, Out, F], Back[Images[R, Channel, H, W, F], Matrix[R, Out, F], P_co]]:
        """The output, and the way back."""
        ...

    def itself(self) -> P_co:
        """The layer."""
        ...


@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class ImageLayer(Network, Generic[Channel, H, W, Ch2, H2, W2, Float]):
    """From images to images, for any number of them."""

    @abstractmethod
    def forward(self, x: Images[R, Channel, H, W, Float], /) -> Images[R, Ch2, H2, W2, Float]:
        """The output in evaluation."""

    @abstractmethod
    def linearize(
        self, x: Images[R, Channel, H, W, Float], masks: Masks = (), /
    ) -> tuple[Images[R, Ch2, H2, W2, Float], Back[Images[R, Channel, H, W, Float], Images[R, Ch2, H2, W2, Float], Self]]:
        """The output in training, and the way back."""

    @overload
    def __rshift__(self, other: Elementwise, /) -> ActivatedImages[Channel, H, W, Ch2, H2, W2, Self, Float]: ...
    @overload
    def __rshift__(
        self, other: FollowsImages[Ch2, H2, W2, Ch3, H3, W3, I2, Float], /
    ) -> ImageChain[Channel, H, W, Ch3, H3, W3, Self, I2, Float]: ...
    @overload
    def __rshift__(self, other: FollowsFlat[Ch2, H2, W2, Out, G2, Float], /) -> FlatChain[Channel, H, W, Out, Self, G2, Float]: ...
    def __rshift__(
        self,
        other: Elementwise | FollowsImages[Ch2, H2, W2, Ch3, H3, W3, I2, Float] | FollowsFlat[Ch2, H2, W2, Out, G2, Float],
        /,
    ) -> object:
        """This layer, then an elementwise activation, or a layer that takes its images."""
        me: ImageLayer[Any, Any, Any, Any, Any, Any, Any] = self
        if isinstance(other, Elementwise):
            activated: ActivatedImages[Any, Any, Any, Any, Any, Any, Any, Any] = ActivatedImages(me, other)
            return activated
        after: Any = other.itself()
        compose: Any = ImageChain if _takes_and_gives_images(after) else FlatChain
        chain: ImageChain[Any, Any, Any, Any, Any, Any, Any, Any, Any] | FlatChain[Any, Any, Any, Any, Any, Any, Any]
        chain = compose(me, after)
        return chain


@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class FlatLayer(Network, Generic[Channel, H, W, Out, Float]):
    """From images to rows of features."""

    @abstractmethod
    def forward(self, x: Images[R, Channel, H, W, Float], /) -> Matrix[R, Out, Float]:
        """The output in evaluation."""

    @abstractmethod
    def linearize(
        self, x: Images[R, Channel, H, W, Float], masks: Masks = (), /
    ) -> tuple[Matrix[R, Out, Float], Back[Images[R, Channel, H, W, Float], Matrix[R, Out, Float], Self]]:
        """The output in training, and the way back."""

    @overload
    def __rshift__(self, other: Activation, /) -> ActivatedFlat[Channel, H, W, Out, Self, Float]: ...
    @overload
    def __rshift__(self, other: Follows[Out, Next, L2, Float], /) -> FlatChain[Channel, H, W, Next, Self, L2, Float]: ...
    def __rshift__(
        self, other: Activation | Follows[Out, Next, L2, Float], /
    ) -> ActivatedFlat[Channel, H, W, Out, Self, Float] | FlatChain[Channel, H, W, Next, Self, L2, Float]:
        """This layer, then an activation or a layer that takes its columns."""
        if isinstance(other, (Elementwise, Rowwise)):
            return ActivatedFlat(self, other)
        return FlatChain(self, other.itself())


@final
@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class ActivatedImages(Joined, ImageLayer[Channel, H, W, Ch2, H2, W2, Float], Generic[Channel, H, W, Ch2, H2, W2, I1, Float]):
    """A layer of images followed by an activation."""

    layer: I1
    activation: Elementwise

    @override
    def forward(self, x: Images[R, Channel, H, W, Float], /) -> Images[R, Ch2, H2, W2, Float]:
        return freeze(self.activation.forward(self.layer.forward(x)))

    @override
    def linearize(
        self, x: Images[R, Channel, H, W, Float], masks: Masks = (), /
    ) -> tuple[Images[R, Ch2, H2, W2, Float], LineBack[Images[R, Channel, H, W, Float], Images[R, Ch2, H2, W2, Float], Self]]:
        return linearized(self, x, masks)

    @override
    def __repr__(self) -> str:
        return f"{self.layer} >> {self.activation}"


@final
@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class ActivatedFlat(Joined, FlatLayer[Channel, H, W, Out, Float], Generic[Channel, H, W, Out, G1, Float]):
    """A layer from images to features followed by an activation."""

    layer: G1
    activation: Activation

    @override
    def forward(self, x: Images[R, Channel, H, W, Float], /) -> Matrix[R, Out, Float]:
        h: Any = self.layer.forward(x)
        return freeze(self.activation.forward(h))

    @override
    def linearize(
        self, x: Images[R, Channel, H, W, Float], masks: Masks = (), /
    ) -> tuple[Matrix[R, Out, Float], LineBack[Images[R, Channel, H, W, Float], Matrix[R, Out, Float], Self]]:
        return linearized(self, x, masks)

    @override
    def __repr__(self) -> str:
        return f"{self.layer} >> {self.activation}"


@final
@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class ImageChain(Joined, ImageLayer[Channel, H, W, Ch2, H2, W2, Float], Generic[Channel, H, W, Ch2, H2, W2, I1, I2, Float]):
    """A layer of images, then another; build it with `>>`, which checks the axes between."""

    first: I1
    second: I2

    @override
    def forward(self, x: Images[R, Channel, H, W, Float], /) -> Images[R, Ch2, H2, W2, Float]:
        return self.second.forward(self.first.forward(x))

    @override
    def linearize(
        self, x: Images[R, Channel, H, W, Float], masks: Masks = (), /
    ) -> tuple[Images[R, Ch2, H2, W2, Float], LineBack[Images[R, Channel, H, W, Float], Images[R, Ch2, H2, W2, Float], Self]]:
        return linearized(self, x, masks)

    @override
    def __repr__(self) -> str:
        return f"{self.first} >> {self.second}"


@final
@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class FlatChain(Joined, FlatLayer[Channel, H, W, Out, Float], Generic[Channel, H, W, Out, G1, G2, Float]):
    """From images to features in two steps: images first, or features last; build it with `>>`."""

    first: G1
    second: G2

    @override
    def forward(self, x: Images[R, Channel, H, W, Float], /) -> Matrix[R, Out, Float]:
        after: Any = self.second  # a FlatLayer or a Layer, as `>>` has checked
        y: Matrix[R, Out, Float] = after.forward(self.first.forward(x))
        return y

    @override
    def linearize(
        self, x: Images[R, Channel, H, W, Float], masks: Masks = (), /
    ) -> tuple[Matrix[R, Out, Float], LineBack[Images[R, Channel, H, W, Float], Matrix[R, Out, Float], Self]]:
        return linearized(self, x, masks)

    @override
    def __repr__(self) -> str:
        return f"{self.first} >> {self.second}"


def _takes_and_gives_images(layer: object) -> bool:
    return isinstance(layer, ImageLayer)
