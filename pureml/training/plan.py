"""How a run trains: for how long, in which steps, and when it ends early."""

from __future__ import annotations

from math import isfinite

import attrs

from ..errors import DomainError
from ..losses.penalty import Penalty
from ..optimizers.optimizer import Optimizer


@attrs.frozen
class Plan:
    """So many epochs in batches of so many samples, each batch a step of this optimizer.

    A penalty of the weights is part of the loss that is minimised. `clip` is the greatest norm of a gradient. A run with
    `patience` ends when so many epochs have passed since the one with the least validation loss.

    Raises `DomainError` for numbers out of range or not finite.

    >>> import pureml as pm
    >>> Plan(epochs=0, batch=32, optimizer=pm.optimizers.Sgd(0.1))
    Traceback (most recent call last):
    ...
    pureml.errors.DomainError: Plan: expected epochs of at least 1, got 0
    """

    epochs: int
    batch: int
    optimizer: Optimizer
    penalty: Penalty | None = None
    clip: float | None = None
    patience: int | None = None

    def __attrs_post_init__(self) -> None:
        """Check the numbers."""
        for name, whole in (("epochs", self.epochs), ("batch", self.batch), ("patience", self.patience)):
            if whole is not None and whole < 1:
                raise DomainError(f"Plan: expected {name} of at least 1, got {whole}")
        if self.clip is not None and not (isfinite(self.clip) and self.clip > 0):
            raise DomainError(f"Plan: expected a finite clip greater than 0, got {self.clip}")
