"""How a run went, epoch by epoch."""

from __future__ import annotations

from typing import Literal, TypeAlias

import attrs

Ended: TypeAlias = Literal["finished", "interrupted", "diverged"]


@attrs.frozen
class Entry:
    """One epoch: the mean loss of its samples, each before the step it was used in, the accuracies after it, its time.

    `history.json` is a list of these.
    """

    epoch: int
    loss: float
    train_accuracy: float
    test_accuracy: float
    seconds: float


@attrs.frozen
class History:
    """Every finished epoch in order, and how the run ended."""

    epochs: tuple[Entry, ...]
    ended: Ended

    @property
    def seconds(self) -> float:
        """The time of all epochs."""
        return sum((entry.seconds for entry in self.epochs), 0.0)
