"""The way of an optimizer over a long valley: f(x, y) = x^2 / 20 + y^2, in the number system of its start."""

from __future__ import annotations

from typing import Any

import attrs
import numpy as np

from ..arrays import F, Vector, freeze
from ..gradients import Grad
from ..optimizers.optimizer import Optimizer
from ..records import Record, sealed


@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class Place(Record):
    """A point of the plane, as parameters."""

    at: Vector[int, Any]


@attrs.frozen(eq=False)
class Trajectory:
    """The points of a way, the start first, and the height of each."""

    points: tuple[Vector[int, Any], ...]
    heights: tuple[Any, ...]


def height(at: Vector[int, F], /) -> F:
    """f(x, y) = x^2 / 20 + y^2, least at (0, 0), ten times as steep along y as it is long along x.

    >>> import pureml as pm
    >>> float(height(pm.vector([-10.0, 2.0])))
    9.0
    """
    x, y = at[0], at[1]
    return x * x / 20 + y * y


def slope(at: Vector[int, F], /) -> Vector[int, F]:
    """(x / 10, 2 y).

    >>> import pureml as pm
    >>> slope(pm.vector([-10.0, 2.0]))
    array([-1.,  4.])
    """
    given: Any = at
    pair: Any = np.array([given[0] / 10, given[1] * 2], given.dtype)
    found: Vector[int, F] = freeze(pair)
    return found


def trajectory(optimizer: Optimizer, start: Vector[int, Any], steps: int, /) -> Trajectory:
    """So many steps down the valley: exact where start and rates are exact numbers and the optimizer takes no root.

    Each step takes the slope where the optimizer asks for it. Source: Deep Learning from Scratch, section 6.1, figure 6-3.

    >>> import pureml as pm
    >>> way = trajectory(pm.optimizers.Sgd(0.5), pm.vector([-8.0, 2.0]), 2)
    >>> [point.tolist() for point in way.points]
    [[-8.0, 2.0], [-7.6, 0.0], [-7.22, 0.0]]
    """
    place = Place(start)
    state = optimizer.init(place)
    points = [place.at]
    for _ in range(steps):
        ahead = optimizer.point(state, place)
        leaves: tuple[Any, ...] = (slope(ahead.at),)
        place, state = optimizer.step(state, place, Grad(ahead, leaves))
        points.append(place.at)
    return Trajectory(tuple(points), tuple(height(point) for point in points))
