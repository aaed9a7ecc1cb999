"""Softmax with the rounding of the shift put back: every probability is two units off at most, however small it is."""

from __future__ import annotations

from typing import Any

import attrs

from ...arrays import lost, row_shift
from ...functions import softmax as plain
from ...rules import bounds
from ...scales import COTANGENTS
from ..inputs import Numbers
from .exactly import exponentials, narrowed, sums, widened


def shifted(x: Numbers) -> tuple[Any, Any, Any]:
    """z, the float nearest to x - max x; d, what rounding took from it; exp(z).

    exp(z) (1 + d) is exp(x - max x) to more digits than a float has: d is at most half a unit of z.
    """
    shift = row_shift(x)
    z = x - shift
    return z, lost(x, shift, z), exponentials(z)


def forward(x: Numbers, /) -> Numbers:
    """The form in use is up to 20 units off in rows of a hundred, where this is two: y = e / sum(e), e = exp(x - max x).

    x (R, C) -> y (R, C). Source: Knuth, The Art of Computer Programming 2, 3rd edition (1997), section 4.2.2, for what a
    difference loses.

    >>> import pureml as pm
    >>> forward(pm.matrix([[1000.0, 1000.0]]))
    array([[0.5, 0.5]])
    """
    _, taken, e = shifted(widened(x))
    total, _ = sums(e + e * taken)
    return narrowed((e + e * taken) / total[:, None], x)


def linearize(x: Numbers, /) -> tuple[Any, Any]:
    """y, and y again, for the derivatives of the form in use."""
    y = forward(x)
    return y, y


RULE = attrs.evolve(
    plain.RULE,
    forward=forward,
    linearize=linearize,
    # Of the same relative size: 0.52 for the exponential, 0.5 for what is put back, 0.5 for the sum and its terms, 0.5 for the
    # quotient; a relative error of half a unit is up to a unit of numbers just below a power of two.
    bounds=(*bounds("forward", 4, 0.51), *bounds("pushforward", 3, 3, COTANGENTS), *bounds("pullback", 3, 3, COTANGENTS)),
)
