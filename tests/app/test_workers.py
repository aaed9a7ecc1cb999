from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from threadpoolctl import threadpool_info

from pureml.app.workers import workers
from tests.app.running import environment

if TYPE_CHECKING:
    from pathlib import Path


def threads() -> set[int]:
    return {int(pool["num_threads"]) for pool in threadpool_info() if pool["user_api"] == "blas"}


def test_one_worker_is_this_process() -> None:
    with workers(1, 1) as executor:
        assert executor is None


def test_each_process_has_its_threads_hears_no_interrupt_and_ends() -> None:
    before = multiprocessing.active_children()
    with workers(2, 1) as executor:
        assert executor is not None
        found = {executor.submit(os.getpid).result() for _ in range(4)}
        assert os.getpid() not in found
        assert executor.submit(threads).result() == {1}
        assert executor.submit(signal.getsignal, signal.SIGINT).result() == signal.SIG_IGN
    assert multiprocessing.active_children() == before


def leave_while_it_works() -> None:
    with workers(2, 1) as executor:
        assert executor is not None
        executor.submit(os.getpid).result()
        executor.submit(time.sleep, 60)
        raise KeyboardInterrupt


def test_who_leaves_with_an_exception_does_not_wait() -> None:
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        leave_while_it_works()
    assert time.monotonic() - began < 30


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_processes_of_one_that_is_killed_end_too(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import os, time\n"
        "from pureml.app.workers import workers\n"
        "if __name__ == '__main__':\n"
        "    with workers(2, 1) as executor:\n"
        "        print(executor.submit(os.getpid).result(), flush=True)\n"
        "        executor.submit(time.sleep, 60)\n"
        "        time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, script], env=environment(), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        worker = int(process.stdout.readline())
        assert alive(worker)
        process.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 20
    while alive(worker) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not alive(worker)
