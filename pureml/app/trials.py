"""A trial of a hyperparameter search: a network trained at a point, and how it does on the validation part."""

from __future__ import annotations

import shlex
import time
from collections.abc import Mapping
from functools import cache
from math import inf

import attrs
import numpy as np

from ..arrays import F
from ..data.dataset import Dataset
from ..layers.layer import Layer
from ..search.space import Point
from ..training.run import states
from ..training.samples import split_off
from ..training.state import State, start
from ..training.task import task
from . import datasets, sessions
from .fit import sound
from .networks import build
from .options import DEFAULTS, Options
from .plans import plan
from .ranges import at


@attrs.frozen
class Result:
    """What was measured on the validation part after the epoch that is kept; nothing for a run that diverged.

    As a number it is the share of wrong answers, and less than one answer more by the loss: of results with as many wrong
    answers, of which a search soon has many, the one with the least loss is best. It is infinite for a run that diverged.
    Two are equal whatever time they took.

    >>> float(Result(0.75, 1.0, 8, 1, 1, 0.1)), float(Result(0.75, 0.0, 8, 1, 1, 0.1))
    (0.3125, 0.25)
    """

    accuracy: float | None
    loss: float | None
    judges: int
    kept: int
    epochs: int
    seconds: float = attrs.field(eq=False)

    def __float__(self) -> float:
        if self.accuracy is None or self.loss is None:
            return inf
        return 1 - self.accuracy + self.loss / (1 + self.loss) / self.judges


@attrs.frozen
class Objective:
    """From a point to its result: the same point gives the same result, in any process. The test part is never looked at.

    `options` hold a validation share, and all that is not searched.
    """

    data: datasets.Facts
    options: Options

    def __call__(self, point: Point) -> Result:
        """Train at a point; raises `FormatError` where the data is not what it was."""
        options = at(self.options, point)
        data = _data(self.data)
        return measure(data, options, np.float32) if options.dtype == "float32" else measure(data, options, np.float64)


@cache
def _data(noted: datasets.Facts) -> Dataset:
    """The data, read once in each process."""
    return datasets.again(noted.source, noted, "this search")


def measure(data: Dataset, options: Options, dtype: type[F]) -> Result:
    """What a run as `pureml train` makes it of these options comes to on its validation part."""
    began = time.perf_counter()
    state, diverged = trained(data, options, dtype)
    judges = round(options.share * len(data.train_labels))  # as `split_off` rounds it
    seconds = time.perf_counter() - began
    if diverged or not state.kept.epoch:
        return Result(None, None, judges, 0, state.epoch, seconds)
    kept = state.history[state.kept.epoch - 1]
    return Result(kept.validation_accuracy, kept.validation_loss, judges, kept.epoch, state.epoch, seconds)


def trained(data: Dataset, options: Options, dtype: type[F]) -> tuple[State[Layer[int, int, F]], bool]:
    """The last state of such a run whose numbers are finite, and whether the next one's were not; the test part is left alone."""
    weights, order, aside = sessions.keys(options)
    train, validation = split_off(aside, sessions.training_part(data, dtype), options.share)
    planned = plan(options, len(train))
    _, height, width = data.train_images.shape
    net = build(options, weights, (height, width), data.classes, dtype)
    state: State[Layer[int, int, F]] = start(net, order, planned)
    with np.errstate(all="ignore"):  # what overflows makes the loss infinite or nan, and is a result
        for after in states(state, task(train, validation=validation), planned):
            if not sound(after):
                return state, True
            state = after
    return state, False


def told(point: Mapping[str, float]) -> str:
    """A point in words.

    >>> told({"lr": 0.0213, "batch": 32.0})
    'lr 0.0213  batch 32'
    """
    return "  ".join(f"{name} {value:g}" for name, value in point.items())


def percent(result: Result) -> str:
    """The validation accuracy as it is printed.

    >>> percent(Result(0.98606, 0.05, 287, 3, 4, 0.1)), percent(Result(None, None, 287, 0, 0, 0.1))
    ('98.61 %', 'diverged')
    """
    return "diverged" if result.accuracy is None else f"{100 * result.accuracy:.2f} %"


def train_parts(data: datasets.Facts, options: Options, point: Point) -> tuple[str, ...]:
    """The command that trains the network of a point again; what `pureml train` would choose by itself is left out.

    >>> facts = datasets.facts("digits", datasets.find("digits"))
    >>> train_parts(facts, Options(optimizer="adam", validation=0.2).for_samples(facts.train), {"lr": 0.01})
    ('pureml train digits', '--optimizer adam', '--lr 0.01', '--validation 0.2')
    """
    usual = attrs.evolve(DEFAULTS, model=options.model, optimizer=options.optimizer).for_samples(data.train)
    left_out = {line for line in usual.arguments() if not line.startswith(("--model ", "--optimizer "))} | {*DEFAULTS.arguments()}
    parts = (line for line in at(options, point).arguments() if line not in left_out)
    return (f"pureml train {shlex.quote(data.source)}", *parts)
