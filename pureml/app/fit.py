"""The loop of a training run: steps until the plan is done, an interrupt comes or the loss is lost."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Any, Generic

import attrs
import numpy as np

from ..arrays import F, Labels, Matrix
from ..layers.layer import Layer
from ..training.plan import Plan
from ..training.run import finished, states
from ..training.state import State
from ..training.task import Task
from .history import Ended, Entry, History
from .interrupts import Interrupts
from .networks import finite


@attrs.frozen(eq=False)
class Point(Generic[F]):
    """Where a run stands, and what it took: the time of each epoch, and of the steps of the one under way."""

    state: State[Layer[int, int, F]]
    seconds: tuple[float, ...] = ()
    spent: float = 0.0

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every finished epoch."""
        return tuple(Entry.of(epoch, seconds) for epoch, seconds in zip(self.state.history, self.seconds, strict=True))


@attrs.frozen(eq=False)
class Fitted(Generic[F]):
    """The network that is kept, and how it came about."""

    net: Layer[int, int, F]
    history: History


@attrs.frozen(eq=False)
class Keeper(Generic[F]):
    """Who writes down where a run stands: at the end of each epoch, and whenever so many seconds have passed."""

    keep: Callable[[Point[F]], None]
    every: float


def fit(
    start: Point[F],
    task: Task[Matrix[int, int, F], Labels[int, int]],
    plan: Plan,
    interrupts: Interrupts,
    report: Callable[[Entry], None],
    keeper: Keeper[F],
) -> Fitted[F]:
    """Train; `report` hears of each epoch when it is done.

    An epoch whose loss or parameters are not finite is not kept, and ends the run. An interrupted run is kept where it
    stands, in the middle of an epoch.
    """
    point: Point[F] = start
    following = states(point.state, task, plan)
    ended: Ended = "finished"
    saved = time.perf_counter()
    # What overflows makes the loss infinite or nan, and that is told in words.
    with np.errstate(all="ignore"):
        while not finished(point.state, plan):
            began = time.perf_counter()
            try:
                with interrupts.allowed():
                    after = next(following)
            except KeyboardInterrupt:
                keeper.keep(point)
                ended = "interrupted"
                break
            spent = point.spent + time.perf_counter() - began
            if not sound(after):
                ended = "diverged"
                break
            if after.batch:
                point = Point(after, point.seconds, spent)
                if time.perf_counter() - saved >= keeper.every and finite(after.net):
                    keeper.keep(point)
                    saved = time.perf_counter()
            else:
                point = Point(after, (*point.seconds, spent))
                report(Entry.of(after.history[-1], spent))
                keeper.keep(point)
                saved = time.perf_counter()
    if ended == "finished" and point.state.epoch < plan.epochs:
        ended = "stopped early"
    kept = point.state.kept
    return Fitted(kept.net, History(point.entries, ended, kept.epoch))


def sound(after: State[Any]) -> bool:
    """Whether its losses are finite, and at the end of an epoch its network as well."""
    return math.isfinite(after.total) and (after.batch > 0 or (math.isfinite(after.history[-1].loss) and finite(after.net)))
