from __future__ import annotations

import re

import attrs

from pureml.app.report.search import report
from pureml.app.searches import Resumption
from pureml.app.trials import Result, percent
from pureml.search.run import search
from pureml.search.trial import best_of
from tests.app.report.reading import Page
from tests.app.test_searches import NOTES, tried


def test_a_report_has_every_section_and_loads_nothing() -> None:
    html = report("searches/x", NOTES, tried())
    read = Page(html)
    assert [found["id"] for found in read.all("section")] == ["best", "errors", "trials", "search"]
    assert read.loaded() == []
    assert not read.all("script")
    assert set(re.findall(r"https?://[^\s\"'<]*", html)) <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert len(read.all("svg")) == 1 + len(NOTES.ranges)
    ids = [found["id"] for _, found in read.elements if "id" in found]
    assert len(ids) == len(set(ids))
    assert "interrupted" not in read.text


def test_a_report_tells_the_best_trial_all_trials_and_what_they_depend_on() -> None:
    trials = tried()
    best = best_of(trials)
    assert best is not None
    text = Page(report("searches/x", NOTES, trials)).text
    for said in (
        f"digits: {percent(best.result)} validation accuracy",
        "lr, batch, dropout, searched by a Gaussian process and expected improvement: 10 networks, each trained for 100 epochs on 1,150",
        "judged by 287 others",
        f"lr {best.point['lr']:g} best trial",
        f"pureml train digits --batch {best.point['batch']:g} --lr {best.point['lr']!r}",
        "pureml search digits --trials 10 --strategy bayesian --together 3 --range lr=0.002:2 --range batch=8:64 --range dropout=0:0.5",
        "dropout from 0 to 0.5, linear",
        NOTES.data.sha256,
        f"numpy {NOTES.machine.numpy}",
    ):
        assert said in text, said
    numbers = re.findall(r'<tr><td class="number">(\d+)</td>', report("x", NOTES, trials))
    assert sorted(map(int, numbers)) == list(range(1, 11))
    assert int(numbers[0]) == best.number + 1


def test_an_unfinished_search_and_one_that_went_on_say_so() -> None:
    again = Resumption("2026-01-03 00:00:00 UTC", 4, NOTES.machine, ("NumPy 3, before 2",))
    read = Page(report("x", attrs.evolve(NOTES, resumed=(again,)), tried(count=5)))
    assert "This search was interrupted" in read.text
    assert "resumed 1 2026-01-03 00:00:00 UTC after 4 trials, under NumPy 3, before 2" in read.text
    assert "trials 5 of 10, 3 together" in read.text


def test_a_search_without_a_result_has_a_page_too() -> None:
    assert "No trial was finished." in Page(report("x", NOTES, ())).text
    failed = tuple(search(NOTES.plan, lambda _: Result(None, None, 287, 0, 1, 0.1)))
    read = Page(report("x", NOTES, failed))
    assert "a search without a result" in read.text
    assert "diverged 10 trials" in read.text
    assert [found["id"] for found in read.all("section")] == ["errors", "trials", "search"]


def test_a_great_loss_stays_short() -> None:
    great = tuple(search(NOTES.plan, lambda _: Result(0.1, 1e120, 287, 1, 1, 0.1)))
    assert max(map(len, re.findall(r'<td class="number">([^<]*)</td>', report("x", NOTES, great)))) < 12


def test_the_same_trials_give_the_same_page() -> None:
    assert report("x", NOTES, tried()) == report("x", NOTES, tried())
