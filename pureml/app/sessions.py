"""A session: a run that begins, or one that goes on where it stood."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Generic

import attrs

from ..arrays import F, Labels, Matrix
from ..data.dataset import Dataset
from ..keys import Key
from ..layers.layer import Layer
from ..training.plan import Plan
from ..training.samples import Samples, split_off
from ..training.state import start
from ..training.task import Task, task
from . import checkpoints, machine
from .fit import Point
from .networks import build
from .options import Options
from .plans import plan
from .runs import CHECKPOINT, Notes, Resumption, Run

Part = Samples[Matrix[int, int, F], Labels[int, int]]


@attrs.frozen(eq=False)
class Session(Generic[F]):
    """What is to be learnt, how, and where it stands."""

    task: Task[Matrix[int, int, F], Labels[int, int]]
    test: Part[F]
    plan: Plan
    point: Point[F]

    @property
    def net(self) -> Layer[int, int, F]:
        """The network as it stands."""
        return self.point.state.net


def now() -> str:
    """The time as a run notes it."""
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def training_part(data: Dataset, dtype: type[F]) -> Part[F]:
    """The images to train on as rows of numbers from 0 to 1, with their labels as targets."""
    return Samples(data.train_features(data.pixels, dtype), data.train_targets(data.classes))


def testing_part(data: Dataset, dtype: type[F]) -> Part[F]:
    """The images to test on, in the same form."""
    return Samples(data.test_features(data.pixels, dtype), data.test_targets(data.classes))


def keys(options: Options) -> tuple[Key, Key, Key]:
    """The key of the seed, split: for the first weights, for order and noise of the run, for the validation part."""
    weights, run, validation = Key.of(options.seed).split(3)
    return weights, run, validation


def begin(data: Dataset, notes: Notes, dtype: type[F]) -> Session[F]:
    """A run at its start."""
    options = notes.options
    weights, order, aside = keys(options)
    train, test = training_part(data, dtype), testing_part(data, dtype)
    rest, validation = split_off(aside, train, options.share) if options.share else (train, None)
    planned = plan(options, len(rest))
    net = build(options, weights, (notes.data.height, notes.data.width), notes.data.classes, dtype)
    return Session(task(rest, validation=validation, test=test), test, planned, Point(start(net, order, planned)))


def resume(run: Run, data: Dataset, dtype: type[F]) -> Session[F]:
    """A run where its last checkpoint stands, or at its start if it was killed before the first; raises `FormatError`."""
    first = begin(data, run.notes, dtype)
    if not run.begun:
        return first
    point = checkpoints.decode(run.path / CHECKPOINT, first.net, first.plan)
    return attrs.evolve(first, point=point)


def resumed(run: Run, session: Session[F]) -> Notes:
    """The notes of a run that goes on here and now."""
    here, state = machine.describe(), session.point.state
    differs = machine.differences(run.notes.last_machine, here)
    again = Resumption(now(), state.epoch, state.batch, here, differs)
    return attrs.evolve(run.notes, resumed=(*run.notes.resumed, again))
