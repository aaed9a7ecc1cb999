from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pureml.data import idx
from pureml.data.dataset import Dataset
from pureml.data.folder import load_folder
from pureml.errors import FormatError

MNIST = Path(__file__).parents[3] / "shared" / "data" / "mnist"
USUAL = {
    "train-images-idx3-ubyte": np.arange(24, dtype=np.uint8).reshape(3, 2, 4),
    "train-labels-idx1-ubyte": np.array([0, 9, 5], np.uint8),
    "t10k-images-idx3-ubyte": np.arange(100, 116, dtype=np.uint8).reshape(2, 2, 4),
    "t10k-labels-idx1-ubyte": np.array([1, 2], np.uint8),
}
TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS = USUAL.values()
WHOLE = Dataset("small", TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS, classes=10, greatest=255)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the four files under their usual names."""
    made = tmp_path / "small"
    made.mkdir()
    for name, array in USUAL.items():
        idx.write(made / name, array)
    return made


def refusal(folder: Path) -> str:
    with pytest.raises(FormatError) as caught:
        load_folder(folder)
    return str(caught.value)


@given(data=st.data())
def test_every_usual_name_is_found(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    made = tmp_path_factory.mktemp("named") / "small"
    made.mkdir()
    for name, array in USUAL.items():
        part, kind, tail = name.split("-", 2)
        part = data.draw(st.sampled_from(["t10k", "test"])) if part == "t10k" else part
        separator, ending = data.draw(st.sampled_from("-.")), data.draw(st.sampled_from(["", ".gz"]))
        idx.write(made / f"{part}-{kind}{separator}{tail}{ending}", array)
    assert load_folder(made) == WHOLE


def test_the_name_is_the_folders(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert load_folder(".").name == "small"
    assert load_folder(str(folder)) == WHOLE


def test_the_plain_file_comes_before_the_compressed_and_t10k_before_test(folder: Path) -> None:
    idx.write(folder / "t10k-labels-idx1-ubyte.gz", np.array([7, 7], np.uint8))
    idx.write(folder / "test-labels-idx1-ubyte", np.array([8, 8], np.uint8))
    idx.write(folder / "t10k-labels.idx1-ubyte", np.array([6, 6], np.uint8))
    assert load_folder(folder) == WHOLE


@pytest.mark.parametrize("name", USUAL)
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert refusal(folder) == f"{folder}: expected a file {name}[.gz], got none among 3 entries"


@pytest.mark.parametrize("name", USUAL)
def test_a_damaged_file_is_named(folder: Path, name: str) -> None:
    data = (folder / name).read_bytes()
    (folder / name).write_bytes(data[:-1])
    size = USUAL[name].size
    assert refusal(folder) == f"{folder / name}: expected {size} entries, as the header states, got {size - 1}"


@pytest.mark.parametrize("name", USUAL)
def test_images_are_not_taken_for_labels(folder: Path, name: str) -> None:
    idx.write(folder / name, np.zeros((2, 2), np.uint8))
    assert refusal(folder) == f"{folder / name}: expected {USUAL[name].ndim} axes, got 2"


@pytest.mark.parametrize("name", USUAL)
def test_a_folder_in_place_of_a_file_is_refused(folder: Path, name: str) -> None:
    (folder / name).unlink()
    (folder / name).mkdir()
    assert refusal(folder) == f"{folder / name}: expected a file, got a folder"


def test_a_link_to_nothing_is_refused(folder: Path) -> None:
    (folder / "train-images-idx3-ubyte").unlink()
    (folder / "train-images-idx3-ubyte").symlink_to("gone")
    assert refusal(folder) == f"{folder}/train-images-idx3-ubyte: expected a readable file, got: No such file or directory"


def test_what_is_no_folder_is_refused(folder: Path) -> None:
    file = folder / "train-images-idx3-ubyte"
    assert refusal(file) == f"{file}: expected a folder of IDX files, got: Not a directory"
    assert refusal(folder / "gone") == f"{folder}/gone: expected a folder of IDX files, got: No such file or directory"


def test_a_folder_that_may_not_be_read_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(_: object) -> object:  # the superuser may read everything, so no mode of a folder would do
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", denied)
    assert refusal(folder) == f"{folder}: expected a folder of IDX files, got: Permission denied"


@pytest.mark.parametrize(
    ("name", "array", "reason"),
    [
        ("train-labels-idx1-ubyte", [0, 9], "train_labels: expected 3, one for each of train_images, got 2"),
        ("t10k-labels-idx1-ubyte", [0, 9, 1], "test_labels: expected 2, one for each of test_images, got 3"),
        ("train-labels-idx1-ubyte", [0, 10, 1], "train_labels: expected 0 to 9, got 10 at (1,)"),
        ("t10k-images-idx3-ubyte", [[[0]], [[1]]], "test_images: expected images of shape (2, 4) as in train_images, got (1, 1)"),
        ("train-labels-idx1-ubyte", [], "labels: expected at least one, got shape (0,)"),
    ],
)
def test_files_that_do_not_fit_together_are_refused(folder: Path, name: str, array: list[object], reason: str) -> None:
    idx.write(folder / name, np.array(array, np.uint8))
    assert refusal(folder) == f"{folder}: {reason}"


def test_the_number_of_classes_can_be_given(folder: Path) -> None:
    idx.write(folder / "train-labels-idx1-ubyte", np.array([0, 10, 25], np.uint8))
    assert load_folder(folder, classes=26).train_labels.tolist() == [0, 10, 25]


@pytest.mark.skipif(not MNIST.is_dir(), reason="MNIST's four files are not in ../shared/data/mnist")
def test_mnist_is_read() -> None:
    data = load_folder(MNIST)
    assert repr(data) == "Dataset('mnist', 60000 to train and 10000 to test, 28x28 pixels from 0 to 255, 10 classes)"
    assert np.bincount(data.test_labels).tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    mean, spread = data.train_images.mean() / 255, data.train_images.std() / 255
    assert (round(mean, 4), round(spread, 4)) == (0.1307, 0.3081), "as everybody who standardises MNIST knows them"
