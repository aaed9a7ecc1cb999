from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from safetensors.numpy import load, save

from pureml.app import tensors
from pureml.app.tensors import Tensors
from pureml.errors import FormatError

if TYPE_CHECKING:
    from pathlib import Path

WEIGHT = np.array([[1.0, 3.0, 5.0], [-0.0, 4.0, 6.0]], order="F")
HELD = Tensors({"weight": WEIGHT, "count": np.array(3), "few": np.zeros(0, np.float32)}, '{"a": "é"}')


def test_arrays_and_text_are_read_back_bit_for_bit_also_what_is_not_contiguous(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(tensors.encode(HELD, "text"))
    found = tensors.read(tmp_path / "x", "text")
    assert found.text == HELD.text
    assert found.arrays.keys() == HELD.arrays.keys()
    for name, array in HELD.arrays.items():
        assert (found.arrays[name].dtype, found.arrays[name].shape) == (array.dtype, array.shape), name
        assert found.arrays[name].tobytes() == array.tobytes(), name


def test_another_library_reads_the_same_arrays_and_the_same_arrays_give_the_same_bytes() -> None:
    assert load(tensors.encode(HELD, "text"))["weight"].tolist() == WEIGHT.tolist()
    assert tensors.encode(HELD, "text") == tensors.encode(HELD, "text")


def test_what_decodes_differently_is_never_written(monkeypatch: pytest.MonkeyPatch) -> None:
    def other(_data: bytes) -> dict[str, np.ndarray[Any, Any]]:
        return dict(HELD.arrays) | {"weight": WEIGHT + 1}

    monkeypatch.setattr(tensors, "load", other)
    with pytest.raises(FormatError, match="text: what was encoded decodes differently: weight"):
        tensors.encode(HELD, "text")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04 not this",
        (2**62).to_bytes(8, "little") + b"{}",
        tensors.encode(HELD, "text")[:-1],
    ],
)
def test_another_file_is_refused(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(data)
    with pytest.raises(FormatError, match=r"x: expected a safetensors file of arrays, got: "):
        tensors.read(tmp_path / "x", "text")


def test_a_file_of_others_has_no_text(tmp_path: Path) -> None:
    for data in (save({"weight": WEIGHT}), tensors.encode(HELD, "other")):
        (tmp_path / "x").write_bytes(data)
        found = tensors.read(tmp_path / "x", "text")
        assert (found.text, found.arrays["weight"].shape) == ("", (2, 3))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="No such file"):
        tensors.read(tmp_path / "x", "text")
