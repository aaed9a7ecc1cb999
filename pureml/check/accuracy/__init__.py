"""Accuracy: how far a rule in floats is from the exact numbers, measured on hard inputs against the same functions on balls.

What is measured is rounding alone. The reference is the rule's own formula, enclosed rigorously at growing precision; that
the formula is the right one is shown by the checks on symbols.
"""

from __future__ import annotations

from .measure import Measured as Measured
from .measure import Worst as Worst
from .measure import measure as measure
