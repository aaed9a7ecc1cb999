"""How many heads cut the columns of an attention, and how wide each of them is."""

from __future__ import annotations

from typing import Generic

import attrs
from typing_extensions import TypeVar

from ..arrays import Mask, covered
from ..errors import ShapeError
from ..records import Buffers, sealed

Width = TypeVar("Width", bound=int)
Size = TypeVar("Size", bound=int)
Tokens = TypeVar("Tokens", bound=int)


@attrs.frozen
class Heads(Generic[Width, Size]):
    """`width` columns as `count` heads of `size` columns each; both widths have names of their own.

    No type divides numbers, so the three are given and checked here, once: raises `ShapeError`. An attention takes only
    heads that cut the columns of its own projections.

    >>> Heads(64, 4, 16)
    Heads(width=64, count=4, size=16)
    >>> Heads(64, 5, 12)
    Traceback (most recent call last):
    ...
    pureml.errors.ShapeError: Heads: expected heads that divide the width, 64 = heads x size, got 5 x 12 = 60
    """

    width: Width
    count: int
    size: Size

    def __attrs_post_init__(self) -> None:
        """Check that nothing is left over."""
        if self.count < 1 or self.size < 1 or self.count * self.size != self.width:
            product = f"{self.count} x {self.size} = {self.count * self.size}"
            raise ShapeError(f"Heads: expected heads that divide the width, {self.width} = heads x size, got {product}")


@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class Sight(Buffers, Generic[Tokens]):
    """Where each token of a sequence looks: no parameter, and the same for every sequence and head.

    Raises `ShapeError` for what is not square, `DomainError` for a token that looks nowhere.
    """

    look: Mask[tuple[Tokens, Tokens]]

    def __attrs_post_init__(self) -> None:
        """Check that each token looks somewhere."""
        covered("Sight", self.look, len(self.look), len(self.look))
