"""Softmax cross-entropy with the rounding of the shift put back: two units for the loss, five for its gradient, for any logits."""

from __future__ import annotations

from typing import Any

import attrs

from ...arrays import entries, greatest, log1p, mean, put
from ...losses import softmax_cross_entropy as plain
from ...losses.checks import labelled
from ...rules import bounds
from ...scales import UNDERFLOW
from ..inputs import Numbers
from .exactly import narrowed, sums, widened
from .softmax import shifted


def forward(x: Numbers, target: Numbers, /) -> Numbers:
    """The form in use is up to 20 units off, its gradient 24, in rows of a hundred: mean(log sum exp(x) - x_t).

    x (R, C), target (R,) -> a number. Raises `ShapeError` and `DtypeError`. Source: that of the form in use; Blanchard,
    D. J. Higham, N. J. Higham, IMA Journal of Numerical Analysis 41 (2021), eq. 1.3, for the greatest entry split off.

    >>> import pureml as pm
    >>> float(forward(pm.matrix([[0.0, 50.0]]), pm.labels([0], 1, 2)))
    50.0
    """
    return linearize(x, target)[0]


def linearize(x: Numbers, target: Numbers, /) -> tuple[Any, plain.Split[Any, Any, Any]]:
    """mean(log1p(rest) - z_t), rest without the greatest entry; and the gradient, with the label split off instead."""
    t, top = labelled("softmax_cross_entropy", x, target), greatest(x)
    z, taken, e = shifted(widened(x))
    others = without(e, top)
    most, (most_rest, left) = entries(e, top), sums(others)
    rest: Any = most_rest + (most - 1)
    # What rounding took from each exponent and from the sum enters behind the logarithm, whose slope is 1 / (1 + rest).
    put_back = (left + (others * taken).sum(axis=1)) / (1 + rest) - entries(taken, t)
    loss = mean((log1p(rest) + put_back) - entries(z, t))
    return narrowed(loss, x), plain.Split(narrowed(_gradient(e + e * taken, t), x), t)


def _gradient(e: Numbers, t: Numbers) -> Numbers:
    others = without(e, t)
    rest, _ = sums(others)
    total, _ = sums(e)
    scale = total * len(e)
    d_x: Any = others / scale[:, None]
    d_label: Any = -rest / scale
    put(d_x, t, d_label)
    return d_x


def without(x: Numbers, at: Numbers) -> Numbers:
    """A copy with 0 at these places."""
    copy: Any = x.copy()
    put(copy, at, 0)
    return copy


RULE = attrs.evolve(
    plain.RULE,
    forward=forward,
    linearize=linearize,
    # The exponential 0.52 and the logarithm 0.6 of their own units, up to two of which are one of the result, and half for the
    # last sum. The gradient: the exponential, what is put back, the sum, the number of rows, the quotient, half a unit each.
    bounds=(*bounds("forward", 2, 0.51, UNDERFLOW), *bounds("pullback", 5, 1.5, UNDERFLOW)),
)
