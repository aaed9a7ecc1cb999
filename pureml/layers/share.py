"""A share of each number: Y = s X, which is what dropout is once nothing is dropped."""

from __future__ import annotations

from typing import Generic

import attrs
from typing_extensions import override

from ..arrays import Float, Matrix, R, freeze
from ..errors import ShapeError
from ..gradients import Cotangent
from ..records import sealed
from .back import Measured
from .layer import In, Layer
from .network import Masks


@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class Share(Layer[In, In, Float]):
    """`share` times each of `size` columns, in training and in evaluation; no parameters.

    >>> import pureml as pm
    >>> Share(2, 0.5).forward(pm.matrix([[1.0, 4.0]]))
    array([[0.5, 2. ]])
    """

    size: In
    share: float

    @override
    def forward(self, x: Matrix[R, In, Float], /) -> Matrix[R, In, Float]:
        if x.ndim != 2 or x.shape[1] != self.size:
            raise ShapeError(f"Share: expected a matrix with {self.size} columns, got x of shape {x.shape}")
        return freeze(x * self.share)

    @override
    def linearize(self, x: Matrix[R, In, Float], masks: Masks = (), /) -> tuple[Matrix[R, In, Float], ShareBack[R, In, Float]]:
        return self.forward(x), ShareBack(self)


@attrs.define(eq=False)
class ShareBack(Generic[R, In, Float]):
    """The layer: all that the way back needs."""

    at: Share[In, Float]

    def pullback(self, g: Matrix[R, In, Float], /) -> tuple[Matrix[R, In, Float], Cotangent[Share[In, Float]]]:
        """The cotangent of the input, the same share of G."""
        return freeze(g * self.at.share), self.gradient(g)

    def gradient(self, _g: Matrix[R, In, Float], /) -> Cotangent[Share[In, Float]]:
        """No parameters."""
        return Cotangent(self.at, ())

    def measured(self) -> Measured:
        """Nothing."""
        return ()
