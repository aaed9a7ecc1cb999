from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs
import pytest

from pureml.app import sessions
from pureml.app.datasets import facts, find
from pureml.app.fit import Fitted
from pureml.app.history import Entry, History
from pureml.app.machine import describe
from pureml.app.options import Options
from pureml.app.outcome import Outcome, outcome
from pureml.app.report.training import NOTES, report
from pureml.app.runs import DTYPES, Notes, Resumption
from tests.app.report.reading import Page

if TYPE_CHECKING:
    from pathlib import Path

    from pureml.app.history import Ended
    from tests.app.running import Ran

SECTIONS = ["learning", "confusion", "mistakes", "weights", "network", "run", "use"]
EPOCHS = (Entry(1, 1.5, 0.5, 0.4, 0.25), Entry(2, 0.0, 1.0, 0.75, 0.5))


def notes(options: Options) -> Notes:
    data = facts("digits", find("digits"))
    return Notes("2026-01-02 03:04:05 UTC", data, options.for_samples(data.train), describe())


def measured(made: Notes, epochs: tuple[Entry, ...], ended: Ended) -> Outcome:
    data = find("digits")
    session = sessions.begin(data, made, DTYPES[made.options.dtype])
    return outcome(Fitted(session.net, History(epochs, ended, len(epochs))), data, session.test.x, session.test.target)


def test_a_real_run_has_every_section_and_loads_nothing(trained: tuple[Path, Ran]) -> None:
    html = (trained[0] / "report.html").read_text()
    read = Page(html)
    assert [found["id"] for found in read.all("section")] == SECTIONS
    assert read.loaded() == []
    assert not read.all("script")
    assert set(re.findall(r"https?://[^\s\"'<]*", html)) <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    ids = [attrs_["id"] for _, attrs_ in read.elements if "id" in attrs_]
    assert len(ids) == len(set(ids))
    assert len(read.all("svg")) == 2
    assert len(read.all("div", "weights")) == 1


def test_a_report_says_what_its_numbers_depend_on() -> None:
    made = notes(Options(hidden=(7,), seed=123))
    text = Page(report("runs/x", made, measured(made, EPOCHS, "finished"))).text
    machine, data = made.machine, made.data
    for said in (
        "pureml train digits --model multi-layer --epochs 100 --batch 32 --optimizer sgd --lr 0.2 --schedule constant",
        "--hidden 7 --dropout 0.4 --activation relu",
        "epochs 2 of 100",
        "hidden 7 dropout 0.4 batch norm no activation relu",
        "Dropout(7, 0.4)",
        "seed 123",
        "535 parameters",
        f"python {machine.python}",
        f"numpy {machine.numpy}",
        f"BLAS {machine.blas}, kernel {machine.kernel}, 1 BLAS thread",
        f"CPU features {' '.join(machine.cpu_features)}",
        data.sha256,
        "to train on 1,437",
        "to test on 360",
        "0.75 s in 2 epochs",
        "The best test accuracy was 75.00 % in epoch 2; what was kept is the last.",
        "by gradient descent on softmax cross-entropy, and tested on 360 others",
        "pureml predict runs/x FILE...",
        "net = pm.load('runs/x')",
    ):
        assert said in text, said


def test_a_run_with_a_validation_part_tells_what_it_chose() -> None:
    made = notes(Options(hidden=(7,), optimizer="adam", validation=0.1, patience=1))
    epochs = tuple(attrs.evolve(entry, validation_loss=0.5 * entry.epoch, validation_accuracy=0.25) for entry in EPOCHS)
    found = measured(made, epochs, "stopped early")
    read = Page(report("x", made, attrs.evolve(found, history=attrs.evolve(found.history, kept=1))))
    for said in (
        "trained on 1,293 images of 8×8 pixels by adam on softmax cross-entropy, chosen among epochs by 144 others",
        "validation accuracy 25.00 % of 144",
        "training loss 1.5000 in epoch 1",
        "what was kept is epoch 1, whose validation loss was least",
        "1,437, 144 of them to validate on",
        "--optimizer adam --lr 0.001",
        "--validation 0.1 --patience 1",
    ):
        assert said in read.text, said
    html = report("x", made, found)
    assert html.count("var(--third)") > Page(html).text.count("never")
    assert "validation" in html


def test_a_run_that_went_on_says_when_and_where() -> None:
    made = notes(Options(hidden=(7,)))
    again = Resumption("2026-01-03 00:00:00 UTC", 3, 17, made.machine, ("BLAS threads 2, before 1",))
    read = Page(report("x", attrs.evolve(made, resumed=(again,)), measured(made, EPOCHS, "finished")))
    assert "resumed 1 2026-01-03 00:00:00 UTC after epoch 3 and 17 steps, under BLAS threads 2, before 1" in read.text


def test_the_same_run_gives_the_same_page() -> None:
    made = notes(Options(hidden=(7,)))
    assert report("x", made, measured(made, EPOCHS, "finished")) == report("x", made, measured(made, EPOCHS, "finished"))


@pytest.mark.parametrize("ended", NOTES)
@pytest.mark.parametrize("epochs", [(), EPOCHS[:1], EPOCHS])
def test_a_run_that_ended_early_says_so(ended: Ended, epochs: tuple[Entry, ...]) -> None:
    made = notes(Options(hidden=()))
    read = Page(report("x", made, measured(made, epochs, ended)))
    assert [found["id"] for found in read.all("section")] == SECTIONS
    assert len(read.all("p", "note")) == (ended != "finished")
    assert len(read.all("svg")) == (2 if epochs else 0)
    assert NOTES[ended] in read.text


def test_names_are_escaped_and_float32_is_loaded_as_such() -> None:
    made = notes(Options(hidden=(), dtype="float32"))
    odd = attrs.evolve(made, data=attrs.evolve(made.data, name="<b>&", source="a b/<b>&"))
    read = Page(report("<i>", odd, measured(made, EPOCHS, "finished")))
    assert not read.all("b")
    assert "pureml train 'a b/<b>&'" in read.text
    assert "net = pm.load('<i>', np.float32)" in read.text
