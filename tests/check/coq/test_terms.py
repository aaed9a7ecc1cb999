from __future__ import annotations

import re
from typing import Any, Final

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from pureml.check.coq.terms import atom, term
from pureml.errors import DomainError

x, y = sp.Symbol("x", positive=True), sp.Symbol("y", positive=True)
LEAVES: Final[list[sp.Expr]] = [x, y, sp.Integer(2), sp.Rational(-3, 4), sp.pi]


def larger(inner: st.SearchStrategy[sp.Expr]) -> st.SearchStrategy[sp.Expr]:
    pairs = st.tuples(inner, inner)
    return st.one_of(
        pairs.map(lambda p: p[0] + p[1]),
        pairs.map(lambda p: p[0] * p[1]),
        inner.map(lambda e: -e),
        inner.map(lambda e: sp.exp(-(e**2)) / (1 + y**2)),
        inner.map(lambda e: sp.sqrt(1 + e**2)),
        inner.map(lambda e: 1 / (1 + e**2) ** 3),
    )


EXPRESSIONS: Final = st.recursive(st.sampled_from(LEAVES), larger, max_leaves=6)


def read(text: str) -> sp.Expr:
    """A Coq term as Python reads it: with parentheses around arguments, ** for powers and 1 / for inverses."""
    called = re.sub(r"\b(exp|sqrt) (\w+)", r"\1(\2)", text)
    inverted = re.sub(r"(^|\(|[-+*/] )/ ", r"\g<1>1 / ", called)
    names: dict[str, Any] = {"x": x, "y": y, "PI": sp.pi, "exp": sp.exp, "sqrt": sp.sqrt}
    found: sp.Expr = sp.Integer(1) * eval(inverted.replace("^", "**"), {"__builtins__": {}}, names)  # noqa: S307  # text that this test has made
    return found


@given(EXPRESSIONS)
def test_a_term_has_the_value_of_its_expression(expression: sp.Expr) -> None:
    at: dict[sp.Symbol, sp.Expr] = {x: sp.Rational(1, 3), y: sp.Rational(5, 7)}
    want, got = (float(e.xreplace(at)) for e in (expression, read(term(expression))))
    assert abs(got - want) <= 1e-12 * (1 + abs(want)), f"expected {expression}, got {term(expression)}"


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (-x, "- x"),
        (x / y, "x / y"),
        (1 / sp.sqrt(x), "/ sqrt x"),
        (x ** sp.Rational(3, 2), "(sqrt x) ^ 3"),
        (sp.log(x + y), "ln (x + y)"),
        (-((x + y) ** 2), "- (x + y) ^ 2"),
        (sp.Rational(-2, 3) * x, "- (2 * x / 3)"),
        (sp.Integer(-1), "-1"),
    ],
)
def test_terms_are_written_as_coq_reads_them(expression: sp.Expr, text: str) -> None:
    assert term(expression) == text


def test_one_word_needs_no_parentheses() -> None:
    assert [atom(e) for e in (x, sp.Integer(2), x + y, sp.Integer(-1))] == ["x", "2", "(x + y)", "(-1)"]


@pytest.mark.parametrize("expression", [sp.Abs(sp.Symbol("z", real=True)), x ** sp.Rational(1, 3)])
def test_what_coq_has_no_name_for_is_refused(expression: sp.Expr) -> None:
    with pytest.raises(DomainError, match=r"Coq: expected a .*, got"):
        term(expression)
