"""Where a search looks: a range for each hyperparameter, and points of the unit cube for what lies in them."""

from __future__ import annotations

import math
from collections.abc import Mapping

import attrs
import numpy as np

from ..errors import DomainError
from ..keys import Key, uniform


@attrs.frozen
class Range:
    """From `low` to `high`, evenly in the logarithm unless `log` is False; a whole number where `whole`.

    Raises `DomainError` unless the ends are finite and in order, positive where the logarithm is taken, and whole where the
    values are.

    >>> Range(1e-4, 1.0).at(0.5), Range(1e-4, 1.0).at(0.123)
    (0.01, 0.0003105)
    """

    low: float = attrs.field(converter=float)
    high: float = attrs.field(converter=float)
    log: bool = True
    whole: bool = False

    def __attrs_post_init__(self) -> None:
        """Check the ends."""
        if not (math.isfinite(self.low) and math.isfinite(self.high) and self.low < self.high):
            raise DomainError(f"Range: expected finite ends, low below high, got {self.low} and {self.high}")
        if self.log and self.low <= 0:
            raise DomainError(f"Range: expected a positive end to take the logarithm of, got {self.low}")
        if self.whole and not (self.low.is_integer() and self.high.is_integer()):
            raise DomainError(f"Range: expected whole numbers at the ends, got {self.low} and {self.high}")

    def at(self, share: float) -> float:
        """The value at a share of the way, in four digits, or more where ends that are close need them: 0 is `low`, 1 is `high`."""
        if share in {0.0, 1.0}:
            return self.high if share else self.low
        if self.log:
            value = math.exp((1 - share) * math.log(self.low) + share * math.log(self.high))
        else:
            value = (1 - share) * self.low + share * self.high
        short = float(round(value)) if self.whole else float(f"{value:.{self._digits}g}")
        return min(max(short, self.low), self.high)  # rounding may lead out of the range

    @property
    def _digits(self) -> int:
        """So many tell apart what is a thousandth of the way apart, where the values are greatest."""
        part = min((self.high - self.low) / max(abs(self.low), abs(self.high)), 0.5)
        return 4 + math.ceil(-math.log10(2 * part))

    def share(self, value: float) -> float:
        """Where on the way a value lies; the inverse of `at`, but for its rounding.

        >>> Range(1.0, 100.0).share(10.0)
        0.5
        """
        if self.log:
            return (math.log(value) - math.log(self.low)) / (math.log(self.high) - math.log(self.low))
        return (value - self.low) / (self.high - self.low)


Point = Mapping[str, float]
"""A value for each hyperparameter."""


@attrs.frozen
class Space:
    """A range under each name; raises `DomainError` for none at all."""

    ranges: Mapping[str, Range]

    def __attrs_post_init__(self) -> None:
        """Check that there is something to search."""
        if not self.ranges:
            raise DomainError("Space: expected at least one range, got none")

    def at(self, shares: tuple[float, ...]) -> dict[str, float]:
        """The point at these shares of the ways."""
        return {name: r.at(share) for (name, r), share in zip(self.ranges.items(), shares, strict=True)}

    def shares(self, point: Point) -> tuple[float, ...]:
        """Where on the ways a point lies."""
        return tuple(r.share(point[name]) for name, r in self.ranges.items())

    def draw(self, key: Key) -> tuple[float, ...]:
        """Shares of the ways, each as likely as another."""
        return tuple(((uniform(key, 1, len(self.ranges), np.float64) + 1.0) / 2.0)[0].tolist())
