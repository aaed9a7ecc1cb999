"""What a report tells about a run: the network measured on the test part of its data."""

from __future__ import annotations

import attrs
import numpy as np

from ..arrays import F, Labels, Matrix, labels
from ..data.dataset import Dataset
from ..functions.softmax import softmax
from ..layers.layer import Layer
from ..training.metrics import Counts, confusion, outputs
from .fit import Fitted
from .history import History
from .networks import Array, Stage, named, stages


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
    first_weights: Array
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
    """What a network says about samples; never empty."""
    found = outputs(net, x)
    return Answers(found.argmax(axis=1), softmax(found))


def outcome(fitted: Fitted[F], data: Dataset, test_x: Matrix[int, int, F], target: Labels[int, int]) -> Outcome:
    """The network measured on the test part."""
    answers = answer(fitted.net, test_x)
    _, height, width = data.test_images.shape
    return Outcome(
        network=repr(fitted.net),
        stages=stages(fitted.net),
        first_weights=_pictures(next(iter(named(fitted.net).values())), height, width),
        history=fitted.history,
        test_images=data.test_images,
        test_labels=target,
        answers=answers,
        confusion=confusion(labels(answers.classes, len(target), data.classes), target, data.classes),
    )


def _pictures(weight: Array, height: int, width: int) -> Array:
    """What each unit looks for: its weights over the pixels, or each filter of a convolution by itself, as images."""
    return weight.T.reshape(-1, height, width) if weight.ndim == 2 else weight.reshape(-1, *weight.shape[-2:])
