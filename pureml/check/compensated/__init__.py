"""The forms that lose no digit to long sums or fast exponentials: the same functions as their rules, a few units off at most.

They shift every row by its greatest entry, put back what that took, go through exponentials and sums one by one, and are for
checking: a difference from the form in use that is larger than the bound of that form is a mistake, not rounding.
"""

from __future__ import annotations

from ...rules import Rule
from .softmax import RULE as SOFTMAX
from .softmax_cross_entropy import RULE as SOFTMAX_CROSS_ENTROPY

COMPENSATED: tuple[Rule, ...] = (SOFTMAX, SOFTMAX_CROSS_ENTROPY)
"""All of them, each under the name of the rule it checks."""
