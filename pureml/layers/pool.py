"""What the two kinds of pooling share: a window that moves over each channel by itself."""

from __future__ import annotations

import attrs
from typing_extensions import override

from ..arrays import Ch, Float, H, Pair, W, Window
from ..errors import DomainError
from ..records import sealed
from .images import H2, W2, ImageLayer
from .sides import check_sides


def pooling(size: Pair, stride: Pair, padding: Pair, /) -> Window:
    """The window, which sees a pixel at every stop; raises `DomainError` for a padding that is not less than the window.

    >>> pooling((2, 2), (2, 2), (2, 0))
    Traceback (most recent call last):
    ...
    pureml.errors.DomainError: pooling: expected a padding less than the window (2, 2), got (2, 0)
    """
    window = Window(size, stride, padding)
    if padding[0] >= size[0] or padding[1] >= size[1]:
        raise DomainError(f"pooling: expected a padding less than the window {size}, got {padding}")
    return window


@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class Pooling(ImageLayer[Ch, H, W, Ch, H2, W2, Float]):
    """Images of one size pooled; the sizes that come out are given under names of their own and checked.

    Without a stride the windows lie side by side. Raises `ShapeError`, `DomainError`.
    """

    channels: Ch
    height: H
    width: W
    out_height: H2
    out_width: W2
    window: Pair = (2, 2)
    stride: Pair = attrs.field(default=attrs.Factory(lambda self: self.window, takes_self=True))
    padding: Pair = (0, 0)

    def __attrs_post_init__(self) -> None:
        """Check the sizes."""
        window = pooling(self.window, self.stride, self.padding)
        check_sides(type(self).__name__, window, (self.height, self.width), (self.out_height, self.out_width))

    @override
    def __repr__(self) -> str:
        into, out = f"{self.height}x{self.width}", f"{self.out_height}x{self.out_width}"
        return f"{type(self).__name__}({self.channels}x{into} -> {self.channels}x{out}, {self.window[0]}x{self.window[1]})"
