"""A checkpoint: all that a run needs to go on bit for bit, as one file that is either whole or not there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import attrs
import numpy as np

from ..arrays import F
from ..errors import FormatError, PuremlError
from ..keys import Key
from ..layers.layer import Layer
from ..training.plan import Plan
from ..training.state import Kept, State, start
from . import documents, parameters, tensors
from .fit import Point
from .history import Entry
from .networks import Array, finite, named
from .tensors import Tensors

VERSION: Final = 1
TEXT: Final = "progress"
NET: Final = "net."
KEPT: Final = "kept."
MEMORY: Final = "memory."


@attrs.frozen
class Progress:
    """What a checkpoint says besides arrays: the position, the history and the key of the run, and its time so far.

    `kept` is the epoch of the network that is kept, whose arrays stand there unless they are those of the network itself.
    `orders` has the order of the axes in memory, the slowest first, of every array that is not stored row by row: the bits
    of a product depend on it.
    """

    epoch: int
    batch: int
    total: float
    history: tuple[Entry, ...]
    kept: int
    seed: int
    path: tuple[int, ...]
    spent: float
    orders: dict[str, tuple[int, ...]]
    version: int = VERSION


def encode(point: Point[F]) -> bytes | None:
    """The file of where a run stands; none where the numbers are not finite, from which no run could go on."""
    state = point.state
    if not (np.isfinite(state.total) and finite(state.net)):
        return None
    arrays = _prefixed(NET, named(state.net)) | _prefixed(MEMORY, state.memory.stored())
    if state.kept.net is not state.net:
        arrays |= _prefixed(KEPT, named(state.kept.net))
    orders = {name: order for name, array in arrays.items() if (order := laid_out(array)) != tuple(range(array.ndim))}
    progress = Progress(
        epoch=state.epoch,
        batch=state.batch,
        total=state.total,
        history=point.entries,
        kept=state.kept.epoch,
        seed=state.key.seed,
        path=state.key.path,
        spent=point.spent,
        orders=orders,
    )
    laid = {name: array.transpose(orders[name]) if name in orders else array for name, array in arrays.items()}
    return tensors.encode(Tensors(laid, documents.encode(progress).decode()), TEXT)


def decode(path: Path, like: Layer[int, int, F], plan: Plan) -> Point[F]:
    """Where a run with the layers of `like` stands; raises `FormatError` for any other file."""
    held = tensors.read(path, TEXT)
    progress = documents.parsed(path, held.text, Progress)
    if progress.version != VERSION:
        raise FormatError(f"{path}: expected a checkpoint of version {VERSION}, got {progress.version}")
    try:
        arrays = {name: _turned(array, progress.orders.get(name)) for name, array in held.arrays.items()}
        net = parameters.rebuilt(path, like, _under(NET, arrays))
        kept = _under(KEPT, arrays)
        kept_net = parameters.rebuilt(path, like, kept) if kept else net
        first = start(net, Key(progress.seed, progress.path), plan)
        memory = first.memory.restored(_under(MEMORY, arrays))
    except FormatError:
        raise
    except (PuremlError, ValueError) as error:
        raise FormatError(f"{path}: {error}") from error
    state: State[Layer[int, int, F]] = State(
        net,
        memory,
        first.key,
        Kept(kept_net, progress.kept),
        progress.epoch,
        progress.batch,
        progress.total,
        tuple(entry.measured() for entry in progress.history),
    )
    return Point(state, tuple(entry.seconds for entry in progress.history), progress.spent)


def _prefixed(prefix: str, arrays: Mapping[str, Any]) -> dict[str, Array]:
    return {prefix + name: array for name, array in arrays.items()}


def _under(prefix: str, arrays: Mapping[str, Array]) -> dict[str, Any]:
    """The arrays whose names start so, under the rest of their names."""
    return {name.removeprefix(prefix): array for name, array in arrays.items() if name.startswith(prefix)}


def laid_out(array: Array) -> tuple[int, ...]:
    """The axes by the distance of neighbours in memory, the greatest first; axes of one length in their own order."""
    if array.flags.c_contiguous:
        return tuple(range(array.ndim))
    return tuple(int(axis) for axis in np.argsort([-stride for stride in array.strides], kind="stable"))


def _turned(array: Array, order: tuple[int, ...] | None) -> Array:
    """An array whose axes were laid in this order, as it was before."""
    if order is None:
        return array
    if sorted(order) != list(range(array.ndim)):
        raise ValueError(f"orders: expected each of {array.ndim} axes once, got {order}")
    return array.transpose(np.argsort(order))
