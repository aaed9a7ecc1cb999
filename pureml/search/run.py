"""A search is a fold over trials: the same key gives the same points, on any number of workers, and after any interruption."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from typing import Any, SupportsFloat

import attrs
from typing_extensions import TypeVar

from ..errors import DomainError
from ..keys import Key
from .space import Point, Space
from .strategies import Strategy
from .trial import Trial

T = TypeVar("T", bound=SupportsFloat)


@attrs.frozen(kw_only=True)
class Plan:
    """What is searched and how: so many trials, in batches that are proposed together.

    The points of a batch are chosen by what was known before it, whoever finishes first. So the size of a batch is part of
    the mathematics, and the number of workers is not. Raises `DomainError` for numbers below 1.
    """

    space: Space
    strategy: Strategy
    key: Key
    trials: int
    batch: int = 1

    def __attrs_post_init__(self) -> None:
        """Check the numbers."""
        for name, value in (("trials", self.trials), ("batch", self.batch)):
            if value < 1:
                raise DomainError(f"Plan: expected {name} of at least 1, got {value}")

    def propose(self, number: int, known: tuple[Trial[Any], ...], pending: tuple[Point, ...] = ()) -> dict[str, float]:
        """The point of a trial, from what was known before its batch and the points before it in its batch.

        `pending` are those of these points that are not among the known trials.
        """
        start = self.start(number)
        before = tuple(trial for trial in known if trial.number < start)
        beside = tuple(trial.point for trial in known if start <= trial.number < number)
        return self.strategy(self.space, before, (*beside, *pending), self.key.fold(number))

    def start(self, number: int) -> int:
        """The number of the first trial of the batch of this one."""
        return number - number % self.batch

    def check(self, known: tuple[Trial[Any], ...]) -> None:
        """Raise `DomainError` unless these are the first trials of the plan, at the points that it proposes."""
        for number, trial in enumerate(known):
            if trial.number != number or number >= self.trials:
                raise DomainError(f"search: expected the known trials to be 0 to at most {self.trials - 1} in order, got {trial.number}")
            if dict(trial.point) != self.propose(number, known):
                raise DomainError(
                    f"search: trial {number} is not at the point that this plan proposes; was it searched with other options?"
                )


def search(
    plan: Plan, objective: Callable[[Point], T], known: tuple[Trial[T], ...] = (), executor: Executor | None = None
) -> Iterator[Trial[T]]:
    """The trials of a plan in order, each as soon as it and all before it are done; those already `known` are not run again.

    `objective` gives the result at a point, of which less is better: on a validation set, never the test set. An `executor`
    runs the trials of a batch side by side; without one they run here. Raises `DomainError` unless the known trials are the
    first ones, at the points that the plan proposes.

    >>> from pureml.search.space import Range
    >>> from pureml.search.strategies import random_search
    >>> plan = Plan(space=Space({"lr": Range(0.01, 1.0)}), strategy=random_search, key=Key.of(0), trials=3)
    >>> [trial.number for trial in search(plan, lambda point: point["lr"])]
    [0, 1, 2]
    """
    plan.check(known)
    found = list(known)
    while len(found) < plan.trials:
        numbers = range(len(found), min(plan.start(len(found)) + plan.batch, plan.trials))
        points: list[dict[str, float]] = []
        for number in numbers:
            points.append(plan.propose(number, tuple(found), tuple(points)))
        results = _here(objective, points) if executor is None else _there(objective, points, executor)
        for number, point, result in zip(numbers, points, results, strict=True):
            found.append(Trial(number, point, result))
            yield found[-1]


def _here(objective: Callable[[Point], T], points: list[dict[str, float]]) -> Iterator[T]:
    return (objective(point) for point in points)


def _there(objective: Callable[[Point], T], points: list[dict[str, float]], executor: Executor) -> Iterator[T]:
    waiting: list[Future[T]] = [executor.submit(objective, point) for point in points]
    return (future.result() for future in waiting)
