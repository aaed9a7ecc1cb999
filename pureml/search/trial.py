"""A trial: the point that was tried, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping

import attrs


@attrs.frozen
class Trial:
    """The number of a trial, its point, and the value there, of which less is better; infinite for a run that failed."""

    number: int
    point: Mapping[str, float]
    value: float


def best_of(trials: tuple[Trial, ...]) -> Trial | None:
    """The first of the trials with the least value; None of none.

    >>> best_of((Trial(0, {"lr": 0.1}, 2.0), Trial(1, {"lr": 0.2}, 1.0), Trial(2, {"lr": 0.3}, 1.0))).number
    1
    """
    return min(trials, key=lambda trial: (trial.value, trial.number), default=None)
