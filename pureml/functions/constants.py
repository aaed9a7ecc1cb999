"""Functions of a number that have a constant besides: the constant filled in, as a value.

Two such functions are equal if their constants are, and can be copied and sent to another process; a closure is neither.
"""

from __future__ import annotations

from typing import Protocol

import attrs

from ..arrays import A


class ForwardWith(Protocol):
    """A function of each number and one constant."""

    def __call__(self, x: A, constant: float, /) -> A:
        """The value."""
        ...


class LinearizeWith(Protocol):
    """Its value, and the one array that its derivatives need."""

    def __call__(self, x: A, constant: float, /) -> tuple[A, A]:
        """The value and what is kept."""
        ...


@attrs.frozen
class FilledForward:
    """`forward` with its constant filled in.

    >>> from pureml.functions import leaky_relu
    >>> FilledForward(leaky_relu.forward, 0.5) == FilledForward(leaky_relu.forward, 0.5)
    True
    """

    function: ForwardWith
    constant: float

    def __call__(self, x: A, /) -> A:
        """The value."""
        return self.function(x, self.constant)


@attrs.frozen
class FilledLinearize:
    """`linearize` with its constant filled in."""

    function: LinearizeWith
    constant: float

    def __call__(self, x: A, /) -> tuple[A, A]:
        """The value and what is kept."""
        return self.function(x, self.constant)
