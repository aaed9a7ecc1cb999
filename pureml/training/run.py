"""A run is a fold: (state, batch) -> state, over batches that a key orders.

It stops anywhere and goes on from the state it had, also in another process, as if it had not stopped.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf, isfinite
from typing import Any, overload

from ..arrays import C, Ch, Distribution, F, H, Images, Labels, Matrix, R, W
from ..errors import DomainError
from ..keys import Key, permutation
from ..layers.images import FollowsFlat
from ..layers.layer import Follows, In, Out
from ..layers.network import N, draw_noise
from ..optimizers.clipping import clipped
from .differentiate import Pass, differentiate
from .metrics import mean_loss, outputs, right
from .plan import Plan
from .samples import Indices, Samples, taken
from .state import Epoch, Kept, Running, State
from .task import Task


def batches(key: Key, samples: int, size: int, /) -> tuple[Indices, ...]:
    """Every sample once, in random order: a permutation cut into pieces, of which the last may be smaller.

    >>> [batch.size for batch in batches(Key.of(0), 10, 4)]
    [4, 4, 2]
    """
    order = permutation(key, samples)
    return tuple(order[i : i + size] for i in range(0, samples, size))


@overload
def advance(
    state: Running[Follows[In, Out, N, F]],
    batch: Samples[Matrix[C, In, F], Labels[C, Out] | Distribution[C, Out, F] | Matrix[C, Out, F]],
    task: Task[Matrix[R, In, F], Labels[R, Out] | Distribution[R, Out, F] | Matrix[R, Out, F]],
    plan: Plan,
    /,
) -> State[N]: ...
@overload
def advance(
    state: Running[FollowsFlat[Ch, H, W, Out, N, F]],
    batch: Samples[Images[C, Ch, H, W, F], Labels[C, Out] | Distribution[C, Out, F]],
    task: Task[Images[R, Ch, H, W, F], Labels[R, Out] | Distribution[R, Out, F]],
    plan: Plan,
    /,
) -> State[N]: ...
def advance(state: Any, batch: Samples[Any, Any], task: Task[Any, Any], plan: Plan, /) -> State[Any]:
    """The state after one more step, on a batch; the same state and batch give the same bits."""
    net = state.net
    key, rows, optimizer = state.key, len(batch), plan.optimizer
    noise = draw_noise(net, Key(key.seed, (*key.path, state.epoch, 1, state.batch)), rows)
    at: Pass[Any, Any] = differentiate(
        optimizer.point(state.memory, net), batch.x, batch.target, noise, loss=task.loss, penalty=plan.penalty
    )
    grad = at.grad if plan.clip is None else clipped(at.grad, plan.clip)
    new, memory = optimizer.step(state.memory, net, grad)
    total = state.total + float(at.loss) * rows
    if at.statistics.measured and isfinite(total):  # numbers that are not finite have no moments
        new = new.absorb(at.statistics)
    return State(new, memory, key, state.kept, state.epoch, state.batch + 1, total, state.history)


@overload
def concluded(
    state: Running[Follows[In, Out, N, F]],
    task: Task[Matrix[R, In, F], Labels[R, Out] | Distribution[R, Out, F] | Matrix[R, Out, F]],
    /,
) -> State[N]: ...
@overload
def concluded(
    state: Running[FollowsFlat[Ch, H, W, Out, N, F]],
    task: Task[Images[R, Ch, H, W, F], Labels[R, Out] | Distribution[R, Out, F]],
    /,
) -> State[N]: ...
def concluded(state: Any, task: Task[Any, Any], /) -> State[Any]:
    """The state after all batches of an epoch, which its history now tells of."""
    _, train_accuracy = _measured(state, task.train, None)
    validation_loss, validation_accuracy = _measured(state, task.validation, task)
    _, test_accuracy = _measured(state, task.test, None)
    mean = state.total / len(task.train)
    epoch = Epoch(state.epoch + 1, mean, train_accuracy, validation_loss, validation_accuracy, test_accuracy)
    kept = Kept(state.net, epoch.epoch) if _best(epoch, state) else state.kept
    return State(state.net, state.memory, state.key, kept, epoch.epoch, history=(*state.history, epoch))


def _measured(state: State[Any], part: Samples[Any, Any] | None, judged: Task[Any, Any] | None) -> tuple[float | None, float | None]:
    """The mean loss where a task judges the part, and the accuracy where its targets are labels; its samples are answered once."""
    if part is None:
        return None, None
    labelled = part.target.dtype.kind == "i"
    answers: Any = outputs(state.net, part.x) if labelled or judged else None
    return mean_loss(answers, part.target, judged.loss) if judged else None, right(answers, part.target) if labelled else None


def _best(epoch: Epoch, before: State[Any]) -> bool:
    """Whether the network of an epoch is the one to keep: always the last, unless a validation part chooses among finite losses."""
    if epoch.validation_loss is None:
        return True
    kept = before.kept.epoch
    least = before.history[kept - 1].validation_loss if kept else None
    return epoch.validation_loss < (inf if least is None else least)


def finished(state: State[Any], plan: Plan, /) -> bool:
    """Whether the plan has no step left: all epochs are done, or so many without a better one as its patience allows."""
    return state.epoch >= plan.epochs or (plan.patience is not None and state.epoch - state.kept.epoch >= plan.patience)


@overload
def states(
    state: Running[Follows[In, Out, N, F]],
    task: Task[Matrix[R, In, F], Labels[R, Out] | Distribution[R, Out, F] | Matrix[R, Out, F]],
    plan: Plan,
    /,
) -> Iterator[State[N]]: ...
@overload
def states(
    state: Running[FollowsFlat[Ch, H, W, Out, N, F]],
    task: Task[Images[R, Ch, H, W, F], Labels[R, Out] | Distribution[R, Out, F]],
    plan: Plan,
    /,
) -> Iterator[State[N]]: ...
def states(state: Any, task: Task[Any, Any], plan: Plan, /) -> Iterator[State[Any]]:
    """Every state that comes after this one: one a step, and one at the end of each epoch, until the plan is finished.

    Raises `DomainError` for patience without a validation part to choose by, and what the steps raise.
    """
    if plan.patience is not None and task.validation is None:
        raise DomainError("states: expected a task with a validation part for a plan with patience, got one without")
    current: State[Any] = state
    while not finished(current, plan):
        order = current.key.fold(current.epoch).fold(0)
        for rows in batches(order, len(task.train), plan.batch)[current.batch :]:
            current = advance(current, taken(task.train, rows), task, plan)
            yield current
        current = concluded(current, task)
        yield current


@overload
def epochs(
    state: Running[Follows[In, Out, N, F]],
    task: Task[Matrix[R, In, F], Labels[R, Out] | Distribution[R, Out, F] | Matrix[R, Out, F]],
    plan: Plan,
    /,
) -> Iterator[State[N]]: ...
@overload
def epochs(
    state: Running[FollowsFlat[Ch, H, W, Out, N, F]],
    task: Task[Images[R, Ch, H, W, F], Labels[R, Out] | Distribution[R, Out, F]],
    plan: Plan,
    /,
) -> Iterator[State[N]]: ...
def epochs(state: Any, task: Task[Any, Any], plan: Plan, /) -> Iterator[State[Any]]:
    """The states at the ends of epochs alone.

    >>> import pureml as pm
    >>> x, t = pm.matrix([[0.0], [1.0]]), pm.labels([0, 1], 2, 2)
    >>> plan = Plan(epochs=3, batch=2, optimizer=pm.optimizers.Sgd(0.5))
    >>> net = pm.Affine(pm.matrix([[0.0, 0.0]]), pm.vector([0.0, 0.0]))
    >>> first = pm.training.start(net, pm.Key.of(1), plan)
    >>> [state.epoch for state in epochs(first, pm.training.task(Samples(x, t)), plan)]
    [1, 2, 3]
    """
    every: Any = states(state, task, plan)
    return (after for after in every if not after.batch)
