"""Clipping by the global norm: g min(1, limit / |g|)."""

from __future__ import annotations

from math import inf, isfinite

import numpy as np

from ..arrays import A, absolute
from ..gradients import Grad
from ..records import P
from ..schedules.checks import check_above


def clipped(grad: Grad[P], limit: float, /) -> Grad[P]:
    """The gradient keeps its direction, and its length over all parameters is at most `limit`, up to rounding.

    g min(1, limit / |g|), with one |g| for all arrays. A gradient that is not longer is returned as it is, bit for bit. So is
    one with an entry that is not finite: it has no direction. Raises `DomainError` for a limit that is not positive and
    finite. Source: Pascanu, Mikolov, Bengio, On the Difficulty of Training Recurrent Neural Networks (2013), algorithm 1.

    >>> import pureml as pm
    >>> p = pm.Affine(pm.matrix([[3.0]]), pm.vector([4.0]))
    >>> clipped(pm.Grad(p, p.leaves), 1.0).tree.weight
    array([[0.6]])
    """
    check_above("clipped", "limit", limit, 0)
    with np.errstate(over="ignore"):  # squares that overflow are seen to below
        length = grad.norm()
    if length == inf:
        return _shortened(grad, limit)
    return _scaled(grad, limit / length) if length > limit else grad


def _shortened(grad: Grad[P], limit: float, /) -> Grad[P]:
    """The clipped gradient where its squares overflow: divided by the greatest entry they do not."""
    top = max(float(absolute(leaf).max()) for leaf in grad.leaves if leaf.size)
    if not isfinite(top):
        return grad
    unit = _scaled(grad, 1 / top)
    return _scaled(unit, limit / unit.norm())


def _scaled(grad: Grad[P], factor: float, /) -> Grad[P]:
    def scale(d_p: A, /) -> A:
        return d_p * factor

    return grad.map(scale)
