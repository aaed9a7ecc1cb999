from __future__ import annotations

from fractions import Fraction

import pytest
import sympy as sp
from hypothesis import given

from pureml.check.numbers import Undecided
from pureml.check.numbers.expressions import rational
from pureml.check.numbers.rationality import rational_value
from tests.check.numbers.drawing import nonzeros, rationals

e = sp.exp(1)


@given(q=rationals, p=nonzeros)
def test_a_fraction_in_disguise_is_found(q: Fraction, p: Fraction) -> None:
    t = sp.exp(rational(p))
    assert rational_value(((t + 1) ** 2 - 2 * t - t**2) * rational(q)) == q
    assert rational_value((rational(q) * t**2 + rational(q) * t) / (t**2 + t)) == q


@pytest.mark.parametrize("expression", [e, e**2 + 1, sp.sqrt(2), sp.sqrt(2) + sp.sqrt(3), 1 / (1 + e), e ** sp.Rational(1, 3) * sp.sqrt(5)])
def test_an_irrational_number_is_proved_to_be_one(expression: sp.Expr) -> None:
    assert rational_value(expression) is None


HARD_TO_FACTOR = (10**20 + 39) * (10**30 + 57)


@pytest.mark.parametrize("expression", [sp.pi + e, sp.log(2), sp.erf(1), sp.sqrt(5 + 2 * sp.sqrt(6)), sp.sqrt(HARD_TO_FACTOR)])
def test_what_nobody_has_shown_here_is_undecided(expression: sp.Expr) -> None:
    with pytest.raises(Undecided):
        rational_value(expression)
