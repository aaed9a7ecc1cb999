"""A network as a safetensors file: every array, and every number of its buffers, under the number of its layer."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np

from ..arrays import F
from ..errors import FormatError, PuremlError
from ..layers.layer import Layer
from . import tensors
from .networks import Array, named
from .tensors import Tensors

NETWORK: Final = "network"


def encode(net: Layer[int, int, F]) -> bytes:
    """The file of a network; the same bits give the same bytes."""
    return tensors.encode(Tensors(named(net), repr(net)), NETWORK)


def decode(path: Path, like: Layer[int, int, F]) -> Layer[int, int, F]:
    """The network in a file that has the layers of `like`; raises `FormatError` for any other file."""
    return rebuilt(path, like, tensors.read(path, NETWORK).arrays)


def rebuilt(path: Path, like: Layer[int, int, F], arrays: Mapping[str, Array]) -> Layer[int, int, F]:
    """The network of these arrays; `path` is where they come from, for what is wrong with them."""
    names = dict(zip(named(like), like.stored(), strict=True))
    if arrays.keys() != names.keys():
        raise FormatError(f"{path}: expected arrays {', '.join(names)}, got {', '.join(sorted(arrays)) or 'none'}")
    for name, like_array in named(like).items():
        _check(path, name, arrays[name], like_array)
    try:
        stored: dict[str, Any] = {names[name]: array for name, array in arrays.items()}
        return like.restored(stored)
    except PuremlError as error:  # numbers that no network of this kind has
        raise FormatError(f"{path}: {error}") from error


def _check(path: Path, name: str, array: Array, like: Array) -> None:
    """A look at shape, dtype and numbers."""
    if (array.dtype, array.shape) != (like.dtype, like.shape):
        raise FormatError(f"{path}: {name}: expected {like.dtype} of shape {like.shape}, got {array.dtype} of shape {array.shape}")
    if not np.isfinite(array).all():
        raise FormatError(f"{path}: {name}: expected finite numbers")
