"""Frozen records: trees of locked arrays, with the structure of the tree in their type.

A `Record` holds parameters and is a vector: `map`, `zip`, `dot`, `norm`, `flatten`. `Buffers` hold arrays that belong to
a network and are no parameters, such as running statistics: no gradient and no optimizer sees them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import accumulate, pairwise
from math import prod
from typing import Any, Protocol, Self, TypeAlias, cast

import attrs
import numpy as np
from typing_extensions import ParamSpec, TypeVar, override

from .arrays import A, Leaf, Tensor, Vector, freeze
from .errors import DtypeError, ShapeError, StructureError
from .leaves import Leaves, dot, length, total
from .structure import SLOTS, Structured, alike, joined, put_leaves, same_kind, vector_of

T = TypeVar("T")
Args = ParamSpec("Args")
Flat: TypeAlias = Vector[int, np.float32] | Vector[int, np.float64]
_Array = np.ndarray[Any, np.dtype[Any]]
_Slots = tuple[tuple[str, Callable[[object], Any], Callable[[object, object], None]], ...]
_new = object.__new__


def _seal(value: T) -> T:
    """A locked copy of an array; anything else as it is."""
    return cast("T", freeze(cast("_Array", value).copy())) if isinstance(value, np.ndarray) else value


def sealed(_cls: type, fields: list[attrs.Attribute[Any]]) -> list[attrs.Attribute[Any]]:
    """The `field_transformer` of every record: each array given to its constructor is copied and locked."""
    return [f.evolve(converter=_seal) if cast("Any", f).converter is None else f for f in fields]


def _converted(field: attrs.Attribute[Any], value: object) -> object:
    """What the constructor would make of a value for this field."""
    converter = cast("Any", field).converter
    return converter(value) if converter else value


class Map(Protocol):
    """The same function for every leaf, whatever its shape and dtype."""

    def __call__(self, a: A, /) -> A:
        """A new leaf."""
        ...


class Zip(Protocol):
    """The same function for every pair of leaves, whatever their shape and dtype."""

    def __call__(self, a: A, b: A, /) -> A:
        """A new leaf."""
        ...


def same_shapes(what: str, a: Record, b: Record) -> None:
    """Raise `StructureError` unless `a` and `b` are records of one type, all the way down, with arrays of the same shapes."""
    if alike(a, b):
        return
    same_kind(what, a, b)
    wanted, got = [x.shape for x in a.leaves], [x.shape for x in b.leaves]
    if wanted != got:
        raise StructureError(f"{what}: expected arrays of shapes {wanted}, got {got}")


@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class Frozen(Structured):
    """Locked arrays and other frozen values under names; equal by value."""

    def _values(self) -> list[object]:
        """What its fields hold, in order."""
        return [get(self) for _, get, _ in SLOTS[type(self)]]

    def arrays(self) -> Mapping[str, Leaf]:
        """Every array under its dotted name, parameters and buffers alike."""
        found: dict[str, Leaf] = {}
        for name, get, _ in SLOTS[type(self)]:
            value = get(self)
            if isinstance(value, Frozen):
                found.update({f"{name}.{inner}": array for inner, array in value.arrays().items()})
            elif isinstance(value, np.ndarray):
                found[name] = cast("Leaf", value)
        return found

    def stored(self) -> Mapping[str, Leaf]:
        """All that `restored` needs besides a record of this structure: every array, and the numbers of buffers as arrays without axes.

        >>> import pureml as pm
        >>> zero, one = pm.vector([0.0]), pm.vector([1.0])
        >>> list(pm.BatchNorm(one, zero, pm.Moments(zero, one)).stored())
        ['gamma', 'beta', 'running.mean', 'running.variance', 'running.rows']
        """
        found: dict[str, Leaf] = {}
        for name, get, _ in SLOTS[type(self)]:
            value = get(self)
            if isinstance(value, Frozen):
                found.update({f"{name}.{inner}": array for inner, array in value.stored().items()})
            elif isinstance(value, np.ndarray):
                found[name] = cast("Leaf", value)
            elif self._counts(value):
                found[name] = cast("Leaf", freeze(np.array(value)))
        return found

    def restored(self, stored: Mapping[str, Leaf], /) -> Self:
        """This structure with what `stored` gave for another record: locked copies, in the same memory order, checked like new ones.

        Raises `StructureError` for other names, `ShapeError` and `DtypeError` for other arrays, and what the constructors raise.
        """
        wanted = self.stored()
        if stored.keys() != wanted.keys():
            odd = sorted(stored.keys() ^ wanted.keys())
            raise StructureError(f"{type(self).__name__}.restored: expected {', '.join(wanted)}, got others or not all: {', '.join(odd)}")
        for name, like in wanted.items():
            x, y = cast("_Array", like), cast("_Array", stored[name])
            if x.shape != y.shape:
                raise ShapeError(f"{type(self).__name__}.restored: {name}: expected shape {x.shape}, got {y.shape}")
            if x.dtype != y.dtype:
                raise DtypeError(f"{type(self).__name__}.restored: {name}: expected {x.dtype}, got {y.dtype}")
        return self._holding("", stored)

    def _holding(self, place: str, stored: Mapping[str, Leaf]) -> Self:
        def held(name: str, value: object) -> object:
            if isinstance(value, Frozen):
                return value._holding(f"{place}{name}.", stored)  # noqa: SLF001  # its own class
            if isinstance(value, np.ndarray):
                return freeze(cast("_Array", stored[place + name]).copy(order="K"))
            return cast("_Array", stored[place + name]).item() if self._counts(value) else value

        return _checked(self._with(held))

    def _counts(self, value: object) -> bool:
        """Whether a field that is no array belongs to what a record holds: a number of buffers does, one of a layer is its structure."""
        return isinstance(self, Buffers) and isinstance(value, (int, float))

    def evolve(self, **changes: object) -> Self:
        """This record with some fields replaced: checked and copied like a constructor's arguments; the rest is shared."""
        fields = attrs.fields_dict(type(self))
        for name in changes:
            if name not in fields:
                raise StructureError(f"{type(self).__name__}.evolve: expected one of the fields {', '.join(fields)}, got {name}")
        return _checked(self._with(lambda name, value: _converted(fields[name], changes[name]) if name in changes else value))

    def _of(self, values: list[object]) -> Self:
        """A record of this class with these values, adopted as they are."""
        cls = type(self)
        record = _new(cls)
        for (_, _, put), value in zip(SLOTS[cls], values, strict=True):
            put(record, value)
        return record

    def _with(self, f: Callable[[str, Any], Any]) -> Self:
        """This record with `f(name, value)` for each field, adopted as it is."""
        cls = type(self)
        record = _new(cls)
        for name, get, put in SLOTS[cls]:
            put(record, f(name, get(self)))
        return record

    def same_bits(self, other: object) -> bool:
        """Whether `other` is of this type and all arrays have the same dtype, shape and bits: 0.0 is not -0.0."""
        return self._agrees(other, _same_bits)

    @override
    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Frozen):
            return NotImplemented
        return self._agrees(other, _same_value)

    @override
    def __hash__(self) -> int:
        # x + 0.0 turns -0.0 into 0.0, which it equals; NaN equals nothing, so any hash is right.
        def key(value: object) -> object:
            if isinstance(value, np.ndarray):
                x = cast("_Array", value)
                return (x.shape, x.dtype.char, tuple(x.flat) if x.dtype.kind == "O" else (x + 0).tobytes())
            return value

        return hash((type(self), *(key(get(self)) for _, get, _ in SLOTS[type(self)])))

    def _agrees(self, other: object, same: Callable[[_Array, _Array], bool]) -> bool:
        if type(other) is not type(self):
            return False
        for _, get, _ in SLOTS[type(self)]:
            a, b = get(self), get(other)
            if isinstance(a, Frozen):
                agree = a._agrees(b, same)  # noqa: SLF001  # its own class
            elif isinstance(a, np.ndarray):
                agree = isinstance(b, np.ndarray) and same(cast("_Array", a), cast("_Array", b))
            else:
                agree = bool(a == b)
            if not agree:
                return False
        return True

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, _memo: object) -> Self:
        return self

    @override
    def __reduce__(self) -> tuple[type[Self], tuple[object, ...]]:
        # Through the constructor, so that what arrives in another process is locked there too.
        return type(self), tuple(get(self) for _, get, _ in SLOTS[type(self)])

    @override
    def __repr__(self) -> str:
        parts = [f"{name}={_brief(get(self))}" for name, get, _ in SLOTS[type(self)]]
        return f"{type(self).__name__}({', '.join(parts)})"


