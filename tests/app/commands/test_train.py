from __future__ import annotations

import json
import re
import signal
from typing import TYPE_CHECKING, Any

import attrs
import pytest

import pureml as pm
from pureml.app.options import Options, written
from pureml.data.digits import digits
from tests.app.running import SMALL, Ran, here, interrupted, names, run
from tests.app.test_datasets import in_folder, small

if TYPE_CHECKING:
    from pathlib import Path

FILES = ["history.json", "options.json", "parameters.safetensors", "report.html"]
QUICK = ("train", "--epochs", "1", "--hidden", "4", "--quiet", "--out", "run")


def history(run: Path) -> list[dict[str, float]]:
    found: list[dict[str, float]] = json.loads((run / "history.json").read_text())
    return found


def usable(run: Path) -> pm.Layer[int, int]:
    """The network of a folder that holds all a finished run's does."""
    assert names(run) == FILES
    assert (run / "report.html").read_text().endswith("</html>\n")
    return pm.load(run)


def test_a_run_leaves_its_folder_and_ends_with_accuracy_and_folder(trained: tuple[Path, Ran]) -> None:
    folder, said = trained
    net = usable(folder)
    entries = history(folder)
    measured = {"epoch", "loss", "train_accuracy", "test_accuracy", "seconds", "validation_loss", "validation_accuracy"}
    assert [set(entry) for entry in entries] == [measured] * 2
    assert [entry["epoch"] for entry in entries] == [1, 2]
    data = digits()
    accuracy = pm.training.accuracy(net, data.test_features(64), data.test_targets(10))
    assert entries[-1]["test_accuracy"] == accuracy
    assert said.err == ""
    lines = said.out.splitlines()
    assert lines[0] == "data     digits: 1437 to train on, 360 to test on, 8x8 pixels, 10 classes"
    assert lines[1] == "network  Affine(64 -> 16) >> relu >> Dropout(16, 0.4) >> Affine(16 -> 10), 1210 parameters"
    assert [line.split("  ")[0] for line in lines[2:4]] == ["epoch 1/2", "epoch 2/2"]
    assert lines[4:] == ["report   small/report.html", f"test accuracy {100 * accuracy:.2f} %, run folder small"]


def test_quiet_prints_exactly_one_line(tmp_path: Path) -> None:
    said = run(tmp_path, *SMALL, "--quiet")
    assert (said.code, said.err) == (0, "")
    assert re.fullmatch(r"test accuracy \d+\.\d\d %, run folder runs/digits-seed0\n", said.out)
    usable(tmp_path / "runs" / "digits-seed0")


def test_the_same_seed_gives_the_same_bytes(trained: tuple[Path, Ran], tmp_path: Path) -> None:
    assert run(tmp_path, *SMALL, "--out", "again").code == 0
    first, again = trained[0], tmp_path / "again"
    assert (first / "parameters.safetensors").read_bytes() == (again / "parameters.safetensors").read_bytes()

    def timeless(path: Path) -> list[dict[str, float]]:
        return [{name: value for name, value in entry.items() if name != "seconds"} for entry in history(path)]

    assert timeless(first) == timeless(again)


OPTIONS = [
    ("epochs", "2"),
    ("batch", "100"),
    ("lr", "0.25"),
    ("hidden", "3,5"),
    ("hidden", "none"),
    ("dropout", "0.5"),
    ("dropout", "0.0"),
    ("activation", "tanh"),
    ("activation", "sigmoid"),
    ("init", "glorot"),
    ("init", "lecun"),
    ("seed", "7"),
    ("dtype", "float32"),
    ("optimizer", "adam"),
    ("optimizer", "nesterov"),
    ("schedule", "cosine"),
    ("warm-up", "1"),
    ("weight-decay", "0.25"),
    ("clip", "0.5"),
    ("validation", "0.5"),
    ("model", "two-layer"),
    ("model", "simple-conv"),
]


