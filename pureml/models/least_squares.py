"""Least squares: the first-order condition solved at once, and the descent that only goes towards its solution.

With a row of ones under W for the bias, A = [X 1] and theta = [W; b], the loss `half_squared_error` of an affine layer
is |A theta - T|^2 / 2n. Its gradient A^T (A theta - T) / n is 0 exactly at the least squares solutions, and its second
derivative H = A^T A / n is constant, so one step of descent multiplies the error along each eigenvector of H by
1 - lr lambda.
"""

from __future__ import annotations

from typing import Any, Generic

import attrs
import numpy as np

from ..arrays import F, Float, Matrix, R, Vector, matrix, vector
from ..errors import DomainError, DtypeError, ShapeError
from ..layers.affine import Affine
from ..layers.layer import In, Out
from ..losses.half_squared_error import half_squared_error
from ..optimizers import sgd
from ..training.differentiate import differentiate

Array = np.ndarray[Any, np.dtype[Any]]


def least_squares(x: Matrix[R, In, F], target: Matrix[R, Out, F], /) -> Affine[In, Out, F]:
    """No affine layer has a smaller `half_squared_error` on these rows; of several that are best, that of least norm.

    x (R, In), target (R, Out). Solves A^T A theta = A^T T by the singular values of A, without forming A^T A. Raises
    `DtypeError` for numbers that are not floats, `ShapeError` unless there is a target for each row, `DomainError` for
    none. Source: Goodfellow, Bengio, Courville, Deep Learning (2016), section 5.1.4.

    >>> import pureml as pm
    >>> net = least_squares(pm.matrix([[0.0], [1.0], [2.0]]), pm.matrix([[1.0], [3.0], [5.0]]))
    >>> net.weight.round(12), net.bias.round(12)
    (array([[2.]]), array([1.]))
    """
    if len(x) != len(target):
        raise ShapeError(f"least_squares: expected a target for each of {len(x)} rows, got {len(target)}")
    inputs, outputs = x.shape[1], target.shape[1]
    dtype = x.dtype.type
    solution: Array = np.linalg.lstsq(_with_ones("least_squares", x), target, rcond=None)[0]
    return Affine(matrix(solution[:-1], inputs, outputs, dtype), vector(solution[-1], outputs, dtype))


def descent(
    start: Affine[In, Out, F], x: Matrix[R, In, F], target: Matrix[R, Out, F], lr: float, steps: int, /
) -> tuple[Affine[In, Out, F], ...]:
    """Every layer on the way: the start, and what each of so many steps of gradient descent makes of it.

    `lr` is a number in the element type of the parameters. Raises what `differentiate` raises.

    >>> import pureml as pm
    >>> zero = pm.Affine(pm.matrix([[0.0]]), pm.vector([0.0]))
    >>> [float(net.bias[0]) for net in descent(zero, pm.matrix([[0.0]]), pm.matrix([[8.0]]), 0.5, 3)]
    [0.0, 4.0, 6.0, 7.0]
    """
    path = [start]
    for _ in range(steps):
        at = differentiate(path[-1], x, target, loss=half_squared_error)
        path.append(sgd.step(lr, path[-1], at.grad))
    return tuple(path)


@attrs.frozen(eq=False)
class Modes(Generic[In, Float]):
    """The curvatures of the loss in ascending order, and the direction of each as a column."""

    curvatures: Vector[int, Float]
    directions: Matrix[int, int, Float]

    def factors(self, lr: float, /) -> Vector[int, Float]:
        """What one step of descent multiplies the error along each direction by: 1 - lr lambda.

        Descent converges along it exactly where this lies strictly between -1 and 1, that is for 0 < lr < 2 / lambda.
        """
        return 1 - self.curvatures * lr

    def components(self, net: Affine[In, Out, Float], best: Affine[In, Out, Float], /) -> Matrix[int, Out, Float]:
        """How far `net` is from `best` along each direction, for each output."""
        error = np.vstack([net.weight - best.weight, net.bias - best.bias])
        outputs = net.bias.shape[0]
        return matrix(self.directions.T @ error, error.shape[0], outputs, net.bias.dtype.type)


def modes(x: Matrix[R, In, F], /) -> Modes[In, F]:
    """The eigenvalues and eigenvectors of H = [X 1]^T [X 1] / n, the second derivative of the loss on these rows.

    Raises `DtypeError` for numbers that are not floats and `DomainError` for no rows.

    >>> import pureml as pm
    >>> modes(pm.matrix([[2.0], [-2.0]])).factors(0.25)
    array([0.75, 0.  ])
    """
    a = _with_ones("modes", x)
    values, vectors = np.linalg.eigh(a.T @ a / len(a))
    n, dtype = len(values), x.dtype.type
    return Modes(vector(values, n, dtype), matrix(vectors, n, n, dtype))


def _with_ones(where: str, x: Array) -> Array:
    if x.dtype.kind != "f":
        raise DtypeError(f"{where}: expected float32 or float64, got {x.dtype}")
    if not len(x):
        raise DomainError(f"{where}: expected at least one row, got none")
    return np.hstack([x, np.ones((len(x), 1), x.dtype)])
