"""The trials of a search: the best so far, and the accuracy against each hyperparameter."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any, Final

from matplotlib.ticker import MaxNLocator

from .drawing import FAINT, SERIES, drawing

LABEL: Final = "validation accuracy in %"
EACH: Final = SERIES["training"]
BEST: Final = SERIES["test"]
ROOM: Final = 0.08  # of the height, below the points: where runs that diverged are marked


def progress(accuracies: Sequence[float | None]) -> str:
    """Each trial in order, and the best so far; a run that diverged has no accuracy, and is a cross at the foot."""
    return drawing("progress", f"{LABEL} over trials", lambda axes: _progress(axes, accuracies))


def against(name: str, values: Sequence[float], accuracies: Sequence[float | None], *, log: bool) -> str:
    """Each trial at its value of a hyperparameter, the best marked."""
    return drawing(f"against-{name}", f"{LABEL} against {name}", lambda axes: _against(axes, name, values, accuracies, log=log))


def _progress(axes: Any, accuracies: Sequence[float | None]) -> None:
    numbers = range(1, len(accuracies) + 1)
    _points(axes, numbers, accuracies)
    best = list(accumulate((-1.0 if value is None else value for value in accuracies), max))
    reached = [(number, value) for number, value in zip(numbers, best, strict=True) if value >= 0]
    if reached:
        axes.plot(*zip(*reached, strict=True), color=BEST, linewidth=1.6, drawstyle="steps-post", label="best so far")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel("trial")
    axes.legend(frameon=False, loc="best")


def _against(axes: Any, name: str, values: Sequence[float], accuracies: Sequence[float | None], *, log: bool) -> None:
    if log:
        axes.set_xscale("log")
    _points(axes, values, accuracies)
    found = [(accuracy, -place) for place, accuracy in enumerate(accuracies) if accuracy is not None]
    if found:
        accuracy, place = max(found)
        axes.plot([values[-place]], [accuracy], "o", color=BEST, markersize=7, label="best")
        axes.legend(frameon=False, loc="best")
    axes.set_xlabel(name)


def _points(axes: Any, xs: Sequence[float], accuracies: Sequence[float | None]) -> None:
    """A dot for each accuracy, a cross at the foot for each that is missing."""
    dots = [(x, accuracy) for x, accuracy in zip(xs, accuracies, strict=True) if accuracy is not None]
    crosses = [x for x, accuracy in zip(xs, accuracies, strict=True) if accuracy is None]
    if dots:
        axes.plot(*zip(*dots, strict=True), "o", color=EACH, markersize=4, alpha=0.75, label="trial")
    if crosses:
        foot = [ROOM / 2] * len(crosses)
        axes.plot(crosses, foot, "x", color=FAINT, markersize=5, transform=axes.get_xaxis_transform(), label="diverged")
    axes.set_ylabel(LABEL)
    axes.margins(y=ROOM)
