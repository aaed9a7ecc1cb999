from __future__ import annotations

import json
import signal
import subprocess
import time
from concurrent.futures.process import BrokenProcessPool
from io import StringIO
from itertools import islice
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from pureml.app import machine
from pureml.app.errors import UsageError
from pureml.app.jobs import Told
from pureml.app.options import DEFAULTS, Options
from pureml.app.searching import Asked, Job, Work, WorkerError, filled, new_job, old_job, worker_count
from pureml.search.run import search
from tests.app.running import COMMAND, environment, names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pureml.app.searches import Tried

OPTIONS = Options(hidden=(4,), epochs=1, batch=200)
SMALL = ("--hidden", "4", "--epochs", "1", "--batch", "200")
FILES = ["report.html", "search.json", "trials.json"]


def pages(_name: str, _notes: object, trials: tuple[Tried, ...]) -> str:
    return f"<html>{len(trials)}"


def work(job: Job, workers: int = 1) -> tuple[tuple[Tried, ...], str]:
    """The trials of a job, and what was said."""
    said = StringIO()
    return Work(job, Told(said, details=True, live=True), workers, pages).done(), said.getvalue()


def searched(path: Path, workers: int = 1, trials: int = 8, together: int = 2, **asked: Any) -> tuple[Tried, ...]:
    """The trials of a new search; the first six are drawn, the others proposed by what came before."""
    return work(new_job("digits", OPTIONS, Asked(trials=trials, together=together, out=path, **asked)), workers)[0]


def timeless(folder: Path) -> list[dict[str, Any]]:
    """The trials as they were written, without their times."""
    found: list[dict[str, Any]] = json.loads((folder / "trials.json").read_text())
    for trial in found:
        del trial["result"]["seconds"]
    return found


def test_the_same_seed_gives_the_same_trials_on_any_number_of_workers(tmp_path: Path) -> None:
    alone = searched(tmp_path / "one")
    assert searched(tmp_path / "two", workers=2) == alone
    assert timeless(tmp_path / "one") == timeless(tmp_path / "two")
    assert names(tmp_path / "two") == FILES
    assert (tmp_path / "two" / "report.html").read_text() == "<html>8"
    assert len({trial.point["lr"] for trial in alone}) == 8


@pytest.mark.parametrize("strategy", ["random", "bayesian"])
def test_a_search_goes_on_to_the_same_trials_after_every_one_of_them(strategy: str, tmp_path: Path) -> None:
    whole = searched(tmp_path / "whole", strategy=strategy)
    kept = json.loads((tmp_path / "whole" / "trials.json").read_text())
    for done in (0, 1, 4, 7):
        (tmp_path / "whole" / "trials.json").write_text(json.dumps(kept[:done]))
        found, said = work(old_job(tmp_path / "whole", None, ()))
        assert found == whole
        assert ("resumed   after" in said) == (done > 0)
        assert said.count("validation ") == 8 - done
    resumed = json.loads((tmp_path / "whole" / "search.json").read_text())["resumed"]
    assert [again["trials"] for again in resumed] == [0, 1, 4, 7]


