"""The staircase: lr(t) = lr factor^(t // every)."""

from __future__ import annotations

from math import inf

import attrs
from typing_extensions import override

from .checks import above, at_least_one, plain, within
from .schedule import Schedule


@attrs.frozen
class Steps(Schedule):
    """The learning rate is multiplied by `factor` after every so many steps: lr(t) = lr factor^(t // every).

    Raises `DomainError` for a negative `lr`, a `factor` that is not positive, or `every` below 1.

    >>> [Steps(1.0, every=2, factor=0.5)(t) for t in range(5)]
    [1.0, 1.0, 0.5, 0.5, 0.25]
    """

    lr: float = attrs.field(converter=plain, validator=within(0, inf))
    every: int = attrs.field(validator=at_least_one)
    factor: float = attrs.field(default=0.1, converter=plain, validator=above(0))

    @override
    def __call__(self, t: int, /) -> float:
        return self.lr * self.factor ** (t // self.every)
