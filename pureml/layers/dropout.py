"""Inverted dropout: Y = X M / (1 - p) in training, Y = X in evaluation."""

from __future__ import annotations

from fractions import Fraction
from typing import Generic

import attrs
from typing_extensions import override

from ..arrays import C, F, Float, Mask, Matrix, R, freeze
from ..errors import DomainError, ShapeError
from ..functions.identity import identity
from ..gradients import Cotangent
from ..keys import Key, keep_mask, whole_words
from ..records import sealed
from ..rules import Argument, Domain, Kind, Rule
from .back import Measured
from .layer import In, Layer
from .network import Masks


def forward(x: Matrix[R, C, F], keep: Mask[tuple[R, C]], rate: float, /) -> Matrix[R, C, F]:
    """The mean over all masks is x: Y = X M / (1 - p).

    x (R, C), keep (R, C), rate p in [0, 1). Source: Srivastava et al., Dropout, JMLR 15 (2014), section 10; inverted, so that
    evaluation is the identity.

    >>> import pureml as pm
    >>> x = pm.matrix([[1.0, 2.0]])
    >>> forward(x, x > 1.5, 0.5)
    array([[0., 4.]])
    """
    return x * keep / (1 - rate)


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
class Dropout(Layer[In, In, Float]):
    """Each of `size` columns is dropped with probability `rate` in training, by a mask drawn before the pass.

    The rate is rounded to a multiple of 1/65536, so that the mask has exactly this probability. Raises `DomainError`
    for a rate outside [0, 1).

    >>> import pureml as pm
    >>> Dropout(3, 0.5).forward(pm.matrix([[1.0, 2.0, 3.0]]))
    array([[1., 2., 3.]])
    """

    size: In
    rate: float = attrs.field(converter=whole_words)

    def __attrs_post_init__(self) -> None:
        """Check the rate."""
        if not 0 <= self.rate < 1:
            raise DomainError(f"Dropout: expected a rate of at least 0 and less than 1, got {self.rate}")

    @property
    @override
    def draws(self) -> int:
        return 1

    @override
    def draw(self, key: Key, rows: int, /) -> Masks:
        return (keep_mask(key, rows, self.size, self.rate),)

    @override
    def forward(self, x: Matrix[R, In, Float], /) -> Matrix[R, In, Float]:
        self._check(x)
        return identity(x)  # a value of its own: what comes out never shares memory with what went in

    @override
    def linearize(self, x: Matrix[R, In, Float], masks: Masks = (), /) -> tuple[Matrix[R, In, Float], DropoutBack[R, In, Float]]:
        self._check(x)
        if len(masks) != 1:
            raise ShapeError(f"Dropout: expected one mask of shape {x.shape}, drawn with draw_noise, got {len(masks)} masks")
        if masks[0].shape != x.shape:
            raise ShapeError(f"Dropout: expected a mask of shape {x.shape}, drawn with draw_noise, got shape {masks[0].shape}")
        return freeze(forward(x, masks[0], self.rate)), DropoutBack(self, masks[0])

    def _check(self, x: Matrix[R, In, Float]) -> None:
        if x.ndim != 2 or x.shape[1] != self.size:
            raise ShapeError(f"Dropout: expected a matrix with {self.size} columns, got x of shape {x.shape}")

    @override
    def __repr__(self) -> str:
        return f"Dropout({self.size}, {float(self.rate):.4g})"


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
    theorem="Dropout.dropout_rule",
)
