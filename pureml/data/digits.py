"""The 1,797 handwritten digits that come with the package; where they come from is in `DIGITS.md` beside them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np

from . import idx
from .dataset import Dataset

CLASSES = 10
GREATEST = 16
TEST_EVERY = 5
LAST = 360
_IMAGES = "digits-images-idx3-ubyte.gz"
_LABELS = "digits-labels-idx1-ubyte.gz"


def digits() -> Dataset:
    """The digits, 1,437 to train on and 360 to test on, each class split four to one to within one digit.

    The split is part of the data: no seed changes it. Within each class the digits stand in the order of the SHA-256 of
    `pureml digits`, a space and their number in the file; with the classes one after another, every fifth goes into the
    test part. Both parts keep the order of the file. The same people wrote in both parts: `digits_by_writer` is harder.

    Source: E. Alpaydin, C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository (1998),
    the test file, https://doi.org/10.24432/C50P49.

    >>> digits()
    Dataset('digits', 1437 to train and 360 to test, 8x8 pixels from 0 to 16, 10 classes)
    """
    images, labels = _all()
    order = sorted(range(len(labels)), key=lambda i: (int(labels[i]), hashlib.sha256(b"pureml digits %d" % i).digest()))
    test = np.zeros(len(labels), np.bool)
    test[order[::TEST_EVERY]] = True
    return _split("digits", images, labels, test)


def digits_by_writer() -> Dataset:
    """The digits in the order of the file, form by form: the last 360 to test on, the 1,437 before to train on.

    The file goes form by form, about 130 digits each, so whoever wrote the test part wrote little or nothing of the
    training part: the first 22 digits of the form that the border cuts, and the forms of a person who filled several.

    >>> digits_by_writer()
    Dataset('digits by writer', 1437 to train and 360 to test, 8x8 pixels from 0 to 16, 10 classes)
    """
    images, labels = _all()
    return _split("digits by writer", images, labels, np.arange(len(labels)) >= len(labels) - LAST)


def _all() -> tuple[idx.ByteArray, idx.ByteArray]:
    """Every image and every label, in the order of the file."""
    here = Path(__file__)
    return idx.read(here.with_name(_IMAGES), axes=3), idx.read(here.with_name(_LABELS), axes=1)


def _split(name: str, images: idx.ByteArray, labels: idx.ByteArray, test: np.ndarray[tuple[int], np.dtype[np.bool]]) -> Dataset:
    return Dataset(name, images[~test], labels[~test], images[test], labels[test], classes=CLASSES, greatest=GREATEST)
