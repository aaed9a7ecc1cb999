from __future__ import annotations

import os
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pureml.app import files
from pureml.app.files import write_whole
from tests.app.running import environment, names

if TYPE_CHECKING:
    from pathlib import Path


@given(first=st.binary(), second=st.binary())
def test_a_file_is_replaced_as_a_whole(first: bytes, second: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("files")
    for data in (first, second):
        write_whole(folder / "file", data)
        assert (folder / "file").read_bytes() == data
    assert names(folder) == ["file"]


@pytest.mark.parametrize("step", ["fsync", "_compare", "_umask"])
def test_a_failure_leaves_the_old_file_and_nothing_else(step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    write_whole(path, b"old")

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os if step == "fsync" else files, step, fails)
    with pytest.raises(OSError, match="No space left on device") as caught:
        write_whole(path, b"new")
    assert caught.value.filename == str(path)
    assert names(tmp_path) == ["file"]
    assert path.read_bytes() == b"old"


def test_what_reads_back_differently_is_not_put_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def other(_path: Path) -> bytes:
        return b"other"

    monkeypatch.setattr("pathlib.Path.read_bytes", other)
    with pytest.raises(OSError, match="reads back differently"):
        write_whole(tmp_path / "file", b"data")
    assert names(tmp_path) == []


def test_others_may_read_what_they_may_read_of_any_file(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    write_whole(tmp_path / "whole", b"")
    assert stat.S_IMODE((tmp_path / "whole").stat().st_mode) == stat.S_IMODE((tmp_path / "plain").stat().st_mode)


def test_what_a_killed_process_was_writing_is_removed_and_nothing_else(tmp_path: Path) -> None:
    for name in (".a.json.x1", ".a.json.y2", ".b.json.z3", "a.json", ".other"):
        (tmp_path / name).write_bytes(b"")
    files.remove_unfinished(tmp_path, ("a.json",))
    assert names(tmp_path) == [".b.json.z3", ".other", "a.json"]


def test_one_process_at_a_time_is_in_a_folder_and_a_killed_one_lets_go(tmp_path: Path) -> None:
    script = (
        "import time; from pathlib import Path; from pureml.app.files import alone\n"
        f"with alone(Path({str(tmp_path)!r})): print(1, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script], env=environment(), stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"1\n"
        with pytest.raises(BlockingIOError), files.alone(tmp_path):
            pass
        other.kill()
    for _ in range(2):
        with files.alone(tmp_path):
            pass
