"""Clipping by the global norm: g min(1, limit / |g|)."""

from __future__ import annotations

from math import inf

from ..arrays import A
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
    length = grad.norm()
    if not limit < length < inf:
        return grad
    factor = limit / length

    def scale(d_p: A, /) -> A:
        return d_p * factor

    return grad.map(scale)
