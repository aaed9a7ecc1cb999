"""The identity: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

from ..evidence import Equal, Evidence, Mutant
from ..inputs import Numbers
from ..laws import affine_in, permutes, splits
from ..mistakes import promoted


def definition(x: Numbers) -> Numbers:
    """x, by way of 1 - (1 - x)."""
    return 1 - (1 - x)


EVIDENCE = Evidence(
    definition=definition,
    degree=1,
    laws=(
        affine_in("x"),
        Equal("d_x is g", lambda call: (call.d_x, call.g)),
        permutes("rows", ("rows", "columns")),
        permutes("columns", ("rows", "columns")),
        splits(),
    ),
    mutants=(
        Mutant("the input itself and no copy", forward=lambda x: x),
        Mutant("the cotangent itself and no copy", pullback=lambda _, g: g),
        Mutant("nothing passes on the way back", pullback=lambda _, g: g * 0),
        Mutant("the slope of x^2 / 2", pullback=lambda y, g: g * y),
        Mutant("a minus before the cotangent", pullback=lambda _, g: -g),
        Mutant("float64 out of float32", forward=promoted(lambda x: +x)),
    ),
)
