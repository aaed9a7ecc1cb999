from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np
import pytest

from pureml.app.datasets import SHIPPED, again, facts, find
from pureml.data import idx
from pureml.data.dataset import Dataset
from pureml.data.digits import digits
from pureml.errors import DomainError, FormatError

if TYPE_CHECKING:
    from pathlib import Path


def small(name: str = "small") -> Dataset:
    """A data set of three images."""
    images = np.arange(18, dtype=np.uint8).reshape(3, 2, 3)
    return Dataset(name, images[:2], np.array([0, 1], np.uint8), images[2:], np.array([1], np.uint8), classes=10, greatest=255)


def in_folder(folder: Path, data: Dataset) -> Path:
    """The data set as a folder of IDX files."""
    folder.mkdir()
    idx.write(folder / "train-images-idx3-ubyte.gz", data.train_images)
    idx.write(folder / "train-labels-idx1-ubyte.gz", data.train_labels)
    idx.write(folder / "t10k-images-idx3-ubyte", data.test_images)
    idx.write(folder / "t10k-labels-idx1-ubyte", data.test_labels)
    return folder


def test_every_shipped_name_is_found() -> None:
    assert [find(name).train_images.shape for name in SHIPPED] == [(1437, 8, 8)] * 2
    assert find("digits") == digits()


def test_a_folder_is_found_whatever_it_is_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    in_folder(tmp_path / "digits", small("digits"))
    assert find("./digits") == small("digits")
    assert find(str(tmp_path / "digits")) == small("digits")
    assert find("digits") == digits()


def test_what_is_no_data_set_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="expected a folder of IDX files, or digits, digits-by-writer; did you mean digits-by-writer"):
        find("digits-by-writr")
    file = tmp_path / "file"
    file.write_bytes(b"")
    for wrong in (file, tmp_path, tmp_path / "missing"):
        with pytest.raises(FormatError, match=str(wrong)):
            find(str(wrong))


def test_the_facts_are_the_data_sets() -> None:
    found = facts("digits", digits())
    assert (found.source, found.name, found.train, found.test) == ("digits", "digits", 1437, 360)
    assert (found.height, found.width, found.pixels, found.greatest, found.classes) == (8, 8, 64, 16, 10)


def test_the_digest_sees_every_array() -> None:
    data = small()
    whole = facts("x", data).sha256
    for name in ("train_images", "train_labels", "test_images", "test_labels"):
        array = np.array(getattr(data, name))
        array.flat[-1] = (int(array.flat[-1]) + 1) % 10
        assert facts("x", changed(data, name, array)).sha256 != whole, name


def changed(data: Dataset, name: str, array: idx.ByteArray) -> Dataset:
    fields: dict[str, Any] = attrs.asdict(data) | {name: array}
    return Dataset(**fields)


def test_facts_from_a_file_must_make_sense() -> None:
    with pytest.raises(DomainError, match="at least 1"):
        attrs.evolve(facts("digits", digits()), height=0)
    assert os.sep not in facts("digits", digits()).name


def test_only_the_very_same_data_is_gone_on_with(tmp_path: Path) -> None:
    noted = facts("digits", digits())
    assert again("digits", noted, "my-run") == digits()
    in_folder(tmp_path / "other", small())
    with pytest.raises(FormatError, match=rf"other: expected the data of my-run, with SHA-256 {noted.sha256[:12]}\.\.\., got "):
        again(str(tmp_path / "other"), noted, "my-run")