@pytest.mark.parametrize(("option", "value"), OPTIONS)
def test_every_option_is_recorded_and_changes_the_network(
    option: str, value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    plain = {"epochs": "1", "hidden": "4"}
    for out, options in (("plain", plain), ("run", plain | {option: value})):
        said = here(capsys, "train", "--quiet", "--out", out, *(part for name, text in options.items() for part in (f"--{name}", text)))
        assert said.code == 0, said
    recorded: dict[str, Any] = json.loads((tmp_path / "run" / "options.json").read_text())["options"]
    shown: object = recorded[option.replace("-", "_")]
    assert (written(tuple(recorded["hidden"])) if option == "hidden" else str(shown)) == value
    assert set(recorded) == set(attrs.fields_dict(Options))
    assert len({(tmp_path / out / "parameters.safetensors").read_bytes() for out in ("plain", "run")}) == 2


def test_threads_are_set_and_recorded(tmp_path: Path) -> None:
    assert run(tmp_path, *QUICK, "--threads", "2").code == 0
    recorded: dict[str, Any] = json.loads((tmp_path / "run" / "options.json").read_text())
    assert (recorded["options"]["threads"], recorded["machine"]["blas_threads"]) == (2, 2)


def test_json_is_one_object(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    said = here(capsys, *SMALL, "--json")
    assert (said.code, said.err) == (0, "")
    found = json.loads(said.out)
    last = history(tmp_path / found["run"])[-1]
    assert found["version"] == 1
    assert (found["run"], found["report"]) == ("runs/digits-seed0", "runs/digits-seed0/report.html")
    assert (found["ended"], found["epochs"], found["parameters"]) == ("finished", 2, 1210)
    assert {name: found[name] for name in ("loss", "train_accuracy", "test_accuracy")} == {
        name: last[name] for name in ("loss", "train_accuracy", "test_accuracy")
    }


def test_a_folder_of_idx_files_is_trained_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    in_folder(tmp_path / "three images", small())
    said = here(capsys, "train", "three images", "--epochs", "1", "--hidden", "2")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("data     three images: 2 to train on, 1 to test on, 2x3 pixels, 10 classes\n")
    net = usable(tmp_path / "runs" / "three-images-seed0")
    assert repr(net) == "Affine(6 -> 2) >> relu >> Dropout(2, 0.4) >> Affine(2 -> 10)"


@pytest.mark.parametrize(("many_from", "epochs", "dropout"), [(3, 100, 0.4), (2, 10, 0.2)])
def test_what_the_data_decides_is_recorded_as_numbers(
    many_from: int, epochs: int, dropout: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("pureml.app.options.MANY_FROM", many_from)
    in_folder(tmp_path / "images", small())  # two to train on
    assert here(capsys, "train", "images", "--hidden", "2", "--quiet", "--out", "run").code == 0
    recorded: dict[str, Any] = json.loads((tmp_path / "run" / "options.json").read_text())["options"]
    assert (recorded["epochs"], recorded["dropout"]) == (epochs, dropout)
    assert len(history(tmp_path / "run")) == epochs
    assert f"Dropout(2, {dropout})" in repr(pm.load("run"))
    assert f"--epochs {epochs} --batch 32" in re.sub(r"<[^>]*>", "", (tmp_path / "run" / "report.html").read_text())


@pytest.mark.parametrize("rate", ["nan", "1", "-0.1", "inf", "0.999999", "half"])
def test_a_rate_that_is_no_share_is_one_line_and_exit_code_2(
    rate: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    here(capsys, "train", "--dropout", rate).refused(2, "--dropout", "expected a", rate)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("data", ["digts", "nowhere", "empty", "file"])
def test_bad_data_is_one_line_and_exit_code_1(
    data: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("")
    here(capsys, "train", data).refused(1, data)
    assert names(tmp_path) == ["empty", "file"]


def test_images_too_small_for_a_network_are_one_line_and_leave_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    in_folder(tmp_path / "images", small())  # 2 x 3 pixels
    here(capsys, "train", "images", "--model", "simple-conv").refused(1, "expected", "5x5")
    assert names(tmp_path) == ["images"]


def test_an_existing_folder_is_refused_and_untouched(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    run(tmp_path, *SMALL, "--out", ".").refused(2, "--out", "empty")
    assert [path.read_text() for path in tmp_path.iterdir()] == ["mine"]


def test_a_run_that_diverges_says_so_and_keeps_what_was_finite(tmp_path: Path) -> None:
    said = run(tmp_path, *QUICK, "--lr", "1e200")
    assert said.code == 1
    assert said.out.count("\n") == 1
    assert said.err == "pureml: epoch 1 gave numbers that are not finite: try a smaller --lr; run holds the network as it started\n"
    usable(tmp_path / "run")
    assert history(tmp_path / "run") == []


@pytest.mark.parametrize("moment", ["start", "epoch"])
def test_ctrl_c_leaves_a_usable_folder_and_says_so(moment: str, tmp_path: Path) -> None:
    folder = tmp_path / "run"

    def reached() -> bool:
        return (folder / "options.json").exists() if moment == "start" else "epoch" in (tmp_path / "said").read_text()

    said = interrupted(tmp_path, ["train", "--epochs", "400", "--hidden", "100,100", "--out", "run"], reached)
    assert said.code == 130, said
    match = re.fullmatch(
        r"pureml: interrupted after (\d+) of 400 epochs; run holds the network [\w ]+, with its report; "
        r"pureml train --resume run goes on\n",
        said.err,
    )
    assert match, said
    assert said.out.splitlines()[-1].endswith(", run folder run")
    assert names(folder) == sorted([*FILES, "checkpoint.safetensors"])
    net = pm.load(folder)
    found = history(folder)
    assert len(found) == int(match[1])
    assert "This run was interrupted" in (folder / "report.html").read_text()
    data = digits()
    accuracy = pm.training.accuracy(net, data.test_features(64), data.test_targets(10))
    assert f"test accuracy {100 * accuracy:.2f} %" in said.out
    if moment == "epoch":
        assert found[-1]["test_accuracy"] == accuracy


def test_ctrl_c_before_the_run_starts_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def slow(_source: str) -> None:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("pureml.app.datasets.find", slow)
    here(capsys, *SMALL).refused(130, "interrupted, nothing was written")
    assert not list(tmp_path.iterdir())


def test_a_broken_report_keeps_the_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def full(*_: object) -> str:
        raise OSError(28, "No space left on device", "report.html")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("pureml.app.report.training.report", full)
    here(capsys, *QUICK).refused(1, "report.html: No space left on device")
    assert names(tmp_path / "run") == ["checkpoint.safetensors", *FILES[:3]]
    assert pm.load("run").leaves
