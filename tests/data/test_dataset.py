from __future__ import annotations

import copy
import pickle  # noqa: TID251  # no file: how executors hand a value to a process
from typing import NewType, assert_type

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from pureml.arrays import F, Labels, Matrix
from pureml.data.dataset import Dataset, PixelArray
from pureml.errors import DomainError, DtypeError, PuremlError, ShapeError

Pixel = NewType("Pixel", int)
Class = NewType("Class", int)


@st.composite
def datasets(draw: st.DrawFn) -> Dataset:
    """Any small data set."""
    height, width, classes, greatest = (draw(st.integers(1, n)) for n in (3, 3, 4, 255))

    def part(n: int) -> tuple[PixelArray, np.ndarray[tuple[int], np.dtype[np.uint8]]]:
        pixels = draw(hnp.arrays(np.uint8, (n, height, width), elements=st.integers(0, greatest)))
        return pixels, draw(hnp.arrays(np.uint8, n, elements=st.integers(0, classes - 1)))

    train, test = part(draw(st.integers(1, 4))), part(draw(st.integers(1, 4)))
    return Dataset("drawn", *train, *test, classes=classes, greatest=greatest)


def dots(**changes: object) -> Dataset:
    """Three images of two pixels, with `changes`."""
    fields: dict[str, object] = {
        "name": "dots",
        "train_images": np.array([[[0, 4]], [[4, 0]]], np.uint8),
        "train_labels": np.array([1, 0], np.uint8),
        "test_images": np.array([[[2, 2]]], np.uint8),
        "test_labels": np.array([1], np.uint8),
        "classes": 2,
        "greatest": 4,
    }
    make: type = Dataset  # the fields are wrong on purpose
    made = make(**(fields | changes))
    assert isinstance(made, Dataset)
    return made


def pickled(data: Dataset) -> Dataset:
    """What another process gets that is given `data`."""
    back = pickle.loads(pickle.dumps(data))  # noqa: S301  # our own bytes
    assert isinstance(back, Dataset)
    return back


def arrays(data: Dataset) -> tuple[np.ndarray[tuple[int, ...], np.dtype[np.uint8]], ...]:
    return data.train_images, data.train_labels, data.test_images, data.test_labels


@given(data=datasets())
def test_nobody_can_write_the_arrays(data: Dataset) -> None:
    for copied in (data, copy.copy(data), copy.deepcopy(data), pickled(data), attrs.evolve(data, name="evolved")):
        for array in arrays(copied):
            assert array.base is not None
            for held in (array, array.base):
                with pytest.raises(ValueError, match="WRITEABLE"):
                    held.setflags(write=True)


def test_what_was_given_is_copied_once() -> None:
    images = np.array([[[0, 4]], [[4, 0]]], np.uint8)
    data = dots(train_images=images)
    images[...] = 1
    assert data.train_images.tolist() == [[[0, 4]], [[4, 0]]]
    again = attrs.evolve(data, name="again")
    assert np.shares_memory(again.train_images, data.train_images), "what nobody can write is not copied"


def test_a_locked_array_that_its_owner_can_open_is_copied() -> None:
    images = np.array([[[0, 4]], [[4, 0]]], np.uint8)
    images.setflags(write=False)
    data = dots(train_images=images.view())
    images.setflags(write=True)
    images[...] = 1
    assert data.train_images.tolist() == [[[0, 4]], [[4, 0]]]


@given(data=datasets())
def test_copies_are_the_value_itself_and_equality_is_by_value(data: Dataset) -> None:
    assert copy.copy(data) is data
    assert copy.deepcopy(data) is data
    assert pickled(data) == data
    flipped = attrs.evolve(data, train_images=data.greatest - data.train_images)
    assert (flipped == data) == bool((data.greatest - data.train_images == data.train_images).all())


def check_features(images: PixelArray, greatest: int, x: Matrix[int, int, F], dtype: type[F]) -> None:
    assert x.dtype == dtype
    assert x.tolist() == [[float(dtype(p) / dtype(greatest)) for p in image.ravel().tolist()] for image in images]
    assert ((x >= 0) & (x <= 1)).all()
    with pytest.raises(ValueError, match="WRITEABLE"):
        x.setflags(write=True)


@given(data=datasets())
def test_features_are_the_pixels_as_part_of_the_greatest(data: Dataset) -> None:
    check_features(data.train_images, data.greatest, data.train_features(data.pixels), np.float64)
    check_features(data.test_images, data.greatest, data.test_features(data.pixels), np.float64)
    check_features(data.train_images, data.greatest, data.train_features(data.pixels, np.float32), np.float32)
    check_features(data.test_images, data.greatest, data.test_features(data.pixels, np.float32), np.float32)


@given(data=datasets())
def test_targets_are_the_labels(data: Dataset) -> None:
    for labels, targets in (
        (data.train_labels, data.train_targets(data.classes)),
        (data.test_labels, data.test_targets(data.classes)),
    ):
        assert targets.dtype == np.intp
        assert targets.tolist() == labels.tolist()


def test_axes_carry_the_names_given() -> None:
    data = dots()
    assert_type(data.train_features(Pixel(2)), Matrix[int, Pixel])
    assert_type(data.test_features(Pixel(2), np.float32), Matrix[int, Pixel, np.float32])
    assert_type(data.train_targets(Class(2)), Labels[int, Class])
    with pytest.raises(ShapeError, match="expected shape"):
        data.train_features(Pixel(3))
    with pytest.raises(DomainError, match="labels"):
        data.train_targets(Class(1))


def test_the_repr_is_one_short_line() -> None:
    assert repr(dots()) == "Dataset('dots', 2 to train and 1 to test, 1x2 pixels from 0 to 4, 2 classes)"


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"train_images": np.zeros((2, 1, 2))}, DtypeError, "images: expected dtype uint8, got float64"),
        ({"train_labels": np.zeros(2, np.int64)}, DtypeError, "labels: expected dtype uint8, got int64"),
        ({"test_images": np.zeros((1, 2), np.uint8)}, ShapeError, "images: expected 3 axes, got shape (1, 2)"),
        ({"test_labels": np.zeros((1, 1), np.uint8)}, ShapeError, "labels: expected 1 axes, got shape (1, 1)"),
        ({"train_images": np.zeros((0, 1, 2), np.uint8)}, ShapeError, "images: expected at least one, got shape (0, 1, 2)"),
        (
            {"test_images": np.zeros((1, 2, 1), np.uint8)},
            ShapeError,
            "test_images: expected images of shape (1, 2) as in train_images, got (2, 1)",
        ),
        (
            {"train_labels": np.zeros(3, np.uint8)},
            ShapeError,
            "train_labels: expected 2, one for each of train_images, got 3",
        ),
        ({"test_labels": np.zeros(2, np.uint8)}, ShapeError, "test_labels: expected 1, one for each of test_images, got 2"),
        ({"train_labels": np.array([1, 2], np.uint8)}, DomainError, "train_labels: expected 0 to 1, got 2 at (1,)"),
        ({"test_labels": np.array([9], np.uint8)}, DomainError, "test_labels: expected 0 to 1, got 9 at (0,)"),
        ({"greatest": 3}, DomainError, "train_images: expected 0 to 3, got 4 at (0, 0, 1)"),
        ({"test_images": np.array([[[0, 5]]], np.uint8)}, DomainError, "test_images: expected 0 to 4, got 5 at (0, 0, 1)"),
    ],
)
def test_what_does_not_fit_is_refused(changes: dict[str, object], error: type[PuremlError], message: str) -> None:
    with pytest.raises(error) as caught:
        dots(**changes)
    assert str(caught.value) == message
