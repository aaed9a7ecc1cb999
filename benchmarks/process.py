"""The driver's side of a worker."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
SINGLE: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
# Set on some machines to steer an old OpenBLAS; a newer one would run a kernel that is not the processor's.
STEERING: Final = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")


class Absent(Exception):  # noqa: N818 - a peer that is not there is passed over
    """Nothing to time: a package is not installed, or the workload is not built."""


class WorkerDiedError(RuntimeError):
    """A worker ended in the middle; its own message stands on stderr."""


def last_core() -> int | None:
    """The core every worker is pinned to; None where the system cannot pin."""
    return max(os.sched_getaffinity(0)) if sys.platform == "linux" else None


def environment(outer: Mapping[str, str]) -> dict[str, str]:
    """One BLAS thread, and the kernel that fits the processor."""
    kept = {name: value for name, value in outer.items() if name not in STEERING}
    return kept | dict.fromkeys(SINGLE, "1")


class Worker:
    """A process that holds one implementation of one workload in one dtype."""

    def __init__(self, name: str, module: str, workload: str, dtype: str, path: Sequence[str] = ()) -> None:
        self.name = name
        core = last_core()
        command = [sys.executable, "-m", "benchmarks.worker", "--module", module, "--workload", workload, "--dtype", dtype]
        command += [] if core is None else ["--core", str(core)]
        for folder in path:
            command += ["--path", folder]
        pipe = subprocess.PIPE
        # S603: the command is this interpreter with a module of this package, and no shell reads it.
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=environment(os.environ), cwd=ROOT)  # noqa: S603
        try:
            hello = self._answer()
        except WorkerDiedError:
            self.close()
            raise
        if "absent" in hello:
            self.close()
            raise Absent(hello["absent"])
        self.kernel = str(hello["kernel"])

    def train(self, steps: int) -> tuple[list[float], list[str]]:
        """The losses of so many steps, and the dtypes of the parameters after them."""
        answer = self._ask(f"train {steps}")
        return [float(loss) for loss in answer["losses"]], [str(dtype) for dtype in answer["dtypes"]]

    def slice(self, seconds: float) -> float:
        """The median time of a step over so many seconds, in seconds."""
        return float(self._ask(f"slice {seconds}"))

    def close(self) -> None:
        """End the process."""
        self._process.communicate()

    def _ask(self, request: str) -> Any:  # noqa: ANN401 - JSON; both callers convert it at once
        if self._process.stdin is None:
            raise WorkerDiedError(self.name)
        try:
            self._process.stdin.write(request + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise WorkerDiedError(self.name) from None
        return self._answer()

    def _answer(self) -> Any:  # noqa: ANN401 - JSON, as above
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            raise WorkerDiedError(self.name)
        return json.loads(line)
