"""Labelled images as they are kept: unsigned bytes, one part to train on and one to test on."""

from __future__ import annotations

from typing import Any, Self, TypeAlias, overload

import attrs
import numpy as np
from typing_extensions import override

from ..arrays import C, F, Labels, Matrix, freeze, labels, matrix
from ..errors import DomainError, DtypeError, ShapeError
from .idx import ByteArray

PixelArray: TypeAlias = np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]
LabelArray: TypeAlias = np.ndarray[tuple[int], np.dtype[np.uint8]]


def _on_bytes(owner: object) -> bool:
    """Whether the memory is that of a `bytes` object, which nobody can write, whatever `setflags` is asked."""
    return _on_bytes(owner.base) if isinstance(owner, np.ndarray) else isinstance(owner, bytes)


def _sealed(kind: str, array: ByteArray, axes: int) -> ByteArray:
    """`array` itself where nobody can write it, else a copy that nobody can."""
    if array.dtype != np.uint8:
        raise DtypeError(f"{kind}: expected dtype uint8, got {array.dtype}")
    if array.ndim != axes:
        raise ShapeError(f"{kind}: expected {axes} axes, got shape {array.shape}")
    if not array.size:
        raise ShapeError(f"{kind}: expected at least one, got shape {array.shape}")
    return array if _on_bytes(array) else np.frombuffer(array.tobytes(), np.uint8).reshape(array.shape)


def _images(array: ByteArray) -> PixelArray:
    sealed = _sealed("images", array, 3)
    return sealed.reshape(sealed.shape[0], sealed.shape[1], sealed.shape[2])


def _labels(array: ByteArray) -> LabelArray:
    return _sealed("labels", array, 1).reshape(array.size)


_same = attrs.cmp_using(eq=np.array_equal)


@attrs.frozen(repr=False, unsafe_hash=False)
class Dataset:
    """Images with a label each, in a part to train on and a part to test on, that nobody can write.

    `train_images` and `test_images` have shape (N, H, W) with one H and W, `train_labels` and `test_labels` (N,); all are
    uint8. Pixels go from 0 to `greatest`, labels from 0 to `classes - 1`. The arrays stand on memory of `bytes` objects,
    so `setflags` cannot open them. `copy` and `deepcopy` give the value itself, `==` compares by value.

    Raises `DtypeError` for other entries, `ShapeError` for shapes that do not fit, `DomainError` for a pixel or a label
    out of range.

    >>> dots = np.array([[[0, 4]], [[4, 0]], [[2, 2]]], np.uint8)
    >>> dots = Dataset("dots", dots[:2], np.array([1, 0], np.uint8), dots[2:], np.array([1], np.uint8), classes=2, greatest=4)
    >>> dots
    Dataset('dots', 2 to train and 1 to test, 1x2 pixels from 0 to 4, 2 classes)
    >>> dots.train_features(dots.pixels)
    array([[0., 1.],
           [1., 0.]])
    """

    name: str
    train_images: PixelArray = attrs.field(converter=_images, eq=_same)
    train_labels: LabelArray = attrs.field(converter=_labels, eq=_same)
    test_images: PixelArray = attrs.field(converter=_images, eq=_same)
    test_labels: LabelArray = attrs.field(converter=_labels, eq=_same)
    classes: int
    greatest: int

    def __attrs_post_init__(self) -> None:
        """Check what no field can say alone."""
        if self.train_images.shape[1:] != self.test_images.shape[1:]:
            expected, got = self.train_images.shape[1:], self.test_images.shape[1:]
            raise ShapeError(f"test_images: expected images of shape {expected} as in train_images, got {got}")
        for part, images, targets in (
            ("train", self.train_images, self.train_labels),
            ("test", self.test_images, self.test_labels),
        ):
            if len(images) != len(targets):
                raise ShapeError(f"{part}_labels: expected {len(images)}, one for each of {part}_images, got {len(targets)}")
            _check_range(f"{part}_labels", targets, self.classes - 1)
            _check_range(f"{part}_images", images, self.greatest)

    @property
    def pixels(self) -> int:
        """How many pixels an image has: H W."""
        return self.train_images.shape[1] * self.train_images.shape[2]

    @overload
    def train_features(self, pixels: C) -> Matrix[int, C]: ...
    @overload
    def train_features(self, pixels: C, dtype: type[F]) -> Matrix[int, C, F]: ...
    def train_features(self, pixels: int, dtype: type[Any] = np.float64) -> object:
        """The training images as rows of `pixels` numbers from 0 to 1, `pixel / greatest`; `pixels` names the axis.

        Raises `ShapeError` unless `pixels` is H W, `DtypeError` unless `dtype` is float32 or float64.
        """
        return _features(self.train_images, self.greatest, pixels, dtype)

    @overload
    def test_features(self, pixels: C) -> Matrix[int, C]: ...
    @overload
    def test_features(self, pixels: C, dtype: type[F]) -> Matrix[int, C, F]: ...
    def test_features(self, pixels: int, dtype: type[Any] = np.float64) -> object:
        """The test images, as `train_features` gives the training images."""
        return _features(self.test_images, self.greatest, pixels, dtype)

    def train_targets(self, classes: C) -> Labels[int, C]:
        """The training labels as targets of a loss over `classes` classes; raises `DomainError` for a label beyond."""
        return labels(self.train_labels, len(self.train_labels), classes)

    def test_targets(self, classes: C) -> Labels[int, C]:
        """The test labels, as `train_targets` gives the training labels."""
        return labels(self.test_labels, len(self.test_labels), classes)

    @override
    def __repr__(self) -> str:
        _, height, width = self.train_images.shape
        return (
            f"Dataset({self.name!r}, {len(self.train_images)} to train and {len(self.test_images)} to test, "
            f"{height}x{width} pixels from 0 to {self.greatest}, {self.classes} classes)"
        )

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    @override
    def __reduce__(self) -> tuple[type[Self], tuple[object, ...]]:
        # Through the constructor: arrays that come out of a pickle can be written.
        return type(self), tuple(getattr(self, field.name) for field in attrs.fields(Dataset))


def _check_range(field: str, array: PixelArray | LabelArray, greatest: int) -> None:
    """Entries are unsigned, so only the upper end can be passed."""
    if array.max() > greatest:
        at = tuple(int(i) for i in np.unravel_index(array.argmax(), array.shape))
        raise DomainError(f"{field}: expected 0 to {greatest}, got {array.max()} at {at}")


def _features(images: PixelArray, greatest: int, pixels: C, dtype: type[F]) -> Matrix[int, C, F]:
    return freeze(matrix(images.reshape(len(images), -1), len(images), pixels, dtype) / greatest)
