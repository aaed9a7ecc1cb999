"""The Jacobian of softmax at its value y, in the three forms in which it is taught: two cases, a matrix, a pullback.

Training never builds it: `softmax.pullback` multiplies by it in one pass over the row.
"""

from __future__ import annotations

from ..arrays import C, F, Matrix, Vector, diagonal, one_like, outer, with_diagonal
from .softmax import softmax


def by_cases(y: Vector[C, F], /) -> Matrix[C, C, F]:
    """The entry at (i, j), dy_i / dx_j, is y_i (1 - y_i) where i = j, and -y_i y_j elsewhere, which is never 0.

    y (C,) -> J (C, C). Source: Deep Learning from Scratch, appendix A, by hand from y_i = exp(x_i) / sum_k exp(x_k).

    >>> import pureml as pm
    >>> by_cases(pm.vector([0.5, 0.25, 0.25]))
    array([[ 0.25  , -0.125 , -0.125 ],
           [-0.125 ,  0.1875, -0.0625],
           [-0.125 , -0.0625,  0.1875]])
    """
    return with_diagonal(-outer(y, y), y * (1 - y))


def as_matrix(y: Vector[C, F], /) -> Matrix[C, C, F]:
    """The same as one expression, symmetric and with J 1 = 0: J = diag(y) - y y^T, y a column.

    y^T y, what this becomes if y is meant as a column and taken as a row, is a number. Source: Goodfellow, Bengio,
    Courville, Deep Learning (2016), section 6.2.2.3.

    >>> import pureml as pm
    >>> as_matrix(pm.vector([0.5, 0.25, 0.25])) @ pm.vector([1.0, 1.0, 1.0])
    array([0., 0., 0.])
    """
    return diagonal(y) - outer(y, y)


def by_pullbacks(y: Vector[C, F], /) -> Matrix[C, C, F]:
    """The rule that training uses knows all of J: its row i is the pullback of the i-th unit vector.

    >>> import pureml as pm
    >>> by_pullbacks(pm.vector([0.5, 0.5]))
    array([[ 0.25, -0.25],
           [-0.25,  0.25]])
    """
    ones = one_like(y)
    return softmax.pullback(outer(ones, y), diagonal(ones))
