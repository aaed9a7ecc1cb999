"""Rows of numbers, drawn for functions of a row."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

import numpy as np
from hypothesis import strategies as st

from pureml.check.numbers import Exact

entry: Final = st.floats(-800, 800)
logits: Final = st.integers(1, 5).flatmap(lambda n: st.lists(st.lists(entry, min_size=n, max_size=n), min_size=1, max_size=3))
fractions: Final = st.lists(st.fractions(-3, 3, max_denominator=4), min_size=1, max_size=4)


def matrix(values: list[list[float]]) -> Any:
    """A matrix of floats."""
    return np.array(values, float)


def exact_row(values: list[Fraction]) -> Any:
    """A matrix of one row of exact numbers."""
    return np.array([[Exact(v) for v in values]], object)
