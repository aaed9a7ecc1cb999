"""The loop of a training run: epochs until the plan is done, an interrupt comes or the loss is lost."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Generic

import attrs
import numpy as np

from ..arrays import F, Labels, Matrix
from ..data.dataset import Dataset
from ..keys import Key
from ..layers.layer import Layer
from ..training.run import Plan, State, epochs
from .datasets import Facts
from .history import Ended, Entry, History
from .interrupts import Interrupts
from .networks import build, finite
from .options import Options


@attrs.frozen(eq=False)
class Samples(Generic[F]):
    """A data set as numbers."""

    train_x: Matrix[int, int, F]
    train_target: Labels[int, int]
    test_x: Matrix[int, int, F]
    test_target: Labels[int, int]


@attrs.frozen(eq=False)
class Fitted(Generic[F]):
    """The network after the last finished epoch, and how it came about."""

    net: Layer[int, int, F]
    history: History


def samples(data: Dataset, dtype: type[F]) -> Samples[F]:
    """The images as rows of numbers from 0 to 1, the labels as targets."""
    return Samples(
        data.train_features(data.pixels, dtype),
        data.train_targets(data.classes),
        data.test_features(data.pixels, dtype),
        data.test_targets(data.classes),
    )


def first_state(options: Options, data: Facts, dtype: type[F]) -> State[Layer[int, int, F]]:
    """The state before the first epoch: the key of the seed is split in two, one half draws the weights, one the order."""
    first, order = Key.of(options.seed).split(2)
    return State(build(options, first, data.pixels, data.classes, dtype), order)


def fit(
    start: State[Layer[int, int, F]], given: Samples[F], options: Options, interrupts: Interrupts, report: Callable[[Entry], None]
) -> Fitted[F]:
    """Train; `report` hears of each epoch when it is done.

    An epoch whose loss or parameters are not finite is not kept, and ends the run.
    """
    net = start.net
    plan = Plan(options.epoch_count, options.batch, options.lr)
    states = epochs(start, given.train_x, given.train_target, given.test_x, given.test_target, plan)
    entries: list[Entry] = []
    ended: Ended = "finished"
    while len(entries) < options.epoch_count:
        began = time.perf_counter()
        try:
            # What overflows makes the loss infinite or nan, and that is told in words.
            with interrupts.allowed(), np.errstate(all="ignore"):
                state, epoch = next(states)
        except KeyboardInterrupt:
            ended = "interrupted"
            break
        if not (math.isfinite(epoch.loss) and finite(state.net)):
            ended = "diverged"
            break
        net = state.net
        entries.append(Entry(epoch.epoch, epoch.loss, epoch.train_accuracy, epoch.test_accuracy, time.perf_counter() - began))
        report(entries[-1])
    return Fitted(net, History(tuple(entries), ended))
