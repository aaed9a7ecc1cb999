"""ELU: its definition, its laws, its corner, and what is often taken for it."""

from __future__ import annotations

import numpy as np

from ...arrays import where_positive
from ...functions import elu, relu
from ..call import Call
from ..evidence import AtLeastZero, Corner, Equal, Evidence, Mutant
from ..inputs import Numbers
from ..laws import far, permutes, rises, splits
from ..mistakes import with_slope


def definition(x: Numbers, alpha: Numbers) -> Numbers:
    """x where x > 0, else a (exp(x) - 1)."""
    return where_positive(x, x, (np.exp(x) - 1) * alpha)


def _linear_in_alpha(call: Call) -> tuple[object, object]:
    x, alpha = call.arguments
    return call.at(x, alpha * 3).y - relu.forward(x), (call.y - relu.forward(x)) * 3


def _slope_from_the_value(call: Call) -> tuple[object, object]:
    x, alpha = call.arguments
    return call.d_x, call.g * where_positive(x, x * 0 + 1, call.y + alpha)


def _left(x: Numbers, left: Numbers) -> Numbers:
    """1 on the right, and this on the left."""
    return where_positive(x, x * 0 + 1, left)


EVIDENCE = Evidence(
    definition=definition,
    regions=({"rows": 1, "columns": 3}, 8),
    laws=(
        Equal("y - relu(x) is proportional to a", _linear_in_alpha),
        Equal("the slope on the left is y + a", _slope_from_the_value),
        AtLeastZero("y is at least -a", lambda call: call.y + call.arguments[1]),
        AtLeastZero("the negative part alone is bent: y is at most relu(x)", lambda call: relu.forward(call.arguments[0]) - call.y),
        rises(),
        far(definition),
        permutes("columns", ("rows", "columns")),
        splits(),
    ),
    corners=(
        Corner("slope a at 0, to the right", ([[0]], 3), ([[1]],), [[3]]),
        Corner("slope a at 0, to the left", ([[0]], 3), ([[-1]],), [[-3]]),
        Corner("slope 1 at 0 for a = 1", ([[0]], 1), ([[1]],), [[1]]),
    ),
    mutants=(
        Mutant(
            "exp(x) - 1, which cancels near 0", forward=lambda x, a: where_positive(x, x, (np.exp(where_positive(x, x * 0, x)) - 1) * a)
        ),
        Mutant("slope 1 at 0", linearize=with_slope(elu.forward, lambda x, a: where_positive(-x, np.exp(x) * a, x * 0 + 1))),
        Mutant("y + 1 on the left, right for a = 1 alone", linearize=with_slope(elu.forward, lambda x, a: _left(x, elu.forward(x, a) + 1))),
        Mutant("y on the left", linearize=with_slope(elu.forward, lambda x, a: _left(x, elu.forward(x, a)))),
        Mutant("exp(x) on the left, a forgotten", linearize=with_slope(elu.forward, lambda x, _: _left(x, np.exp(x)))),
        Mutant("a exp(x) - 1", forward=lambda x, a: where_positive(x, x, np.exp(x) * a - 1)),
        Mutant("a on both sides", forward=lambda x, a: where_positive(x, x, np.exp(x) - 1) * a),
        Mutant("the slope of ReLU", linearize=with_slope(elu.forward, lambda x, _: x * 0 + (x > 0))),
        Mutant("a exp(x), not moved down", forward=lambda x, a: where_positive(x, x, np.exp(x) * a)),
    ),
)
