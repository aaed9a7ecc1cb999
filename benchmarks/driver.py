"""Interleaved rounds: every implementation alive in its own process, one working at a time, ratios within a round."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import attrs
import numpy as np

from benchmarks.peers import PEERS
from benchmarks.process import Absent, Worker, WorkerDiedError, last_core
from benchmarks.report import Result, document, lines
from benchmarks.workloads import WORKLOADS

OURS = "benchmarks.ours"
CHECKED_STEPS = 20
# The largest relative difference of a loss within those steps: rounding in another order, far below any wrong slope.
LIMITS = {"float64": 1e-12, "float32": 1e-5}
SLICE = 0.06  # seconds


class DisagreementError(RuntimeError):
    """The implementations do not compute the same thing, so their times say nothing."""


@attrs.frozen
class Options:
    """What to run."""

    only: tuple[str, ...]
    dtypes: tuple[str, ...]
    peers: tuple[str, ...]
    rounds: int
    book: Path | None
    json: Path | None


def gap(workers: Sequence[Worker], dtype: str) -> float:
    """Train all of them alike; the largest relative difference from the first one's losses."""
    runs = {worker.name: worker.train(CHECKED_STEPS) for worker in workers}
    for name, (_, dtypes) in runs.items():
        if dtypes != [dtype]:
            raise DisagreementError(f"{name}: expected {dtype} parameters after {CHECKED_STEPS} steps, got {', '.join(dtypes)}")
    reference, _ = runs[workers[0].name]
    limit, found = LIMITS[dtype], 0.0
    for name, (losses, _) in runs.items():
        apart = float(np.max(np.abs(np.subtract(losses, reference) / reference)))
        if not apart <= limit:  # a NaN is kept by np.max and fails here
            raise DisagreementError(f"{name}: losses differ from those of {workers[0].name} by {apart:.1e}, expected at most {limit:.0e}")
        found = max(found, apart)
    return found


def rounds(workers: Sequence[Worker], count: int) -> dict[str, list[float]]:
    """Seconds a step, by implementation; the order turns round each time, and one round before is not recorded."""
    seconds: dict[str, list[float]] = {worker.name: [] for worker in workers}
    for worker in workers:
        worker.slice(SLICE)
    for number in range(count):
        for worker in workers[:: 1 if number % 2 == 0 else -1]:
            seconds[worker.name].append(worker.slice(SLICE))
    return seconds


def started(options: Options, workload: str, dtype: str, stack: ExitStack) -> list[Worker]:
    """Ours first, then the peers that are there."""
    workers: list[Worker] = []
    for name in ("ours", *options.peers):
        module, path = (OURS if name == "ours" else PEERS[name]), []
        if name == "book" and options.book:
            module, path = "benchmarks.peers.book_folder", [str(options.book), str(options.book / "ch05")]
        try:
            worker = Worker(name, module, workload, dtype, path)
        except Absent as reason:
            if name == "ours":
                raise
            print(f"{workload} {dtype} {name:6s} left out: {reason}", flush=True)
            continue
        stack.callback(worker.close)
        workers.append(worker)
    return workers


def measured(options: Options, workload: str, dtype: str) -> Result:
    """Start, check, time, and print as it goes."""
    with ExitStack() as stack:
        workers = started(options, workload, dtype, stack)
        names = ", ".join(worker.name for worker in workers)
        apart = gap(workers, dtype)
        agreement = f"{CHECKED_STEPS} losses of {names} agree within {apart:.1e} (limit {LIMITS[dtype]:.0e})"
        print(f"{workload} {dtype} check  {agreement}", flush=True)
        result = Result(workload, dtype, rounds(workers, options.rounds), {worker.name: worker.kernel for worker in workers}, apart)
    print("\n".join(lines(result)), flush=True)
    return result


def run(options: Options) -> None:
    """All workloads in all dtypes."""
    core = last_core()
    print(f"{options.rounds} rounds, one thread, {'not pinned' if core is None else f'pinned to core {core}'}", flush=True)
    results = [measured(options, workload, dtype) for workload in options.only for dtype in options.dtypes]
    for name, kernel in {name: kernel for result in results for name, kernel in result.kernels.items()}.items():
        print(f"kernel {name:6s} {kernel}")
    if options.json:
        options.json.write_text(json.dumps(document(results), indent=1) + "\n", encoding="utf-8")
        print(options.json)


def choice(text: str, known: Sequence[str]) -> tuple[str, ...]:
    """Names between commas, each once."""
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    for name in names:
        if name not in known:
            raise argparse.ArgumentTypeError(f"expected some of {', '.join(known)}, got {name!r}")
    return names


def count(text: str) -> int:
    """At least one."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number from 1, got {text!r}")
    return int(text)


def book(text: str) -> Path:
    """A folder that holds the book's code."""
    folder = Path(text).resolve()
    if not (folder / "ch05" / "two_layer_net.py").is_file():
        raise argparse.ArgumentTypeError(f"expected a folder with ch05/two_layer_net.py, got {text}")
    return folder


def output(text: str) -> Path:
    """A file that can be made when the run is over."""
    path = Path(text).resolve()
    if not path.parent.is_dir() or path.is_dir():
        raise argparse.ArgumentTypeError(f"expected a file in an existing folder, got {text}")
    return path


def parsed(arguments: Sequence[str]) -> Options:
    """The command line; a wrong one ends the program with exit code 2."""
    parser = argparse.ArgumentParser(prog="step.py", description="Time one step of training against other implementations.")
    parser.add_argument("--only", type=lambda text: choice(text, list(WORKLOADS)), default=tuple(WORKLOADS), metavar="W1,W4")
    parser.add_argument("--dtypes", type=lambda text: choice(text, list(LIMITS)), default=tuple(LIMITS), metavar="float64,float32")
    parser.add_argument("--peers", type=lambda text: choice(text, list(PEERS)), default=tuple(PEERS), metavar="book,torch")
    parser.add_argument("--rounds", type=count, default=15)
    parser.add_argument("--book", type=book, metavar="DIR", help="time the book's own code in this folder, not its re-implementation")
    parser.add_argument("--json", type=output, metavar="FILE", help="write every round to this file")
    return Options(**vars(parser.parse_args(arguments)))


def main() -> int:
    """0 when all was timed, 1 when something failed."""
    options = parsed(sys.argv[1:])
    try:
        run(options)
    except Absent as reason:
        print(f"step.py: ours: {reason}", file=sys.stderr)
    except WorkerDiedError as name:
        print(f"step.py: the process of {name} ended; its message stands above", file=sys.stderr)
    except DisagreementError as difference:
        print(f"step.py: {difference}", file=sys.stderr)
    else:
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main())
