"""Every name on docs/errata.md exists: functions, tests, theorems, wrong variants; and every remark stands there once, in order."""

from __future__ import annotations

import ast
import json
import re
from functools import reduce
from importlib import import_module
from typing import Final

import attrs
import pytest

from pureml.check.evidence import evidence_of
from pureml.rules import formulas
from tests.sources import ROOT

PAGE: Final = ROOT / "docs" / "errata.md"
COLUMNS: Final = ("notes", "right formula", "function", "test", "theorem", "as printed")
NOTES: Final = ("1.1", "1.2", "2", "2.1", "2.2", "2.3", "2.4", "3", "3.1", "3.2", "3.3", "3.4")
"""The sections of the notes with a formula in them, from 1 to 3."""
NAME: Final = re.compile(r"`([^`]+)`")


@attrs.frozen
class Row:
    """A formula of the notes: where it stands, what is right, and what vouches for it."""

    notes: str
    formula: str
    functions: tuple[str, ...]
    tests: tuple[str, ...]
    theorems: tuple[str, ...]
    printed: str


def names(cell: str) -> tuple[str, ...]:
    """What stands in a cell between backticks."""
    return tuple(NAME.findall(cell))


def rows(page: str) -> list[Row]:
    """The rows of the page's tables."""
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("| ")]
    wrong = [row for row in cells if len(row) != len(COLUMNS)]
    assert not wrong, f"expected {len(COLUMNS)} columns: {wrong}"
    return [
        Row(notes, formula, names(function), names(test), names(theorem), printed)
        for notes, formula, function, test, theorem, printed in cells
        if notes != "notes"
    ]


FORMULAS, _, MISTAKES = PAGE.read_text().partition("\n## 5. ")
ROWS: Final = rows(FORMULAS)
every_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.notes)


def found(name: str) -> object:
    """What a dotted name below the package stands for: a module's longest prefix, then its attributes."""
    parts = name.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            module = import_module(".".join(("pureml", *parts[:cut])))
        except ModuleNotFoundError:
            continue
        return reduce(getattr, parts[cut:], module)
    raise AttributeError(name)


def named_tests(path: str) -> set[str]:
    """The names of the tests of a file."""
    tree = ast.parse((ROOT / "tests" / path).read_text())
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@every_row
def test_every_function_named_exists(row: Row) -> None:
    assert row.functions, "a formula without a function"
    for name in row.functions:
        found(name)


@every_row
def test_every_test_named_exists(row: Row) -> None:
    assert row.tests, "a formula without a test"
    for name in row.tests:
        path, _, test = name.partition("::")
        assert test in named_tests(path), name


@every_row
def test_every_theorem_named_exists(row: Row) -> None:
    known = {theorem["name"] for theorem in json.loads((ROOT / "proofs" / "theorems.json").read_text())}
    assert set(row.theorems) <= known


def test_every_remark_stands_there_once_and_in_order() -> None:
    remarks = [int(number) for row in ROWS for number in re.findall(r"\*\*S(\d+)\*\*", row.printed)]
    assert remarks == list(range(1, 30))


def test_every_section_of_the_notes_is_there() -> None:
    named = {number for row in ROWS for number in re.findall(r"(?:^|, )(\d(?:\.\d)?)(?=[ ,])", row.notes)}
    assert set(NOTES) <= named


def test_every_test_of_the_notes_is_on_the_page() -> None:
    named = {name for row in ROWS for name in row.tests}
    missing = {f"test_notes.py::{test}" for test in named_tests("test_notes.py") if test.startswith("test_")} - named
    assert missing == {"test_notes.py::test_what_the_symbols_stand_for_is_general"}


@pytest.mark.parametrize("name", ["models.gates.NOR", "functions.nothing.forward", "nothing"])
def test_a_name_of_nothing_is_refuted(name: str) -> None:
    with pytest.raises(AttributeError):
        found(name)


def test_a_row_with_a_column_too_few_is_refuted() -> None:
    with pytest.raises(AssertionError, match="expected 6 columns"):
        rows("| 1.1 | formula | `functions.relu.forward` |\n")


# ------------------------------------------------------------------ section 5, wrong variants --


def mistakes(text: str, columns: int) -> list[list[str]]:
    """The cells of the rows of section 5 in a table of so many columns, its head left out."""
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("| ")]
    return [row for row in cells if len(row) == columns and row[0] != "remark"]


def stated(prefix: str) -> set[tuple[str, str, str]]:
    """Where each wrong variant with such a source is from, its rule, its name."""
    return {
        (mutant.source.removeprefix(prefix), formula.forward.__module__.removeprefix("pureml."), mutant.name)
        for formula in formulas()
        for mutant in evidence_of(formula).mutants
        if mutant.source.startswith(prefix)
    }


def test_every_wrong_variant_from_the_notes_is_on_the_page_and_no_other() -> None:
    listed = {
        (remark, rule, name)
        for remarks, rules, variants in mistakes(MISTAKES, 3)
        for remark in remarks.split(", ")
        for rule in names(rules)
        for name in names(variants)
    }
    known = {(remark, rule, name) for source, rule, name in stated("the notes, ") for remark in re.findall(r"S\d+", source)}
    assert listed == known, f"on the page alone: {listed - known}; in pureml/check alone: {known - listed}"


def test_every_wrong_variant_from_the_book_is_on_the_page_and_no_other() -> None:
    listed = {
        (names(place)[0], rule, name)
        for _, place, rules, variants, *_ in mistakes(MISTAKES, 6)
        for rule in names(rules)
        for name in names(variants)
    }
    known = stated("the book's code, ")
    assert listed == known, f"on the page alone: {listed - known}; in pureml/check alone: {known - listed}"


def test_every_flawed_formula_of_section_3_2_to_3_4_is_a_wrong_variant() -> None:
    numbers = {int(number) for remarks, *_ in mistakes(MISTAKES, 3) for number in re.findall(r"S(\d+)", remarks)}
    formless = {int(number) for number in re.findall(r"S(\d+)(?= and S\d+ are no formulas| are no formulas)", MISTAKES)}
    assert formless == {19, 22}
    assert not numbers & formless
    assert numbers | formless >= set(range(17, 29))


def test_the_remarks_on_the_book_are_in_order_and_say_what_is_right() -> None:
    found = mistakes(MISTAKES, 6)
    numbers = [int(number) for remark, *_ in found for number in re.findall(r"^\*\*B(\d+)\*\*$", remark)]
    assert len(numbers) == len(found)
    assert numbers == sorted(numbers)
    assert set(numbers) <= set(range(1, 38))
    assert all(wrong and right for *_, wrong, right in found)


def test_a_remark_is_about_one_thing() -> None:
    for row in mistakes(MISTAKES, 3) + mistakes(MISTAKES, 6):
        assert all(row), row
    assert all(len(row) in {3, 6} for row in ([*line.strip("|").split("|")] for line in MISTAKES.splitlines() if line.startswith("| ")))
