from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pytest

from pureml.app.errors import UsageError
from pureml.app.folders import REPORT, Folder
from pureml.app.runs import RunFolder
from pureml.app.searches import SearchFolder
from tests.app.running import names

if TYPE_CHECKING:
    from pathlib import Path


class Plain(Folder):
    NOTES = "notes.json"
    WORTH: ClassVar[tuple[str, ...]] = ("work.txt",)
    BUSY = "working"


def test_notes_stand_there_from_the_first_moment_and_the_report_at_the_end(tmp_path: Path) -> None:
    with Plain(tmp_path / "a" / "b", {"x": 1}) as folder:
        assert names(folder.path) == ["notes.json"]
        assert folder.report("<html>") == folder.path / REPORT
    assert (tmp_path / "a" / "b" / "report.html").read_text() == "<html>"


@pytest.mark.parametrize("worth", [False, True])
def test_a_job_that_fails_leaves_a_folder_only_if_there_is_something_to_go_on_from(worth: bool, tmp_path: Path) -> None:
    def fail() -> None:
        with Plain(tmp_path / "a" / "b", {}) as folder:
            if worth:
                (folder.path / "work.txt").write_text("work")
            raise MemoryError

    with pytest.raises(MemoryError):
        fail()
    assert (tmp_path / "a").exists() == worth


def test_a_job_that_goes_on_and_fails_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("")
    with pytest.raises(MemoryError), Plain(tmp_path, {}, new=False):
        raise MemoryError
    assert names(tmp_path) == ["mine", "notes.json"]


def test_a_new_job_needs_a_new_or_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("")
    with pytest.raises(UsageError, match="expected a new or an empty folder, got one with 1 entries"), Plain(tmp_path, {}):
        pass
    with pytest.raises(UsageError, match="got a file"), Plain(tmp_path / "mine", {}):
        pass
    assert names(tmp_path) == ["mine"]


def test_only_one_process_is_in_it_and_what_a_killed_one_left_is_removed(tmp_path: Path) -> None:
    (tmp_path / "f").mkdir()
    with Plain(tmp_path / "f", {}) as folder:
        (folder.path / ".work.txt.x1").write_text("half")
        with pytest.raises(UsageError, match="another process is working in it"), Plain(folder.path, {}, new=False):
            pass
    with Plain(tmp_path / "f", {}, new=False):
        assert names(tmp_path / "f") == ["notes.json"]


def test_folders_of_the_jobs_differ_in_their_notes() -> None:
    assert len({kind.NOTES for kind in (Plain, RunFolder, SearchFolder)}) == 3
