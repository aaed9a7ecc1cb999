"""Inverted dropout: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

from ...layers import dropout
from ..call import Call, inner
from ..evidence import Equal, Evidence, Kept, Mutant
from ..inputs import Numbers
from ..laws import affine_in, permutes, permutes_back, splits
from ..mistakes import promoted, redrawn, without_g


def definition(x: Numbers, keep: Numbers, rate: Numbers) -> Numbers:
    """x / (1 - p) where it is kept, else 0."""
    y = x / (1 - rate)
    y[~keep] = y[~keep] * 0
    return y


def _parts_sum(call: Call) -> tuple[object, object]:
    """What a mask keeps and what it drops are everything: both together have twice the mean, 2 x, at rate 1/2."""
    x, keep, rate = call.arguments
    return (call.y + call.at(x, ~keep, rate).y) * (1 - rate), x


def _mean_of_all_masks(call: Call) -> tuple[object, object]:
    """Kept with probability 1 - p, a number is itself in the mean."""
    x, keep, rate = call.arguments
    return call.at(x, keep | True, rate).y * (1 - rate) + call.at(x, keep & False, rate).y * rate, x


def _twice(call: Call) -> tuple[object, object]:
    _, keep, rate = call.arguments
    return call.at(call.y, keep, rate).y * (1 - rate), call.y


def _self_adjoint(call: Call) -> tuple[object, object]:
    return call.d_x, dropout.forward(call.g, *call.arguments[1:])


def _homogeneous(call: Call) -> tuple[object, object]:
    return inner((call.d_x,), call.arguments[:1]), inner((call.g,), (call.y,))


def _another_mask(x: Numbers, keep: Numbers, rate: Numbers) -> Numbers:
    return x * redrawn(keep) / (1 - rate)


def _not_inverted(x: Numbers, keep: Numbers, _rate: Numbers) -> Numbers:
    return x * keep


def _scaled_in_place(kept: Kept, g: Numbers) -> Numbers:
    g /= 1 - kept[1]
    return g * kept[0]


EVIDENCE = Evidence(
    definition=definition,
    degree=1,
    laws=(
        affine_in("x"),
        Equal("what is kept and what is dropped are everything", _parts_sum),
        Equal("its mean over all masks is x", _mean_of_all_masks),
        Equal("a second time drops nothing more", _twice),
        Equal("the pullback is the same map", _self_adjoint),
        Equal("<d_x, x> = <g, y>", _homogeneous),
        permutes("rows", ("rows", "columns")),
        permutes("columns", ("rows", "columns")),
        permutes_back("columns", ("rows", "columns")),
        splits(),
    ),
    mutants=(
        Mutant("no mask on the way back", "numpy-ml, issue 94", pullback=lambda kept, g: g / (1 - kept[1])),
        Mutant("the caller's cotangent scaled in place", "numpy-ml, issue 94", pullback=_scaled_in_place),
        Mutant(
            "not inverted: no 1 / (1 - p)",
            "the book's code, layers.Dropout",
            forward=_not_inverted,
            linearize=lambda x, keep, rate: (_not_inverted(x, keep, rate), keep),
            pushforward=lambda keep, x_dot: x_dot * keep,
            pullback=lambda keep, g: g * keep,
        ),
        Mutant(
            "the mask of another pass on the way back",
            "the book's code, layers.Dropout",
            pullback=lambda kept, g: g * kept[0][:, ::-1] / (1 - kept[1]),
        ),
        Mutant("a mask drawn on the spot", "the book's code, layers.Dropout", forward=_another_mask),
        Mutant("a mask drawn anew on the way back", pullback=lambda kept, g: _another_mask(g, *kept)),
        Mutant("no 1 / (1 - p) on the way back", pullback=lambda kept, g: g * kept[0]),
        Mutant("times 1 - p", forward=lambda x, keep, rate: x * keep * (1 - rate)),
        Mutant("what should be dropped is kept", forward=lambda x, keep, rate: dropout.forward(x, ~keep, rate)),
        Mutant("the mask twice over the rate", forward=lambda x, keep, rate: x * keep / (1 - rate) ** 2),
        Mutant("whole rows dropped", forward=lambda x, keep, rate: x * keep[:, :1] / (1 - rate)),
        Mutant("the cotangent left out", pullback=without_g(dropout.pullback)),
        Mutant("float64 out of float32", forward=promoted(dropout.forward)),
    ),
)
