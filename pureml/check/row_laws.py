"""Laws of the losses: a batch is the mean of its rows, in value and in gradient."""

from __future__ import annotations

import numpy as np

from .call import Call
from .evidence import Equal
from .laws import joined, row_of


def mean_of_rows() -> Equal:
    """A loss is the mean of the losses of its rows, each taken alone."""

    def sides(call: Call) -> tuple[object, object]:
        losses = [call.at(*row_of(call, k)).y for k in range(len(call.arguments[0]))]
        total = losses[0]
        for loss in losses[1:]:
            total = total + loss
        return call.y * len(losses), total

    return Equal("y is the mean over the rows", sides)


def gradient_of_rows() -> Equal:
    """Each row of the cotangents of a loss is that of the row alone, over the number of rows."""

    def sides(call: Call) -> tuple[object, object]:
        alone = [call.at(*row_of(call, k)).pulled(call.g) for k in range(len(call.arguments[0]))]
        rows = tuple(np.concatenate(each) for each in zip(*alone, strict=True))
        return joined(call.cotangents) * len(alone), joined(rows)

    return Equal("each row of the cotangents is its own, over the number of rows", sides)
