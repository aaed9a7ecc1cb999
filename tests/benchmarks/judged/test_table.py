"""The table of docs/conform.md says of every implementation what the judge says of it now."""

from __future__ import annotations

import pytest

from benchmarks.judged.entries import ENTRIES, Entry
from benchmarks.judged.table import BEGIN, END, PAGE, judged, named, row, rows_of, verdict, version_of, written
from pureml.check.conform import Conformity, Standing
from pureml.check.finding import Counterexample, Finding, Verdict

TABLE = rows_of(PAGE.read_text(encoding="utf-8"))


def test_the_table_has_every_implementation_and_no_other() -> None:
    assert list(TABLE) == [(named(entry), entry.rule) for entry in ENTRIES]
    assert len(TABLE) == len(ENTRIES) >= 12


@pytest.mark.slow  # with all libraries installed: JAX compiles anew for every shape
@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{entry.library or 'anew'}:{entry.rule}:{entry.forward}")
def test_the_judge_still_says_so(entry: Entry) -> None:
    if entry.library and version_of(entry.library) is None:
        pytest.skip(f"peer not installed: {entry.library}")
    found = judged(entry)
    assert TABLE[named(entry), entry.rule] == " ".join(verdict(found).replace("|", "\\|").split()), found.text()


@pytest.mark.parametrize(
    ("name", "standing", "likeness"),
    [
        ("cross_entropy_error", Standing.WRONG, "10^-7 in the logarithm"),
        ("softmax, its diagonal alone on the way back", Standing.WRONG, "the diagonal alone"),
        ("batch norm, variance in one pass", Standing.LOSES, "E[x^2] - E[x]^2, which cancels"),
        ("Dropout.backward", Standing.WRONG, "no mask on the way back"),
        ("Relu.backward", Standing.IMPURE, ""),
        ("torch: torch.softmax", Standing.LOSES, ""),
        ("scipy: special.softmax", Standing.LOSES, ""),
    ],
)
def test_well_known_mistakes_are_called_what_they_are(name: str, standing: Standing, likeness: str) -> None:
    said = next(text for (who, _), text in TABLE.items() if who.partition(" (written")[0] == name)
    assert said.startswith(standing.value)
    assert likeness in said


def test_every_fault_has_a_counterexample_in_the_table() -> None:
    page = PAGE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    for line in page.splitlines():
        cells = line.split(" | ")
        if line.startswith("| ") and len(cells) > 4 and not cells[2].startswith(("conforms", "verdict")):
            assert "expected `" in cells[-1], line


def test_implementations_of_every_standing_are_judged() -> None:
    assert {said.partition("; ")[0] for said in TABLE.values()} == {standing.value for standing in Standing}


def test_a_row_is_one_line_with_the_arguments_and_both_answers() -> None:
    shown = Counterexample("import numpy as np\nfrom m import f as forward\nx = np.array([[1.0]])\nprint(forward(x))", "[[2.0]]", "[[3.0]]")
    found = Conformity("relu", "f", (Finding("value", Verdict.REFUTED, "off | by 1; and more", 1, 1.0, "", shown),))
    line = row(Entry("relu", "f", "described", "book_relu", source="nowhere"), found)
    assert line == (
        "| f (written anew; nowhere) | `relu` | wrong | off \\| by 1 | `x = np.array([[1.0]])`: expected `[[2.0]]`, got `[[3.0]]` |\n"
    )


def test_only_the_table_is_written() -> None:
    page = f"before\n{BEGIN}old\n{END}after\n"
    assert written(page, "new\n") == f"before\n{BEGIN}new\n{END}after\n"
