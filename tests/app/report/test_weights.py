from __future__ import annotations

import numpy as np
import pytest

from pureml.app.figures.pictures import signed
from pureml.app.report import weights
from pureml.app.report.weights import section
from tests.app.report.reading import Page

WEIGHTS = np.linspace(-1.0, 2.0, 6 * 4).reshape(4, 2, 3)


def test_each_unit_is_a_picture_over_the_pixels_on_one_scale() -> None:
    read = Page(section(WEIGHTS).html)
    assert [found["src"] for found in read.all("img")] == [signed(WEIGHTS[i], 2.0) for i in range(4)]
    assert "all 4 units" in read.text
    assert "the deepest is 2." in read.text


def test_too_many_are_cut_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "MOST", 3)
    read = Page(section(WEIGHTS).html)
    assert len(read.all("img")) == 3
    assert "the first 3 of 4 units" in read.text


def test_weights_that_are_all_zero_are_no_fault() -> None:
    assert len(Page(section(np.zeros((4, 2, 3))).html).all("img")) == 4
