"""The data sets that the command line knows, by name or by folder."""

from __future__ import annotations

import difflib
import hashlib
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import attrs

from ..data.dataset import Dataset
from ..data.digits import digits, digits_by_writer
from ..data.folder import load_folder
from ..errors import DomainError, FormatError

SHIPPED: Final[Mapping[str, Callable[[], Dataset]]] = {"digits": digits, "digits-by-writer": digits_by_writer}


@attrs.frozen
class Facts:
    """What a run notes about its data: enough to use its network, and to tell other data from it."""

    source: str
    name: str
    train: int
    test: int
    height: int
    width: int
    greatest: int
    classes: int
    sha256: str

    def __attrs_post_init__(self) -> None:
        """Check the numbers, which may come from a file."""
        if min(self.train, self.test, self.height, self.width, self.greatest, self.classes) < 1:
            raise DomainError(f"{self.name}: expected sizes of at least 1, got {self}")

    @property
    def pixels(self) -> int:
        """How many pixels an image has."""
        return self.height * self.width


def find(source: str) -> Dataset:
    """The data set that is called so, or that stands in the folder called so.

    `./digits` is a folder whatever is shipped. Raises `FormatError`.

    >>> find("digits").name
    'digits'
    >>> find("digts")
    Traceback (most recent call last):
    ...
    pureml.errors.FormatError: digts: expected a folder of IDX files, or digits, digits-by-writer; did you mean digits?
    """
    if source in SHIPPED:
        return SHIPPED[source]()
    if not os.path.lexists(source):
        near = difflib.get_close_matches(source, SHIPPED, n=1)
        guess = f"; did you mean {near[0]}?" if near else "; there is nothing of this name"
        raise FormatError(f"{source}: expected a folder of IDX files, or {', '.join(SHIPPED)}{guess}")
    return load_folder(Path(source))


def facts(source: str, data: Dataset) -> Facts:
    """The facts about a data set; the digest is of all images and labels, training part first."""
    _, height, width = data.train_images.shape
    digest = hashlib.sha256()
    for array in (data.train_images, data.train_labels, data.test_images, data.test_labels):
        digest.update(array.tobytes())
    return Facts(
        source=source,
        name=data.name,
        train=len(data.train_images),
        test=len(data.test_images),
        height=height,
        width=width,
        greatest=data.greatest,
        classes=data.classes,
        sha256=digest.hexdigest(),
    )


def again(source: str, noted: Facts, whose: object) -> Dataset:
    """The data in `source`, which must be the very same as was noted; raises `FormatError`, which says whose it was."""
    data = find(source)
    found = facts(source, data)
    if found.sha256 != noted.sha256:
        raise FormatError(f"{source}: expected the data of {whose}, with SHA-256 {noted.sha256[:12]}..., got {found.sha256[:12]}...")
    return data
