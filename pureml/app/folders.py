"""A folder that a job writes into, alone, from its first moment to its report."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Final, Self

from . import documents
from .errors import UsageError
from .files import alone, remove_unfinished, write_whole

REPORT: Final = "report.html"


class Folder:
    """While it is entered no other process writes into it, and the notes of its job stand there.

    A new job that fails before there is anything to go on from, a file of `WORTH`, leaves no folder. Raises `UsageError`
    for a folder that exists and is not empty, or that cannot be made, or that another process is busy in.
    """

    NOTES: ClassVar[str]
    WORTH: ClassVar[tuple[str, ...]]
    BUSY: ClassVar[str]

    def __init__(self, path: Path, notes: object, *, new: bool = True) -> None:
        self.path = path
        self._notes = notes
        self._new = new
        self._made: list[Path] = []
        self._held = ExitStack()

    def __enter__(self) -> Self:
        if self._new:
            self._made = _make(self.path)
        try:
            self._held.enter_context(alone(self.path))
        except BlockingIOError as error:
            raise UsageError(f"{self.path}: another process is {self.BUSY} in it") from error
        remove_unfinished(self.path, (self.NOTES, *self.WORTH, REPORT))
        try:
            write_whole(self.path / self.NOTES, documents.encode(self._notes))
        except BaseException:
            self._remove()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is not None and not any((self.path / name).exists() for name in self.WORTH):
            self._remove()
        self._held.close()

    def report(self, page: str) -> Path:
        """Write the report; the answer is where it stands."""
        write_whole(self.path / REPORT, page.encode())
        return self.path / REPORT

    def _remove(self) -> None:
        """Undo what was made; a folder that was there before is another job's."""
        if self._new:
            (self.path / self.NOTES).unlink(missing_ok=True)
            for folder in self._made:
                folder.rmdir()


def _make(path: Path) -> list[Path]:
    """Make a folder with those above it that are missing; the answer is all that were made, the innermost first."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    try:
        path.mkdir(parents=True, exist_ok=True)
        if any(path.iterdir()):
            raise UsageError(f"--out {path}: expected a new or an empty folder, got one with {len(list(path.iterdir()))} entries")
    except FileExistsError as error:
        raise UsageError(f"--out {path}: expected a new or an empty folder, got a file") from error
    except OSError as error:
        raise UsageError(f"--out {path}: expected a folder that can be made, got: {error.strerror or error}") from error
    return missing
