"""Curves over epochs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from matplotlib.ticker import MaxNLocator

from .drawing import FAINT, SERIES, Axes, drawing

FEW: Final = 25  # so many points are marked each
DECADE: Final = 10.0


def curves(name: str, label: str, series: Mapping[str, Sequence[float]], kept: int | None = None) -> str:
    """Series over epochs 1, 2, ..., called training, test or validation; `name` keeps apart the ids of several figures in a page.

    The epoch that is kept is marked where one is given. All values positive and over more than a factor of ten are drawn on
    a logarithmic scale. The same numbers give the same text.
    """
    return drawing(name, f"{label} over epochs", lambda axes: _draw(axes, label, series, kept))


def _draw(axes: Axes, label: str, series: Mapping[str, Sequence[float]], kept: int | None) -> None:
    """A line for each series, and what says which is which."""
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
    if len(series) > 1:
        axes.legend(frameon=False, loc="best")
