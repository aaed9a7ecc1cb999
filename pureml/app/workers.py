"""Processes to work in, which end with the one that started them, whatever ends it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Generator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager

from . import machine


@contextmanager
def workers(count: int, threads: int) -> Generator[Executor | None]:
    """So many processes, each with so many BLAS threads; None for one, which is this process.

    Whoever leaves with an exception, as Ctrl-C makes one, does not wait for what the processes are busy with.
    """
    if count == 1:
        yield None
        return
    before = set(multiprocessing.active_children())
    # Not forked: a fork would share this process's BLAS threads and locks.
    pool = ProcessPoolExecutor(count, multiprocessing.get_context("spawn"), _begin, (threads,))
    try:
        with _uninterrupted():
            for _ in range(count):
                pool.submit(os.getpid)  # which starts a process
        yield pool
    except BaseException:
        for child in set(multiprocessing.active_children()) - before:
            child.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _uninterrupted() -> Generator[None]:
    """Processes that are started meanwhile hear no Ctrl-C, which a terminal sends to all: the first one decides what it means."""
    if sys.platform == "win32":
        yield
        return
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _begin(threads: int) -> None:
    """What each process does first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    machine.use_threads(threads)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A process whose parent was killed would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
