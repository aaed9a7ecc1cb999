"""The plan that options ask for: optimizer, schedule and limits."""

from __future__ import annotations

from typing import Final

from .. import schedules
from ..losses.l2_penalty import l2_penalty
from ..optimizers.adamw import AdamW
from ..optimizers.optimizer import Optimizer
from ..schedules import Schedule
from ..training.plan import Plan
from .options import Options
from .traits import OPTIMIZERS

DROP: Final = 0.1  # what a step schedule multiplies by, and into how many parts it cuts the run
PARTS: Final = 3
LEFT: Final = 0.01  # what an exponential schedule leaves of the rate at the end


def plan(options: Options, samples: int) -> Plan:
    """How a run with these options trains on so many samples, validation part excluded.

    >>> plan(Options(optimizer="adam"), 1437).optimizer
    Adam(lr=0.001, beta1=0.9, beta2=0.999, eps=1e-08)
    """
    steps = -(-samples // options.batch)  # in an epoch
    rate = learning_rate(options, steps)
    own = options.optimizer == "adamw"
    return Plan(
        options.epoch_count,
        options.batch,
        optimizer(options, rate),
        penalty=None if own or not options.decay else l2_penalty(options.decay),
        clip=options.clip,
        patience=options.patience,
    )


def learning_rate(options: Options, steps: int) -> float | Schedule:
    """The rate of each step, where an epoch has so many: the warm-up, then the schedule over what is left.

    >>> learning_rate(Options(epochs=3, schedule="step", lr=1.0), 10)
    Steps(lr=1.0, every=10, factor=0.1)
    """
    rising = options.warm_up * steps
    left = max(options.epoch_count * steps - rising, 1)
    after = _scheduled(options, left)
    if not rising:
        return after
    first = schedules.WarmUp(options.learning_rate, rising)
    return schedules.Joined(first, rising, after if isinstance(after, Schedule) else schedules.Constant(after))


def _scheduled(options: Options, steps: int) -> float | Schedule:
    lr = options.learning_rate
    match options.schedule:
        case "constant":
            return lr
        case "step":
            return schedules.Steps(lr, every=-(-steps // PARTS), factor=DROP)
        case "exponential":
            return schedules.Exponential(lr, factor=LEFT ** (1 / steps))
        case "cosine":
            return schedules.Cosine(lr, steps=steps)


def optimizer(options: Options, lr: float | Schedule) -> Optimizer:
    """The optimizer of this name; weight decay is adamw's own business."""
    return AdamW(lr, decay=options.decay) if options.optimizer == "adamw" else OPTIMIZERS[options.optimizer].make(lr)
