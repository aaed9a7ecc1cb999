"""Classic dropout: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

from ...layers import classic_dropout, dropout
from ..call import Call, inner
from ..evidence import Equal, Evidence, Mutant
from ..inputs import Numbers
from ..laws import affine_in, permutes, permutes_back, splits
from ..mistakes import promoted, redrawn, without_g


def definition(x: Numbers, keep: Numbers) -> Numbers:
    """x where it is kept, else 0."""
    y = x * 1
    y[~keep] = y[~keep] * 0
    return y


def _parts_sum(call: Call) -> tuple[object, object]:
    x, keep = call.arguments
    return call.y + call.at(x, ~keep).y, x


def _twice(call: Call) -> tuple[object, object]:
    return call.at(call.y, call.arguments[1]).y, call.y


def _self_adjoint(call: Call) -> tuple[object, object]:
    return call.d_x, classic_dropout.forward(call.g, call.arguments[1])


def _inverted(call: Call) -> tuple[object, object]:
    """Inverted dropout is this over 1 - p; a rate of 0 scales nothing."""
    x, keep = call.arguments
    return call.y, dropout.forward(x, keep, 0)


def _another_mask(x: Numbers, keep: Numbers) -> Numbers:
    return x * redrawn(keep)


def _in_place(keep: Numbers, g: Numbers) -> Numbers:
    g *= keep
    return g


EVIDENCE = Evidence(
    definition=definition,
    degree=1,
    laws=(
        affine_in("x"),
        Equal("what is kept and what is dropped are x", _parts_sum),
        Equal("a second time drops nothing more", _twice),
        Equal("the pullback is the same map", _self_adjoint),
        Equal("it is inverted dropout without its factor", _inverted),
        Equal("<d_x, x> = <g, y>", lambda call: (inner((call.d_x,), call.arguments[:1]), inner((call.g,), (call.y,)))),
        permutes("rows", ("rows", "columns")),
        permutes("columns", ("rows", "columns")),
        permutes_back("columns", ("rows", "columns")),
        splits(),
    ),
    mutants=(
        Mutant("no mask on the way back", "numpy-ml, issue 94", pullback=lambda _, g: +g),
        Mutant("the mask of another pass on the way back", "the book's code, layers.Dropout", pullback=lambda keep, g: g * keep[:, ::-1]),
        Mutant("a mask drawn on the spot", "the book's code, layers.Dropout", forward=_another_mask),
        Mutant("a mask drawn anew on the way back", pullback=lambda keep, g: _another_mask(g, keep)),
        Mutant("inverted: over 1 - p", forward=lambda x, keep: x * keep * 2),
        Mutant("scaled by how many are kept", forward=lambda x, keep: x * keep * int(keep.sum()) / keep.size),
        Mutant("what should be dropped is kept", forward=lambda x, keep: x * ~keep),
        Mutant("whole rows dropped", forward=lambda x, keep: x * keep[:, :1]),
        Mutant("no mask at all, as in evaluation", forward=lambda x, _: +x),
        Mutant("the caller's cotangent masked in place", pullback=_in_place),
        Mutant("the cotangent left out", pullback=without_g(classic_dropout.pullback)),
        Mutant("float64 out of float32", forward=promoted(classic_dropout.forward)),
    ),
)
