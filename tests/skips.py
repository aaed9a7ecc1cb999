"""Which tests may be skipped where every test should run, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pytest

# The beginning of the reason a test gives -> why it is no hole in what the suite says.
ALLOWED: Final = {
    "peer not installed: ": "a peer is a second opinion; the rule has its own evidence",
    "needs Coq: ": "what Coq accepts is checked by the proof job; the rest of the suite runs without it",
    "needs the MNIST files": "the data set is not part of the project; the reader of its format is tested on files the test writes",
}


def unexpected(report: pytest.TestReport | pytest.CollectReport) -> str | None:
    """What to say about the skip that pytest reports, or None where it is allowed."""
    reason = str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr).removeprefix("Skipped: ")
    if any(reason.startswith(start) for start in ALLOWED):
        return None
    return f"skipped for a reason that tests/skips.py does not allow: {reason}"
