from __future__ import annotations

import numpy as np
import pytest

from pureml.app.outcome import Answers
from pureml.app.report import mistakes
from pureml.app.report.mistakes import section
from tests.app.report.reading import Page

IMAGES = np.arange(24, dtype=np.uint8).reshape(4, 2, 3) % 17
LABELS = np.array([0, 1, 2, 1])
SURE = np.array([[0.9, 0.05, 0.05], [0.6, 0.3, 0.1], [0.05, 0.9, 0.05], [0.1, 0.8, 0.1]])


def test_every_mistake_is_shown_the_surest_first_and_nothing_else() -> None:
    read = Page(section(IMAGES, LABELS, Answers(np.array([0, 0, 1, 1]), SURE), 16).html)
    assert [found["alt"] for found in read.all("img")] == ["test image 2: 2, answered 1", "test image 1: 1, answered 0"]
    assert all(found["src"].startswith("data:image/png;base64,") for found in read.all("img"))
    assert "2 of 4 test images, the surest mistake first" in read.text
    assert "2 → 1 90.0 %" in read.text


def test_no_mistake_is_told() -> None:
    read = Page(section(IMAGES, LABELS, Answers(LABELS, SURE), 16).html)
    assert "All 4 test images were answered rightly." in read.text
    assert not read.all("img")


def test_too_many_are_cut_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mistakes, "MOST", 1)
    read = Page(section(IMAGES, LABELS, Answers(np.array([0, 0, 1, 1]), SURE), 16).html)
    assert len(read.all("img")) == 1
    assert "2 of 4 test images, the 1 surest shown" in read.text
