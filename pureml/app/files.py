"""Files that are either whole or not there."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Generator, Iterable
from pathlib import Path

if sys.platform != "win32":
    import fcntl


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


def remove_unfinished(folder: Path, names: Iterable[str]) -> None:
    """Remove what `write_whole` was writing under these names when its process was killed."""
    for name in names:
        for beside in folder.glob(f".{name}.*"):
            beside.unlink(missing_ok=True)


@contextlib.contextmanager
def alone(folder: Path) -> Generator[None]:
    """While it is entered no other process enters it for the same folder; a process that is killed lets go.

    Raises `BlockingIOError` where another one is in it. Where the system has no such locks, everyone may enter.
    """
    if sys.platform == "win32":
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)


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
