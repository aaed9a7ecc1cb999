"""Where a run stands: one frozen record, from which the rest of the run follows."""

from __future__ import annotations

from typing import Any, Generic, Protocol

import attrs
from typing_extensions import TypeVar

from ..keys import Key
from ..layers.network import N
from ..optimizers.state import State as Memory
from .plan import Plan

V_co = TypeVar("V_co", covariant=True)


@attrs.frozen
class Epoch:
    """What one epoch came to.

    `loss` is the mean over its samples of what was minimised, each taken before its step, penalty and dropout included. The
    others are taken after the epoch: the mean loss of the validation part without penalty, and accuracies where targets
    are labels.
    """

    epoch: int
    loss: float
    train_accuracy: float | None = None
    validation_loss: float | None = None
    validation_accuracy: float | None = None
    test_accuracy: float | None = None


@attrs.frozen(eq=False)
class Kept(Generic[N]):
    """The network that a run gives if it ends now, and after which epoch it was that.

    Without a validation part that of the last whole epoch, with one that of the epoch with the least validation loss.
    """

    net: N
    epoch: int


@attrs.frozen(eq=False)
class State(Generic[N]):
    """All that the rest of a run depends on, besides its task and its plan: the same state gives the same bits.

    `epoch` and `batch` count what is done: whole epochs, and steps of the one under way; `total` is the sum of the losses
    of its samples so far.
    """

    net: N
    memory: Memory[Any, N]
    key: Key
    kept: Kept[N]
    epoch: int = 0
    batch: int = 0
    total: float = 0.0
    history: tuple[Epoch, ...] = ()


class Running(Protocol[V_co]):
    """A `State`, seen together with the axes of its network."""

    @property
    def net(self) -> V_co:
        """The network."""
        ...

    @property
    def epoch(self) -> int:
        """How many epochs are done."""
        ...

    @property
    def batch(self) -> int:
        """How many steps of the next one are done."""
        ...


def start(net: N, key: Key, plan: Plan, /) -> State[N]:
    """The state before the first step; `key` orders the samples and draws the noise of the whole run."""
    memory: Memory[Any, N] = plan.optimizer.init(net)
    return State(net, memory, key, Kept(net, 0))
