"""What Coq says: whether the files build, what each theorem rests on, how long its proof took."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from math import fsum
from pathlib import Path
from typing import Any, Final

import attrs

from .folder import ProofError
from .theorems import Theorem

SENTENCE: Final = re.compile(r"^Chars (\d+) - \d+ \[.*\] ([0-9.]+) secs", re.MULTILINE)
PLACE: Final = re.compile(r'^File "(?:\./)?([^"]+)", line (\d+).*?^(?:Error:\s*)?(.+?)$', re.MULTILINE | re.DOTALL)


@attrs.frozen
class Basis:
    """What a theorem states once its section is closed, what it rests on, and what of that is no axiom of Coq's classical reals."""

    states: str
    axioms: tuple[str, ...]
    foreign: tuple[str, ...]


def build(place: Path, files: Iterable[str], /) -> None:
    """Build these files and what they need; raises `ProofError` with the place where Coq refuses."""
    targets = [f"{file.removesuffix('.v')}.vo" for file in files]
    run = _run(["make", "--silent", "-C", str(place), *targets])
    if run.returncode == 0:
        return
    said = PLACE.search(run.stderr)
    where = f"{said[1]}, line {said[2]}: {said[3].strip()}" if said else " ".join(run.stderr.split())[-300:]
    raise ProofError(f"the proofs do not build: {where}")


def check_table(place: Path, /) -> None:
    """Raise `ProofError` unless theorems.json is the table of the files as they are: no postulate, a sentence for each theorem."""
    run = _run([sys.executable, str(place / "theorems.py"), "--check"])
    if run.returncode != 0:
        raise ProofError(" ".join(run.stderr.split()))


def bases(place: Path, names: Sequence[str], /) -> dict[str, Basis]:
    """What Coq prints for each theorem; their files must be built. Raises `ProofError` with what it says instead."""
    run = _run([sys.executable, str(place / "axioms.py"), "--of", *names])
    if run.returncode != 0:
        raise ProofError(f"Coq does not say what the theorems rest on: {' '.join(run.stderr.split())[-300:]}")
    found: dict[str, Any] = json.loads(run.stdout)
    return {name: Basis(said["states"], tuple(said["axioms"]), tuple(said["foreign"])) for name, said in found.items()}


def seconds(place: Path, theorem: Theorem, /) -> float | None:
    """What the statement and the proof of a theorem took when its file was built; None where that was not written down."""
    timing = place / f"{Path(theorem.file).stem}.timing"
    if not timing.is_file():
        return None
    text = (place / theorem.file).read_bytes()
    start = sum(len(line) for line in text.splitlines(keepends=True)[: theorem.line - 1])
    end = text.index(b"Qed.", start) if b"Qed." in text[start:] else len(text)
    spent = SENTENCE.findall(timing.read_text(encoding="utf-8"))
    return fsum(float(took) for at, took in spent if start <= int(at) <= end)


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # programs of the proofs
