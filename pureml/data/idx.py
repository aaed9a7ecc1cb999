"""IDX files of unsigned bytes, plain or gzip: the format of MNIST."""

from __future__ import annotations

import gzip
import io
import math
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, TypeAlias

import numpy as np

from ..errors import DtypeError, FormatError, ShapeError

ByteArray: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]

MAX_BYTES = 2**30  # MNIST's training images are 47 MB, the largest file of EMNIST 547 MB
MAX_AXES = 4  # images, channels, rows, columns
_UNSIGNED_BYTE = 0x08
_CHUNK = 2**20


def read(path: str | os.PathLike[str], axes: int | None = None) -> ByteArray:
    """The array in the IDX file at `path`, in memory that nobody can write.

    An IDX file is two zero bytes, a type code (8: unsigned byte), the number of axes, the length of each axis as four
    bytes, most significant first, and the entries, last axis fastest. A name that ends in `.gz` says that the whole is
    compressed. With `axes` the file must have that many.

    No more is read than what the header states and one byte, and nothing is reserved before it has been read: memory
    stays under twice what the header states plus a few MB, whatever a compressed file would grow to. Headers stating
    more than `MAX_BYTES` bytes or `MAX_AXES` axes are refused.

    Raises `FormatError` for everything that can be wrong with the file, also where it cannot be opened.

    Source: Y. LeCun, C. Cortes, C. Burges, The MNIST database of handwritten digits, "File formats".

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write(f"{folder}/pair.gz", np.array([[1, 2, 3], [4, 5, 255]], np.uint8))
    ...     read(f"{folder}/pair.gz", axes=2)
    array([[  1,   2,   3],
           [  4,   5, 255]], dtype=uint8)
    """
    where = Path(path)
    try:
        with _opened(where) as stream:
            shape = _header(stream, where, axes)
            data = _entries(stream, where, math.prod(shape))
    except (gzip.BadGzipFile, zlib.error) as error:
        raise FormatError(f"{where}: expected a sound gzip file, as its name says, got: {error}") from error
    except EOFError as error:
        raise FormatError(f"{where}: expected a whole gzip file, got one that is cut short") from error
    except OSError as error:
        raise FormatError(f"{where}: expected a readable file, got: {error.strerror or error}") from error
    return np.frombuffer(data, np.uint8).reshape(shape)


def write(path: str | os.PathLike[str], array: ByteArray) -> None:
    """Write `array` as an IDX file that `read` gives back entry for entry; compressed where the name ends in `.gz`.

    The compressed form holds no name and no time: the same array and the same zlib give the same file.

    Raises `DtypeError` for other entries than unsigned bytes, `ShapeError` for what `read` would refuse, `OSError`
    where the file cannot be written.
    """
    if array.dtype != np.uint8:
        raise DtypeError(f"{path}: expected entries of dtype uint8, got {array.dtype}")
    if fault := _fault(array.shape):
        raise ShapeError(f"{path}: {fault}")
    head = bytes([0, 0, _UNSIGNED_BYTE, array.ndim]) + np.array(array.shape, ">u4").tobytes()
    data = head + array.tobytes()
    where = Path(path)
    where.write_bytes(_compressed(data) if where.suffix == ".gz" else data)


def _compressed(data: bytes) -> bytes:
    packed = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=packed, mtime=0) as stream:
        stream.write(data)
    return packed.getvalue()


def _opened(where: Path) -> BinaryIO | gzip.GzipFile:
    """The bytes of the file, decompressed where the name says so; opening a pipe or a device could wait for ever."""
    if where.exists() and not where.is_file():
        raise FormatError(f"{where}: expected a file, got {'a folder' if where.is_dir() else 'a pipe or a device'}")
    return gzip.open(where, "rb") if where.suffix == ".gz" else where.open("rb")


def _header(stream: BinaryIO | gzip.GzipFile, where: Path, axes: int | None) -> tuple[int, ...]:
    """The shape that the header states."""
    magic = _head(stream, where, 4)
    if magic[:2] == b"\x1f\x8b":
        raise FormatError(f"{where}: expected an IDX file, got gzip data: decompress it or end its name in .gz")
    if magic[:2] != b"\0\0":
        raise FormatError(f"{where}: expected an IDX file, which starts with the bytes 00 00, got {magic[:2].hex(' ')}")
    if magic[2] != _UNSIGNED_BYTE:
        raise FormatError(f"{where}: expected type code 08 (unsigned bytes), got {magic[2]:02x}")
    if axes not in (None, magic[3]):
        raise FormatError(f"{where}: expected {axes} axes, got {magic[3]}")
    if not 1 <= magic[3] <= MAX_AXES:  # before the lengths are read
        raise FormatError(f"{where}: expected 1 to {MAX_AXES} axes, got {magic[3]}")
    lengths = _head(stream, where, 4 * magic[3])
    shape = tuple(int.from_bytes(lengths[i : i + 4], "big") for i in range(0, len(lengths), 4))
    if fault := _fault(shape):
        raise FormatError(f"{where}: {fault}")
    return shape


def _fault(shape: tuple[int, ...]) -> str | None:
    """What makes `shape` one that is neither read nor written."""
    if not 1 <= len(shape) <= MAX_AXES:
        return f"expected 1 to {MAX_AXES} axes, got {len(shape)}"
    # An axis of length 0 must not let the others through: NumPy refuses such a shape too.
    if math.prod(max(length, 1) for length in shape) > MAX_BYTES:
        return f"expected at most {MAX_BYTES} entries, got shape {shape}"
    return None


def _head(stream: BinaryIO | gzip.GzipFile, where: Path, size: int) -> bytes:
    """The next `size` bytes of the header."""
    head = stream.read(size)
    if len(head) < size:
        raise FormatError(f"{where}: expected {size} more bytes of the header, got {len(head)}")
    return head


def _entries(stream: BinaryIO | gzip.GzipFile, where: Path, size: int) -> bytes:
    """The `size` bytes after the header, which must be all; reading past them checks the checksum of a gzip file."""
    data = b"".join(_chunks(stream, size))
    if len(data) < size:
        raise FormatError(f"{where}: expected {size} entries, as the header states, got {len(data)}")
    if stream.read(1):
        raise FormatError(f"{where}: expected {size} entries, as the header states, got more")
    return data


def _chunks(stream: BinaryIO | gzip.GzipFile, size: int) -> Iterator[bytes]:
    """At most `size` bytes, asked for piece by piece so that a header cannot claim memory for bytes that never come."""
    while size and (chunk := stream.read(min(size, _CHUNK))):
        yield chunk
        size -= len(chunk)
