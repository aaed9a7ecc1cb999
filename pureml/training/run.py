"""A run is a fold: (state, batch) -> state, over batches that a key orders."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Generic, Protocol

import attrs
import numpy as np

from ..arrays import C, F, Labels, Matrix, R
from ..errors import DomainError
from ..keys import Key, permutation
from ..layers.layer import Follows, In, Out
from ..layers.network import N, draw_noise
from ..records import P_co
from .metrics import accuracy, labelled
from .step import step

Indices = np.ndarray[tuple[int], np.dtype[np.intp]]


@attrs.frozen
class Plan:
    """How a run trains: so many epochs, batches of so many samples, this learning rate.

    Raises `DomainError` for anything that is not positive and finite.

    >>> Plan(epochs=0, batch=32, lr=0.1)
    Traceback (most recent call last):
    ...
    pureml.errors.DomainError: Plan: expected epochs of at least 1, got 0
    """

    epochs: int
    batch: int
    lr: float

    def __attrs_post_init__(self) -> None:
        """Check the numbers."""
        if self.epochs < 1:
            raise DomainError(f"Plan: expected epochs of at least 1, got {self.epochs}")
        if self.batch < 1:
            raise DomainError(f"Plan: expected a batch of at least 1, got {self.batch}")
        if not 0 < self.lr < float("inf"):
            raise DomainError(f"Plan: expected a finite lr greater than 0, got {self.lr}")


@attrs.frozen
class State(Generic[N]):
    """Where a run stands: all that the rest of it depends on, besides data and plan."""

    net: N
    key: Key
    epoch: int = 0


class Running(Protocol[In, Out, P_co, F]):
    """A `State` seen together with the axes of its network."""

    @property
    def net(self) -> Follows[In, Out, P_co, F]:
        """The network."""
        ...

    @property
    def key(self) -> Key:
        """The key of the whole run."""
        ...

    @property
    def epoch(self) -> int:
        """How many epochs are done."""
        ...


@attrs.frozen
class Epoch:
    """What one epoch came to: the mean loss over its samples, taken before each step, and the accuracies after it."""

    epoch: int
    loss: float
    train_accuracy: float
    test_accuracy: float


def batches(key: Key, samples: int, size: int, /) -> tuple[Indices, ...]:
    """Every sample once, in random order: a permutation cut into pieces, of which the last may be smaller.

    >>> [batch.size for batch in batches(Key.of(0), 10, 4)]
    [4, 4, 2]
    """
    order = permutation(key, samples)
    return tuple(order[i : i + size] for i in range(0, samples, size))


def one_epoch(state: Running[In, Out, N, F], x: Matrix[R, In, F], target: Labels[R, Out], plan: Plan, /) -> tuple[State[N], float]:
    """The state after every sample was used once, and the mean loss; the same state gives the same bits.

    Raises `ShapeError` unless there are rows and a label for each, and what `step` raises.
    """
    labelled("one_epoch", x, target)
    order, noise = state.key.fold(state.epoch).split(2)
    net: Any = state.net  # a step keeps the type of the network, which no type can say of N
    total = 0.0
    for i, batch in enumerate(batches(order, len(x), plan.batch)):
        drawn = draw_noise(net, noise.fold(i), len(batch)) if net.draws else None
        net, loss = step(net, x[batch], target[batch], plan.lr, drawn)
        total += float(loss) * len(batch)
    return State(net, state.key, state.epoch + 1), total / len(x)


def epochs(
    state: Running[In, Out, N, F],
    x: Matrix[R, In, F],
    target: Labels[R, Out],
    test_x: Matrix[C, In, F],
    test_target: Labels[C, Out],
    plan: Plan,
    /,
) -> Iterator[tuple[State[N], Epoch]]:
    """The states of a run, one an epoch, each with what the epoch came to, until the plan's last."""
    current: Any = state
    while current.epoch < plan.epochs:
        current, loss = one_epoch(current, x, target, plan)
        yield current, Epoch(current.epoch, loss, accuracy(current.net, x, target), accuracy(current.net, test_x, test_target))
