"""How accurate the project set out to be in float64, by rule and part, in units in the last place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ...rules import Formula

GOALS: Final[Mapping[tuple[str, str], float]] = {
    ("sigmoid", "forward"): 3,
    ("sigmoid", "pullback"): 5,
    ("log_sigmoid", "forward"): 2,
    ("log_sigmoid", "pullback"): 5,
    ("softplus", "forward"): 2,
    ("softplus", "pullback"): 5,
    ("tanh", "forward"): 2,
    ("tanh", "pullback"): 5,
    ("logsumexp", "forward"): 3,
    ("softmax", "forward"): 512,
    ("softmax_cross_entropy", "forward"): 100,
    ("softmax_cross_entropy", "pullback"): 512,
    ("gelu", "forward"): 12,
}

COMPENSATED_GOALS: Final[Mapping[tuple[str, str], float]] = {
    ("softmax_cross_entropy", "forward"): 2,
    ("softmax_cross_entropy", "pullback"): 5,
}
"""With what rounding takes from the shift put back."""


def reached(formula: Formula, part: str, goal: float) -> bool:
    """Whether a bound that is stated is the goal or less."""
    return any(bound.ulp <= goal for bound in formula.bounds if (bound.part, bound.dtype) == (part, "float64"))
