"""What a Gaussian process with a squared exponential kernel knows at new points, from noisy values at old ones."""

from __future__ import annotations

from fractions import Fraction

from ..arrays import C, F, Matrix, N, R, Vector, column_dots, exp, plus_diagonal, solved, squared_distances
from ..rules import Argument, Domain, Formula, Kind, bounds
from ..scales import KNOWN


def kernel(a: Matrix[R, C, F], b: Matrix[N, C, F], length: float, /) -> Matrix[R, N, F]:
    """The covariance of two values falls with the distance of their points: exp(-|a - b|^2 / (2 length^2)), 1 where they meet.

    a (R, C), b (N, C) -> (R, N). Source: Rasmussen and Williams, Gaussian Processes for Machine Learning (2006), eq. 4.9.
    """
    return exp(-squared_distances(a / length, b / length) / 2)


def forward(x: Matrix[R, C, F], y: Vector[R, F], new: Matrix[N, C, F], length: float, noise: float, /) -> tuple[Vector[N, F], Vector[N, F]]:
    """Where nothing is near the mean is 0 and the variance 1, and no value can raise the variance: mean = k^T (K + noise 1)^-1 y.

    The variance of the function without the noise is 1 - k^T (K + noise 1)^-1 k, with K the kernel of the old points and
    k that of the old with the new; the function has mean 0 and variance 1 before anything is known. x (R, C), y (R,),
    new (N, C), noise > 0 the variance of each value -> mean (N,), variance (N,).
    Source: Rasmussen and Williams (2006), equations 2.25 and 2.26.

    >>> import pureml as pm
    >>> forward(pm.matrix([[0.0]]), pm.vector([3.0]), pm.matrix([[0.0], [99.0]]), 1.0, 0.5)
    (array([2., 0.]), array([0.33333333, 1.        ]))
    """
    cross = kernel(x, new, length)
    weights = solved(plus_diagonal(kernel(x, x, length), noise), cross)
    return y @ weights, 1 - column_dots(cross, weights)


RULE = Formula(
    name="posterior",
    formula="mean = k^T (K + noise 1)^-1 y, variance = 1 - k^T (K + noise 1)^-1 k",
    forward=forward,
    domain=Domain(
        (
            Argument("x", ("rows", "columns")),
            Argument("y", ("rows",)),
            Argument("new", ("points", "columns")),
            Argument("length", (), Kind.CONSTANT, (Fraction(1), Fraction(2))),
            Argument("noise", (), Kind.CONSTANT, (Fraction(1, 4), Fraction(1))),
        ),
        sizes=((2, 1, 2), (2, 2, 1), (1, 2, 3)),
    ),
    source="Rasmussen and Williams, Gaussian Processes for Machine Learning (2006), equations 2.25 and 2.26",
    # At the sizes that are checked the condition number is at most 9; each covariance is rounded a few times.
    bounds=bounds("forward", 24, 24, KNOWN),
    theorem="Kernel.posterior_best_for_any_points",
)
