"""Flatten: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

import numpy as np

from ...layers import flatten
from ..call import Call, inner
from ..evidence import Equal, Evidence, Kept, Mutant
from ..inputs import Numbers
from ..laws import affine_in, permutes, permutes_back, splits
from ..mistakes import promoted


def definition(x: Numbers, _columns: int) -> Numbers:
    """The lines of the first channel side by side, then those of the next."""
    _, channels, height, _ = x.shape
    lines: Numbers = np.concatenate([x[:, c, h] for c in range(channels) for h in range(height)], axis=1)
    return lines


def _there_and_back(call: Call) -> tuple[object, object]:
    return call.pulled(call.y)[0], call.arguments[0]


def _back_and_there(call: Call) -> tuple[object, object]:
    return flatten.forward(call.d_x, call.arguments[1]), call.g


def _isometry(call: Call) -> tuple[object, object]:
    return inner((call.y,), (call.y,)), inner(call.arguments[:1], call.arguments[:1])


def _channels_last(x: Numbers, _columns: int) -> Numbers:
    return x.transpose(0, 2, 3, 1).reshape(len(x), -1)


def _lines_across(x: Numbers, _columns: int) -> Numbers:
    return x.swapaxes(2, 3).reshape(len(x), -1)


def _samples_last(x: Numbers, _columns: int) -> Numbers:
    """The batch taken for the last axis: rows of several samples."""
    return x.transpose(1, 2, 3, 0).reshape(len(x), -1)


def _back_across(kept: Kept, g: Numbers) -> Numbers:
    _, channels, height, width = kept
    return g.reshape(len(g), channels, width, height).swapaxes(2, 3) + g.sum() * 0


def _back_channels_last(kept: Kept, g: Numbers) -> Numbers:
    _, channels, height, width = kept
    return g.reshape(len(g), height, width, channels).transpose(0, 3, 1, 2) + g.sum() * 0


def _back_turned(kept: Kept, g: Numbers) -> Numbers:
    images: Numbers = flatten.pullback(kept, g)
    return images[..., ::-1] * 1


def _still_flat(_kept: Kept, g: Numbers) -> Numbers:
    return +g


EVIDENCE = Evidence(
    definition=definition,
    degree=1,
    laws=(
        affine_in("x"),
        Equal("the way back undoes it", _there_and_back),
        Equal("it undoes the way back", _back_and_there),
        Equal("<y, y> = <x, x>", _isometry),
        permutes("rows", ("rows", "columns")),
        permutes_back("rows", ("rows", "columns")),
        splits(),
    ),
    mutants=(
        Mutant("channels last", forward=_channels_last),
        Mutant("column by column", forward=_lines_across),
        Mutant("samples last", forward=_samples_last),
        Mutant("back with height and width in the other order", pullback=_back_across),
        Mutant("back with channels last", pullback=_back_channels_last),
        Mutant("back with every line turned round", pullback=_back_turned),
        Mutant("not undone on the way back", pullback=_still_flat),
        Mutant("a minus before the cotangent", pullback=lambda kept, g: -flatten.pullback(kept, g)),
        Mutant("float64 out of float32", forward=promoted(flatten.forward)),
    ),
)
