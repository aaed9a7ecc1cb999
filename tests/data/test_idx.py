from __future__ import annotations

import gzip
import io
import math
import os
import struct
import tempfile
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from pureml.data import idx
from pureml.data.idx import ByteArray
from pureml.errors import DtypeError, FormatError, ShapeError

SHAPES = hnp.array_shapes(min_dims=1, max_dims=idx.MAX_AXES, min_side=0, max_side=5)
ARRAYS = hnp.arrays(np.uint8, SHAPES)
ENDINGS = st.sampled_from(["", ".gz"])


def written(array: ByteArray, ending: str = "") -> bytes:
    """What `write` puts into a file whose name ends in `ending`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"array{ending}"
        idx.write(path, array)
        return path.read_bytes()


def reading(data: bytes, ending: str = "", axes: int | None = None) -> ByteArray:
    """What `read` finds in a file that holds `data`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"array{ending}"
        path.write_bytes(data)
        return idx.read(path, axes)


def refusal(data: bytes, ending: str = "", axes: int | None = None) -> str:
    """What `read` says against `data`, after the path."""
    with pytest.raises(FormatError) as caught:
        reading(data, ending, axes)
    where, colon, reason = str(caught.value).partition(": ")
    assert Path(where).name == f"array{ending}", caught.value
    assert colon
    assert "\n" not in reason
    assert "expected" in reason
    assert "got" in reason
    return reason


def header(*lengths: int, kind: int = 8, axes: int | None = None) -> bytes:
    """A header, written without the code under test."""
    return struct.pack(f">4B{len(lengths)}I", 0, 0, kind, len(lengths) if axes is None else axes, *lengths)


def is_what_it_states(array: ByteArray, data: bytes) -> bool:
    """Whether `array` is what `data` says by a second reading of the format."""
    zero, kind, axes = struct.unpack_from(">HBB", data)
    shape = struct.unpack_from(f">{axes}I", data, 4)
    entries = data[4 + 4 * axes :]
    return (zero, kind) == (0, 8) and array.shape == shape and array.dtype == np.uint8 and array.tobytes() == entries


@given(array=ARRAYS, ending=ENDINGS)
def test_what_is_written_is_read(array: ByteArray, ending: str) -> None:
    back = reading(written(array, ending), ending, axes=array.ndim)
    assert back.dtype == np.uint8
    assert np.array_equal(back, array)
    assert back.shape == array.shape


@given(array=ARRAYS)
def test_a_file_is_header_and_entries(array: ByteArray) -> None:
    plain = header(*array.shape) + array.tobytes()
    assert written(array) == plain
    assert gzip.decompress(written(array, ".gz")) == plain


def test_memory_order_does_not_matter() -> None:
    array = np.arange(6, dtype=np.uint8).reshape(2, 3)
    assert written(array.T) == written(array.T.copy())


def test_compressed_files_hold_neither_name_nor_time() -> None:
    data = written(np.arange(9, dtype=np.uint8), ".gz")
    assert data[3] == 0, "flags: no name, no comment"
    assert data[4:8] == bytes(4), "modification time"


@given(array=ARRAYS, ending=ENDINGS)
def test_nobody_can_write_what_was_read(array: ByteArray, ending: str) -> None:
    back: object = reading(written(array, ending), ending)
    while isinstance(back, np.ndarray):
        with pytest.raises(ValueError, match="WRITEABLE"):
            back.setflags(write=True)
        back = back.base
    assert isinstance(back, bytes)


@given(array=ARRAYS, ending=ENDINGS, data=st.data())
def test_every_cut_is_refused(array: ByteArray, ending: str, data: st.DataObject) -> None:
    whole = written(array, ending)
    refusal(whole[: data.draw(st.integers(0, len(whole) - 1), label="kept")], ending)


@given(array=ARRAYS, more=st.binary(min_size=1, max_size=9), ending=ENDINGS)
def test_bytes_after_the_entries_are_refused(array: ByteArray, more: bytes, ending: str) -> None:
    whole = written(array) + more
    reason = refusal(gzip.compress(whole) if ending else whole, ending)
    assert reason == f"expected {array.size} entries, as the header states, got more"


@given(array=ARRAYS, more=st.binary(min_size=1, max_size=9))
def test_bytes_after_a_gzip_file_are_refused_unless_they_are_padding(array: ByteArray, more: bytes) -> None:
    assume(any(more))
    refusal(written(array, ".gz") + more, ".gz")


@given(array=ARRAYS, place=st.integers(0, 4 + 4 * idx.MAX_AXES - 1), flip=st.integers(1, 255))
def test_a_changed_header_is_refused_or_means_what_it_says(array: ByteArray, place: int, flip: int) -> None:
    changed = bytearray(written(array))
    assume(place < 4 + 4 * array.ndim)
    changed[place] ^= flip
    try:
        back = reading(bytes(changed))
    except FormatError:
        return
    assert place >= 3, "no change of the first three bytes may pass"
    assert is_what_it_states(back, bytes(changed))


@given(array=ARRAYS, flip=st.integers(1, 255), data=st.data())
def test_a_changed_gzip_file_is_refused_or_holds_the_same(array: ByteArray, flip: int, data: st.DataObject) -> None:
    changed = bytearray(written(array, ".gz"))
    place = data.draw(st.integers(0, len(changed) - 1), label="place")
    changed[place] ^= flip
    try:
        back = reading(bytes(changed), ".gz")
    except FormatError:
        return
    assert np.array_equal(back, array), "the checksum guards every entry"


