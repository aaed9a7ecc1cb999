"""A formula run once on inputs of a number system: what laws and obligations look at."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import attrs
import numpy as np

from ..errors import StructureError
from ..keys import Key
from ..rules import Formula, Rule
from .inputs import Given, Inputs, Numbers, System, draw_cotangent


def tupled(x: object) -> tuple[Any, ...]:
    """Several results as they are, one as a tuple of one."""
    some: Any = x  # checkers disagree on what a tuple of unknown entries is
    return tuple(some) if isinstance(x, tuple) else (some,)


def flat(x: object) -> list[Any]:
    """The entries of an array by rows; a number as one."""
    return list(np.asarray(x).flat)


def inner(xs: tuple[Any, ...], ys: tuple[Any, ...]) -> Numbers:
    """The inner product of two lists of arrays, in their number system.

    >>> inner((np.array([1.0, 2.0]),), (np.array([3.0, 4.0]),))
    np.float64(11.0)
    """
    terms = [a * b for x, y in zip(xs, ys, strict=True) for a, b in zip(flat(x), flat(y), strict=True)]
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    return total


@attrs.frozen(eq=False)
class Call:
    """A formula, its arguments and tangents in a number system, and the key that draws its cotangent.

    What it gives is computed when it is first asked for. `y` is what `forward` gives; the rest is there for a `Rule` only
    and raises `StructureError` otherwise.
    """

    formula: Formula
    system: System
    inputs: Inputs
    key: Key
    chosen: Any = None

    @property
    def rule(self) -> Rule:
        """The formula with its derivatives."""
        if not isinstance(self.formula, Rule):
            raise StructureError(f"{self.formula.name}: expected a rule with derivatives, got a formula without")
        return self.formula

    @property
    def arguments(self) -> tuple[Any, ...]:
        """The arguments, in order."""
        return self.inputs.arguments

    @cached_property
    def y(self) -> Given:
        """What `forward` gives."""
        return self.formula.forward(*self.arguments)

    @cached_property
    def linearized(self) -> tuple[Any, Any]:
        """The value, and what is kept for the derivatives."""
        y, kept = self.rule.linearize(*self.arguments)
        return y, kept

    @cached_property
    def g(self) -> Numbers:
        """The cotangent chosen for it, or one drawn of the shape of y."""
        return self.chosen if self.chosen is not None else draw_cotangent(self.system, self.linearized[0], self.key)

    @cached_property
    def y_dot(self) -> Numbers:
        """What `pushforward` makes of the tangents."""
        return self.rule.pushforward(self.linearized[1], *self.inputs.tangents)

    @cached_property
    def cotangents(self) -> tuple[Any, ...]:
        """What `pullback` makes of `g`: one for each differentiable argument."""
        return self.pulled(self.g)

    @property
    def d_x(self) -> Numbers:
        """The cotangent of the first differentiable argument."""
        return self.cotangents[0]

    def pulled(self, g: object) -> tuple[Any, ...]:
        """What `pullback` makes of another cotangent."""
        return tupled(self.rule.pullback(self.linearized[1], g))

    def pushed(self, *tangents: object) -> Numbers:
        """What `pushforward` makes of other tangents."""
        return self.rule.pushforward(self.linearized[1], *tangents)

    def at(self, *arguments: object) -> Call:
        """The same formula on other arguments of the same shapes."""
        return attrs.evolve(self, inputs=attrs.evolve(self.inputs, arguments=arguments))
