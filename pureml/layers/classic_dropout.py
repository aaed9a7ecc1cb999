"""Classic dropout: Y = X M in training, Y = (1 - p) X in evaluation."""

from __future__ import annotations

from typing import Generic

import attrs
from typing_extensions import override

from ..arrays import C, F, Float, Mask, Matrix, R, freeze, masked
from ..gradients import Cotangent
from ..records import sealed
from ..rules import Argument, Domain, Kind, Rule, bounds
from .back import Measured
from .dropping import Dropping
from .layer import In
from .network import Masks
from .share import Share


def forward(x: Matrix[R, C, F], keep: Mask[tuple[R, C]], /) -> Matrix[R, C, F]:
    """What is kept is not scaled, so the mean over all masks is (1 - p) x, which evaluation takes: Y = X M.

    x (R, C), keep (R, C) -> (R, C). Source: Srivastava et al., Dropout, JMLR 15 (2014), section 4; Deep Learning from
    Scratch, section 6.4.3.

    >>> import pureml as pm
    >>> x = pm.matrix([[1.0, 2.0]])
    >>> forward(x, x > 1.5)
    array([[0., 2.]])
    """
    return masked(x, keep)


def linearize(x: Matrix[R, C, F], keep: Mask[tuple[R, C]], /) -> tuple[Matrix[R, C, F], Mask[tuple[R, C]]]:
    """Y, and the mask."""
    return forward(x, keep), keep


def pushforward(keep: Mask[tuple[R, C]], x_dot: Matrix[R, C, F], /) -> Matrix[R, C, F]:
    """Y_dot = X_dot M: the map is linear."""
    return forward(x_dot, keep)


def pullback(keep: Mask[tuple[R, C]], g: Matrix[R, C, F], /) -> Matrix[R, C, F]:
    """The same mask as on the way forward, never a new one, and no factor: d_x = G M.

    >>> import pureml as pm
    >>> x = pm.matrix([[1.0, 2.0]])
    >>> y, keep = linearize(x, x > 1.5)
    >>> pullback(keep, pm.matrix([[1.0, 1.0]]))
    array([[0., 1.]])
    """
    return forward(g, keep)


@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class ClassicDropout(Dropping[In, Float]):
    """Dropout as the book has it: unscaled in training, each column times 1 - `rate` in evaluation.

    `Dropout` scales in training instead, and evaluates by the identity. Raises `DomainError` for a rate outside [0, 1).

    >>> import pureml as pm
    >>> ClassicDropout(2, 0.25).forward(pm.matrix([[4.0, 8.0]]))
    array([[3., 6.]])
    """

    @override
    def forward(self, x: Matrix[R, In, Float], /) -> Matrix[R, In, Float]:
        self.check(x)
        return self.settled().forward(x)

    @override
    def linearize(self, x: Matrix[R, In, Float], masks: Masks = (), /) -> tuple[Matrix[R, In, Float], ClassicDropoutBack[R, In, Float]]:
        keep = self.mask(x, masks)
        return freeze(forward(x, keep)), ClassicDropoutBack(self, keep)

    @override
    def settled(self) -> Share[In, Float]:
        return Share(self.size, 1 - self.rate)


@attrs.define(eq=False)
class ClassicDropoutBack(Generic[R, In, Float]):
    """The layer and the mask of the pass."""

    at: ClassicDropout[In, Float]
    keep: Mask[tuple[R, In]]

    def pullback(self, g: Matrix[R, In, Float], /) -> tuple[Matrix[R, In, Float], Cotangent[ClassicDropout[In, Float]]]:
        """The cotangent of the input; there are no parameters."""
        return freeze(pullback(self.keep, g)), self.gradient(g)

    def gradient(self, _g: Matrix[R, In, Float], /) -> Cotangent[ClassicDropout[In, Float]]:
        """No parameters."""
        return Cotangent(self.at, ())

    def measured(self) -> Measured:
        """Nothing."""
        return ()


RULE = Rule(
    name="classic_dropout",
    formula="Y = X M",
    derivative="d_x = G M",
    forward=forward,
    linearize=linearize,
    pushforward=pushforward,
    pullback=pullback,
    domain=Domain((Argument("x", ("rows", "columns")), Argument("keep", ("rows", "columns"), Kind.MASK))),
    source="Srivastava et al., Dropout, JMLR 15 (2014), section 4",
    # An entry is kept as it is or is 0.
    bounds=(
        *bounds("forward", 0, 0),
        *bounds("pushforward", 0, 0),
        *bounds("pullback", 0, 0),
    ),
    theorem="Dropout.classic_dropout_rule",
)
