from __future__ import annotations

import json
import re
import shlex
from typing import TYPE_CHECKING

import pytest

from tests.app.running import Ran, here, interrupted, names, run
from tests.app.test_datasets import in_folder, small

if TYPE_CHECKING:
    from pathlib import Path

SMALL = ("search", "--hidden", "4", "--epochs", "1", "--batch", "100", "--trials", "3", "--workers", "1", "--range", "lr=0.01:2")
FILES = ["report.html", "search.json", "trials.json"]


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran]:
    folder = tmp_path_factory.mktemp("searched")
    return folder, run(folder, *SMALL, "--seed", "3")


def test_a_search_tells_each_trial_and_ends_with_accuracy_and_folder(searched: tuple[Path, Ran]) -> None:
    folder, said = searched
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert lines[:3] == [
        "data      digits: 1150 to train on, 287 to validate on",
        "range     lr from 0.01 to 2, logarithmic",
        "search    bayesian, 3 trials of 1 epochs, 4 together, 1 worker",
    ]
    assert all(re.fullmatch(rf"trial {k}/3  validation +\d+\.\d\d %  lr \S+ +best +\d+\.\d\d %", lines[2 + k]) for k in (1, 2, 3)), lines
    assert lines[6] == "report    searches/digits-seed3/report.html"
    assert lines[7].startswith("best      trial ")
    best = re.search(r"best (\S+ %)", lines[5])
    assert best is not None
    assert lines[9] == "more      pureml search --resume searches/digits-seed3 --trials 6"
    assert lines[10:] == [f"best validation accuracy {best[1]}, search folder searches/digits-seed3"]
    assert names(folder / "searches" / "digits-seed3") == FILES


def test_the_line_it_ends_with_trains_the_very_network(
    searched: tuple[Path, Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    line = searched[1].out.splitlines()[8].removeprefix("train     pureml ")
    monkeypatch.chdir(tmp_path)
    said = here(capsys, *line.split(), "--json")
    trials = json.loads((searched[0] / "searches" / "digits-seed3" / "trials.json").read_text())
    best = max(trials, key=lambda trial: (trial["result"]["accuracy"], -trial["result"]["loss"]))["result"]
    found = json.loads(said.out)
    assert (found["validation_accuracy"], found["validation_loss"]) == (best["accuracy"], best["loss"])


def test_quiet_is_a_line_and_json_an_object(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    quiet = here(capsys, *SMALL, "--quiet", "--strategy", "random")
    assert (quiet.code, quiet.err) == (0, "")
    assert re.fullmatch(r"best validation accuracy \d+\.\d\d %, search folder searches/digits-seed0\n", quiet.out)
    asked = here(capsys, *SMALL, "--json", "--strategy", "random")
    assert (asked.code, asked.err) == (0, "")
    found = json.loads(asked.out)
    assert (found["version"], found["trials"], found["planned"], found["diverged"]) == (1, 3, 3, 0)
    assert (found["search"], found["report"]) == ("searches/digits-seed0-2", "searches/digits-seed0-2/report.html")
    assert f"{100 * found['best']['result']['accuracy']:.2f} %" in quiet.out
    assert found["train"].startswith("pureml train digits --epochs 1 --batch 100 --lr ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--range", "momentum=0:1"], "--range momentum=0:1: expected one of lr, weight-decay"),
        (["--range", "lr=2:1"], "--range lr=2:1: expected finite ends, low below high"),
        (["--range", "lr=a:b"], "two numbers, got a"),
        (["--range", "lr=0.1:1", "--lr", "0.1"], "--range lr: expected no --lr beside it"),
        (["--range", "batch=8:64", "--batch", "32"], "--range batch: expected no --batch beside it"),
        (["--range", "dropout=0:2"], "--dropout: expected a share"),
        (["--validation", "0"], "--validation: expected a share greater than 0"),
        (["--trials", "0"], "--trials: expected at least 1, got 0"),
        (["--together", "0"], "--together: expected at least 1, got 0"),
        (["--workers", "0"], "--workers: expected at least 1, got 0"),
        (["--strategy", "guess"], "guess"),
        (["--resume", "nowhere", "--trials", "0"], "--trials: expected at least 1, got 0"),
        (["--resume", "nowhere", "--trials", "3.5"], "--trials: expected a whole number, got '3.5'"),
        (["--resume", "nowhere", "--trials", "3", "--together", "4"], "--together: expected no option of the search with --resume"),
        (["--resume", "nowhere", "--epochs", "3"], "--epochs: expected no option of the search with --resume"),
        (["--out", "file"], "--out file: expected a new or an empty folder, got a file"),
    ],
)
def test_a_wrong_command_line_is_one_line_and_exit_code_2(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("")
    here(capsys, "search", *arguments, "--quiet").refused(2, said)
    assert names(tmp_path) == ["file"]


@pytest.mark.parametrize(
    "arguments",
    [["digts"], ["--resume", "nowhere"], ["--trials", "9", "--resume", "nowhere"], ["images", "--model", "simple-conv", "--workers", "1"]],
)
def test_bad_data_is_one_line_and_exit_code_1(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    in_folder(tmp_path / "images", small())
    options = [] if "--resume" in arguments else ["--validation", "0.5"]
    here(capsys, "search", *arguments, *options, "--quiet").refused(1, "5x5" if "images" in arguments else arguments[-1])
    assert names(tmp_path) == ["images"]


def test_a_search_of_which_every_trial_diverges_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    said = here(capsys, *SMALL[:-1], "lr=1e200:1e201", "--out", "s")
    assert said.code == 1
    assert said.err == "pureml: every trial gave numbers that are not finite: try a --range with a smaller lr\n"
    assert said.out.splitlines()[-1] == "best validation accuracy none, search folder s"
    assert names(tmp_path / "s") == FILES


def test_the_line_after_more_goes_on_to_the_trials_of_a_search_for_so_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    said = here(capsys, *SMALL, "--out", "a b")
    (line,) = [line for line in said.out.splitlines() if line.startswith("more ")]
    more = shlex.split(line)[2:]
    assert more == ["search", "--resume", "a b", "--trials", "6"]
    first = json.loads((tmp_path / "a b" / "trials.json").read_text())
    raised = here(capsys, *more, "--json")
    assert (raised.code, raised.err) == (0, "")
    found = json.loads(raised.out)
    assert (found["trials"], found["planned"]) == (6, 6)
    assert json.loads((tmp_path / "a b" / "trials.json").read_text())[:3] == first
    whole = json.loads(here(capsys, *("6" if part == "3" else part for part in SMALL), "--json").out)
    assert (found["best"]["point"], found["train"]) == (whole["best"]["point"], whole["train"])
    here(capsys, *more, "--quiet").refused(2, "--trials: expected more than the 6 that are done in a b, got 6")
    assert "of 6, 4 together" in (tmp_path / "a b" / "report.html").read_text()


def test_ctrl_c_keeps_the_trials_and_says_how_to_go_on(tmp_path: Path) -> None:
    arguments = ["search", "--hidden", "4", "--epochs", "1", "--trials", "500", "--workers", "2", "--out", "s"]
    said = interrupted(tmp_path, arguments, lambda: "trial   2/500" in (tmp_path / "said").read_text())
    assert said.code == 130, said
    done = len(json.loads((tmp_path / "s" / "trials.json").read_text()))
    assert said.err == f"pureml: interrupted after {done} of 500 trials; pureml search --resume s goes on\n"
    assert 2 <= done < 500
    assert said.out.count("\ntrial ") == done
    assert names(tmp_path / "s") == FILES
    assert "This search was interrupted" in (tmp_path / "s" / "report.html").read_text()
