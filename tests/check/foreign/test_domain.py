from __future__ import annotations

from fractions import Fraction

import pytest

from pureml.check.foreign import ForeignError, domain_of
from pureml.rules import Argument, Domain, Kind


def test_axes_kinds_and_values_are_read() -> None:
    text = "x: rows classes; t: rows labels; w: classes outputs real; p: positive; keep: rows classes mask; "
    text += "rate: constant 1/4 0.5; k: whole 1 2"
    assert domain_of(text, "2 3 4, 1 2 2") == Domain(
        (
            Argument("x", ("rows", "classes")),
            Argument("t", ("rows",), Kind.LABELS),
            Argument("w", ("classes", "outputs")),
            Argument("p", (), Kind.POSITIVE),
            Argument("keep", ("rows", "classes"), Kind.MASK),
            Argument("rate", (), Kind.CONSTANT, (Fraction(1, 4), Fraction(1, 2))),
            Argument("k", (), Kind.WHOLE, (Fraction(1), Fraction(2))),
        ),
        ((2, 3, 4), (1, 2, 2)),
    )


def test_every_kind_has_a_word() -> None:
    for kind in Kind:
        values = " 1 2" if kind in {Kind.CONSTANT, Kind.WHOLE, Kind.PAIR} else ""
        assert domain_of(f"x: rows classes; z: rows classes {kind.name.lower()}{values}").arguments[1].kind is kind


@pytest.mark.parametrize(
    ("text", "sizes", "message"),
    [
        ("", "", "domain: expected NAME: AXES [KIND], got nothing"),
        ("x rows", "", "domain: expected NAME: AXES [KIND], got x rows"),
        ("2x: rows", "", "domain: expected NAME: AXES [KIND], got 2x: rows"),
        ("x: rows; x: rows", "", "domain: expected different names, got x, x"),
        ("x: 3", "", "domain: x: expected the name of an axis or one of real, positive,"),
        ("x: rows positive 3", "", "domain: x: values follow constant, whole or pair, got positive 3"),
        ("x: rows; p: constant", "", "domain: p: expected values after constant, got none"),
        ("x: rows; p: constant nan", "", "domain: p: expected a number such as 2, 0.25 or 1/4, got nan"),
        ("x: rows; p: constant 1/0", "", "domain: p: expected a number such as 2, 0.25 or 1/4, got 1/0"),
        ("x: rows; k: whole 1/2", "", "domain: k: expected whole numbers, got 1/2"),
        ("k: whole 2", "", "domain: expected at least one real argument, got none"),
        ("x: rows columns; t: rows labels", "", "domain: labels number the entries of an axis named classes, and no argument has it"),
        ("x: rows columns", "2", "sizes: expected a number for each of rows, columns, got 2"),
        ("x: rows columns", "2 0", "sizes: expected whole numbers of at least 1, got 2 0"),
        ("x: rows columns", "2 -1", "sizes: expected whole numbers of at least 1, got 2 -1"),
        ("x: rows columns", "1 1, 1 2, 1 3, 1 4, 1 5, 1 6, 1 7", "sizes: expected at most 6, got 7"),
        ("x: a b c d e f", "", "sizes: expected some, for there are 6 axes: a, b, c, d, e, f"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, sizes: str, message: str) -> None:
    with pytest.raises(ForeignError) as raised:
        domain_of(text, sizes)
    assert str(raised.value).startswith(message)
    assert "\n" not in str(raised.value)
