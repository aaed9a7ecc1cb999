"""A trial: the point that was tried, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, SupportsFloat

import attrs
from typing_extensions import TypeVar

T_co = TypeVar("T_co", bound=SupportsFloat, covariant=True, default=float)


@attrs.frozen
class Trial(Generic[T_co]):
    """The number of a trial, its point, and the result there: a number, or a record that has one and tells more.

    >>> Trial(0, {"lr": 0.1}, 2.0).value
    2.0
    """

    number: int
    point: Mapping[str, float]
    result: T_co

    @property
    def value(self) -> float:
        """What is searched for is the least of these; infinite for a run that failed."""
        return float(self.result)


def best_of(trials: tuple[Trial[T_co], ...]) -> Trial[T_co] | None:
    """The first of the trials with the least value; None of none.

    >>> best_of((Trial(0, {"lr": 0.1}, 2.0), Trial(1, {"lr": 0.2}, 1.0), Trial(2, {"lr": 0.3}, 1.0))).number
    1
    """
    return min(trials, key=lambda trial: (trial.value, trial.number), default=None)
