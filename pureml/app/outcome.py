"""What a report tells about a run: the network measured on the test part of its data."""

from __future__ import annotations

import attrs
import numpy as np

from ..arrays import F, Labels, Matrix
from ..data.dataset import Dataset
from ..functions.softmax import softmax
from ..layers.layer import Layer
from ..training.metrics import Counts, confusion, predict
from .fit import Fitted, Samples
from .history import History
from .networks import Array, Stage, named, stages

CHUNK = 4096  # samples at a time: what a pass keeps is many times what it is given


@attrs.frozen(eq=False)
class Answers:
    """For each sample the class with the greatest output, and the probability that softmax gives each class."""

    classes: Array
    probabilities: Array

    @property
    def confidence(self) -> Array:
        """The probability of each answer."""
        return self.probabilities[np.arange(len(self.classes)), self.classes]


@attrs.frozen(eq=False)
class Outcome:
    """A trained network, seen from outside: its parts, its history, its answers on the test images."""

    network: str
    stages: tuple[Stage, ...]
    first_weight: Array
    history: History
    test_images: Array
    test_labels: Array
    answers: Answers
    confusion: Counts

    @property
    def parameters(self) -> int:
        """How many numbers were trained."""
        return sum(stage.parameters for stage in self.stages)

    @property
    def accuracy(self) -> float:
        """The share of test images that were answered rightly."""
        return int(self.confusion.trace()) / len(self.test_labels)


def answer(net: Layer[int, int, F], x: Matrix[int, int, F]) -> Answers:
    """What a network says about samples, a few thousand at a time; never empty."""
    classes: list[Array] = []
    probabilities: list[Array] = []
    for start in range(0, len(x), CHUNK):
        part = x[start : start + CHUNK]
        classes.append(predict(net, part))
        probabilities.append(softmax(net.forward(part)))
    return Answers(np.concatenate(classes), np.concatenate(probabilities))


def outcome(fitted: Fitted[F], data: Dataset, given: Samples[F]) -> Outcome:
    """The network measured on the test part."""
    answers = answer(fitted.net, given.test_x)
    target: Labels[int, int] = given.test_target
    return Outcome(
        network=repr(fitted.net),
        stages=stages(fitted.net),
        first_weight=next(iter(named(fitted.net).values())),
        history=fitted.history,
        test_images=data.test_images,
        test_labels=target,
        answers=answers,
        confusion=confusion(predict(fitted.net, given.test_x), target, data.classes),
    )
