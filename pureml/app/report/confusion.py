"""Which classes are taken for which."""

from __future__ import annotations

from ...training.metrics import Counts
from .page import Section, wide


def section(counts: Counts) -> Section:
    """Row i, column j: how many samples of class i were answered j, shaded by its share of the row."""
    classes = len(counts)
    head = "".join(f'<th scope="col">{j}</th>' for j in range(classes))
    rows = "".join(f'<tr><th scope="row">{i}</th>{_cells(i, counts)}</tr>' for i in range(classes))
    table = f'<table class="confusion"><thead><tr><th class="axis"></th>{head}</tr></thead><tbody>{rows}</tbody></table>'
    said = "Rows are the true classes, columns the answers. What is off the diagonal is wrong."
    return Section("confusion", "Confusion matrix", f'<p class="faint">{said}</p>\n{wide(table)}{_worst(counts)}')


def _cells(row: int, counts: Counts) -> str:
    """The counts of one class; a wrong answer is shaded stronger, for it is rarer."""
    total = max(int(counts[row].sum()), 1)
    found: list[str] = []
    for column in range(len(counts)):
        count = int(counts[row, column])
        share = count / total
        kind, shade = ("right", 0.7 * share) if row == column else ("wrong", min(1.0, 0.25 + 2 * share))
        found.append(f'<td class="{kind}" style="--share:{shade:.3f}">{count}</td>' if count else '<td class="none">0</td>')
    return "".join(found)


def _worst(counts: Counts) -> str:
    """The most frequent mistake in words."""
    wrong = counts.copy()
    for i in range(len(wrong)):
        wrong[i, i] = 0
    if not wrong.any():
        return ""
    row, column = divmod(int(wrong.argmax()), len(wrong))
    times = int(wrong[row, column])
    return f"<p>Most often {row} was taken for {column}: {times} of {int(counts[row].sum())}.</p>"
