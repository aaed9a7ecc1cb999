"""The way back through layers, for every kind of axes: what was kept, and what the pullback makes of it."""

from __future__ import annotations

from typing import Protocol, TypeAlias

from typing_extensions import TypeVar

from ..gradients import Cotangent
from ..records import Buffers, P_co

X = TypeVar("X")  # the array that goes into a layer, and so its cotangent
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
