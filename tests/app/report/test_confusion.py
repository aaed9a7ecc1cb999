from __future__ import annotations

import re
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from pureml.app.report.confusion import section
from tests.app.report.reading import Page

COUNTS = st.integers(1, 6).flatmap(lambda n: arrays.arrays(np.intp, (n, n), elements=st.integers(0, 99)))


@given(COUNTS)
def test_every_count_stands_in_its_cell(counts: np.ndarray[Any, Any]) -> None:
    read = Page(section(counts).html)
    shown = re.findall(r"<td[^>]*>(\d+)</td>", section(counts).html)
    assert [int(count) for count in shown] == counts.ravel().tolist()
    assert len(read.all("td", "right")) == np.count_nonzero(np.diag(counts))
    assert len(read.all("td", "wrong")) == np.count_nonzero(counts) - np.count_nonzero(np.diag(counts))
    assert len(read.all("th", "axis")) == 1


def test_the_most_frequent_mistake_is_told() -> None:
    assert "Most often 1 was taken for 0: 3 of 5." in section(np.array([[9, 1], [3, 2]])).html
    assert "Most often" not in section(np.array([[9, 0], [0, 2]])).html


def test_a_class_without_samples_is_no_fault() -> None:
    assert "--share:0.700" in section(np.array([[4, 0], [0, 0]])).html
