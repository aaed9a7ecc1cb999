"""Images to answer, from files: IDX, PNG and NumPy files, told by their first bytes."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Final

import attrs
import numpy as np

from ..data import idx
from ..errors import FormatError
from .datasets import Facts
from .networks import Array

PNG: Final = b"\x89PNG\r\n\x1a\n"
NPY: Final = b"\x93NUMPY"
GREY: Final = (0.299, 0.587, 0.114)  # how bright red, green and blue look: ITU-R BT.601


@attrs.frozen(eq=False)
class Input:
    """The images of a file as rows of numbers from 0 to 1."""

    path: Path
    features: Array


def read(path: Path, data: Facts) -> Input:
    """The images in a file, which must have the size of those that were trained on; raises `FormatError`.

    Bytes are pixels from 0 to the greatest of the training data; a PNG and a NumPy file of floats count from 0 to 1. Ink
    is bright on dark 0, as in the training data.
    """
    head = _head(path)
    if head.startswith(PNG):
        images = _png(path, head, data)
    elif head.startswith(NPY):
        images = _npy(path, data)
    elif head[:2] == b"\0\0" or path.suffix == ".gz":
        images = _scaled(path, idx.read(path, axes=3), data)
    else:
        raise FormatError(f"{path}: expected images as IDX, PNG or .npy, got a file that starts with {head[:4].hex(' ') or 'nothing'}")
    if images.shape[1:] != (data.height, data.width):
        raise FormatError(f"{path}: expected images of {_size(data.height, data.width)} pixels, got {_size(*images.shape[1:])}")
    if not len(images):
        raise FormatError(f"{path}: expected at least one image, got none")
    return Input(path, images.reshape(len(images), -1))


def _head(path: Path) -> bytes:
    """The first bytes; opening a pipe or a device could wait for ever."""
    if path.exists() and not path.is_file():
        raise FormatError(f"{path}: expected a file, got {'a folder' if path.is_dir() else 'a pipe or a device'}")
    try:
        with path.open("rb") as stream:
            return stream.read(26)
    except OSError as error:
        raise FormatError(f"{path}: expected a readable file, got: {error.strerror or error}") from error


def _size(*lengths: int) -> str:
    """Height and width, as sizes are written."""
    return "x".join(map(str, lengths))


def _scaled(path: Path, pixels: Array, data: Facts) -> Array:
    """Pixels from 0 to the greatest, as numbers from 0 to 1."""
    if pixels.size and not 0 <= int(pixels.min()) <= int(pixels.max()) <= data.greatest:
        raise FormatError(f"{path}: expected pixels from 0 to {data.greatest}, got {pixels.min()} to {pixels.max()}")
    return pixels / data.greatest


def _png(path: Path, head: bytes, data: Facts) -> Array:
    """One image, grey whatever its colours; its size is looked at first, for a small file can claim a huge one."""
    from matplotlib.image import imread

    if len(head) < 24:
        raise FormatError(f"{path}: expected a whole PNG, got one that is cut short")
    width, height = struct.unpack(">II", head[16:24])
    if (height, width) != (data.height, data.width):
        raise FormatError(f"{path}: expected an image of {_size(data.height, data.width)} pixels, got {_size(height, width)}")
    try:
        image: Array = np.asarray(imread(path, format="png"), np.float64)
    except (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error) as error:
        raise FormatError(f"{path}: expected a sound PNG, got: {error}") from error
    if image.ndim == 3:
        alpha = image[..., 3] if image.shape[2] == 4 else 1.0
        image = image[..., :3] @ np.array(GREY) * alpha
    return image[None]


def _npy(path: Path, data: Facts) -> Array:
    """One image or several; nothing is unpickled, and nothing is reserved for what a header claims."""
    try:
        array: Array = np.load(path, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise FormatError(f"{path}: expected a sound .npy file of numbers, got: {error}") from error
    if array.ndim not in (2, 3):
        raise FormatError(f"{path}: expected an image of 2 axes or images of 3, got shape {array.shape}")
    images = array[None] if array.ndim == 2 else array
    if images.dtype.kind in "iu":
        return _scaled(path, images, data)
    if images.dtype.kind != "f":
        raise FormatError(f"{path}: expected whole numbers or floats, got {images.dtype}")
    if not bool(((images >= 0) & (images <= 1)).all()):
        raise FormatError(f"{path}: expected floats from 0 to 1, got others")
    return np.asarray(images)
