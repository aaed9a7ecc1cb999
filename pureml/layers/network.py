"""What every layer is, whatever its axes: parameters, the masks it draws, the statistics it absorbs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Generic, Self, TypeAlias

import attrs
from typing_extensions import TypeVar, override

from ..arrays import Mask, Tensor, freeze
from ..errors import DtypeError, ShapeError
from ..keys import Key
from ..masks import Dropped, keep_masks
from ..records import Buffers, P, Record, same_shapes, sealed
from ..structure import joined, vector_of
from .back import Measured

Masks: TypeAlias = tuple[Mask[Any], ...]


@attrs.frozen(eq=False)
class Noise(Generic[P]):
    """The masks of one pass of exactly a `P`, drawn before it. Invariant."""

    at: P
    masks: Masks

    @override
    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        # Pickled arrays arrive writable: in another process they are locked again.
        return _arrived, (self.at, self.masks)


def _arrived(at: Record, masks: Masks) -> object:
    return Noise(at, tuple(freeze(mask) for mask in masks))


# `define`, not `frozen`: one of these is made at each step, and `frozen` takes 0.2 us longer.
@attrs.define(eq=False)
class Statistics(Generic[P]):
    """What the layers of exactly a `P` measured on a batch: not parameters, no optimizer sees them. Invariant."""

    at: P
    measured: Measured


@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class Network(Record):
    """A record of parameters with a pass forward and back; its subclasses say over which axes."""

    def itself(self) -> Self:
        """This network: how a checker learns its concrete type."""
        return self

    def parts(self) -> tuple[Network, ...]:
        """The networks it is made of, in order."""
        return tuple([value for value in self._values() if isinstance(value, Network)])

    @property
    def dropped(self) -> tuple[Dropped, ...]:
        """The masks that a pass needs, in order."""
        found: tuple[Dropped, ...] = ()
        for part in self.parts():
            found += part.dropped
        return found

    @property
    def draws(self) -> int:
        """How many masks a pass needs."""
        return len(self.dropped)

    def settled(self) -> Network:
        """The network that trains as this one evaluates: its dropout drops nothing, its batch norm has given moments."""
        return self._with(lambda _, value: value.settled() if isinstance(value, Network) else value)

    def absorb(self, statistics: Statistics[Self], /) -> Self:
        """This network after its layers have taken in what they measured on a batch; raises `StructureError`."""
        if statistics.at is not self:
            same_shapes("statistics", self, statistics.at)
        if not statistics.measured:
            return self
        record = self.taking(iter(statistics.measured))
        joined(record, self, self.leaves, vector_of(self))  # buffers are no leaves
        return record

    def taking(self, measured: Iterator[Buffers], /) -> Self:
        """This network with the statistics of each layer taken from an iterator, in order; itself where none is taken."""
        values = self._values()
        taken = False
        for i, value in enumerate(values):
            if isinstance(value, Network):
                new = value.taking(measured)
                if new is not value:
                    values[i], taken = new, True
        return self._of(values) if taken else self


def _dropped(network: Network) -> tuple[Dropped, ...]:
    return network.dropped


N = TypeVar("N", bound=Network)


def draw_noise(network: N, key: Key, rows: int, /) -> Noise[N]:
    """The masks of one pass of `network` over `rows` samples; the same key gives the same masks."""
    return Noise(network, keep_masks(key, rows, network.once(_dropped)))


def masks_of(network: Network, noise: Noise[Any] | None, /) -> Masks:
    """The masks of `noise`, after checking that they were drawn for a network like this one; raises `StructureError`."""
    if noise is None:
        return ()
    if noise.at is not network:
        same_shapes("noise", network, noise.at)
    return noise.masks


def check_input(layer: str, x: Tensor[Any, Any], columns: int, like: Tensor[Any, Any], /) -> None:
    """Raise a clear error unless `x` is a matrix with so many columns, of the dtype of the parameters."""
    if x.ndim != 2 or x.shape[1] != columns:
        raise ShapeError(f"{layer}: expected a matrix with {columns} columns, got x of shape {x.shape}")
    if x.dtype != like.dtype:
        raise DtypeError(f"{layer}: expected x of dtype {like.dtype}, got {x.dtype}")
