"""Enough sigmoid units come as close to a continuous function on [0, 1] as one likes: a network that is written down.

[0, 1] is cut into n pieces. The sigmoid s(k (x - e)) is a soft step at the cut e, the difference of two neighbouring
steps is a bump over the piece between them, and the first and the last bump go on to the left and to the right. Bumps
are positive and sum to 1 everywhere, so bumps times the heights f(middle of the piece) is a mean of heights nearby.
Neighbours share a step: n bumps take n - 1 units. Nothing is trained.

What is true of the notes' sentence on two perceptrons is this theorem: two *layers*, *enough* units, *continuous*
functions on a *bounded* interval, *approximately*. Source: Cybenko, Approximation by superpositions of a sigmoidal
function (1989); for which activations it holds, Leshno, Lin, Pinkus, Schocken (1993).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import inf, log
from typing import NewType, TypeAlias

import attrs
import numpy as np

from ..arrays import Matrix, absolute, matrix, vector
from ..errors import DomainError
from ..functions.sigmoid import sigmoid
from ..layers.affine import Affine
from ..layers.layer import Activated, Chain, Layer
from .linear_collapse import two

Point = NewType("Point", int)
"""One number of [0, 1]."""

Unit = NewType("Unit", int)
"""Hidden units."""

Bump = NewType("Bump", int)
"""Bumps."""

Height = NewType("Height", int)
"""One value of a function."""

Steps: TypeAlias = Activated[Point, Unit, Affine[Point, Unit]]
Bumps: TypeAlias = Chain[Point, Bump, Steps, Affine[Unit, Bump]]
TwoLayers: TypeAlias = Chain[Point, Height, Steps, Affine[Unit, Height]]
Function: TypeAlias = Callable[[float], float]

SHARPNESS = 16.0
"""How steep a step is, in steps of 1 / n: over one piece its input grows by so much."""


def bumps(n: int, /, sharpness: float = SHARPNESS) -> Bumps:
    """The n bumps of [0, 1]: positive, and their sum is 1 at every number.

    Raises `DomainError` for fewer than two, or for a sharpness that is not positive and finite.

    >>> bumps(4)
    Affine(1 -> 3) >> sigmoid >> Affine(3 -> 4)
    >>> bumps(4).forward(grid(9)).round(3)[::2]
    array([[1. , 0. , 0. , 0. ],
           [0.5, 0.5, 0. , 0. ],
           [0. , 0.5, 0.5, 0. ],
           [0. , 0. , 0.5, 0.5],
           [0. , 0. , 0. , 1. ]])
    """
    if n < 2:
        raise DomainError(f"bumps: expected at least 2, got {n}")
    if not 0 < sharpness < inf:
        raise DomainError(f"bumps: expected a finite sharpness greater than 0, got {sharpness}")
    units, count = Unit(n - 1), Bump(n)
    slopes = np.full((1, n - 1), sharpness * n)
    steps = Affine(matrix(slopes, Point(1), units), vector(-sharpness * np.arange(1, n), units)) >> sigmoid
    ends = np.eye(n - 1, n, 1) - np.eye(n - 1, n)  # a step ends one bump and begins the next
    return steps >> Affine(matrix(ends, units, count), vector(np.eye(n)[0], count))


def approximation(f: Function, n: int, /, sharpness: float = SHARPNESS) -> TwoLayers:
    """The network of n bumps whose heights are f at the middles of the pieces.

    Bumps and heights are two affine layers in a row, so they are one. Raises `DomainError` as `bumps` does, and where f
    is not finite.

    >>> approximation(lambda x: x * x, 10)
    Affine(1 -> 9) >> sigmoid >> Affine(9 -> 1)
    """
    parts = bumps(n, sharpness)
    heights = matrix([[f((k + 0.5) / n)] for k in range(n)], Bump(n), Height(1))
    return parts.first >> two(parts.second, Affine(heights, vector([0.0], Height(1))))


def bound(slope: float, n: int, /, sharpness: float = SHARPNESS) -> float:
    """No error of `approximation` is greater, anywhere on [0, 1], for a function no steeper than `slope`.

    slope / n (1/2 + 2 log 2 / sharpness). The network is the mean of f(middle of the piece of x + z) over a random z of
    the logistic distribution with scale 1 / (sharpness n): that middle is at most 1 / 2n from x + z where x + z is in
    [0, 1], and no further than that or |z| from x elsewhere; the mean of |z| is 2 log 2 times the scale. So every
    continuous f is met in the end: with a concave modulus of continuity w the error is at most w(bound(1, n)).

    >>> round(bound(1.0, 100), 5)
    0.00587
    """
    return slope / n * (0.5 + 2 * log(2) / sharpness)


@attrs.frozen
class Fit:
    """How far a network of so many bumps and hidden units is from a function."""

    bumps: int
    units: int
    error: float


def fits(f: Function, sizes: Sequence[int], /, sharpness: float = SHARPNESS, points: int = 2401) -> tuple[Fit, ...]:
    """The greatest error of `approximation` over `points` points of [0, 1], for each number of bumps.

    >>> from math import pi, sin
    >>> [round(fit.error, 3) for fit in fits(lambda x: sin(6 * pi * x), [8, 32, 128, 512])]
    [0.924, 0.29, 0.074, 0.018]
    """
    return tuple(Fit(n, n - 1, sup_error(approximation(f, n, sharpness), f, points)) for n in sizes)


def grid(points: int, /) -> Matrix[int, Point]:
    """So many numbers from 0 to 1 at equal distances; raises `DomainError` for fewer than two."""
    if points < 2:
        raise DomainError(f"grid: expected at least 2 points, got {points}")
    return matrix(np.arange(points)[:, None] / (points - 1), points, Point(1))


def values(f: Function, points: int, /) -> Matrix[int, Height]:
    """What f is at each number of `grid`; raises `DomainError` where that is not finite."""
    return matrix([[f(k / (points - 1))] for k in range(points)], points, Height(1))


def sup_error(net: Layer[Point, Height], f: Function, points: int, /) -> float:
    """The greatest distance of a network from f over `points` points of [0, 1]; between them it may be greater."""
    return float(absolute(net.forward(grid(points)) - values(f, points)).max())
