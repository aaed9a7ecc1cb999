"""Files that are either whole or not there."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Put a file in place in one step: under `path` stands the old file or the whole new one, also after a crash.

    It is written beside its place, synced to the disk, read back and compared, then renamed. Raises `OSError`, and then
    leaves nothing behind.
    """
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    beside = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        _compare(beside, data)
        beside.chmod(0o666 & ~_umask())  # a temporary file is its owner's alone; this one is for whom other files are
        beside.replace(path)
    except BaseException as error:
        beside.unlink(missing_ok=True)
        if isinstance(error, OSError):
            error.filename = str(path)  # the user knows the file by this name
        raise
    _sync_folder(path.parent)


def _compare(path: Path, data: bytes) -> None:
    if path.read_bytes() != data:
        raise OSError(0, "what was written reads back differently", str(path))


def _umask() -> int:
    """The permissions new files are denied: readable only by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    """Sync the new name to the disk too, where folders can be opened for it."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
