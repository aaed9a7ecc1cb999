"""The trials of a search: the least error so far, and the error against each hyperparameter."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Final

from matplotlib.ticker import FixedLocator, MaxNLocator, NullLocator, StrMethodFormatter

from ...search.space import Range
from .drawing import FAINT, SERIES, Axes, Axis, drawing

LABEL: Final = "validation error in %"
EACH: Final = SERIES["training"]
LEAST: Final = SERIES["test"]
LINEAR: Final = 1.0  # up to so much the scale of errors is even, above logarithmic: it has a place for 0
ERRORS: Final = (0, 0.5, 1, 2, 5, 10, 20, 50, 100)
TOP: Final = 0.97  # of the height: where runs that diverged are marked
MANY_DECADES: Final = 3


def progress(errors: Sequence[float | None]) -> str:
    """Each trial in order, and the least so far, in percent; a run that diverged has no error, and is a cross at the top."""
    return drawing("progress", f"{LABEL} over trials", lambda axes: _progress(axes, errors))


def against(name: str, found: Range, values: Sequence[float], errors: Sequence[float | None]) -> str:
    """Each trial at its value of a hyperparameter in its range, the best marked."""
    return drawing(f"against-{name}", f"{LABEL} against {name}", lambda axes: _against(axes, name, found, values, errors))


def _progress(axes: Axes, errors: Sequence[float | None]) -> None:
    numbers = range(1, len(errors) + 1)
    _points(axes, numbers, errors)
    least = list(accumulate((math.inf if error is None else error for error in errors), min))
    reached = [(number, error) for number, error in zip(numbers, least, strict=True) if error < math.inf]
    if reached:
        axes.plot(*zip(*reached, strict=True), color=LEAST, linewidth=1.6, drawstyle="steps-post", label="least so far")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel("trial")
    axes.legend(frameon=False, loc="best")


def _against(axes: Axes, name: str, found: Range, values: Sequence[float], errors: Sequence[float | None]) -> None:
    if found.log:
        axes.set_xscale("log")
        if found.high < 10**MANY_DECADES * found.low:
            _ticks(axes.xaxis, rounded(found.low, found.high))
    elif found.whole:
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlim(found.low, found.high)
    _points(axes, values, errors)
    measured = [(error, place) for place, error in enumerate(errors) if error is not None]
    if measured:
        error, place = min(measured)
        axes.plot([values[place]], [error], "o", color=LEAST, markersize=7, label="best", clip_on=False)
    axes.set_xlabel(name)
    axes.legend(frameon=False, loc="best")


def rounded(low: float, high: float) -> list[float]:
    """The numbers 1, 2 and 5 times a power of ten from low to high.

    >>> rounded(8, 64)
    [10.0, 20.0, 50.0]
    """
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    return [value for power in powers for digit in (1, 2, 5) if low <= (value := float(f"{digit}e{power}")) <= high]


def around(errors: Iterable[float]) -> tuple[float, float]:
    """The ticks next below and next above all errors.

    >>> around([3.1, 88.0])
    (2, 100)
    """
    known = list(errors)
    low = max((tick for tick in ERRORS if tick < min(known)), default=ERRORS[0])
    high = min((tick for tick in ERRORS if tick >= max(known) and tick > low), default=ERRORS[-1])
    return low, high


def _points(axes: Axes, xs: Sequence[float], errors: Sequence[float | None]) -> None:
    """A dot for each error, a cross at the top for each that is missing."""
    axes.set_yscale("symlog", linthresh=LINEAR)
    dots = [(x, error) for x, error in zip(xs, errors, strict=True) if error is not None]
    crosses = [x for x, error in zip(xs, errors, strict=True) if error is None]
    if dots:
        axes.plot(*zip(*dots, strict=True), "o", color=EACH, markersize=4, alpha=0.75, label="trial", clip_on=False)
        axes.set_ylim(*around(error for _, error in dots))
    if crosses:
        top = [TOP] * len(crosses)
        axes.plot(crosses, top, "x", color=FAINT, markersize=5, transform=axes.get_xaxis_transform(), label="diverged", clip_on=False)
    _ticks(axes.yaxis, ERRORS)
    axes.set_ylabel(LABEL)


def _ticks(axis: Axis, places: Sequence[float]) -> None:
    """Ticks at these places with their plain numbers."""
    axis.set_major_locator(FixedLocator(places))
    axis.set_minor_locator(NullLocator())
    axis.set_major_formatter(StrMethodFormatter("{x:g}"))