@given(data=st.binary(max_size=64) | st.binary(max_size=48).map(lambda tail: bytes([0, 0, 8, 1, 0, 0, 0]) + tail), ending=ENDINGS)
def test_any_bytes_are_refused_or_mean_what_they_say(data: bytes, ending: str) -> None:
    try:
        back = reading(data, ending)
    except FormatError:
        return
    assert is_what_it_states(back, data)


@pytest.mark.parametrize(
    ("data", "ending", "axes", "reason"),
    [
        (b"", "", None, "expected 4 more bytes of the header, got 0"),
        (header(2, 3)[:-2], "", None, "expected 8 more bytes of the header, got 6"),
        (b"PK\x03\x04", "", None, "expected an IDX file, which starts with the bytes 00 00, got 50 4b"),
        (header(1, kind=13), "", None, "expected type code 08 (unsigned bytes), got 0d"),
        (header(1) + b"a", "", 3, "expected 3 axes, got 1"),
        (header(), "", None, "expected 1 to 4 axes, got 0"),
        (header(axes=5), "", None, "expected 1 to 4 axes, got 5"),
        (header(2, 3) + b"abcde", "", None, "expected 6 entries, as the header states, got 5"),
        (header(2, 3) + b"abcdefg", "", None, "expected 6 entries, as the header states, got more"),
        (header(2**30 + 1), "", None, "expected at most 1073741824 entries, got shape (1073741825,)"),
        (header(0, 2**20, 2**20), "", None, "expected at most 1073741824 entries, got shape (0, 1048576, 1048576)"),
        (gzip.compress(header(1) + b"a", mtime=0), "", None, "expected an IDX file, got gzip data: decompress it or end its name in .gz"),
        (header(1) + b"a", ".gz", None, r"expected a sound gzip file, as its name says, got: Not a gzipped file (b'\x00\x00')"),
        (gzip.compress(header(1) + b"a", mtime=0)[:-3], ".gz", None, "expected a whole gzip file, got one that is cut short"),
    ],
)
def test_the_refusal_says_what_was_expected_and_what_came(data: bytes, ending: str, axes: int | None, reason: str) -> None:
    assert refusal(data, ending, axes) == reason


def test_a_wrong_checksum_is_refused() -> None:
    changed = bytearray(gzip.compress(header(3) + b"abc", mtime=0))
    changed[-8] ^= 1
    assert refusal(bytes(changed), ".gz").startswith("expected a sound gzip file, as its name says, got: CRC check failed")


def peak_of_refusing(data: bytes, ending: str) -> int:
    """The most memory, in bytes, that was in use at once while `data` was refused."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"array{ending}"
        path.write_bytes(data)
        tracemalloc.start()
        try:
            with pytest.raises(FormatError):
                idx.read(path)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


def test_a_gzip_bomb_is_not_inflated() -> None:
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb") as stream:
        stream.write(header(10, 28, 28))
        for _ in range(64):
            stream.write(bytes(2**20))
    bomb = packed.getvalue()
    assert len(bomb) < 2**17, "a small file"
    assert peak_of_refusing(bomb, ".gz") < 2**20, "of 64 MB that it would grow to"


@pytest.mark.parametrize("ending", ["", ".gz"])
def test_a_header_claims_no_memory(ending: str) -> None:
    data = header(idx.MAX_BYTES) + b"few"
    assert peak_of_refusing(gzip.compress(data) if ending else data, ending) < 2 * 2**20, "of 1 GB that the header states"


def test_reading_takes_less_than_twice_the_entries(tmp_path: Path) -> None:
    size = 16 * 2**20
    idx.write(tmp_path / "array.gz", np.zeros(size, np.uint8))
    tracemalloc.start()
    try:
        idx.read(tmp_path / "array.gz")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 2 * size + 4 * 2**20


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder.gz").mkdir()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for name, reason in {
        "pipe": "expected a file, got a pipe or a device",
        "folder.gz": "expected a file, got a folder",
        "missing": "expected a readable file, got: No such file or directory",
        "loop": "expected a readable file, got: Too many levels of symbolic links",
        "a" * 300: "expected a readable file, got: File name too long",
    }.items():
        with pytest.raises(FormatError) as caught:
            idx.read(tmp_path / name)
        assert str(caught.value) == f"{tmp_path / name}: {reason}"


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object) -> object:  # the superuser may read everything, so no mode of a file would do
        raise PermissionError(13, "Permission denied")

    idx.write(tmp_path / "array", np.zeros(1, np.uint8))
    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(FormatError, match="expected a readable file, got: Permission denied"):
        idx.read(tmp_path / "array")


@given(array=hnp.arrays(st.sampled_from([np.dtype(bool), np.dtype(np.int8), np.dtype(np.uint16), np.dtype(float)]), SHAPES))
def test_only_unsigned_bytes_are_written(array: ByteArray) -> None:
    with pytest.raises(DtypeError, match=f"expected entries of dtype uint8, got {array.dtype}"):
        written(array)


@pytest.mark.parametrize("shape", [(), (1,) * (idx.MAX_AXES + 1), (0, 2**20, 2**20)])
def test_what_would_not_be_read_is_not_written(shape: tuple[int, ...]) -> None:
    array = np.broadcast_to(np.zeros((), np.uint8), shape)
    assert math.prod(array.shape) in (0, 1)
    with pytest.raises(ShapeError, match="expected"):
        written(array)
