"""Inverted dropout: Y = X M / (1 - p) in training, Y = X in evaluation."""

from __future__ import annotations

from fractions import Fraction
from typing import Generic

import attrs
from typing_extensions import override

from ..arrays import C, F, Float, Mask, Matrix, R, divided, freeze, fresh, masked
from ..functions.identity import identity
from ..gradients import Cotangent
from ..records import sealed
from ..rules import Argument, Domain, Kind, Rule, bounds
from .back import Measured
from .dropping import Dropping
from .layer import In
from .network import Masks
from .share import Share


def forward(x: Matrix[R, C, F], keep: Mask[tuple[R, C]], rate: float, /) -> Matrix[R, C, F]:
    """The mean over all masks is x: Y = X M / (1 - p).

    x (R, C), keep (R, C), rate p in [0, 1). Source: Srivastava et al., Dropout, JMLR 15 (2014), section 10; inverted, so that
    evaluation is the identity.

    >>> import pureml as pm
    >>> x = pm.matrix([[1.0, 2.0]])
    >>> forward(x, x > 1.5, 0.5)
    array([[0., 4.]])
    """
    return divided(fresh(masked(x, keep)), 1 - rate)


def linearize(x: Matrix[R, C, F], keep: Mask[tuple[R, C]], rate: float, /) -> tuple[Matrix[R, C, F], tuple[Mask[tuple[R, C]], float]]:
    """Y, and the mask with its rate."""
    return forward(x, keep, rate), (keep, rate)


def pushforward(kept: tuple[Mask[tuple[R, C]], float], x_dot: Matrix[R, C, F], /) -> Matrix[R, C, F]:
    """Y_dot = X_dot M / (1 - p): the map is linear."""
    return forward(x_dot, *kept)


def pullback(kept: tuple[Mask[tuple[R, C]], float], g: Matrix[R, C, F], /) -> Matrix[R, C, F]:
    """The same mask as on the way forward, never a new one: d_x = G M / (1 - p).

    >>> import pureml as pm
    >>> x = pm.matrix([[1.0, 2.0]])
    >>> y, kept = linearize(x, x > 1.5, 0.5)
    >>> pullback(kept, pm.matrix([[1.0, 1.0]]))
    array([[0., 2.]])
    """
    return forward(g, *kept)


@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class Dropout(Dropping[In, Float]):
    """Each of `size` columns is dropped with probability `rate` in training, by a mask drawn before the pass.

    The rate is rounded to a multiple of 1/65536, so that the mask has exactly this probability. Raises `DomainError`
    for a rate outside [0, 1).

    >>> import pureml as pm
    >>> Dropout(3, 0.5).forward(pm.matrix([[1.0, 2.0, 3.0]]))
    array([[1., 2., 3.]])
    """

    @override
    def forward(self, x: Matrix[R, In, Float], /) -> Matrix[R, In, Float]:
        self.check(x)
        return identity(x)  # a value of its own: what comes out never shares memory with what went in

    @override
    def linearize(self, x: Matrix[R, In, Float], masks: Masks = (), /) -> tuple[Matrix[R, In, Float], DropoutBack[R, In, Float]]:
        keep = self.mask(x, masks)
        return freeze(forward(x, keep, self.rate)), DropoutBack(self, keep)

    @override
    def settled(self) -> Share[In, Float]:
        return Share(self.size, 1)


@attrs.define(eq=False)
class DropoutBack(Generic[R, In, Float]):
    """The layer and the mask of the pass."""

    at: Dropout[In, Float]
    keep: Mask[tuple[R, In]]

    def pullback(self, g: Matrix[R, In, Float], /) -> tuple[Matrix[R, In, Float], Cotangent[Dropout[In, Float]]]:
        """The cotangent of the input; there are no parameters."""
        return freeze(pullback((self.keep, self.at.rate), g)), self.gradient(g)

    def gradient(self, _g: Matrix[R, In, Float], /) -> Cotangent[Dropout[In, Float]]:
        """No parameters."""
        return Cotangent(self.at, ())

    def measured(self) -> Measured:
        """Nothing."""
        return ()


RULE = Rule(
    name="dropout",
    formula="Y = X M / (1 - p)",
    derivative="d_x = G M / (1 - p)",
    forward=forward,
    linearize=linearize,
    pushforward=pushforward,
    pullback=pullback,
    domain=Domain(
        (
            Argument("x", ("rows", "columns")),
            Argument("keep", ("rows", "columns"), Kind.MASK),
            Argument("rate", (), Kind.CONSTANT, (Fraction(0), Fraction(1, 2), Fraction(1, 5))),
        )
    ),
    source="Srivastava et al., Dropout, JMLR 15 (2014), section 10",
    # The division rounds, and 1 - p before it.
    bounds=(
        *bounds("forward", 1.5, 1.5),
        *bounds("pushforward", 1.5, 1.5),
        *bounds("pullback", 1.5, 1.5),
    ),
    theorem="Dropout.dropout_rule",
)
