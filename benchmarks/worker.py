"""One implementation in a process of its own: answers "train N" and "slice SECONDS", a line of JSON for each."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from typing import TextIO

import attrs
import numpy as np

from benchmarks.implementation import Build, NotBuilt, Step
from benchmarks.workloads import WORKLOADS, Workload

LEAST_STEPS = 5


@attrs.frozen
class Steps:
    """The step that is timed, and the one whose losses are compared: the same, unless something in it is drawn."""

    timed: Step
    certain: Step


def built(module: str, workload: str, dtype: str) -> Steps:
    """The steps of a module of this package; ImportError where what it compares with is absent."""
    build: Build = importlib.import_module(module).build
    what = WORKLOADS[workload]

    def make(what: Workload) -> Step:
        return build(what, np.float32) if dtype == "float32" else build(what, np.float64)

    timed = make(what)
    return Steps(timed, timed if what.certain == what else make(what.certain))


def trained(step: Step, count: int) -> dict[str, list[float] | list[str]]:
    """The loss of each of `count` steps, and the dtypes of the parameters after them."""
    losses: list[float] = []
    for _ in range(count):
        step.advance()
        losses.append(step.loss())
    return {"losses": losses, "dtypes": sorted({str(leaf.dtype) for leaf in step.parameters()})}


def median_time(step: Step, seconds: float) -> float:
    """The median time of a step, over steps repeated for `seconds`; the first, with cold caches, is not counted."""
    clock = time.perf_counter
    advance = step.advance
    advance()
    times: list[float] = []
    end = clock() + seconds
    while clock() < end or len(times) < LEAST_STEPS:
        start = clock()
        advance()
        times.append(clock() - start)
    return sorted(times)[len(times) // 2]


@contextmanager
def answers() -> Generator[TextIO, None, None]:
    """Where answers go; whatever else is printed, from C as well, goes to stderr."""
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as out:
        os.dup2(2, 1)
        yield out


def serve(steps: Steps, out: TextIO) -> None:
    """Answer requests until stdin ends."""
    for line in sys.stdin:
        what, amount = line.split()
        answer = trained(steps.certain, int(amount)) if what == "train" else median_time(steps.timed, float(amount))
        print(json.dumps(answer), file=out, flush=True)


def main() -> None:
    """Build, say what runs or why nothing does, then serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--module", "--workload", "--dtype"):
        parser.add_argument(name, required=True)
    parser.add_argument("--core", type=int)
    parser.add_argument("--path", action="append", default=[])
    options = parser.parse_args()
    if sys.platform == "linux" and options.core is not None:
        os.sched_setaffinity(0, {options.core})
    sys.path[:0] = options.path
    with answers() as out:
        try:
            steps = built(options.module, options.workload, options.dtype)
        except (ModuleNotFoundError, NotBuilt) as reason:
            print(json.dumps({"absent": str(reason)}), file=out, flush=True)
            return
        print(json.dumps({"kernel": steps.timed.kernel()}), file=out, flush=True)
        serve(steps, out)


if __name__ == "__main__":
    main()
