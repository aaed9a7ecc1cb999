from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pureml.check.numbers import Magnitude
from pureml.errors import DomainError

numbers = st.floats(-1e9, 1e9)


@given(numbers, numbers)
def test_terms_add_without_their_signs(a: float, b: float) -> None:
    x, y = Magnitude.of(a), Magnitude.of(b)
    assert float(x + y) == float(x - y) == float(-x - y) == abs(a) + abs(b)
    assert float(x * -y) == abs(a) * abs(b)
    assert float(abs(x)) == abs(a)


@given(numbers, numbers)
def test_constants_keep_theirs_among_themselves(a: float, b: float) -> None:
    x, y = Magnitude.constantly(a), Magnitude.constantly(b)
    assert float(x - y) == abs(a - b)
    assert float(Magnitude.of(a) - y) == abs(a) + abs(b)
    assert float((x * y) - y) == abs(a * b - b)
    assert float(-x + x) == 0


def test_ints_and_fractions_are_constants() -> None:
    assert float(1 - Magnitude(1)) == 0
    assert float(1 - Magnitude.of(1)) == 2
    assert float(Magnitude.constantly(0.25) - Fraction(3, 4)) == 0.5
    assert float(1 - Magnitude.constantly(0.5) ** 2) == 0.75


def test_powers_roots_and_quotients() -> None:
    assert float(Magnitude.of(-3) ** 2) == 9
    assert float(Magnitude.of(-9).sqrt()) == 3
    assert float(Magnitude.of(-9) / 3) == 3
    assert float(1 / Magnitude.of(0)) == math.inf
    assert float(Magnitude.of(0) ** -1) == math.inf
    assert float(Magnitude.pi()) == math.pi
    assert repr(Magnitude.of(-2)) == "Magnitude.of(2.0)"
    assert Magnitude.of(2).constant() + 0 is not None


def test_what_has_no_size_is_refused() -> None:
    x = Magnitude.of(1)
    with pytest.raises(DomainError, match="has no order"):
        assert x < 2
    with pytest.raises(DomainError, match="compared with 0 alone"):
        assert x == 2
    assert x != 0
    assert Magnitude.of(0) == 0
    for name in ("exp", "expm1", "log", "log1p", "tanh", "cosh", "sinh", "erf"):
        with pytest.raises(DomainError, match="expected sums, products, quotients and square roots"):
            getattr(x, name)()
