from __future__ import annotations

import json
import random
import signal
import subprocess
import time
from typing import TYPE_CHECKING, Any

import attrs
import pytest

import pureml as pm
from pureml.app import documents, machine
from pureml.app.files import alone
from pureml.app.options import Options
from pureml.app.runs import Notes
from tests.app.running import COMMAND, Ran, environment, here, interrupted, names, run

if TYPE_CHECKING:
    from pathlib import Path

# So many epochs that a run is still under way when it is killed, each with states written in its middle.
LONG = ("--epochs", "90", "--batch", "10", "--hidden", "8", "--quiet")
OFTEN = ("--checkpoint-seconds", "0.01")
KINDS: list[tuple[str, ...]] = [
    ("--optimizer", "adam", "--batch-norm", "--validation", "0.2"),
    ("--optimizer", "nesterov", "--schedule", "cosine", "--dtype", "float32"),
    ("--dropout", "0", "--weight-decay", "0.001", "--clip", "1"),
    ("--optimizer", "rmsprop", "--model", "two-layer"),
    ("--optimizer", "adagrad", "--warm-up", "5", "--validation", "0.1", "--activation", "tanh"),
]
FILES = ["history.json", "options.json", "parameters.safetensors", "report.html"]


def killed(folder: Path, arguments: tuple[str, ...], seconds: float) -> bool:
    """Whether the real command was killed so long after its run folder stood there; False where it had ended by itself."""
    with subprocess.Popen(
        [*COMMAND, *arguments], cwd=folder, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        before = (folder / "run" / "options.json").stat().st_mtime_ns if (folder / "run").exists() else None
        deadline = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < deadline:
            path = folder / "run" / "options.json"
            if path.exists() and path.stat().st_mtime_ns != before:
                break
            time.sleep(0.002)
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        process.wait(30)
    return process.returncode == -signal.SIGKILL


def timeless(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((folder / "history.json").read_text())
    return [{name: value for name, value in entry.items() if name != "seconds"} for entry in found]


def survives(folder: Path, kind: tuple[str, ...], kills: int, seed: int, capsys: pytest.CaptureFixture[str]) -> None:
    """A run that is killed so often, and each time gone on with, gives the bits of one that nobody killed."""
    draw = random.Random(seed)  # noqa: S311  # moments, not secrets
    options = ("train", *LONG, *kind, "--seed", str(seed))
    assert here(capsys, *options, "--out", str(folder / "whole")).code == 0
    arguments = (*options, *OFTEN, "--out", "run")
    moments: list[float] = []
    for _ in range(kills):
        moments.append(draw.uniform(0, 0.15))
        assert killed(folder, arguments, moments[-1]), f"ended by itself: {moments}"
        arguments = ("train", "--resume", "run", "--quiet", *OFTEN)
    said = run(folder, "train", "--resume", "run", "--quiet")
    assert (said.code, said.err) == (0, ""), said
    message = f"seed {seed}, killed {moments} s after the start"
    assert (folder / "run" / FILES[2]).read_bytes() == (folder / "whole" / FILES[2]).read_bytes(), message
    assert timeless(folder / "run") == timeless(folder / "whole"), message
    assert names(folder / "run") == FILES
    notes = documents.read(folder / "run" / "options.json", Notes)
    assert len(notes.resumed) == kills
    positions = [(again.epoch, again.batch) for again in notes.resumed]
    assert positions == sorted(positions), "it went back"


def test_a_run_that_is_killed_five_times_ends_with_the_bits_of_one_that_was_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    survives(tmp_path, KINDS[0], 5, random.SystemRandom().randrange(1000), capsys)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_so_do_fifty_of_fifty(seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    survives(tmp_path, KINDS[seed % len(KINDS)], 5, seed, capsys)


SHORT = ("train", "--epochs", "2", "--hidden", "4", "--quiet", "--out", "run")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_run_that_was_killed_before_its_first_checkpoint_goes_on_from_its_start(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert here(capsys, *SHORT[:-1], "whole").code == 0
    assert here(capsys, *SHORT).code == 0
    for name in FILES[:1] + FILES[2:]:
        (folder / "run" / name).unlink()
    (folder / "run" / ".checkpoint.safetensors.x1y2").write_bytes(b"what was being written")
    said = here(capsys, "train", "--resume", "run")
    assert said.code == 0, said
    assert "resumed  after epoch 0 and 0 steps\n" in said.out
    assert names(folder / "run") == FILES
    assert (folder / "run" / FILES[2]).read_bytes() == (folder / "whole" / FILES[2]).read_bytes()


def test_an_interrupted_run_goes_on_from_the_middle_of_its_epoch(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ("train", "--epochs", "8", "--hidden", "100,100", "--batch", "4", "--dropout", "0.5")
    said = interrupted(folder, [*options, "--out", "run"], lambda: "epoch" in (folder / "said").read_text())
    assert said.code == 130, said
    early = pm.load("run")
    again = run(folder, "train", "--resume", "run")
    assert (again.code, again.err) == (0, ""), again
    assert "resumed  after epoch " in again.out
    assert here(capsys, *options, "--quiet", "--out", "whole").code == 0
    assert pm.load("run").same_bits(pm.load("whole"))
    assert early != pm.load("run")
    assert timeless(folder / "run") == timeless(folder / "whole")


def test_a_run_that_has_ended_says_so_and_stays_as_it_is(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = here(capsys, *SHORT, "--json")
    before = {path.name: path.read_bytes() for path in (folder / "run").iterdir()}
    said = here(capsys, "train", "--resume", "run")
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines()[0] == "finished run after 2 of 2 epochs, nothing to resume"
    again, document = json.loads(here(capsys, "train", "--resume", "run", "--json").out), json.loads(first.out)
    assert again == document
    assert {path.name: path.read_bytes() for path in (folder / "run").iterdir()} == before


def test_a_run_that_diverged_says_so_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = here(capsys, *SHORT, "--lr", "1e200")
    again = here(capsys, "train", "--resume", "run", "--quiet")
    assert first.code == again.code == 1
    assert first.err == again.err
    assert names(folder / "run") == FILES


def test_another_machine_is_told_and_noted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert here(capsys, *SHORT).code == 0
    (folder / "run" / FILES[2]).unlink()
    path = folder / "run" / "options.json"
    notes = documents.read(path, Notes)
    there = attrs.evolve(notes.machine, blas_threads=8, cpu_features=(*notes.machine.cpu_features, "ODD"))
    path.write_bytes(documents.encode(attrs.evolve(notes, machine=there)))
    said = here(capsys, "train", "--resume", "run", "--quiet")
    assert said.code == 0
    threads = f"BLAS threads {notes.machine.blas_threads}, before 8; CPU features -ODD"
    assert said.err == f"pureml: resumed under {threads}: the last bits may differ from those of a run that was not stopped\n"
    assert documents.read(path, Notes).resumed[0].differs == tuple(threads.split("; "))
    assert "CPU features -ODD" in (folder / "run" / "report.html").read_text()


def test_other_threads_may_be_asked_for_and_are_told(folder: Path) -> None:
    assert run(folder, *SHORT).code == 0
    (folder / "run" / FILES[2]).unlink()
    said = run(folder, "train", "--resume", "run", "--threads", "2", "--quiet")
    assert said.code == 0
    assert said.err.startswith("pureml: resumed under BLAS threads 2, before 1: the last bits may differ")
    assert documents.read(folder / "run" / "options.json", Notes).last_machine.blas_threads == 2


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> Ran:
    return here(capsys, "train", "--resume", *arguments)


def test_what_cannot_be_gone_on_with_is_one_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    refused(capsys, "nowhere").refused(1, "nowhere: expected a run folder, got none")
    assert here(capsys, *SHORT).code == 0
    refused(capsys, "run", "--lr", "0.5").refused(2, "--lr: expected no option of the run with --resume")
    refused(capsys, "run", "--batch-norm").refused(2, "--batch-norm: expected no option")
    refused(capsys, "run", "--out", "other").refused(2, "--out: expected no option")
    refused(capsys, "run", "--checkpoint-seconds", "0").refused(2, "--checkpoint-seconds: expected a number greater than 0, got 0.0")
    refused(capsys, "run", "--checkpoint-seconds", "nan").refused(2, "--checkpoint-seconds", "nan")
    (folder / "run" / FILES[2]).unlink()
    here(capsys, "train", "digits-by-writer", "--resume", "run").refused(1, "expected the data of run, with SHA-256")
    (folder / "run" / "checkpoint.safetensors").write_bytes(b"torn")
    refused(capsys, "run").refused(1, "run/checkpoint.safetensors: expected a safetensors file")
    (folder / "run" / "checkpoint.safetensors").unlink()
    with alone(folder / "run"):
        refused(capsys, "run").refused(2, "run: another process is training in it")


# Every option of a run with what it is unless given, as options.json holds it, and those that are nothing then.
SAME = [line for line in Options().for_samples(1437).arguments() if not line.startswith("--threads")]
OTHERS = [*SAME, "--batch-norm", "--batch-norm=false", "--clip 1", "--patience 3", "--out run"]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("line", OTHERS)
def test_an_option_that_is_typed_is_refused_also_where_it_changes_nothing(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    name = line.replace("=", " ").split()[0]
    for arguments in (("--resume", "run", *line.split()), (*line.split(), "--quiet", "--resume=run")):
        here(capsys, "train", *arguments).refused(2, f"{name}: expected no option of the run with --resume")
        here(capsys, "search", *arguments).refused(2, f"{name}: expected no option of the search with --resume")


def test_these_are_all_options_of_a_run() -> None:
    named = {line.replace("=", " ").split()[0].removeprefix("--").replace("-", "_") for line in OTHERS}
    assert named == {field.name for field in attrs.fields(Options)} - {"threads"} | {"out"}


@pytest.mark.usefixtures("folder")
def test_what_a_run_that_goes_on_takes_may_be_typed_as_it_is_anyway(capsys: pytest.CaptureFixture[str]) -> None:
    assert here(capsys, *SHORT).code == 0
    said = here(capsys, "train", "digits", "--resume", "run", "--threads", "1", "--checkpoint-seconds", "60", "--json", "--quiet")
    assert (said.code, said.err) == (0, "")


def test_the_line_of_data_counts_what_is_validated_on(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = here(capsys, *(part for part in SHORT if part != "--quiet"), "--patience", "1")
    assert said.out.startswith("data     digits: 1293 to train on, 144 to validate on, 360 to test on, 8x8 pixels, 10 classes\n")
    assert "validation  " in said.out
    recorded = documents.read(folder / "run" / "options.json", Notes)
    assert (recorded.options.validation, recorded.options.patience) == (0.1, 1)
    assert recorded.machine == machine.describe()
