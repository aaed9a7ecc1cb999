"""The constant schedule: lr(t) = lr."""

from __future__ import annotations

from math import inf

import attrs
from typing_extensions import override

from .checks import plain, within
from .schedule import Schedule


@attrs.frozen
class Constant(Schedule):
    """The same learning rate for every step: lr(t) = lr. Raises `DomainError` for a negative one.

    >>> Constant(0.1)(1000)
    0.1
    """

    lr: float = attrs.field(converter=plain, validator=within(0, inf))

    @override
    def __call__(self, t: int, /) -> float:
        return self.lr
