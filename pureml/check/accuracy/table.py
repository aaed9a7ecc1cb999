"""The bounds of all rules as a table of a page: what is stated, and what was measured."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from math import ceil, floor, log10
from typing import Final

from ... import scales
from ...rules import Bound, Formula, formulas
from ..compensated import COMPENSATED
from .goals import COMPENSATED_GOALS, GOALS
from .measure import Measured, measure

HEAD: Final = ("rule", "part", "units of", "float64", "measured", "float32", "measured", "goal")
BAR: Final = "\\|"
"""A bar inside of a cell."""

BOUNDS: Final = "<!-- bounds -->"
SCALES: Final = "<!-- scales -->"
"""Between a pair of these stand the tables of the page that are generated."""


def names() -> dict[str, str]:
    """A short name for each scale: the one that it has in the code."""
    return {value: name.lower().replace("_", " ") for name, value in vars(scales).items() if name.isupper()}


def bounds_table(measured: Callable[[Formula], tuple[Measured, ...]] = measure) -> str:
    """Every bound of every rule, and those of the compensated forms below them."""
    rows = [row for formula in formulas() for row in _rows(formula, formula.name, GOALS, measured)]
    rows.extend(row for rule in COMPENSATED for row in _rows(rule, f"{rule.name}, compensated", COMPENSATED_GOALS, measured))
    return _lines(HEAD, rows)


def scales_table() -> str:
    """What each scale is."""
    return _lines(("units of", "are units in the last place of"), [(short, scale) for scale, short in names().items()])


def page(text: str) -> str:
    """A page with its generated tables made anew."""
    for mark, table in ((BOUNDS, bounds_table()), (SCALES, scales_table())):
        before, _, rest = text.partition(mark)
        text = f"{before}{mark}\n{table}\n{mark}{rest.partition(mark)[2]}"
    return text


def _rows(
    formula: Formula, name: str, goals: Mapping[tuple[str, str], float], measured: Callable[[Formula], tuple[Measured, ...]]
) -> Iterator[tuple[str, ...]]:
    found = {(m.bound.part, m.bound.scale, m.bound.dtype): m for m in measured(formula)}
    told: set[str] = set()
    for part, scale in dict.fromkeys((bound.part, bound.scale) for bound in formula.bounds):
        goal = goals.get((formula.name, part))
        said = "" if goal is None or part in told else f"{goal:g}"
        told.add(part)
        pairs = (_pair(found.get((part, scale, dtype))) for dtype in ("float64", "float32"))
        yield (name, part, names()[scale], *(cell for pair in pairs for cell in pair), said)


def _pair(measured: Measured | None) -> tuple[str, str]:
    return ("", "") if measured is None else (stated(measured.bound), rounded_up(measured.worst.ulp))


def stated(bound: Bound) -> str:
    """A bound as it is written."""
    return f"{bound.ulp:g}"


def rounded_up(ulp: float) -> str:
    """Two digits, or whole units, never less than the number.

    >>> rounded_up(0.0), rounded_up(1.201), rounded_up(509.1)
    ('0', '1.3', '510')
    """
    if not ulp:
        return "0"
    step = 10.0 ** min(0, floor(log10(ulp)) - 1)
    return f"{ceil(ulp / step - 1e-9) * step:.4g}"


def _lines(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    return "\n".join(f"| {' | '.join(cell.replace('|', BAR) for cell in row)} |" for row in (head, ("---",) * len(head), *rows))
