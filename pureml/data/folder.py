"""A folder of four IDX files: MNIST and what is kept like it."""

from __future__ import annotations

import os
from pathlib import Path

from ..errors import DomainError, FormatError, ShapeError
from . import idx
from .dataset import Dataset

_TRAIN = ("train",)
_TEST = ("t10k", "test")


def load_folder(path: str | os.PathLike[str], classes: int = 10) -> Dataset:
    """The data set in a folder of four IDX files named as MNIST's; its name is the folder's.

    The names are `train-images-idx3-ubyte`, `train-labels-idx1-ubyte`, `t10k-images-idx3-ubyte` and
    `t10k-labels-idx1-ubyte`, where `t10k` may be `test`, the second hyphen a dot, and `.gz` may follow. Of several that
    fit, `t10k` comes before `test`, the hyphen before the dot and the plain file before the compressed one. Pixels go
    from 0 to 255, labels from 0 to `classes - 1`.

    Raises `FormatError` for everything that can be wrong with the folder or its files, also where they are missing or
    may not be read.

    >>> load_folder("no/such/folder")
    Traceback (most recent call last):
    ...
    pureml.errors.FormatError: no/such/folder: expected a folder of IDX files, got: No such file or directory
    """
    folder = Path(path)
    present = _names(folder)
    found = [_find(folder, present, names, kind, axes) for names in (_TRAIN, _TEST) for kind, axes in (("images", 3), ("labels", 1))]
    train_images, train_labels, test_images, test_labels = (idx.read(file, axes) for file, axes in found)
    name = folder.resolve().name
    try:
        return Dataset(name, train_images, train_labels, test_images, test_labels, classes=classes, greatest=255)
    except (ShapeError, DomainError) as error:
        raise FormatError(f"{folder}: {error}") from error


def _names(folder: Path) -> frozenset[str]:
    """The names of what is in the folder."""
    try:
        return frozenset(entry.name for entry in folder.iterdir())
    except OSError as error:
        raise FormatError(f"{folder}: expected a folder of IDX files, got: {error.strerror or error}") from error


def _find(folder: Path, present: frozenset[str], parts: tuple[str, ...], kind: str, axes: int) -> tuple[Path, int]:
    """The first of the usual names that is present, and the number of its axes."""
    usual = [f"{part}-{kind}{separator}idx{axes}-ubyte{ending}" for part in parts for separator in ("-", ".") for ending in ("", ".gz")]
    for name in usual:
        if name in present:
            return folder / name, axes
    raise FormatError(f"{folder}: expected a file {usual[0]}[.gz], got none among {len(present)} entries")
