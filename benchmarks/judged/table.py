"""What the judge says of every implementation, as the table of docs/conform.md."""

from __future__ import annotations

import sys
import warnings
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from pureml.check.conform import Conformity, conform
from pureml.check.finding import Finding

from .entries import ENTRIES, Entry

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "conform.md"
BEGIN: Final = "<!-- benchmarks/judge.py writes from here -->\n"
END: Final = "<!-- to here -->\n"
HEAD: Final = "| implementation | rule | verdict | worst | counter-example |\n|---|---|---|---|---|\n"


def version_of(library: str) -> str | None:
    """The installed version of a distribution, None without one."""
    try:
        return version(library)
    except PackageNotFoundError:
        return None


def judged(entry: Entry) -> Conformity:
    """What the judge says of it."""
    forward, pullback = entry.functions
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what libraries say when they are imported
        return conform(entry.rule, forward, pullback, arrays=entry.arrays)


def named(entry: Entry) -> str:
    """The implementation and whose it is."""
    return f"{entry.library}: {entry.name}" if entry.library else f"{entry.name} (written anew; {entry.source})"


def verdict(found: Conformity) -> str:
    """The verdict, and the known mistake; the same on every processor."""
    notes = [f.why for f in found.findings if f.obligation == "conventions" and "another convention" in f.why]
    return "; ".join((found.standing.value, *([f"this is: {found.likeness}"] if found.likeness else []), *notes))


def row(entry: Entry, found: Conformity) -> str:
    """A line of the table."""
    shown = next((f for f in found.failed if f.counterexample is not None), None)
    return f"| {' | '.join(map(_cell, (named(entry), f'`{entry.rule}`', verdict(found), _worst(found, shown))))} | {_shown(shown)} |\n"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def _worst(found: Conformity, shown: Finding | None) -> str:
    if shown is not None:
        return shown.why.partition("; ")[0]
    accuracy = next(f for f in found.findings if f.obligation == "accuracy")
    return accuracy.where.partition("; ")[0]


def _shown(finding: Finding | None) -> str:
    """The arguments and both answers; the whole code is what `pureml conform` prints."""
    if finding is None or finding.counterexample is None:
        return ""
    example = finding.counterexample
    made = "; ".join(line for line in example.code.splitlines() if " = " in line and not line.startswith(("forward", "pullback", " ")))
    if finding.obligation == "purity":  # the arguments alone do not show it
        made += "; " + example.code.splitlines()[-1]
    return _cell(f"`{made}`: expected `{example.expected}`, got `{example.got}`")


def table(entries: tuple[Entry, ...] = ENTRIES) -> str:
    """The versions, and a row for each implementation; raises `ModuleNotFoundError` where a library is missing."""
    libraries = dict.fromkeys(entry.library for entry in entries if entry.library)
    missing = [library for library in libraries if version_of(library) is None]
    if missing:
        raise ModuleNotFoundError(f"not installed: {', '.join(missing)}; pip install 'pureml[bench]'")
    versions = ", ".join(f"{library} {version_of(library)}" for library in libraries)
    return f"Judged: {versions}.\n\n{HEAD}" + "".join(row(entry, _told(entry)) for entry in entries)


def _told(entry: Entry) -> Conformity:
    found = judged(entry)
    print(f"{found.standing.value:42}{named(entry)}", file=sys.stderr, flush=True)
    return found


def written(page: str, made: str) -> str:
    """The page with another table."""
    before, _, rest = page.partition(BEGIN)
    return f"{before}{BEGIN}{made}{END}{rest.partition(END)[2]}"


def rows_of(page: str) -> dict[tuple[str, str], str]:
    """The verdict on each implementation and rule, as a page has it."""
    cells = [line.split(" | ") for line in page.partition(BEGIN)[2].partition(END)[0].splitlines() if line.startswith("| ")]
    return {(cell[0].removeprefix("| "), cell[1].strip("`")): cell[2] for cell in cells[1:]}


if __name__ == "__main__":
    new = table()  # takes minutes: the page is read afterwards
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), new), encoding="utf-8")
