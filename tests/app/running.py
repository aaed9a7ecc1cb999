"""Running the command, in a process of its own and in this one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import attrs

from pureml.app.main import main
from tests.sources import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import pytest

COMMAND = (sys.executable, "-W", "error", "-m", "pureml.app")
SMALL = ("train", "--epochs", "2", "--hidden", "16")


@attrs.frozen
class Ran:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    def refused(self, code: int, *parts: str) -> None:
        """Check that the command failed with one clear line that has these parts, and nothing else."""
        assert (self.code, self.out) == (code, ""), self
        assert self.err.startswith("pureml: "), self
        assert self.err.count("\n") == 1, self
        for part in parts:
            assert part in self.err, self


def names(folder: Path) -> list[str]:
    """What is in a folder, in order."""
    return sorted(path.name for path in folder.iterdir())


def environment() -> dict[str, str]:
    """This environment, with the package on the path and a plain terminal."""
    return os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "120"}


def run(folder: Path, *arguments: str) -> Ran:
    """The real command in a folder."""
    done = subprocess.run([*COMMAND, *arguments], cwd=folder, env=environment(), capture_output=True, text=True, check=False, timeout=60)
    return Ran(done.returncode, done.stdout, done.stderr)


def here(capsys: pytest.CaptureFixture[str], *arguments: str) -> Ran:
    """The same in this process."""
    capsys.readouterr()
    code = main(arguments)
    said = capsys.readouterr()
    return Ran(code, said.out, said.err)


def interrupted(folder: Path, arguments: Sequence[str], when: Callable[[], bool]) -> Ran:
    """The real command, interrupted as by Ctrl-C when something has happened; what it prints comes into the file `said`."""
    said = folder / "said"
    with (
        said.open("w") as stdout,
        subprocess.Popen(
            [*COMMAND, *arguments], cwd=folder, env=environment(), stdout=stdout, stderr=subprocess.PIPE, text=True
        ) as process,
    ):
        deadline = time.monotonic() + 30
        while not when() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.005)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    return Ran(process.returncode, said.read_text(), err)
