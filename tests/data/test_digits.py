from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from pureml.data import digits as module
from pureml.data import idx
from pureml.data.dataset import Dataset
from pureml.data.digits import digits, digits_by_writer

HERE = Path(module.__file__).parent
NOTICE = (HERE / "DIGITS.md").read_text(encoding="utf-8")
FILES = ("digits-images-idx3-ubyte.gz", "digits-labels-idx1-ubyte.gz")


def published() -> tuple[idx.ByteArray, idx.ByteArray]:
    """Every image and every label, in the order of the file."""
    return idx.read(HERE / FILES[0], axes=3), idx.read(HERE / FILES[1], axes=1)


def places(images: idx.ByteArray) -> list[int]:
    """Where in the file each of `images` stands; no two digits of the file are alike."""
    place = {image.tobytes(): i for i, image in enumerate(published()[0])}
    assert len(place) == 1797
    return [place[image.tobytes()] for image in images]


@pytest.mark.parametrize("name", FILES)
def test_the_files_are_those_of_the_notice(name: str) -> None:
    row = re.search(rf"\| `{re.escape(name)}` \| ([\d,]+) \| `([0-9a-f]{{64}})` \|", NOTICE)
    assert row is not None
    data = (HERE / name).read_bytes()
    assert (f"{len(data):,}", hashlib.sha256(data).hexdigest()) == row.groups()


def test_the_notice_names_source_and_licence() -> None:
    for part in (
        "E. Alpaydin and C. Kaynak (1998)",
        "https://doi.org/10.24432/C50P49",
        "CC BY 4.0",
        "https://creativecommons.org/licenses/by/4.0/",
    ):
        assert part in NOTICE


def test_the_numbers_are_those_of_the_published_test_file() -> None:
    """The sums of its published description: 1,797 digits, so many of each, from 0 to 16."""
    images, labels = published()
    assert images.shape == (1797, 8, 8)
    assert np.bincount(labels).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    assert (images.min(), images.max()) == (0, 16)


@pytest.mark.parametrize("split", [digits, digits_by_writer])
def test_each_digit_is_in_one_part_with_its_own_label_in_the_order_of_the_file(split: Callable[[], Dataset]) -> None:
    data, (_, labels) = split(), published()
    train, test = places(data.train_images), places(data.test_images)
    assert train == sorted(train)
    assert test == sorted(test)
    assert sorted(train + test) == list(range(1797))
    assert data.train_labels.tolist() == labels[train].tolist()
    assert data.test_labels.tolist() == labels[test].tolist()


def test_each_class_is_split_four_to_one_to_within_one_digit() -> None:
    data = digits()
    of_all, of_test = np.bincount(published()[1]), np.bincount(data.test_labels)
    assert len(data.test_labels) == 360
    assert (abs(of_all - 5 * of_test) < 5).all()


def test_the_split_is_the_documented_one() -> None:
    labels = published()[1].tolist()
    keyed = [(label, hashlib.sha256(f"pureml digits {i}".encode()).hexdigest(), i) for i, label in enumerate(labels)]
    assert places(digits().test_images) == sorted(i for _, _, i in sorted(keyed)[::5])
    assert places(digits().test_images)[:8] == [0, 3, 4, 14, 17, 23, 28, 29], "the split is part of the data"


def test_the_writer_ordered_split_ends_with_the_last_360() -> None:
    assert places(digits_by_writer().test_images) == list(range(1437, 1797))


def test_the_file_goes_form_by_form() -> None:
    """Each form asks for the same digits in the same order, so a form is seen where its text comes back."""
    text = "".join(map(str, published()[1].tolist()))
    begin = "01234567890123456789012345678909"  # three times the ten digits; then the text goes on
    starts = [match.start() - len(begin) + 1 for match in re.finditer("95565098984", text)]
    assert len(starts) == 14
    assert all(124 <= length <= 130 for length in np.diff(starts))
    cut = max(start for start in starts if start < 1437)
    assert text[cut:].startswith(begin)
    assert 1437 - cut == 22, "digits of the cut form that are in the training part"
