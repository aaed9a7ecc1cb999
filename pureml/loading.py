"""A trained network read back from its run folder; and what to say where the extra that reads it is not installed."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module, metadata
from pathlib import Path
from typing import Any, overload

import numpy as np

from .arrays import F
from .errors import PuremlError
from .layers.layer import Layer


class MissingExtraError(PuremlError, ImportError):
    """A library of an extra is not installed; the message ends in the line that installs it.

    >>> str(MissingExtraError("pureml train", "rich", "app")).startswith("pureml train needs rich, which is not installed; this ")
    True
    """

    def __init__(self, what: str, library: str, extra: str) -> None:
        super().__init__(f"{what} needs {library}, which is not installed; this installs it: {_pip(extra)}")


def _pip(extra: str) -> str:
    """The line that adds an extra to this very package.

    pip adds to what is installed; where nothing is, the name alone would fetch whatever an index has under it.
    """
    try:
        metadata.version("pureml")
    except metadata.PackageNotFoundError:
        return f"pip install '{Path(__file__).parent.parent}[{extra}]'"
    return f"pip install 'pureml[{extra}]'"


@contextmanager
def needing(what: str, extra: str, /) -> Generator[None]:
    """Imports of what an extra installs: raises `MissingExtraError` for a library that is not there.

    A module of our own that is missing is a fault of the package, not of the installation, and raises what it raised.

    >>> with needing("a picture", "app"):
    ...     import no_such_library
    Traceback (most recent call last):
        ...
    pureml.loading.MissingExtraError: a picture needs no_such_library, which is not installed; this installs it: pip install ...
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] == "pureml":
            raise
        raise MissingExtraError(what, error.name, extra) from error


@overload
def load(run: str | os.PathLike[str]) -> Layer[int, int]: ...
@overload
def load(run: str | os.PathLike[str], dtype: type[F]) -> Layer[int, int, F]: ...
def load(run: str | os.PathLike[str], dtype: type[Any] = np.float64) -> object:
    """The network that `pureml train` left in the folder `run`, bit for bit.

    Nothing is converted: `dtype` says which network is expected, and with it the type of the answer. How many layers a
    run has is known only when it is read, so the type says `Layer[int, int, F]`.

    Raises `FormatError` for everything that can be wrong with the folder, `DtypeError` where the run was trained in
    another dtype, `MissingExtraError` where the extra `app` is not installed.

    >>> load("no/such/run")
    Traceback (most recent call last):
    ...
    pureml.errors.FormatError: no/such/run: expected a run folder, got none: no/such/run/options.json: No such file or directory
    """
    # By name: the core imports no other floor, and `import pureml` must load neither safetensors nor cattrs.
    with needing("pureml.load", "app"):
        runs: Any = import_module("pureml.app.runs")
    return runs.read(run).network(dtype)
