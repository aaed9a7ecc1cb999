"""What batch normalisation measures and keeps: the mean and the variance of each column."""

from __future__ import annotations

from typing import Generic

import attrs

from ..arrays import Float, Vector, heaviside
from ..errors import DomainError
from ..records import Buffers, sealed
from .layer import In


@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class Moments(Buffers, Generic[In, Float]):
    """Mean and variance of each column, and over how many rows they were taken (0: none yet, the standard ones).

    Raises `DomainError` for a negative variance or number of rows.
    """

    mean: Vector[In, Float]
    variance: Vector[In, Float]
    rows: int = 0

    def __attrs_post_init__(self) -> None:
        """Check that the numbers are those of some batch."""
        if heaviside(-self.variance).any() or self.rows < 0:
            raise DomainError(f"Moments: expected variances and rows of at least 0, got {self.variance} and {self.rows}")
