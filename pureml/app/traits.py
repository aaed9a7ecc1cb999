"""What each network and each optimizer of the command line is by default, and which options it takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import attrs

from .. import optimizers
from ..errors import DomainError
from ..optimizers.optimizer import Optimizer
from ..schedules import Schedule


@attrs.frozen
class Model:
    """The sizes of the hidden layers, how many there may be, and what may be changed.

    `dropout` is its rate of dropout; None leaves it to the number of samples.
    """

    hidden: tuple[int, ...]
    depth: int | None
    dropout: float | None
    drops: bool
    plain: bool

    def check(self, name: str, sizes: tuple[int, ...], *, dropout: float | None, batch_norm: bool, activation: str) -> None:
        """Raise `DomainError` for an option that this network has no place for."""
        if self.depth is not None and len(sizes) != self.depth:
            raise DomainError(f"--hidden: expected one size for --model {name}, got {','.join(map(str, sizes)) or 'none'}")
        if dropout and not self.drops:
            raise DomainError(f"--dropout: expected 0 for --model {name}, which drops nothing, got {dropout}")
        if batch_norm and not self.plain:
            raise DomainError(f"--batch-norm: expected --model multi-layer, got {name}")
        if activation != "relu" and name.endswith("conv"):
            raise DomainError(f"--activation: expected relu for --model {name}, got {activation}")


MODELS: Final = {
    "multi-layer": Model(hidden=(256, 128), depth=None, dropout=None, drops=True, plain=True),
    "two-layer": Model(hidden=(50,), depth=1, dropout=0.0, drops=False, plain=False),
    "simple-conv": Model(hidden=(100,), depth=1, dropout=0.0, drops=False, plain=False),
    "deep-conv": Model(hidden=(50,), depth=1, dropout=0.5, drops=True, plain=False),
}


@attrs.frozen
class Mover:
    """An optimizer with its learning rate and its weight decay."""

    make: Callable[[float | Schedule], Optimizer]
    lr: float
    decay: float = 0.0


OPTIMIZERS: Final = {
    "sgd": Mover(optimizers.Sgd, 0.2),
    "momentum": Mover(optimizers.Momentum, 0.02),
    "nesterov": Mover(optimizers.Nesterov, 0.02),
    "nesterov-shifted": Mover(optimizers.NesterovShifted, 0.02),
    "adagrad": Mover(optimizers.AdaGrad, 0.02),
    "rmsprop": Mover(optimizers.RmsProp, 0.001),
    "adam": Mover(optimizers.Adam, 0.001),
    "adam-epsilon-hat": Mover(optimizers.AdamEpsilonHat, 0.001),
    "adamw": Mover(optimizers.AdamW, 0.001, decay=0.01),
}
