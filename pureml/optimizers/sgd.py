"""Stochastic gradient descent: p' = p - lr d_p."""

from __future__ import annotations

from ..arrays import A, step_from
from ..gradients import Grad, moved
from ..records import P


def step(lr: float, params: P, grad: Grad[P], /) -> P:
    """The step is linear in the gradient, and nothing is changed: a new record p - lr d_p.

    `lr` is a number in the element type of the parameters. Raises `StructureError` for the gradient of another network.
    Source: Deep Learning from Scratch, section 6.1.2.

    >>> import pureml as pm
    >>> p = pm.Affine(pm.matrix([[1.0]]), pm.vector([0.0]))
    >>> step(0.1, p, pm.Grad(p, p.leaves)).weight
    array([[0.9]])
    """

    def move(p: A, d_p: A, /) -> A:
        return step_from(p, -lr, d_p)

    return moved(params, move, grad)
