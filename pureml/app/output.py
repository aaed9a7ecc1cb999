"""Lines of output."""

from __future__ import annotations

import sys
from typing import TextIO


def say(line: str, stream: TextIO | None = None) -> None:
    """Write a line at once, on stdout unless another stream is given; raises `BrokenPipeError` when nobody reads on.

    >>> say("done")
    done
    """
    to = sys.stdout if stream is None else stream
    to.write(f"{line}\n")
    to.flush()
