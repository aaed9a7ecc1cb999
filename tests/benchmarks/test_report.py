"""The lines of a result."""

from __future__ import annotations

from benchmarks.report import Result, Spread, lines


def test_ratios_are_formed_within_a_round_and_not_between_medians() -> None:
    result = Result("W4", "float64", {"ours": [1e-6, 4e-6, 9e-6], "book": [2e-6, 4e-6, 3e-6]}, {}, 0.0)
    assert Spread.of(result.ratios("book")) == Spread(0.5, 1.0, 3.0)
    assert lines(result) == [
        "W4 float64 ours   us min      1.0 median      4.0 max      9.0",
        "W4 float64 book   us min      2.0 median      3.0 max      4.0   ours/book min 0.50 median 1.00 max 3.00",
    ]
