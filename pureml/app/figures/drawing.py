"""Drawings as SVG that stands in a page and takes its colours from it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any, Final, TypeAlias

import matplotlib as mpl
from matplotlib.figure import Figure

# matplotlib's stubs leave keyword arguments without types: what takes any is called through `Any`.
_MPL: Final[Any] = mpl
Axes: TypeAlias = Any
Axis: TypeAlias = Any

# Colours that stand for a style of the page, which differs between light and dark; drawn with, then replaced.
INK: Final = "#010101"
FAINT: Final = "#020202"
GRID: Final = "#030303"
SERIES: Final = {"training": "#040404", "test": "#050505", "validation": "#060606"}
STYLES: Final = {
    INK: "currentColor",
    FAINT: "var(--faint)",
    GRID: "var(--line)",
    SERIES["training"]: "var(--first)",
    SERIES["test"]: "var(--second)",
    SERIES["validation"]: "var(--third)",
}


def drawing(name: str, label: str, draw: Callable[[Axes], None]) -> str:
    """What `draw` draws on axes, called `label` for who does not see it; `name` keeps apart the ids of several in a page.

    The same drawing gives the same text.
    """
    settings = {
        "svg.fonttype": "none",
        "svg.hashsalt": name,
        "font.size": 10,
        "text.color": INK,
        "axes.labelcolor": FAINT,
        "axes.edgecolor": FAINT,
        "xtick.color": FAINT,
        "ytick.color": FAINT,
        "grid.color": GRID,
    }
    with _MPL.rc_context(settings):
        figure: Any = Figure(figsize=(5.2, 3.3), layout="constrained")
        axes: Axes = figure.add_subplot()
        draw(axes)
        axes.grid(visible=True, linewidth=0.6)
        axes.spines[["top", "right"]].set_visible(False)
        text = io.StringIO()
        figure.savefig(text, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return _inline(text.getvalue(), name, label)


def _inline(svg: str, name: str, label: str) -> str:
    """The picture as an element of a page: no prologue, ids of its own, the page's colours and font."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{name}-", svg)
    svg = re.sub(r'<svg [^>]*?viewBox="([^"]*)"[^>]*>', rf'<svg viewBox="\1" role="img" aria-label="{label}">', svg, count=1)
    svg = re.sub(r"font: ([^;']*) 'DejaVu Sans'[^;\"]*", r"font-size: \1", svg)
    for colour, style in STYLES.items():
        svg = svg.replace(colour, style)
    return svg.replace("xlink:href", "href").strip()
