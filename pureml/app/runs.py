"""A run folder: what a run notes when it starts, what it leaves when it ends, and reading both back."""

from __future__ import annotations

import os
import re
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import attrs
import numpy as np

from ..arrays import F
from ..errors import DtypeError, FormatError
from ..keys import Key
from ..layers.layer import Layer
from . import documents, parameters
from .datasets import Facts
from .errors import UsageError
from .files import write_whole
from .history import History
from .machine import Machine
from .networks import build
from .options import Options

VERSION: Final = 1
OPTIONS: Final = "options.json"
PARAMETERS: Final = "parameters.safetensors"
HISTORY: Final = "history.json"
REPORT: Final = "report.html"
RUNS: Final = Path("runs")
DTYPES: Final[dict[str, type[Any]]] = {"float32": np.float32, "float64": np.float64}


@attrs.frozen
class Notes:
    """What is known when a run starts, the content of `options.json`; `version` is that of this form."""

    started: str
    data: Facts
    options: Options
    machine: Machine
    version: int = VERSION


class RunFolder:
    """A folder that a run writes into: from the first moment its options stand there, at the end everything.

    A run that fails before there is a network to keep leaves no folder. Raises `UsageError` for a folder that exists and
    is not empty, or that cannot be made.
    """

    def __init__(self, path: Path, notes: Notes) -> None:
        self.path = path
        self._notes = notes
        self._made: list[Path] = []

    def __enter__(self) -> Self:
        self._made = _make(self.path)
        try:
            write_whole(self.path / OPTIONS, documents.encode(self._notes))
        except BaseException:
            self._remove()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is not None and not (self.path / PARAMETERS).exists():
            self._remove()

    def keep(self, net: Layer[int, int, F], history: History) -> None:
        """Write what was trained: first the parameters, which took the time."""
        write_whole(self.path / PARAMETERS, parameters.encode(net))
        write_whole(self.path / HISTORY, documents.encode(history.epochs))

    def report(self, page: str) -> Path:
        """Write the report; the answer is where it stands."""
        write_whole(self.path / REPORT, page.encode())
        return self.path / REPORT

    def _remove(self) -> None:
        """Undo what was made."""
        (self.path / OPTIONS).unlink(missing_ok=True)
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


def fresh_path(data: str, seed: int, parent: Path = RUNS) -> Path:
    """A path that is free: data and seed, and from the second run on a number.

    >>> fresh_path("digits by writer", 3)
    PosixPath('runs/digits-by-writer-seed3')
    """
    stem = re.sub(r"[^\w.]+", "-", data).strip("-.") or "data"
    name = f"{stem}-seed{seed}"
    taken = 1
    while os.path.lexists(parent / name):
        taken += 1
        name = f"{stem}-seed{seed}-{taken}"
    return parent / name


@attrs.frozen
class Run:
    """A run folder that was read: its notes; its network is read when asked for."""

    path: Path
    notes: Notes

    def network(self, dtype: type[F]) -> Layer[int, int, F]:
        """The trained network; raises `DtypeError` for another dtype than it was trained in, `FormatError`."""
        options, data = self.notes.options, self.notes.data
        if np.dtype(dtype) != np.dtype(DTYPES[options.dtype]):
            asked = np.dtype(dtype)
            raise DtypeError(f"{self.path}: expected dtype {options.dtype}, in which the run was trained, got {asked}")
        return parameters.decode(self.path / PARAMETERS, build(options, Key.of(options.seed), data.pixels, data.classes, dtype))


def read(path: str | os.PathLike[str]) -> Run:
    """The run in a folder; raises `FormatError` for a folder that is none."""
    folder = Path(path)
    try:
        notes = documents.read(folder / OPTIONS, Notes)
    except FormatError as error:
        raise FormatError(f"{folder}: expected a run folder, got none: {error}") from error
    if notes.version != VERSION:
        raise FormatError(f"{folder}: expected a run of version {VERSION}, got {notes.version}")
    return Run(folder, notes)
