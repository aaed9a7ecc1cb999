"""The sizes of images around a layer with a window: what goes in, and what has to come out."""

from __future__ import annotations

from typing import Any

from ..arrays import Images, Pair, Tensor, Window
from ..errors import DtypeError, ShapeError


def check_sides(layer: str, window: Window, into: Pair, out: Pair, /) -> None:
    """Raise `ShapeError` unless the window stops as often on images of sides `into` as `out` says."""
    if window.stops(*into) != out:
        right = "{}x{}".format(*window.stops(*into))
        how = "floor(({}x{} + 2 {} - {}x{}) / {}) + 1".format(*into, window.padding, *window.size, window.stride)
        raise ShapeError(f"{layer}: expected out {right} = {how}, got {out[0]}x{out[1]}")


def check_images(
    layer: str, x: Images[Any, Any, Any, Any, Any], sizes: tuple[int, int, int], like: Tensor[Any, Any] | None = None, /
) -> None:
    """Raise a clear error unless `x` holds images of these sizes, and of the dtype of the parameters if there are any."""
    if x.ndim != 4 or x.shape[1:] != sizes:
        raise ShapeError(f"{layer}: expected images {'x'.join(map(str, sizes))}, got x of shape {x.shape}")
    if like is not None and x.dtype != like.dtype:
        raise DtypeError(f"{layer}: expected x of dtype {like.dtype}, got {x.dtype}")
