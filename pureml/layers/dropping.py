"""What both kinds of dropout have in common: which columns, how many of them, and the mask drawn before a pass."""

from __future__ import annotations

import attrs
from typing_extensions import override

from ..arrays import Float, Mask, Matrix, R
from ..errors import DomainError, ShapeError
from ..masks import Dropped, whole_words
from ..records import sealed
from .layer import In, Layer
from .network import Masks


@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class Dropping(Layer[In, In, Float]):
    """Each of `size` columns is dropped with probability `rate` in training, by a mask drawn before the pass.

    The rate is rounded to a multiple of 1/65536, so that the mask has exactly this probability. Raises `DomainError`
    for a rate outside [0, 1).
    """

    size: In
    rate: float = attrs.field(converter=whole_words)

    def __attrs_post_init__(self) -> None:
        """Check the rate."""
        if not 0 <= self.rate < 1:
            raise DomainError(f"{type(self).__name__}: expected a rate of at least 0 and less than 1, got {self.rate}")

    @property
    @override
    def dropped(self) -> tuple[Dropped, ...]:
        return (Dropped(self.size, self.rate),)

    def check(self, x: Matrix[R, In, Float], /) -> None:
        """Raise `ShapeError` unless the matrix has these columns."""
        if x.ndim != 2 or x.shape[1] != self.size:
            raise ShapeError(f"{type(self).__name__}: expected a matrix with {self.size} columns, got x of shape {x.shape}")

    def mask(self, x: Matrix[R, In, Float], masks: Masks, /) -> Mask[tuple[R, In]]:
        """The mask of a pass over `x`; raises `ShapeError` for another number or size."""
        self.check(x)
        name = type(self).__name__
        if len(masks) != 1:
            raise ShapeError(f"{name}: expected one mask of shape {x.shape}, drawn with draw_noise, got {len(masks)} masks")
        if masks[0].shape != x.shape:
            raise ShapeError(f"{name}: expected a mask of shape {x.shape}, drawn with draw_noise, got shape {masks[0].shape}")
        return masks[0]

    @override
    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.size}, {float(self.rate):.4g})"