def test_a_search_that_is_killed_goes_on_to_the_same_trials(tmp_path: Path) -> None:
    whole = searched(tmp_path / "whole", trials=10)
    arguments = ["search", *SMALL, "--trials", "10", "--together", "2", "--workers", "1", "--out", "killed"]
    with subprocess.Popen([*COMMAND, *arguments], cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        while not process.stdout.readline().startswith("trial  3/10"):
            assert process.poll() is None
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    killed = tmp_path / "killed"
    assert 3 <= len(timeless(killed)) < 10
    assert not (killed / "report.html").exists()
    found, _ = work(old_job(killed, None, ()))
    assert found == whole
    assert names(killed) == FILES


def test_a_search_that_has_ended_says_so_and_writes_nothing(tmp_path: Path) -> None:
    whole = searched(tmp_path / "s", trials=2)
    before = {name: (tmp_path / "s" / name).stat().st_mtime_ns for name in FILES}
    found, said = work(old_job(tmp_path / "s", None, ()))
    assert found == whole
    assert said == f"finished {tmp_path / 's'} after 2 trials, nothing to resume\n"
    assert {name: (tmp_path / "s" / name).stat().st_mtime_ns for name in FILES} == before


@pytest.mark.parametrize("strategy", ["random", "bayesian"])
@pytest.mark.parametrize("kept", [2, 5])
def test_a_search_that_is_raised_again_and_again_gives_the_trials_of_the_greatest_number(strategy: str, kept: int, tmp_path: Path) -> None:
    whole = searched(tmp_path / "whole", trials=11, together=4, strategy=strategy)
    folder = tmp_path / "raised"
    assert searched(folder, trials=5, together=4, strategy=strategy) == whole[:5]
    trials = json.loads((folder / "trials.json").read_text())
    (folder / "trials.json").write_text(json.dumps(trials[:kept]))  # as if it had been interrupted; all 5: it had ended
    for number in (7, 10, 11):
        found, said = work(old_job(folder, None, ("--trials",), trials=number), workers=2)
        assert found == whole[:number]
        assert f"search    {strategy}, {number} trials of 1 epochs, 4 together" in said
        assert json.loads((folder / "search.json").read_text())["trials"] == number
        assert (folder / "report.html").read_text() == f"<html>{number}"
    assert timeless(folder) == timeless(tmp_path / "whole")
    noted, asked = (json.loads((path / "search.json").read_text()) for path in (folder, tmp_path / "whole"))
    assert [again["trials"] for again in noted["resumed"]] == [kept, 7, 10]
    apart = {"resumed", "started"}
    assert {name: noted[name] for name in noted.keys() - apart} == {name: asked[name] for name in asked.keys() - apart}


def test_a_number_that_leaves_nothing_to_do_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    searched(tmp_path / "s", trials=3)
    before = {name: (tmp_path / "s" / name).read_bytes() for name in FILES}
    for number in (1, 2, 3):
        with pytest.raises(UsageError, match=rf"^--trials: expected more than the 3 that are done in .*s, got {number}$"):
            old_job(tmp_path / "s", None, ("--trials",), trials=number)
    assert {name: (tmp_path / "s" / name).read_bytes() for name in FILES} == before


def test_a_search_that_was_interrupted_may_be_asked_for_fewer_trials_than_before(tmp_path: Path) -> None:
    whole = searched(tmp_path / "s", trials=4)
    trials = json.loads((tmp_path / "s" / "trials.json").read_text())
    (tmp_path / "s" / "trials.json").write_text(json.dumps(trials[:1]))
    found, said = work(old_job(tmp_path / "s", None, ("--trials",), trials=2))
    assert found == whole[:2]
    assert "resumed   after 1 trials" in said
    assert work(old_job(tmp_path / "s", None, ()))[1].startswith("finished")


@pytest.mark.parametrize("name", ["--lr", "--seed", "--strategy", "--range", "--together", "--out"])
def test_a_search_that_goes_on_takes_no_other_options(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=f"{name}: expected no option of the search with --resume"):
        old_job(tmp_path, None, ("--quiet", "--trials", name), trials=3)


def test_a_search_on_another_machine_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    searched(tmp_path / "s", trials=2)
    (tmp_path / "s" / "trials.json").unlink()
    here = machine.describe()
    monkeypatch.setattr("pureml.app.machine.describe", lambda: attrs.evolve(here, numpy="9.9"))
    work(old_job(tmp_path / "s", None, ()))
    assert capsys.readouterr().err == f"pureml: resumed under NumPy 9.9, before {here.numpy}: trials may differ in their last bits\n"


def test_a_process_that_ends_early_is_told_in_words_and_what_was_done_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*arguments: Any) -> Iterator[Tried]:
        yield from islice(search(*arguments), 2)
        raise BrokenProcessPool

    monkeypatch.setattr("pureml.app.searching.search", breaks)
    with pytest.raises(WorkerError, match=r"fewer --workers; pureml search --resume .* goes on"):
        searched(tmp_path / "s", trials=4)
    assert len(timeless(tmp_path / "s")) == 2


def test_trials_are_shorter_than_runs_and_set_samples_aside() -> None:
    assert (filled(DEFAULTS, 1437).epochs, filled(DEFAULTS, 60_000).epochs, filled(DEFAULTS, 1437).share) == (20, 3, 0.2)
    asked = Options(epochs=7, validation=0.5)
    assert (filled(asked, 1437).epochs, filled(asked, 1437).share) == (7, 0.5)


def test_without_a_validation_part_there_is_nothing_to_choose_by() -> None:
    with pytest.raises(UsageError, match="--validation: expected a share greater than 0"):
        new_job("digits", Options(validation=0.0), Asked())


def test_a_number_of_workers_is_at_least_one_and_at_most_the_trials_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 3)
    assert [worker_count(None, 4), worker_count(None, 2), worker_count(8, 4), worker_count(1, 4)] == [3, 2, 4, 1]


@pytest.mark.parametrize("name", ["trials", "together", "workers"])
def test_a_number_below_one_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match=f"--{name}: expected at least 1, got 0"):
        Asked(**{name: 0})  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # a name of the table
