"""Lines for a reader and JSON for a machine."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from statistics import median

import attrs
import numpy as np


@attrs.frozen
class Spread:
    """Smallest, middle and largest of some numbers."""

    least: float
    middle: float
    most: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Of at least one value."""
        return cls(min(values), median(values), max(values))


@attrs.frozen
class Result:
    """One workload in one dtype: seconds a step, by implementation and round; the kernels that ran; the check before."""

    workload: str
    dtype: str
    seconds: Mapping[str, Sequence[float]]
    kernels: Mapping[str, str]
    loss_gap: float  # the largest relative difference between the losses of ours and of a peer

    def ratios(self, peer: str) -> list[float]:
        """Ours to the peer's, round by round: both halves of a ratio met the same neighbours."""
        return [ours / theirs for ours, theirs in zip(self.seconds["ours"], self.seconds[peer], strict=True)]


def lines(result: Result) -> list[str]:
    """A line for each implementation."""
    found: list[str] = []
    for name, seconds in result.seconds.items():
        us = Spread.of([1e6 * s for s in seconds])
        line = f"{result.workload} {result.dtype} {name:6s} us min {us.least:8.1f} median {us.middle:8.1f} max {us.most:8.1f}"
        if name != "ours":
            ratio = Spread.of(result.ratios(name))
            line += f"   ours/{name} min {ratio.least:.2f} median {ratio.middle:.2f} max {ratio.most:.2f}"
        found.append(line)
    return found


def document(results: Sequence[Result]) -> dict[str, object]:
    """All rounds, and where they were run; `version` is that of this layout."""
    return {
        "version": 1,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "machine": platform.machine(),
        "system": platform.system(),
        "results": [attrs.asdict(result) for result in results],
    }
