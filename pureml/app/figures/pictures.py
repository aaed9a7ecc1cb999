"""Small pictures as PNG in data URIs, which a page shows without another file."""

from __future__ import annotations

import base64
import io
from typing import Any, Final

import numpy as np
from matplotlib import image as mpl_image

from ..networks import Array

_MPL: Final[Any] = mpl_image  # its stubs leave path types open, and refuse the None that leaves metadata out
INK = (0, 0, 0)
POSITIVE = (31, 111, 180)
NEGATIVE = (194, 82, 27)


def ink(image: Array, greatest: float) -> str:
    """A picture whose ink is opaque where a pixel is `greatest` and transparent where it is 0: paper shows through."""
    return _uri(_filled(image.shape, INK), image / greatest)


def signed(image: Array, greatest: float) -> str:
    """A picture of numbers from -`greatest` to `greatest`: two colours for the signs, more opaque the further from 0."""
    colours = np.where((image > 0)[..., None], np.array(POSITIVE, np.uint8), np.array(NEGATIVE, np.uint8))
    return _uri(colours, np.abs(image) / greatest)


def _filled(shape: tuple[int, ...], colour: tuple[int, int, int]) -> Array:
    """One colour everywhere."""
    return np.broadcast_to(np.array(colour, np.uint8), (*shape, 3))


def _uri(colours: Array, opacity: Array) -> str:
    """Colours with an opacity from 0 to 1, as a data URI; the same numbers give the same text."""
    alpha = np.rint(np.clip(opacity, 0, 1) * 255).astype(np.uint8)
    data = io.BytesIO()
    _MPL.imsave(data, np.concatenate([colours, alpha[..., None]], axis=2), format="png", metadata={"Software": None})
    return "data:image/png;base64," + base64.b64encode(data.getvalue()).decode()
