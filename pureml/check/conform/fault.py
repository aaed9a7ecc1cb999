"""A number that is not what it should be."""

from __future__ import annotations

import math
from typing import Final

import attrs

from ...rules import Bound
from ..accuracy.case import Case
from .pair import Part

OBLIGATION: Final = {"forward": "accuracy", "pullback": "gradient accuracy"}
STABILITY: Final = "stability"


@attrs.frozen(eq=False)
class Fault:
    """A number that is not what it should be: which obligation fails, by how many units, and what is said."""

    obligation: str
    ulp: float
    kind: str
    case: Case
    part: Part
    dtype: str
    bound: Bound
    expected: float = math.nan
    got: float = math.nan
    row: int | None = None

    @property
    def said(self) -> str:
        """In words."""
        where = f"{self.dtype} {self.part}"
        if self.obligation == STABILITY:
            return f"{where} {self.kind}"
        digits = 17 if self.dtype == "float64" else 9
        values = f"{self.got:.{digits}g} for {self.expected:.{digits}g}"
        far = f"{self.ulp:.2g} ulp off" if math.isfinite(self.ulp) else "off by more ulp than a float can count"
        return f"{where} {self.kind}gives {values}, {far} where the rule stays within {self.bound.ulp:g} ulp of {self.bound.scale}"
