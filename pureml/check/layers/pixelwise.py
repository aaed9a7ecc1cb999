"""Pixels as rows: the definition, the laws, and what is often taken for it."""

from __future__ import annotations

import numpy as np

from ...layers import pixelwise
from ..call import Call, inner
from ..evidence import Equal, Evidence, Kept, Mutant
from ..inputs import Numbers
from ..laws import affine_in, linear_in_g, permutes, permutes_back
from ..mistakes import negated, without_g
from ..stops import zeros

Y = ("pixels", "channels")


def definition(x: Numbers) -> Numbers:
    """Pixel by pixel, the image counting fastest."""
    n, channels, height, width = x.shape
    y = zeros((n * height * width, channels), x)
    for i, j, k in np.ndindex(height, width, n):
        y[(i * width + j) * n + k] = x[k, :, i, j]
    return y


def _isometric(call: Call) -> tuple[object, object]:
    return inner((call.y,), (call.y,)), inner(call.arguments, call.arguments)


def _inverse(call: Call) -> tuple[object, object]:
    return call.pulled(call.y)[0], call.arguments[0]


def _misread(x: Numbers) -> Numbers:
    return x.reshape(-1, x.shape[1])


def _misread_back(kept: Kept, g: Numbers) -> Numbers:
    rows, height, width = kept
    return g.reshape(rows, -1, height, width)


EVIDENCE = Evidence(
    definition=definition,
    degree=1,
    laws=(
        Equal("the length stays", _isometric),
        Equal("the way back is the inverse", _inverse),
        affine_in("x"),
        linear_in_g(),
        permutes("channels", Y),
        permutes_back("channels", Y),
    ),
    mutants=(
        Mutant(
            "a row for each image: every pixel a feature of its own",
            "the book's code, common/layers.py, BatchNormalization",
            forward=lambda x: x.reshape(len(x), -1),
        ),
        Mutant("memory cut into rows of channels", forward=_misread),
        Mutant("the image counting slowest", forward=lambda x: x.transpose(0, 2, 3, 1).reshape(-1, x.shape[1])),
        Mutant("memory cut into images", pullback=_misread_back),
        Mutant("the cotangent left out", pullback=without_g(pixelwise.pullback)),
        Mutant("the other sign", pullback=negated(pixelwise.pullback)),
    ),
)
