from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET

from pureml.app.figures.drawing import FAINT, GRID, INK, SERIES, STYLES, drawing


def line(axes: Any) -> None:
    axes.plot([0.0, 1.0], [0.0, 1.0], color=SERIES["test"], label="line & more")
    axes.legend()


def test_a_drawing_is_one_element_with_a_name_for_who_does_not_see_it() -> None:
    root = ET.fromstring(drawing("name", "a line", line))  # noqa: S314  # made here
    assert root.tag.endswith("svg")
    assert (root.get("role"), root.get("aria-label")) == ("img", "a line")
    assert "line & more" in {"".join(element.itertext()).strip() for element in root.iter() if element.text}


def test_its_colours_are_those_of_the_page() -> None:
    svg = drawing("name", "a line", line)
    assert not any(colour in svg for colour in STYLES)
    for colour in (INK, FAINT, GRID, SERIES["test"]):
        assert STYLES[colour] in svg


def test_the_same_drawing_gives_the_same_text_and_another_name_other_ids() -> None:
    assert drawing("a", "x", line) == drawing("a", "x", line)
    first, second = (set(re.findall(r'\bid="([^"]*)"', drawing(name, "x", line))) for name in ("a", "b"))
    assert first
    assert not first & second
