"""Where the proofs are, and what it takes to build them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from ...errors import PuremlError

TOOLS: Final = ("make", "coqc")
INSTALL: Final = (
    "apt-get install -y --no-install-recommends make ocaml-findlib "
    "coq libcoq-mathcomp-ssreflect libcoq-coquelicot libcoq-interval libcoq-flocq"
)
MARKS: Final = ("Makefile", "theorems.json", "axioms.py")


class ProofError(PuremlError):
    """The proofs are not there, cannot be built, or Coq refuses one."""


def folder(given: Path | None, /) -> Path:
    """The folder that is given, or the one beside the package in a checkout; raises `ProofError` where there is none.

    >>> folder(Path("/nowhere"))
    Traceback (most recent call last):
    ...
    pureml.app.proofs.folder.ProofError: /nowhere: expected the project's folder of proofs, with Makefile, theorems.json and axioms.py
    """
    if given is not None:
        if not _whole(given):
            raise ProofError(f"{given}: expected the project's folder of proofs, with {', '.join(MARKS[:-1])} and {MARKS[-1]}")
        return given
    beside = Path(__file__).resolve().parents[3] / "proofs"
    if not _whole(beside):
        raise ProofError("the proofs are in the repository, not in the package: run this in a checkout, or say --proofs FOLDER")
    return beside


def check_tools() -> None:
    """Raise `ProofError` with the line that installs them unless make and Coq are on the path."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        raise ProofError(f"{' and '.join(missing)} not found, install with: {INSTALL}")


def _whole(place: Path) -> bool:
    return all((place / name).is_file() for name in MARKS)
