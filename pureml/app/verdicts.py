"""What `pureml verify` shows: rules as they come, what is wrong with its counter-example, why something does not apply."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, TextIO

import attrs
from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from ..check.examination import Entry
from ..check.finding import Finding, Verdict
from ..check.obligations import OBLIGATIONS
from ..check.verification import told
from .output import say

STYLES = {Verdict.VERIFIED: "green", Verdict.REFUTED: "bold red", Verdict.UNDECIDED: "yellow", Verdict.NOT_APPLICABLE: "dim"}
FEW: Final = 3
"""Of so many rules every obligation is shown, of more only what needs a reader."""

COLUMNS = ("rule", "verdict", "verified", "n/a", "mutants", "theorem", "s")


def shown(entries: Iterable[Entry], names: tuple[str, ...], stream: TextIO) -> tuple[Entry, ...]:
    """The entries in the order of the names, each shown when it comes: in a live table on a terminal, else a line each."""
    console = Console(file=stream)
    found: dict[str, Entry] = {}
    if stream.isatty() and not console.is_dumb_terminal:
        with Live(_table(found, names), console=console, refresh_per_second=4, vertical_overflow="visible") as live:
            for entry in entries:
                found[entry.name] = entry
                live.update(_table(found, names))
    else:
        width = max(map(len, names))
        for entry in entries:
            found[entry.name] = entry
            say(f"{entry.name:{width}}  " + "  ".join(_cells(entry)[1:]), stream)
    return tuple(found[name] for name in names)


def _table(found: dict[str, Entry], names: tuple[str, ...]) -> Table:
    table = Table(box=None, pad_edge=False, caption=None if len(found) == len(names) else f"{len(found)} of {len(names)}")
    for column in COLUMNS:
        table.add_column(column, justify="left" if column in {"rule", "verdict", "theorem"} else "right", no_wrap=True, overflow="ellipsis")
    for name in names:
        if name in found:
            cells = _cells(found[name])
            table.add_row(cells[0], Text(cells[1], STYLES[found[name].verdict]), *(cell.split(" ")[0] for cell in cells[2:]))
    return table


def _cells(entry: Entry) -> tuple[str, ...]:
    dead = len(entry.deaths) - len(entry.survivors)
    return (
        entry.name,
        entry.verdict.value,
        f"{entry.count(Verdict.VERIFIED)} obligations",
        f"{entry.count(Verdict.NOT_APPLICABLE)} n/a",
        f"{dead}/{len(entry.deaths)} mutants",
        entry.theorem or "-",
        f"{entry.seconds:.2f} s",
    )


def explained(entries: tuple[Entry, ...]) -> Iterator[str]:
    """All of a few rules, of many only what does not apply and why; then whatever is wrong."""
    if len(entries) <= FEW:
        yield from (line for entry in entries for line in details(entry))
    else:
        yield from inapplicable(entries)
    yield from faults(entries)


def faults(entries: tuple[Entry, ...]) -> Iterator[str]:
    """Everything refuted or undecided, with its counter-example, once, and every wrong variant that survives."""
    for entry in entries:
        examples: set[str] = set()
        for finding in entry.findings:
            if finding.verdict in {Verdict.REFUTED, Verdict.UNDECIDED}:
                known = finding.counterexample is not None and finding.counterexample.text() in examples
                yield f"{entry.name}: {told(attrs.evolve(finding, counterexample=None) if known else finding)}"
                examples |= {finding.counterexample.text()} if finding.counterexample is not None else set()
        yield from (f"{entry.name}: no obligation refutes the wrong variant: {death.mutant}" for death in entry.survivors)


def inapplicable(entries: tuple[Entry, ...]) -> Iterator[str]:
    """Why obligations do not apply, the same reasons together."""
    reasons: dict[tuple[str, str], list[str]] = {}
    for entry in entries:
        for finding in entry.findings:
            if finding.verdict is Verdict.NOT_APPLICABLE:
                reasons.setdefault((finding.obligation, finding.why), []).append(entry.name)
    for (obligation, why), names in reasons.items():
        yield f"{obligation} does not apply to {', '.join(names) if len(names) < 5 else f'{len(names)} rules'}: {why}"


def details(entry: Entry) -> Iterator[str]:
    """Every obligation with its claim and what came of it, then every wrong variant with what refuted it."""
    yield f"{entry.name}: {entry.formula}"
    for finding, obligation in zip(entry.findings, OBLIGATIONS, strict=True):
        yield f"  {finding.obligation:13}{finding.verdict.value:15}{_came(finding, obligation.claim, obligation.unit)}"
        yield from (f"               {note}" for note in finding.notes)
    for death in entry.deaths:
        known = f" ({death.source})" if death.source else ""
        yield f"  mutant       {'refuted by ' + death.killer if death.killer else 'SURVIVES':26}{death.mutant}{known}"
    if entry.theorem:
        yield f"  theorem      {entry.theorem}"


def _came(finding: Finding, claim: str, unit: str) -> str:
    if finding.verdict is not Verdict.VERIFIED:
        return finding.why
    worst = "" if finding.worst is None else f", worst {finding.worst:.3g} {unit}"
    at = f" ({finding.where})" if finding.where and finding.worst else ""
    return f"{claim}: {finding.tried} tried{worst}{at}"
