"""Two schedules, one after the other: lr(t) = first(t) for t < steps, then second(t - steps)."""

from __future__ import annotations

import attrs
from typing_extensions import override

from .checks import at_least_one
from .schedule import Schedule


@attrs.frozen
class Joined(Schedule):
    """`first` for so many steps, then `second`, which counts from 0 again. Raises `DomainError` for `steps` below 1.

    >>> from pureml.schedules import Exponential, WarmUp
    >>> [Joined(WarmUp(1.0, steps=1), steps=1, second=Exponential(1.0, factor=0.5))(t) for t in range(4)]
    [0.5, 1.0, 0.5, 0.25]
    """

    first: Schedule
    steps: int = attrs.field(validator=at_least_one)
    second: Schedule

    @override
    def __call__(self, t: int, /) -> float:
        return self.first(t) if t < self.steps else self.second(t - self.steps)
