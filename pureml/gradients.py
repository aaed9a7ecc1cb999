"""Cotangents of a record of parameters: what the way back yields, and what an optimizer takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, Self, cast

import attrs
from typing_extensions import ParamSpec, override

from .arrays import Tensor, freeze
from .leaves import Leaves, dot, length
from .records import Map, P, P_co, Record, Zip, same_shapes

Args = ParamSpec("Args")


def _arrived(kind: Callable[[Record, Leaves], object], at: Record, leaves: Leaves) -> object:
    return kind(at, adopted(*leaves))


# `define`, not `frozen`: one of these is made for each layer at each step, and `frozen` takes 0.2 us longer.
@attrs.define(eq=False)
class Cotangent(Generic[P_co]):
    """An array for each array of `at`, in order: what the way back yields, layer by layer. Covariant."""

    at: P_co
    leaves: Leaves

    @property
    def tree(self) -> P_co:
        """The cotangents under the names of the parameters."""
        return self.at.rebuilt(lambda _, x: x, iter(self.leaves))

    @override
    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        # Pickled arrays arrive writable: in another process they are locked again.
        return _arrived, (type(self), self.at, self.leaves)


@attrs.define(eq=False)
class Grad(Cotangent[P], Generic[P]):
    """The gradient at exactly a `P`: a vector of its tangent space, not a network. Invariant, so it moves no other network."""

    def map(self, f: Map, /) -> Self:
        """`f` of each array."""
        return attrs.evolve(self, leaves=tuple([freeze(f(x)) for x in self.leaves]))

    def zip(self, f: Zip, other: Grad[P], /) -> Self:
        """`f` of each array and its fellow; raises `StructureError` for the gradient of another network."""
        _same_place("Grad.zip", self.at, other.at)
        pairs = zip(cast("tuple[Any, ...]", self.leaves), cast("tuple[Any, ...]", other.leaves), strict=True)
        return attrs.evolve(self, leaves=tuple([freeze(f(x, y)) for x, y in pairs]))

    def dot(self, other: Grad[P], /) -> float:
        """The inner product of two gradients; raises `StructureError` for the gradient of another network."""
        _same_place("Grad.dot", self.at, other.at)
        return dot(self.leaves, other.leaves)

    def norm(self) -> float:
        """The Euclidean length, over all parameters at once."""
        return length(self.leaves)


def _same_place(what: str, a: Record, b: Record) -> None:
    if a is not b:
        same_shapes(what, a, b)


def adopted(*arrays: Tensor[Any, Any]) -> Leaves:
    """The arrays just made, locked: the leaves of a cotangent whose layer has more fields than parameters."""
    return tuple([freeze(x) for x in arrays])


def cotangent(at: P, _make: Callable[Args, P], *leaves: Args.args, **_: Args.kwargs) -> Cotangent[P]:
    """The arrays just made for the fields of `at`, which a checker compares with those of its constructor."""
    return Cotangent(at, tuple([freeze(x) for x in cast("tuple[Any, ...]", leaves)]))


def moved(params: P, f: Zip, grad: Grad[P], /) -> P:
    """`f` of each parameter and its cotangent; raises `StructureError` for the gradient of another network."""
    _same_place("gradient", params, grad.at)
    return params.rebuilt(f, iter(grad.leaves))
