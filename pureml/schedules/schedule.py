"""What every schedule is: the learning rate as a function of the number of steps done."""

from __future__ import annotations

from abc import ABC, abstractmethod

import attrs

from .checks import plain


@attrs.frozen
class Schedule(ABC):
    """A function of the number of steps done, 0 before the first; in the number system of its constants."""

    @abstractmethod
    def __call__(self, t: int, /) -> float:
        """The learning rate of the step after `t` steps."""
        ...


def rate_at(lr: float | Schedule, t: int, /) -> float:
    """The learning rate after `t` steps: `lr` itself unless it is a schedule.

    >>> import pureml as pm
    >>> rate_at(0.1, 5), rate_at(pm.schedules.Steps(0.1, every=5, factor=0.5), 5)
    (0.1, 0.05)
    """
    return lr(t) if isinstance(lr, Schedule) else lr


def plain_rate(lr: float | Schedule, /) -> float | Schedule:
    """A schedule as it is, a number as `plain` gives it."""
    return lr if isinstance(lr, Schedule) else plain(lr)
