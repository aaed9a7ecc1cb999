"""The structure of records: their fields, what two of them must share to be added, and what is found out once for all of one structure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self, TypeAlias, cast

import attrs
import numpy as np
from typing_extensions import TypeVar

from .errors import StructureError

T = TypeVar("T")
Get: TypeAlias = Callable[[object], Any]
Put: TypeAlias = Callable[[object, Any], None]
Slots: TypeAlias = tuple[tuple[str, Get, Put], ...]


class _ByType(dict[type, Slots]):
    """The name of each field of a type, how to read it and how to write it; a record is written only while it is made."""

    def __missing__(self, cls: type) -> Slots:
        members: list[tuple[str, Any]] = [(f.name, getattr(cls, f.name)) for f in attrs.fields(cast("Any", cls))]
        slots = self[cls] = tuple((name, m.__get__, m.__set__) for name, m in members)
        return slots


SLOTS = _ByType()  # looked up for every record of a network several times in each step


class Structured:
    """Places beside the fields of a record for what is the same however often it is asked: its leaves, their vector, its family.

    The vector is the one that the leaves are views of, in order, where they are of one.

    Records made of each other by exchanging arrays for others of the same shapes are one family. They share a table of
    what depends on the structure alone, so that training finds it out once, not at every step.
    """

    __slots__ = ("_family", "_leaves", "_vector")

    def once(self, f: Callable[[Self], T], /) -> T:
        """`f` of this record, computed once for its family: for what does not depend on the numbers in its arrays."""
        table = _family_of(self)
        if f not in table:
            table[f] = f(self)
        return cast("T", table[f])


_PLACES: Any = Structured  # written like the fields of a frozen record: past its `__setattr__`
put_leaves: Put = _PLACES._leaves.__set__  # noqa: SLF001  # its own module
_put_vector: Put = _PLACES._vector.__set__  # noqa: SLF001  # its own module
_put_family: Put = _PLACES._family.__set__  # noqa: SLF001  # its own module


def _family_of(a: Structured) -> dict[object, Any]:
    table: dict[object, Any] | None = getattr(a, "_family", None)
    if table is None:
        table = {}
        _put_family(a, table)
    return table


def vector_of(a: Structured, /) -> object:
    """The vector that the leaves are views of, in order, where it is known."""
    return getattr(a, "_vector", None)


def joined(new: Structured, old: Structured, leaves: object, vector: object, /) -> None:
    """A record just made of another by exchanging arrays is of its family; `leaves` are those it has now, views of `vector` unless None."""
    _put_family(new, _family_of(old))
    put_leaves(new, leaves)
    _put_vector(new, vector)


def same_kind(what: str, a: object, b: object) -> None:
    """Raise `StructureError` unless `a` and `b` are records of one type, all the way down."""
    if type(a) is not type(b):
        raise StructureError(f"{what}: expected a {type(a).__name__}, got a {type(b).__name__}")
    if isinstance(a, Structured):
        for name, get, _ in SLOTS[type(a)]:
            if isinstance(get(a), Structured):
                same_kind(f"{what}.{name}", get(a), get(b))


def alike(a: Structured, b: object) -> bool:
    """Whether two records are of one type, all the way down, with arrays of the same shapes: one walk, which stops early."""
    if type(a) is not type(b):
        return False
    family = getattr(a, "_family", None)
    if family is not None and family is getattr(b, "_family", None):
        return True
    for _, get, _ in SLOTS[type(a)]:
        x, y = get(a), get(b)
        if x is y:
            continue
        if type(x) is np.ndarray:
            if type(y) is not np.ndarray or x.shape != y.shape:
                return False
        elif isinstance(x, Structured):
            if not alike(x, y):
                return False
        elif type(x) is not type(y):
            return False
    return True
