"""The arrays of a network as a safetensors file: names, dtypes, shapes and bits, and no code."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load, save

from ..arrays import F
from ..errors import FormatError
from ..layers.layer import Layer
from .networks import Array, named


def encode(net: Layer[int, int, F]) -> bytes:
    """The file of a network; the same bits give the same bytes.

    Each array is made contiguous first, for the library writes other numbers without a word for one that is not, and
    what was encoded is decoded again and compared.
    """
    arrays = {name: np.ascontiguousarray(array) for name, array in named(net).items()}
    data = save(arrays, metadata={"network": repr(net)})  # one entry: the order of several differs from run to run
    decoded = load(data)
    wrong = [name for name, array in arrays.items() if not _same(array, decoded[name])]
    if wrong:
        raise FormatError(f"parameters: what was encoded decodes differently: {', '.join(wrong)}")
    return data


def decode(path: Path, like: Layer[int, int, F]) -> Layer[int, int, F]:
    """The network in a file that has the layers of `like`; raises `FormatError` for any other file."""
    try:
        found: dict[str, Array] = load(path.read_bytes())
    except OSError as error:
        raise FormatError(f"{path}: {error.strerror or error}") from error
    except (SafetensorError, KeyError, ValueError, TypeError) as error:
        raise FormatError(f"{path}: expected a safetensors file of float32 or float64, got: {error}") from error
    wanted = named(like)
    if found.keys() != wanted.keys():
        raise FormatError(f"{path}: expected arrays {', '.join(wanted)}, got {', '.join(sorted(found)) or 'none'}")
    arrays = [_checked(path, name, found[name], array) for name, array in wanted.items()]
    return like.rebuilt(lambda _, array: array, iter(arrays))


def _checked(path: Path, name: str, array: Array, like: Array) -> Array:
    """A copy that belongs to nobody else, after a look at its shape, dtype and numbers."""
    if (array.dtype, array.shape) != (like.dtype, like.shape):
        raise FormatError(f"{path}: {name}: expected {like.dtype} of shape {like.shape}, got {array.dtype} of shape {array.shape}")
    if not np.isfinite(array).all():
        raise FormatError(f"{path}: {name}: expected finite numbers")
    return array.copy()


def _same(a: Array, b: Array) -> bool:
    return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
