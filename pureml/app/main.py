"""The entry point of `pureml`: every way a command can end becomes an exit code and at most one line on stderr."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Sequence

from ..errors import PuremlError
from ..loading import needing
from .errors import UsageError
from .output import say

FAILED = 1
USAGE = 2
INTERRUPTED = 130  # 128 + SIGINT, as shells say it
BROKEN_PIPE = 141  # 128 + SIGPIPE


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code of a command line: 0 done, 1 bad data, 2 wrong usage, 130 interrupted.

    This module needs no library of the extra `app`: without them it says how to install them.

    >>> main(["train", "--lr", "nan"])  # and on stderr: pureml: --lr: expected a finite number greater than 0, got nan
    2
    """
    given = sys.argv[1:] if arguments is None else list(arguments)
    _hear_interrupts()
    try:
        code = _run(given)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has enough of it. What is still buffered goes nowhere, or Python would complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except KeyboardInterrupt:
        return fail("interrupted, nothing was written", INTERRUPTED)
    return code


def _run(arguments: Sequence[str]) -> int:
    """The exit code, with every error that is the user's to mend told in one line."""
    try:
        with needing("pureml", "app"):  # a command imports what it alone needs, so a library may be missed late as well
            from .cli import run

            return run(arguments)
    except UsageError as error:
        return fail(error, USAGE)
    except PuremlError as error:
        return fail(error, FAILED)
    except BrokenPipeError:
        raise
    except OSError as error:
        return fail(f"{error.filename}: {error.strerror}" if error.filename else error, FAILED)
    except MemoryError as error:
        return fail(f"out of memory: {error}", FAILED)


def fail(message: object, code: int) -> int:
    """Say a message on stderr as one line, whatever is in it, and give the exit code back."""
    say("pureml: " + " ".join(str(message).split()), sys.stderr)
    return code


def _hear_interrupts() -> None:
    """A shell that runs us in the background of a script has interrupts ignored; a run answers to them all the same."""
    if threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
