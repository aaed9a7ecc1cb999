"""Linear warm-up: lr(t) = lr (t + 1) / (steps + 1), then lr."""

from __future__ import annotations

from math import inf

import attrs
from typing_extensions import override

from .checks import at_least_one, plain, within
from .schedule import Schedule


@attrs.frozen
class WarmUp(Schedule):
    """Equal rises from lr / (steps + 1) to `lr`, which is reached after `steps` steps and kept: no step has rate 0.

    Defined for every number system. Raises `DomainError` for a negative `lr` or `steps` below 1. Source: Goyal et al.,
    Accurate, Large Minibatch SGD (2017), section 2.2.

    >>> [WarmUp(1.0, steps=3)(t) for t in range(5)]
    [0.25, 0.5, 0.75, 1.0, 1.0]
    """

    lr: float = attrs.field(converter=plain, validator=within(0, inf))
    steps: int = attrs.field(validator=at_least_one)

    @override
    def __call__(self, t: int, /) -> float:
        return self.lr * (t + 1) / (self.steps + 1) if t < self.steps else self.lr
