from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import pureml as pm
from pureml.app import datasets, documents, folders, machine, runs
from pureml.app.errors import UsageError
from pureml.app.files import write_whole
from pureml.app.history import History
from pureml.app.networks import build
from pureml.app.options import Options
from pureml.app.runs import Notes, RunFolder, fresh_path
from pureml.errors import DtypeError, FormatError
from tests.app.running import names

FILES = ["history.json", "options.json", "parameters.safetensors", "report.html"]


@pytest.fixture(scope="module")
def notes() -> Notes:
    options = Options(hidden=(3,))
    return Notes("2026-01-02 03:04:05 UTC", datasets.facts("digits", datasets.find("digits")), options, machine.describe())


def start(notes: Notes) -> pm.Layer[int, int]:
    return build(notes.options, pm.Key.of(1), (notes.data.height, notes.data.width), notes.data.classes, np.float64)


def kept(path: Path, notes: Notes) -> pm.Layer[int, int]:
    net = start(notes)
    with RunFolder(path, notes) as folder:
        folder.keep(net, History((), "finished", 0))
        folder.report("<html>")
    return net


def test_a_run_is_read_back(notes: Notes, tmp_path: Path) -> None:
    net = kept(tmp_path / "a" / "b", notes)
    assert names(tmp_path / "a" / "b") == FILES
    found = runs.read(tmp_path / "a" / "b")
    assert found.notes == notes
    assert found.network(np.float64).same_bits(net)


def test_the_options_stand_there_from_the_first_moment(notes: Notes, tmp_path: Path) -> None:
    with RunFolder(tmp_path / "run", notes) as folder:
        assert documents.read(tmp_path / "run" / "options.json", Notes) == notes
        assert names(tmp_path / "run") == ["options.json"]
        folder.keep(start(notes), History((), "finished", 0))


@pytest.mark.parametrize("error", [MemoryError(), KeyboardInterrupt(), OSError(28, "full")])
def test_a_run_that_fails_before_it_has_a_network_leaves_nothing(error: BaseException, notes: Notes, tmp_path: Path) -> None:
    with pytest.raises(type(error)), RunFolder(tmp_path / "a" / "b", notes):
        raise error
    assert not list(tmp_path.iterdir())


def test_an_empty_folder_is_used_and_left_when_the_run_fails(notes: Notes, tmp_path: Path) -> None:
    with pytest.raises(MemoryError), RunFolder(tmp_path, notes):
        raise MemoryError
    assert tmp_path.exists()
    assert not list(tmp_path.iterdir())


def test_a_failure_after_the_network_was_kept_keeps_it(notes: Notes, tmp_path: Path) -> None:
    def run() -> None:
        with RunFolder(tmp_path / "run", notes) as folder:
            folder.keep(start(notes), History((), "finished", 0))
            raise MemoryError

    with pytest.raises(MemoryError):
        run()
    assert runs.read(tmp_path / "run").network(np.float64).same_bits(start(notes))


@pytest.mark.parametrize("failing", ["options.json", "parameters.safetensors"])
def test_a_full_disk_leaves_nothing(failing: str, notes: Notes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes) -> None:
        if path.name == failing:
            raise OSError(28, "No space left on device", str(path))
        write_whole(path, data)

    for module in (runs, folders):
        monkeypatch.setattr(module, "write_whole", full)
    with pytest.raises(OSError, match="No space"):
        kept(tmp_path / "run", notes)
    assert not list(tmp_path.iterdir())


def test_a_folder_with_something_in_it_is_refused_and_untouched(notes: Notes, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(UsageError, match=r"--out .*: expected a new or an empty folder, got one with 1 entries"):
        kept(tmp_path, notes)
    for wrong in (tmp_path / "mine", tmp_path / "mine" / "below"):
        with pytest.raises(UsageError, match="--out"):
            kept(wrong, notes)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"mine": "mine"}


def test_a_default_name_says_data_and_seed_and_is_free(tmp_path: Path) -> None:
    taken: list[str] = []
    for _ in range(3):
        path = fresh_path("digits", 7, tmp_path)
        path.mkdir()
        taken.append(path.name)
    assert taken == ["digits-seed7", "digits-seed7-2", "digits-seed7-3"]
    assert fresh_path("../a b/..", 0, tmp_path) == tmp_path / "a-b-seed0"
    assert fresh_path("..", 0, tmp_path) == tmp_path / "data-seed0"


def test_another_dtype_is_refused_never_converted(notes: Notes, tmp_path: Path) -> None:
    kept(tmp_path / "run", notes)
    with pytest.raises(DtypeError, match="expected dtype float64, in which the run was trained, got float32"):
        runs.read(tmp_path / "run").network(np.float32)


@pytest.mark.parametrize("missing", FILES[:3])
def test_a_run_that_lost_a_file_says_which(missing: str, notes: Notes, tmp_path: Path) -> None:
    net = kept(tmp_path / "run", notes)
    (tmp_path / "run" / missing).unlink()
    if missing == "history.json":
        assert runs.read(tmp_path / "run").network(np.float64).same_bits(net)  # nothing that a network needs
    else:
        with pytest.raises(FormatError, match=f"{missing}: No such file"):
            runs.read(tmp_path / "run").network(np.float64)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"version": 2}, "expected a run of version 1, got 2"),
        ({"started": None, "more": 1}, "more"),
        ({"options": {"hidden": [0]}}, "--hidden"),
        ({"options": {"hidden": [4]}}, "layer1.weight"),
        ({"options": {"hidden": []}}, "expected arrays"),
    ],
)
def test_notes_that_do_not_fit_are_refused(change: dict[str, Any], said: str, notes: Notes, tmp_path: Path) -> None:
    kept(tmp_path / "run", notes)
    path = tmp_path / "run" / "options.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(FormatError) as caught:
        runs.read(tmp_path / "run").network(np.float64)
    assert said in str(caught.value)
    assert str(tmp_path) in str(caught.value)


def test_a_run_that_was_killed_says_how_to_go_on(notes: Notes, tmp_path: Path) -> None:
    def killed() -> None:
        with RunFolder(tmp_path / "run", notes) as folder:
            folder.checkpoint(b"where it stands")
            raise MemoryError

    with pytest.raises(MemoryError):
        killed()
    run = runs.read(tmp_path / "run")
    assert (run.begun, run.ended, names(tmp_path / "run")) == (True, False, ["checkpoint.safetensors", "options.json"])
    with pytest.raises(FormatError, match="run: expected a run that has come to its end, got one that pureml train --resume goes on with"):
        run.network(np.float64)


def test_a_run_that_goes_on_fails_without_losing_its_folder(notes: Notes, tmp_path: Path) -> None:
    kept(tmp_path / "run", notes)
    (tmp_path / "run" / "parameters.safetensors").unlink()
    with pytest.raises(MemoryError), RunFolder(tmp_path / "run", notes, new=False):
        raise MemoryError
    assert "options.json" in names(tmp_path / "run")


def test_the_checkpoint_goes_when_nothing_is_left_to_go_on_to(notes: Notes, tmp_path: Path) -> None:
    with RunFolder(tmp_path / "run", notes) as folder:
        folder.checkpoint(b"where it stands")
        folder.keep(start(notes), History((), "finished", 0))
        folder.ended()
        folder.ended()
    run = runs.read(tmp_path / "run")
    assert (run.begun, run.ended, run.epochs()) == (False, True, ())


def test_what_is_no_run_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for wrong in (tmp_path, tmp_path / "missing", tmp_path / "file"):
        with pytest.raises(FormatError, match="expected a run folder"):
            runs.read(wrong)
    assert Path(tmp_path / "file").exists()
