from __future__ import annotations

import pytest

from pureml.check.accuracy import Measured, Worst
from pureml.check.accuracy.table import BOUNDS, HEAD, SCALES, bounds_table, names, page, rounded_up, scales_table, stated
from pureml.check.compensated import COMPENSATED
from pureml.rules import Bound, Formula, formulas
from tests.sources import ROOT

PAGE = (ROOT / "docs" / "accuracy.md").read_text()


def unmeasured(formula: Formula) -> tuple[Measured, ...]:
    return tuple(Measured(bound, Worst(0.0), 1) for bound in formula.bounds)


def between(mark: str) -> str:
    return PAGE.split(f"{mark}\n")[1].removesuffix("\n")


def cells(table: str) -> list[list[str]]:
    return [line.strip("|").split(" | ") for line in table.splitlines()]


FIGURES = [k for k, name in enumerate(HEAD) if name == "measured"]


def test_the_page_states_every_bound_as_the_rules_do() -> None:
    wanted = cells(bounds_table(unmeasured))
    found = cells(between(BOUNDS))
    for row in (*wanted[2:], *found[2:]):
        for k in FIGURES:
            row[k] = ""
    assert found == wanted, "run python -m pureml.check.accuracy docs/accuracy.md"


def test_no_figure_on_the_page_is_above_its_bound() -> None:
    for row in cells(between(BOUNDS))[2:]:
        for k in FIGURES:
            if row[k].strip():
                assert float(row[k]) <= float(row[k - 1]), row


def test_the_page_tells_what_each_scale_is() -> None:
    assert between(SCALES) == scales_table(), "run python -m pureml.check.accuracy docs/accuracy.md"
    assert all(f"| {short} |" in scales_table() for short in names().values())


def test_every_bound_is_in_the_table() -> None:
    table = bounds_table(unmeasured)
    for formula in (*formulas(), *COMPENSATED):
        for bound in formula.bounds:
            short = names()[bound.scale]
            rows = [row for row in cells(table) if row[0].strip().split(",")[0] == formula.name and row[1:3] == [bound.part, short]]
            assert any(stated(bound) in row[3:] for row in rows), (formula.name, bound)


def test_only_what_stands_between_the_marks_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pureml.check.accuracy.table.bounds_table", lambda: "new bounds")
    text = f"# Title\n{SCALES}\nold\n{SCALES}\n\ntext\n{BOUNDS}\n{BOUNDS}\nend\n"
    assert page(text) == f"# Title\n{SCALES}\n{scales_table()}\n{SCALES}\n\ntext\n{BOUNDS}\nnew bounds\n{BOUNDS}\nend\n"


def test_figures_are_never_less_than_what_was_measured() -> None:
    for ulp in (0.0, 1e-7, 0.123, 0.5, 1.0, 1.21, 9.99, 12.01, 515.2):
        assert float(rounded_up(ulp)) >= ulp - 1e-9
    assert [rounded_up(ulp) for ulp in (0.5, 1.21, 515.2, 36.0)] == ["0.5", "1.3", "516", "36"]
    assert stated(Bound("forward", "float64", 2.50)) == "2.5"
