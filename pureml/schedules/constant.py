"""The constant schedule: lr(t) = lr."""

from __future__ import annotations

import attrs
from typing_extensions import override

from .checks import check_within, plain
from .schedule import Schedule


@attrs.frozen
class Constant(Schedule):
    """The same learning rate for every step: lr(t) = lr. Raises `DomainError` for a negative one.

    >>> Constant(0.1)(1000)
    0.1
    """

    lr: float = attrs.field(converter=plain)

    def __attrs_post_init__(self) -> None:
        """Check the number."""
        check_within("Constant", "lr", self.lr, 0, float("inf"))

    @override
    def __call__(self, t: int, /) -> float:
        return self.lr