def made(cls: Callable[Args, T], *values: Args.args, **_named: Args.kwargs) -> T:
    """A record of these values for all its fields, the arrays just made and locked without a copy, and nothing checked."""
    record = _new(cast("type[T]", cls))
    for (_, _, put), value in zip(SLOTS[type(record)], values, strict=True):
        put(record, freeze(cast("_Array", value)) if isinstance(value, np.ndarray) else value)
    return record


def _checked(record: T) -> T:
    """A record that was just made, after the checks of its constructor."""
    if hasattr(record, "__attrs_post_init__"):
        cast("Any", record).__attrs_post_init__()
    return record


def _second(_: object, x: object) -> object:
    return x


def _brief(value: object) -> str:
    if isinstance(value, np.ndarray):
        x = cast("_Array", value)
        return f"<{'x'.join(map(str, x.shape)) or 'scalar'} {x.dtype}>"
    return repr(value)


def _same_value(a: _Array, b: _Array) -> bool:
    return a.dtype == b.dtype and a.shape == b.shape and bool((a == b).all())


def _same_bits(a: _Array, b: _Array) -> bool:
    if a.dtype.kind == "O":
        return _same_value(a, b)
    return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()


@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class Buffers(Frozen):
    """Arrays of a network that are no parameters."""


@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class Record(Frozen):
    """A tree of parameters, which is a vector."""

    @property
    def leaves(self) -> Leaves:
        """The parameters, in order; buffers are none."""
        known: Leaves | None = getattr(self, "_leaves", None)
        if known is None:
            found: list[Any] = []
            self._gather(found)
            known = tuple(found)
            put_leaves(self, known)
        return known

    def _gather(self, found: list[Any]) -> None:
        for _, get, _ in SLOTS[type(self)]:
            value = get(self)
            if type(value) is np.ndarray:
                found.append(value)
            elif isinstance(value, Record):
                value._gather(found)  # noqa: SLF001  # its own class

    def rebuilt(self, f: Callable[[Any, Any], Any], others: Iterator[Any], /) -> Self:
        """This structure with `f(x, next(others))` for each parameter `x`, adopted without a copy."""
        return self._each(lambda x, y: freeze(f(x, y)), others)

    def exchanged(self, leaves: Leaves, /) -> Self:
        """This structure with other parameters, locked arrays of the same shapes in order, adopted as they are."""
        return self._exchanged(leaves, None)

    def _exchanged(self, leaves: Leaves, vector: Flat | None) -> Self:
        record = self._each(_second, iter(leaves))
        joined(record, self, leaves, vector)
        return record

    def _each(self, f: Callable[[Any, Any], Any], others: Iterator[Any]) -> Self:
        cls = type(self)
        record = _new(cls)
        for _, get, put in SLOTS[cls]:
            value = get(self)
            if type(value) is np.ndarray:
                value = f(value, next(others))
            elif isinstance(value, Record):
                value = value._each(f, others)  # noqa: SLF001  # its own class
            put(record, value)
        return record

    def map(self, f: Map, /) -> Self:
        """`f` of each parameter."""
        leaves = self.leaves
        return self.rebuilt(lambda a, _: f(a), iter(leaves))

    def zip(self, f: Zip, other: Self, /) -> Self:
        """`f` of each parameter and its fellow in `other`; raises `StructureError` for another kind or other shapes."""
        same_shapes("zip", self, other)
        return self.rebuilt(f, iter(other.leaves))

    def dot(self, other: Self, /) -> float:
        """The inner product of two records, as vectors; raises `StructureError` for another kind or other shapes."""
        same_shapes("dot", self, other)
        return dot(self.leaves, other.leaves)

    def norm(self) -> float:
        """The Euclidean length of this record, as a vector."""
        return length(self.leaves)

    def flatten(self) -> Flat:
        """All parameters as one vector: the one they are views of, or a new locked one."""
        known = vector_of(self)
        if known is not None:
            return cast("Flat", known)
        leaves = self.leaves
        vector: Any = np.concatenate([x.reshape(-1) for x in leaves]) if leaves else np.zeros(0)
        return cast("Flat", freeze(vector))

    def unflatten(self, vector: Flat, /) -> Self:
        """This structure with parameters that are views of `vector`, which is locked; raises `ShapeError`, `DtypeError`."""
        leaves = self.leaves
        if vector.shape != (total(leaves),):
            raise ShapeError(f"{type(self).__name__}.unflatten: expected a vector of {total(leaves)} numbers, got shape {vector.shape}")
        if leaves and vector.dtype != leaves[0].dtype:
            raise DtypeError(f"{type(self).__name__}.unflatten: expected {leaves[0].dtype}, got {vector.dtype}")
        return self.along(vector)

    def along(self, vector: Flat, /) -> Self:
        """`unflatten` of a vector that is known to fit."""
        locked = freeze(vector)
        return self._exchanged(self.split(locked), locked)

    def split(self, vector: Flat, /) -> Leaves:
        """The parts of a locked vector that are in the places and have the shapes of the parameters."""
        whole: Any = vector
        return tuple([whole[part].reshape(shape) for part, shape in self.once(_places)])


def _places(record: Record) -> list[tuple[slice, tuple[int, ...]]]:
    """Where each parameter lies in the vector of all, and its shape."""
    shapes = [cast("_Array", x).shape for x in record.leaves]
    return [(slice(*ends), shape) for ends, shape in zip(pairwise(accumulate(map(prod, shapes), initial=0)), shapes, strict=True)]


def one_dtype(where: str, **arrays: Tensor[Any, Any]) -> None:
    """Raise `DtypeError` unless these arrays have one dtype, in which a network can compute."""
    found = {name: cast("_Array", x).dtype for name, x in arrays.items()}
    if len(set(found.values())) > 1:
        raise DtypeError(f"{where}: expected one dtype, got " + ", ".join(f"{name} {dtype}" for name, dtype in found.items()))
    if any(dtype.char not in "fdDO" for dtype in found.values()):
        raise DtypeError(f"{where}: expected float32 or float64, got " + ", ".join(map(str, set(found.values()))))


P = TypeVar("P", bound=Record)
P_co = TypeVar("P_co", bound=Record, covariant=True)
