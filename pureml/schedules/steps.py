"""The staircase: lr(t) = lr factor^(t // every)."""

from __future__ import annotations

import attrs
from typing_extensions import override

from .checks import check_above, check_steps, check_within, plain
from .schedule import Schedule


@attrs.frozen
class Steps(Schedule):
    """The learning rate is multiplied by `factor` after every so many steps: lr(t) = lr factor^(t // every).

    Raises `DomainError` for a negative `lr`, a `factor` that is not positive, or `every` below 1.

    >>> [Steps(1.0, every=2, factor=0.5)(t) for t in range(5)]
    [1.0, 1.0, 0.5, 0.5, 0.25]
    """

    lr: float = attrs.field(converter=plain)
    every: int
    factor: float = attrs.field(default=0.1, converter=plain)

    def __attrs_post_init__(self) -> None:
        """Check the numbers."""
        check_within("Steps", "lr", self.lr, 0, float("inf"))
        check_steps("Steps", "every", self.every)
        check_above("Steps", "factor", self.factor, 0)

    @override
    def __call__(self, t: int, /) -> float:
        return self.lr * self.factor ** (t // self.every)
