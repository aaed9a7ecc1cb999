"""How a run went, epoch by epoch: the content of `history.json`."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

import attrs

VERSION: Final = 1
Ended: TypeAlias = Literal["finished", "interrupted", "diverged"]


@attrs.frozen
class Entry:
    """One epoch: the mean loss of its samples, each before the step it was used in, the accuracies after it, its time."""

    epoch: int
    loss: float
    train_accuracy: float
    test_accuracy: float
    seconds: float


@attrs.frozen
class History:
    """Every finished epoch in order, and how the run ended; `version` is that of this form."""

    epochs: tuple[Entry, ...]
    ended: Ended
    version: int = VERSION

    @property
    def seconds(self) -> float:
        """The time of all epochs."""
        return sum((entry.seconds for entry in self.epochs), 0.0)
