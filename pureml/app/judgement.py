"""What `pureml conform` shows: the verdict, a line for every look, and counter-examples as code to paste."""

from __future__ import annotations

import json
from typing import Any, Final, TextIO

from rich.console import Console
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from ..check.conform import Conformity, Standing
from ..check.conform.conformity import came
from ..check.finding import Finding, Verdict
from .machine import version
from .output import say

SCHEMA: Final = 1
STYLES: Final = {
    Standing.CONFORMS: "bold green",
    Standing.LOSES: "bold yellow",
    Standing.REFUSES: "bold yellow",
    Standing.IMPURE: "bold red",
    Standing.WRONG: "bold red",
}
OF_VERDICT: Final = {Verdict.VERIFIED: "green", Verdict.REFUTED: "bold red"}


def show(found: Conformity, stream: TextIO, *, as_json: bool) -> None:
    """On a terminal in colour, elsewhere as plain text, or as one JSON object."""
    console = Console(file=stream)
    if as_json:
        say(json.dumps(document(found)), stream)
    elif stream.isatty() and not console.is_dumb_terminal:
        _on_terminal(found, console)
    else:
        say(found.text(), stream)


def document(found: Conformity) -> dict[str, Any]:
    """The judgement for a machine."""
    return {
        "schema": SCHEMA,
        "pureml": version("pureml"),
        "rule": found.rule,
        "judged": found.judged,
        "standing": found.standing.name.lower(),
        "verdict": found.verdict,
        "likeness": found.likeness,
        "seed": found.seed,
        "examples": found.examples,
        "findings": [_finding(finding) for finding in found.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    shown = finding.counterexample
    return {
        "obligation": finding.obligation,
        "verdict": finding.verdict.value,
        "why": finding.why,
        "tried": finding.tried,
        "worst": finding.worst,
        "where": finding.where,
        "counterexample": None if shown is None else {"code": shown.code, "expected": shown.expected, "got": shown.got},
    }


def _on_terminal(found: Conformity, console: Console) -> None:
    console.print(Text.assemble((found.standing.value, STYLES[found.standing]), f": {found.judged}, held against {found.rule}"))
    if found.likeness:
        console.print(Text.assemble("behaves like a known mistake: ", (found.likeness, "bold")))
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column()
    for finding in found.findings:
        table.add_row(finding.obligation, Text(came(finding), OF_VERDICT.get(finding.verdict, "dim")))
    if found.seed:
        table.add_row("seed", str(found.seed))
    console.print(table)
    for finding in found.failed:
        if finding.counterexample is not None:
            console.print(Text(f"\n{finding.obligation}", "bold"))
            console.print(Syntax(finding.counterexample.text(), "python", theme="ansi_dark", background_color="default", word_wrap=True))
