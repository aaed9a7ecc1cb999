"""Which tests may be skipped where every test should run, and why."""

from __future__ import annotations

from typing import Final

# The beginning of the reason a test gives -> why it is no hole in what the suite says.
ALLOWED: Final = {
    "peer not installed: ": "a peer is a second opinion; the rule has its own evidence",
    "needs the MNIST files": "the data set is not part of the project; the reader of its format is tested on files the test writes",
}


def unexpected(longrepr: object) -> str | None:
    """What to say about the skip that pytest describes like this, or None where it is allowed."""
    reason = str(longrepr[2] if isinstance(longrepr, tuple) and len(longrepr) == 3 else longrepr)
    reason = reason.removeprefix("Skipped: ")
    if any(reason.startswith(start) for start in ALLOWED):
        return None
    return f"skipped for a reason that tests/skips.py does not allow: {reason}"
