"""The Jacobian of an activation, written out to be looked at."""

from __future__ import annotations

from ..arrays import C, F, Matrix, Vector, diagonal, freeze, one_like, outer
from .activation import Activation


def jacobian(activation: Activation, x: Vector[C, F], /) -> Matrix[C, C, F]:
    """The entry at (i, j) is dy_i / dx_j: off the diagonal it is 0 for a function of each number, not for one of a row.

    x (C,) -> J (C, C). Row i is the pullback of the i-th unit vector, so this is J as the rule has it, in every number
    system. Source: Goodfellow, Bengio, Courville, Deep Learning (2016), section 4.3.1.

    >>> import pureml as pm
    >>> jacobian(pm.relu, pm.vector([-1.0, 2.0]))
    array([[0., 0.],
           [0., 1.]])
    >>> jacobian(pm.softmax, pm.vector([0.0, 0.0]))
    array([[ 0.25, -0.25],
           [-0.25,  0.25]])
    """
    ones = one_like(x)
    _, kept = activation.linearize(outer(ones, x))
    return freeze(activation.pullback(kept, diagonal(ones)))
