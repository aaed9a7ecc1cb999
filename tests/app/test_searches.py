from __future__ import annotations

import json
from typing import TYPE_CHECKING

import attrs
import pytest

from pureml.app import datasets, machine, searches
from pureml.app.options import Options
from pureml.app.searches import Notes, SearchFolder, Tried, key
from pureml.app.sessions import keys
from pureml.app.trials import Result
from pureml.errors import FormatError
from pureml.search.run import search
from pureml.search.space import Point, Range

if TYPE_CHECKING:
    from pathlib import Path

OPTIONS = Options(hidden=(3,), validation=0.2).for_samples(1437)
NOTES = Notes(
    started="2026-01-02 03:04:05 UTC",
    data=datasets.facts("digits", datasets.find("digits")),
    options=OPTIONS,
    ranges={"lr": Range(0.002, 2.0), "batch": Range(8, 64, whole=True), "dropout": Range(0.0, 0.5, log=False)},
    strategy="bayesian",
    trials=10,
    together=3,
    machine=machine.describe(),
)


def pretended(point: Point) -> Result:
    """Without training: a run that diverges where the rate is great, and is best in the middle."""
    if point["lr"] > 1:
        return Result(None, None, 287, 0, 1, 0.25)
    return Result(1 - abs(point["lr"] - 0.1), point["lr"], 287, 2, 3, 0.5)


def tried(notes: Notes = NOTES, count: int | None = None) -> tuple[Tried, ...]:
    return tuple(search(notes.plan, pretended))[:count]


@pytest.mark.parametrize("count", [0, 1, 4, 10])
def test_a_search_is_read_back(count: int, tmp_path: Path) -> None:
    with SearchFolder(tmp_path / "a" / "b", NOTES) as folder:
        if count:
            folder.keep(tried(count=count))
    found = searches.read(tmp_path / "a" / "b")
    assert (found.notes, found.trials, found.ended) == (NOTES, tried(count=count), count == 10)
    assert list(found.notes.ranges) == list(NOTES.ranges)


def test_the_plan_follows_from_the_notes() -> None:
    points = [trial.point for trial in tried()]
    assert points == [trial.point for trial in tried()]
    for change in ({"options": attrs.evolve(OPTIONS, seed=1)}, {"strategy": "random"}, {"together": 1}):
        assert points != [trial.point for trial in tried(attrs.evolve(NOTES, **change))], change
    assert all(8 <= point["batch"] <= 64 and point["batch"].is_integer() for point in points)


def test_points_have_a_key_of_their_own() -> None:
    assert key(5) not in keys(Options(seed=5))
    assert key(5).seed == 5


def test_the_validation_part_is_counted_as_it_is_split_off() -> None:
    assert NOTES.validation == 287


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("search.json", {"version": 2}, "expected a search of version 1, got 2"),
        ("search.json", {"trials": 0}, "expected trials, points together and ranges, got 0, 3 and 3"),
        ("search.json", {"ranges": {}}, "got 10, 3 and 0"),
        ("search.json", {"strategy": "guess"}, "search.json"),
        ("search.json", {"ranges": {"lr": {"low": 2, "high": 1, "log": True, "whole": False}}}, "low below high"),
        ("search.json", {"together": 1}, "is not at the point that this plan proposes"),
        ("search.json", {"trials": 2}, "trials.json: search: expected the known trials to be 0 to at most 1"),
    ],
)
def test_what_is_no_search_is_refused(name: str, change: dict[str, object], said: str, tmp_path: Path) -> None:
    with SearchFolder(tmp_path, NOTES) as folder:
        folder.keep(tried())
    text = json.loads((tmp_path / name).read_text()) | change
    (tmp_path / name).write_text(json.dumps(text))
    with pytest.raises(FormatError) as error:
        searches.read(tmp_path)
    assert said in str(error.value), error.value


def test_trials_that_are_cut_short_or_moved_are_refused(tmp_path: Path) -> None:
    with SearchFolder(tmp_path, NOTES) as folder:
        folder.keep(tried())
    whole = (tmp_path / "trials.json").read_text()
    (tmp_path / "trials.json").write_text(whole[:100])
    with pytest.raises(FormatError, match="expected JSON"):
        searches.read(tmp_path)
    (tmp_path / "trials.json").write_text(json.dumps(json.loads(whole)[1:]))
    with pytest.raises(FormatError, match="expected the known trials to be 0"):
        searches.read(tmp_path)
    with pytest.raises(FormatError, match="expected a search folder, got none"):
        searches.read(tmp_path / "nowhere")
