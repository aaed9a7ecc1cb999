"""Exponential decay: lr(t) = lr factor^t."""

from __future__ import annotations

from math import inf

import attrs
from typing_extensions import override

from .checks import above, plain, within
from .schedule import Schedule


@attrs.frozen
class Exponential(Schedule):
    """The learning rate is multiplied by `factor` after every step: lr(t) = lr factor^t.

    Raises `DomainError` for a negative `lr` or a `factor` that is not positive.

    >>> [Exponential(1.0, factor=0.5)(t) for t in range(4)]
    [1.0, 0.5, 0.25, 0.125]
    """

    lr: float = attrs.field(converter=plain, validator=within(0, inf))
    factor: float = attrs.field(converter=plain, validator=above(0))

    @override
    def __call__(self, t: int, /) -> float:
        return self.lr * self.factor**t
