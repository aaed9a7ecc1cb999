"""Cosine annealing: lr(t) = end + (lr - end) (1 + cos(pi t / steps)) / 2."""

from __future__ import annotations

from math import cos, inf, pi

import attrs
from typing_extensions import override

from .checks import at_least_one, plain, within
from .schedule import Schedule


@attrs.frozen
class Cosine(Schedule):
    """Half a wave from `lr` down to `end`, which is kept afterwards: end + (lr - end) (1 + cos(pi t / steps)) / 2.

    For floats only: exact numbers have no cosine. Raises `DomainError` for a negative `lr` or `end`, or `steps` below 1.
    Source: Loshchilov and Hutter, SGDR: Stochastic Gradient Descent with Warm Restarts (2017), equation 5, without restarts.

    >>> [round(Cosine(1.0, steps=4)(t), 3) for t in range(6)]
    [1.0, 0.854, 0.5, 0.146, 0.0, 0.0]
    """

    lr: float = attrs.field(converter=plain, validator=within(0, inf))
    steps: int = attrs.field(validator=at_least_one)
    end: float = attrs.field(default=0.0, converter=plain, validator=within(0, inf))

    @override
    def __call__(self, t: int, /) -> float:
        if t >= self.steps:
            return self.end
        return self.end + (self.lr - self.end) * (1 + cos(pi * t / self.steps)) / 2
