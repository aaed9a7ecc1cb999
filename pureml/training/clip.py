"""A limit of the length of a gradient."""

from __future__ import annotations

from ..arrays import A
from ..gradients import Grad
from ..records import P


def clipped(limit: float, grad: Grad[P], /) -> Grad[P]:
    """The gradient, or where it is longer the one of norm `limit` in its direction: all parameters keep their proportions.

    Source: Pascanu, Mikolov, Bengio, On the difficulty of training recurrent neural networks (2013), algorithm 1.

    >>> import pureml as pm
    >>> net = pm.Affine(pm.matrix([[0.0]]), pm.vector([0.0]))
    >>> clipped(1.0, pm.Grad(net, (pm.matrix([[3.0]]), pm.vector([4.0])))).leaves
    (array([[0.6]]), array([0.8]))
    """
    norm = grad.norm()
    if norm <= limit:
        return grad
    factor = limit / norm

    def shorter(d_p: A, /) -> A:
        return d_p * factor

    return grad.map(shorter)
