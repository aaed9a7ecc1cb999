"""Curves over epochs as SVG that stands in a page and takes its colours from it."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

# matplotlib's stubs leave keyword arguments without types: what takes any is called through `Any`.
_MPL: Final[Any] = mpl

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
FEW: Final = 25  # so many points are marked each
DECADE: Final = 10.0


def curves(name: str, label: str, series: Mapping[str, Sequence[float]], kept: int | None = None) -> str:
    """Series over epochs 1, 2, ..., called training, test or validation; `name` keeps apart the ids of several figures in a page.

    The epoch that is kept is marked where one is given. All values positive and over more than a factor of ten are drawn on
    a logarithmic scale. The same numbers give the same text.
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
        _draw(figure, label, series, kept)
        text = io.StringIO()
        figure.savefig(text, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return _inline(text.getvalue(), name, label)


def _draw(figure: Figure, label: str, series: Mapping[str, Sequence[float]], kept: int | None) -> None:
    """A line for each series, and what says which is which."""
    axes: Any = figure.add_subplot()
    if kept is not None:
        axes.axvline(kept, color=FAINT, linewidth=1.0, linestyle="--", label="kept")
    for title, values in series.items():
        marker = "o" if len(values) <= FEW else ""
        axes.plot(range(1, len(values) + 1), values, color=SERIES[title], label=title, marker=marker, markersize=3, linewidth=1.6)
    every = [value for values in series.values() for value in values]
    if min(every) > 0 and max(every) > DECADE * min(every):
        axes.set_yscale("log")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel("epoch")
    axes.set_ylabel(label)
    axes.grid(visible=True, linewidth=0.6)
    axes.spines[["top", "right"]].set_visible(False)
    if len(series) > 1:
        axes.legend(frameon=False, loc="best")


def _inline(svg: str, name: str, label: str) -> str:
    """The picture as an element of a page: no prologue, ids of its own, the page's colours and font."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{name}-", svg)
    svg = re.sub(r'<svg [^>]*?viewBox="([^"]*)"[^>]*>', rf'<svg viewBox="\1" role="img" aria-label="{label} over epochs">', svg, count=1)
    svg = re.sub(r"font: ([^;']*) 'DejaVu Sans'[^;\"]*", r"font-size: \1", svg)
    for colour, style in STYLES.items():
        svg = svg.replace(colour, style)
    return svg.replace("xlink:href", "href").strip()
