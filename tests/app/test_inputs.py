from __future__ import annotations

import io
import os
import pickle  # noqa: TID251  # what must never be read back
import struct
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from matplotlib.image import imsave  # pyright: ignore[reportUnknownVariableType]  # its stub leaves path types open

from pureml.app.datasets import Facts
from pureml.app.inputs import read
from pureml.data import idx
from pureml.errors import FormatError

if TYPE_CHECKING:
    from pathlib import Path

FACTS = Facts("digits", "digits", train=9, test=9, height=2, width=3, greatest=16, classes=10, sha256="")
PIXELS = arrays.arrays(np.uint8, st.tuples(st.integers(1, 4), st.just(2), st.just(3)), elements=st.integers(0, 16))


def png(image: np.ndarray[Any, Any]) -> bytes:
    data = io.BytesIO()
    imsave(data, image, format="png", cmap="gray", vmin=0, vmax=1)
    return data.getvalue()


def npy(array: np.ndarray[Any, Any]) -> bytes:
    data = io.BytesIO()
    np.save(data, array, allow_pickle=array.dtype == object)
    return data.getvalue()


def refusal(path: Path) -> str:
    with pytest.raises(FormatError) as caught:
        read(path, FACTS)
    assert str(caught.value).startswith(f"{path}: ")
    return str(caught.value)


@given(pixels=PIXELS, name=st.sampled_from(["x", "x.idx3-ubyte", "x.gz"]))
def test_idx_files_are_scaled_as_the_training_images_are(
    pixels: np.ndarray[Any, Any], name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("inputs") / name
    idx.write(path, pixels)
    found = read(path, FACTS)
    assert found.path == path
    assert np.array_equal(found.features, pixels.reshape(len(pixels), 6) / 16)


@given(pixels=PIXELS, dtype=st.sampled_from([np.uint8, np.int64, np.float32, np.float64]))
def test_npy_files_hold_pixels_or_numbers_from_0_to_1(
    pixels: np.ndarray[Any, Any], dtype: type[Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("inputs")
    array = pixels.astype(dtype) if np.dtype(dtype).kind in "iu" else (pixels / 16).astype(dtype)
    (folder / "many").write_bytes(npy(array))
    (folder / "one").write_bytes(npy(array[0]))
    assert np.array_equal(read(folder / "many", FACTS).features, pixels.reshape(len(pixels), 6) / 16)
    assert np.array_equal(read(folder / "one", FACTS).features, pixels[:1].reshape(1, 6) / 16)


def test_a_png_is_grey_whatever_its_colours(tmp_path: Path) -> None:
    grey = np.array([[0.0, 0.2, 0.4], [0.6, 0.8, 1.0]])
    level = np.array([[0, 51, 102], [153, 204, 255]], np.uint8)
    opaque = np.stack([level, level, level, np.full_like(level, 255)], axis=2)
    for i, image in enumerate((grey, opaque, opaque[..., :3])):
        path = tmp_path / str(i)
        path.write_bytes(png(image))
        assert np.allclose(read(path, FACTS).features, grey.reshape(1, 6), atol=1 / 255)
    clear = opaque.copy()
    clear[..., 3] = 0
    (tmp_path / "clear").write_bytes(png(clear))
    assert not read(tmp_path / "clear", FACTS).features.any()


def test_files_are_told_by_their_first_bytes(tmp_path: Path) -> None:
    (tmp_path / "x.npy").write_bytes(png(np.zeros((2, 3))))
    (tmp_path / "x.png").write_bytes(npy(np.zeros((2, 3))))
    assert read(tmp_path / "x.npy", FACTS).features.shape == read(tmp_path / "x.png", FACTS).features.shape == (1, 6)


HUGE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 3, 2)[::-1] + b"\x08\0\0\0\0"
WHOLE = png(np.zeros((2, 3)))
CHUNK = b"IDAT" + zlib.compress(b"\0")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "nothing"),
        (b"\xff\xd8\xff\xe0 a JPEG", "ff d8 ff e0"),
        (b"\0\0\x08\x01\0\0\0\x01\x05", "expected 3 axes, got 1"),
        (b"\0\0\x08\x03\0\0\0\x02\0\0\0\x02\0\0\0\x03", "entries"),
        (b"\0\0\x08\x03\0\0\0\x01\0\0\0\x01\0\0\0\x01\x05", "expected images of 2x3 pixels, got 1x1"),
        (b"\0\0\x08\x03\0\0\0\x01\0\0\0\x02\0\0\0\x03\0\0\0\0\0\x11", "expected pixels from 0 to 16, got 0 to 17"),
        (b"\0\0\x08\x03\0\0\0\0\0\0\0\x02\0\0\0\x03", "at least one image"),
        (WHOLE[:20], "cut short"),
        (WHOLE[:40], "sound PNG"),
        (WHOLE[:33] + struct.pack(">I", 9) + CHUNK, "sound PNG"),
        (HUGE, "expected an image of 2x3 pixels, got"),
        (png(np.zeros((3, 2))), "expected an image of 2x3 pixels, got 3x2"),
        (b"\x93NUMPY\x01\x00", "sound .npy"),
        (npy(np.zeros((2, 3)))[:-1], "sound .npy"),
        (npy(np.zeros(6)), "2 axes"),
        (npy(np.zeros((1, 1, 2, 3))), "2 axes"),
        (npy(np.zeros((3, 2))), "expected images of 2x3 pixels, got 3x2"),
        (npy(np.full((2, 3), 17)), "0 to 16, got 17 to 17"),
        (npy(np.full((2, 3), -1)), "0 to 16, got -1 to -1"),
        (npy(np.full((2, 3), 1.5)), "floats from 0 to 1"),
        (npy(np.full((2, 3), np.nan)), "floats from 0 to 1"),
        (npy(np.zeros((2, 3), complex)), "whole numbers or floats"),
        (npy(np.zeros((0, 2, 3))), "at least one image"),
        (npy(np.array([[None] * 3] * 2)), "sound .npy"),
        (pickle.dumps([1]), "expected images as IDX, PNG or .npy"),
    ],
    ids=str,
)
def test_a_file_that_is_no_fitting_image_is_refused(data: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)
    assert said in refusal(path)


def test_what_is_no_file_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "a pipe or a device" in refusal(tmp_path / "pipe")
    assert "a folder" in refusal(tmp_path)
    assert "No such file" in refusal(tmp_path / "missing")
    (tmp_path / "x.gz").write_bytes(b"no gzip")
    assert "gzip" in refusal(tmp_path / "x.gz")


def test_a_header_that_claims_a_terabyte_costs_nothing(tmp_path: Path) -> None:
    head = npy(np.zeros((1, 2, 3))).replace(b"(1, 2, 3)", b"(9999999999, 2, 3)")
    (tmp_path / "file").write_bytes(head)
    assert "sound .npy" in refusal(tmp_path / "file")
