"""Ctrl-C comes where a run can stop, and waits where it cannot."""

from __future__ import annotations

import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Any, Self


class Interrupts:
    """While it is entered, SIGINT raises `KeyboardInterrupt` inside `allowed()` only; elsewhere it is noted for the next one.

    Files are written outside, so that an interrupt leaves them whole; states of a run are immutable, so stopping in the
    middle of an epoch leaves the one before it intact.

    >>> with Interrupts() as interrupts:
    ...     signal.raise_signal(signal.SIGINT)
    ...     try:
    ...         with interrupts.allowed():
    ...             print("another epoch")
    ...     except KeyboardInterrupt:
    ...         print("stopped before it")
    stopped before it
    """

    def __init__(self) -> None:
        self.came: bool = False
        self._allowed = False
        self._before: Any = None

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():  # the only one that may set handlers, and that gets signals
            self._before = signal.signal(signal.SIGINT, self._handle)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    @contextmanager
    def allowed(self) -> Generator[None]:
        """The part of a run that an interrupt may cut short."""
        try:
            self._allowed = True  # before the look at `came`, or an interrupt between the two would be lost
            if self.came:
                raise KeyboardInterrupt
            yield
        finally:
            self._allowed = False

    def _handle(self, _number: int, _frame: FrameType | None) -> None:
        self.came = True
        if self._allowed:
            self._allowed = False  # a second one must not cut short what follows the first
            raise KeyboardInterrupt
