"""How a run went, epoch by epoch."""

from __future__ import annotations

from typing import Literal, TypeAlias

import attrs

from ..training.state import Epoch

Ended: TypeAlias = Literal["finished", "stopped early", "interrupted", "diverged"]


@attrs.frozen
class Entry:
    """One epoch: the mean loss of its samples, each before the step it was used in, what was measured after it, its time.

    `history.json` is a list of these; what a run without a validation part has not measured is null.
    """

    epoch: int
    loss: float
    train_accuracy: float
    test_accuracy: float
    seconds: float
    validation_loss: float | None = None
    validation_accuracy: float | None = None

    @classmethod
    def of(cls, epoch: Epoch, seconds: float) -> Entry:
        """The entry of an epoch that was measured on labels, and its time."""
        if epoch.train_accuracy is None or epoch.test_accuracy is None:
            raise TypeError(f"Entry: expected an epoch measured on labelled samples, got {epoch}")
        return cls(
            epoch.epoch, epoch.loss, epoch.train_accuracy, epoch.test_accuracy, seconds, epoch.validation_loss, epoch.validation_accuracy
        )

    def measured(self) -> Epoch:
        """All but the time."""
        return Epoch(self.epoch, self.loss, self.train_accuracy, self.validation_loss, self.validation_accuracy, self.test_accuracy)


@attrs.frozen
class History:
    """Every finished epoch in order, how the run ended, and after which epoch the network was that is kept."""

    epochs: tuple[Entry, ...]
    ended: Ended
    kept: int

    @classmethod
    def of(cls, epochs: tuple[Entry, ...], planned: int, patience: int | None) -> History:
        """The history of a run that has ended, of so many planned epochs: what it was, follows from its numbers.

        >>> History.of((Entry(1, 0.5, 0.5, 0.5, 0.1),), 2, None).ended
        'diverged'
        """
        judged = [entry for entry in epochs if entry.validation_loss is not None]
        kept = min(judged, key=lambda entry: entry.validation_loss or 0.0).epoch if judged else len(epochs)
        if len(epochs) >= planned:
            return cls(epochs, "finished", kept)
        return cls(epochs, "diverged" if patience is None or len(epochs) - kept < patience else "stopped early", kept)

    @property
    def seconds(self) -> float:
        """The time of all epochs."""
        return sum((entry.seconds for entry in self.epochs), 0.0)
