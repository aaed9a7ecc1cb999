"""Arrays of symbols taken apart."""

from __future__ import annotations

import sympy as sp

from pureml.check.obligations.identity import expressions


def free(x: object) -> list[sp.Symbol]:
    """The symbols of an array whose entries are all free symbols."""
    found: list[sp.Symbol] = []
    for e in expressions(x):
        assert isinstance(e, sp.Symbol), f"expected a free symbol, got {e}"
        found.append(e)
    return found
