"""What it means that an array is a value."""

from __future__ import annotations

import pickle  # noqa: TID251  # workers send values to each other; nothing here comes from a file
from collections.abc import Iterable
from typing import Any, TypeVar

T = TypeVar("T")


def sent(value: T) -> T:
    """The value as it arrives in another process."""
    arrived: T = pickle.loads(pickle.dumps(value))  # noqa: S301  # our own bytes
    return arrived


def unlocked(arrays: Iterable[Any]) -> list[str]:
    """The arrays that somebody can write, now or after setting their flag; none of them, if they are values."""
    return [f"{place}: {x!r}" for place, x in enumerate(arrays) if not is_locked(x)]


def is_locked(x: Any) -> bool:
    """Whether an array is read-only and stays so: its memory is read-only too, and not its own."""
    if x.flags.writeable or x.base is None or x.base.flags.writeable:
        return False
    try:
        x.setflags(write=True)
    except ValueError:
        return True
    return False
