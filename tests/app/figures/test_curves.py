from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pureml.app.figures.curves import curves
from pureml.app.figures.drawing import STYLES

VALUES = st.lists(st.floats(1e-6, 1e3), min_size=1, max_size=40)


@settings(max_examples=5)
@given(first=VALUES, second=VALUES)
def test_a_figure_is_one_element_that_needs_nothing_from_elsewhere(first: list[float], second: list[float]) -> None:
    svg = curves("name", "loss", {"training": first, "test": second, "validation": first}, kept=1)
    root = ET.fromstring(svg)  # noqa: S314  # made here
    assert root.tag.endswith("svg")
    assert not re.search(r"https?://(?!www\.w3\.org/)", svg)
    assert "<script" not in svg
    assert not any(colour in svg for colour in STYLES)
    assert all(style in svg for style in STYLES.values())
    assert {"training", "test", "validation", "kept", "epoch", "loss"} <= {
        "".join(element.itertext()).strip() for element in root.iter() if element.text
    }


def test_the_same_numbers_give_the_same_text_and_others_another() -> None:
    numbers = {"training": [1.0, 0.5, 0.25]}
    assert curves("a", "loss", numbers) == curves("a", "loss", numbers)
    assert curves("a", "loss", numbers) != curves("a", "loss", {"training": [1.0, 0.5, 0.3]})


def test_ids_of_two_figures_in_a_page_are_different_and_each_is_found() -> None:
    first, second = (curves(name, "loss", {"training": [1.0, 0.5]}) for name in ("a", "b"))
    ids = [set(re.findall(r'\bid="([^"]*)"', svg)) for svg in (first, second)]
    assert ids[0]
    assert not ids[0] & ids[1]
    for svg, known in zip((first, second), ids, strict=True):
        assert set(re.findall(r"url\(#([^)]*)\)", svg)) | set(re.findall(r'href="#([^"]*)"', svg)) <= known


@pytest.mark.parametrize("values", [[1.0, 0.01], [1e-6, 1e-2]])
def test_a_loss_over_decades_is_drawn_on_a_logarithmic_scale(values: list[float]) -> None:
    assert "10^{-2}" in curves("a", "loss", {"training": values})


@pytest.mark.parametrize("values", [[1.0, 0.5], [1.0, 0.0], [0.0]])
def test_a_loss_within_a_decade_or_with_a_zero_is_not(values: list[float]) -> None:
    assert "10^{" not in curves("a", "loss", {"training": values})
