"""Named arrays as a safetensors file: names, dtypes, shapes and bits, a text beside them, and no code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load, save

from ..errors import FormatError

Array = np.ndarray[Any, np.dtype[Any]]


@attrs.frozen(eq=False)
class Tensors:
    """What a file holds: arrays by name, and one text."""

    arrays: Mapping[str, Array]
    text: str


def encode(tensors: Tensors, name: str) -> bytes:
    """The file, whose text stands under `name`; the same bits give the same bytes.

    Each array is made contiguous first, for the library writes other numbers without a word for one that is not, and
    what was encoded is decoded again and compared.
    """
    arrays = {title: np.ascontiguousarray(array).reshape(array.shape) for title, array in tensors.arrays.items()}
    data = save(arrays, metadata={name: tensors.text})  # one entry: the order of several differs from run to run
    decoded = load(data)
    wrong = [title for title, array in arrays.items() if not _same(array, decoded[title])]
    if wrong or _text(data, name) != tensors.text:
        raise FormatError(f"{name}: what was encoded decodes differently: {', '.join(wrong)}")
    return data


def read(path: Path, name: str) -> Tensors:
    """What `encode` wrote, or others without a text; raises `FormatError` for a file that is no such thing, and for none."""
    try:
        data = path.read_bytes()
        return Tensors(load(data), _text(data, name))
    except OSError as error:
        raise FormatError(f"{path}: {error.strerror or error}") from error
    except (SafetensorError, KeyError, ValueError, TypeError) as error:
        raise FormatError(f"{path}: expected a safetensors file of arrays, got: {error}") from error


def _text(data: bytes, name: str) -> str:
    """The text, which the library's NumPy functions write and do not read: a header of JSON follows eight bytes of its length."""
    end = 8 + int.from_bytes(data[:8], "little")
    return str(json.loads(data[8:end]).get("__metadata__", {}).get(name, ""))


def _same(a: Array, b: Array) -> bool:
    return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
