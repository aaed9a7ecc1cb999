"""A window that slides over images: how large it is, how far it steps, how much is laid around the image."""

from __future__ import annotations

from typing import TypeAlias

import attrs

from ..errors import DomainError, ShapeError

Pair: TypeAlias = tuple[int, int]
"""Down and across: something for the height and something for the width."""


@attrs.frozen
class Window:
    """Stops as often as it fits: floor((size + 2 padding - window) / stride) + 1 times along each axis.

    Where the stride does not divide, the last rows and columns that no window reaches take no part: no value depends on
    them, and their cotangent is 0. Raises `DomainError` unless window and stride are at least 1 and padding at least 0.

    >>> Window((3, 3), (2, 2), (0, 0)).stops(6, 7)
    (2, 3)
    """

    size: Pair
    stride: Pair
    padding: Pair

    def __attrs_post_init__(self) -> None:
        """Check the numbers."""
        for name, pair, least in (("window", self.size, 1), ("stride", self.stride, 1), ("padding", self.padding, 0)):
            if min(pair) < least:
                raise DomainError(f"window: expected a {name} of at least {least} each way, got {pair}")

    def stops(self, height: int, width: int) -> Pair:
        """How many times it stops down and across an image; raises `ShapeError` if it does not fit even once."""
        down, across = (
            (size + 2 * padding - window) // stride + 1
            for size, window, stride, padding in zip((height, width), self.size, self.stride, self.padding, strict=True)
        )
        if down < 1 or across < 1:
            raise ShapeError(
                f"window: expected images of at least {self.size[0]}x{self.size[1]} with padding {self.padding}, got {height}x{width}"
            )
        return down, across

    @property
    def disjoint(self) -> bool:
        """Whether no place is seen twice."""
        return self.stride[0] >= self.size[0] and self.stride[1] >= self.size[1]

    def tiles(self, height: int, width: int) -> bool:
        """Whether every place of an image is seen once."""
        down, across = self.stops(height, width)
        covered = (down * self.size[0], across * self.size[1]) == (height, width)
        return self.stride == self.size and self.padding == (0, 0) and covered
