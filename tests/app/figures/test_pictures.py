from __future__ import annotations

import base64
import io
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from matplotlib.image import imread

from pureml.app.figures.pictures import NEGATIVE, POSITIVE, ink, signed

SHAPES = st.tuples(st.integers(1, 5), st.integers(1, 5))


def shown(uri: str) -> np.ndarray[Any, Any]:
    """The pixels of a data URI, from 0 to 255: red, green, blue, opacity."""
    head, _, data = uri.partition(",")
    assert head == "data:image/png;base64"
    pixels: np.ndarray[Any, np.dtype[np.float32]] = imread(io.BytesIO(base64.b64decode(data)), format="png")
    return np.asarray(np.rint(pixels * 255), int)


@given(arrays.arrays(np.uint8, SHAPES, elements=st.integers(0, 16)))
def test_ink_is_as_opaque_as_the_pixel_is_great(image: np.ndarray[Any, Any]) -> None:
    pixels = shown(ink(image, 16))
    assert np.array_equal(pixels[..., 3], np.rint(image / 16 * 255))
    assert not pixels[..., :3].any()


@given(arrays.arrays(np.float64, SHAPES, elements=st.floats(-2, 2)))
def test_signs_have_colours_and_sizes_have_opacity(image: np.ndarray[Any, Any]) -> None:
    pixels = shown(signed(image, 2.0))
    assert np.array_equal(pixels[..., 3], np.rint(np.abs(image) / 2 * 255))
    visible = pixels[..., 3] > 0
    assert (pixels[visible & (image > 0)][:, :3] == POSITIVE).all()
    assert (pixels[visible & (image < 0)][:, :3] == NEGATIVE).all()


def test_the_same_picture_is_the_same_text() -> None:
    image = np.arange(6.0).reshape(2, 3)
    assert ink(image, 5) == ink(image, 5) != ink(image, 6)
