"""What the tests of the number systems draw from."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final

import numpy as np
from hypothesis import strategies as st

from pureml.check.numbers import Ball, Element, Exact, Jet, Symbol
from pureml.keys import Key

KINDS: Final[list[type[Element[Any]]]] = [Exact, Symbol, Ball, Jet]

rationals: Final = st.fractions(min_value=-6, max_value=6, max_denominator=24)
positives: Final = st.fractions(min_value=Fraction(1, 24), max_value=6, max_denominator=24)
nonzeros: Final = st.one_of(positives, positives.map(lambda q: -q))
above_minus_one: Final = positives.map(lambda q: q - 1)

FUNCTIONS: Final[dict[str, tuple[Callable[[float], float], st.SearchStrategy[Fraction]]]] = {
    "exp": (math.exp, rationals),
    "expm1": (math.expm1, rationals),
    "log": (math.log, positives),
    "log1p": (math.log1p, above_minus_one),
    "sqrt": (math.sqrt, positives),
    "tanh": (math.tanh, rationals),
    "cosh": (math.cosh, rationals),
    "sinh": (math.sinh, rationals),
    "erf": (math.erf, rationals),
    "square": (lambda x: x * x, rationals),
    "reciprocal": (lambda x: 1 / x, nonzeros),
    "__abs__": (abs, nonzeros),
    "__neg__": (lambda x: -x, rationals),
}
"""The method, the float function of the same name, and where it is defined."""

E = Any


def apply(name: str, element: E) -> E:
    """The method of this name of an element, in its own type."""
    return getattr(element, name)()


def generator(seed: int = 0) -> np.random.Generator:
    """The numbers of a seed."""
    return np.random.Generator(Key.of(seed).bits())
