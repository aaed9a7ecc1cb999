"""The way back through layers, for every kind of axes: what was kept, and what the pullback makes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeAlias

import attrs
from typing_extensions import TypeVar

from ..gradients import Cotangent
from ..records import Buffers, P, P_co

X = TypeVar("X")  # the array that goes into a layer, and so its cotangent
Mid = TypeVar("Mid")
Y = TypeVar("Y")  # the array that comes out
X_co = TypeVar("X_co", covariant=True)
Y_contra = TypeVar("Y_contra", contravariant=True)
Measured: TypeAlias = tuple[Buffers, ...]


class Back(Protocol[X_co, Y_contra, P_co]):
    """What a layer keeps of a pass for the way back."""

    def pullback(self, g: Y_contra, /) -> tuple[X_co, Cotangent[P_co]]:
        """The cotangents of the input and of the parameters."""
        ...

    def gradient(self, g: Y_contra, /) -> Cotangent[P_co]:
        """The cotangent of the parameters alone; equal to that of `pullback`."""
        ...

    def measured(self) -> Measured:
        """What the layers measured on the batch, one entry for each layer that measures, in order."""
        ...


# `define`, not `frozen`: one of these is made for each layer at each step, and `frozen` takes 0.2 us longer.
@attrs.define(eq=False)
class ActivatedBack(Generic[X, Y, P]):
    """The way back through the layer, and what the activation kept."""

    at: P
    inner: Back[X, Y, Any]
    activation: Callable[[Y, Y], Y]
    kept: Y

    def pullback(self, g: Y, /) -> tuple[X, Cotangent[P]]:
        """The cotangents of the input and of the parameters."""
        d_x, d_layer = self.inner.pullback(self.activation(self.kept, g))
        return d_x, Cotangent(self.at, d_layer.leaves)

    def gradient(self, g: Y, /) -> Cotangent[P]:
        """The cotangent of the parameters alone."""
        return Cotangent(self.at, self.inner.gradient(self.activation(self.kept, g)).leaves)

    def measured(self) -> Measured:
        """What the layer measured."""
        return self.inner.measured()


@attrs.define(eq=False)
class ChainBack(Generic[X, Mid, Y, P]):
    """Both ways back, taken last to first."""

    at: P
    first: Back[X, Mid, Any]
    second: Back[Mid, Y, Any]

    def pullback(self, g: Y, /) -> tuple[X, Cotangent[P]]:
        """The cotangents of the input and of the parameters."""
        d_h, d_second = self.second.pullback(g)
        d_x, d_first = self.first.pullback(d_h)
        return d_x, Cotangent(self.at, d_first.leaves + d_second.leaves)

    def gradient(self, g: Y, /) -> Cotangent[P]:
        """The cotangent of the parameters alone: nothing is computed for the input of the first layer."""
        d_h, d_second = self.second.pullback(g)
        return Cotangent(self.at, self.first.gradient(d_h).leaves + d_second.leaves)

    def measured(self) -> Measured:
        """What both measured."""
        return self.first.measured() + self.second.measured()
