"""Two sigmoid units do not represent any function: the notes' claim (section 1.2), and the number that refutes it.

An output of two hidden sigmoid units turns at most twice, whatever its seven weights (theorem
`TwoUnits.two_units_turn_at_most_twice`). sin(6 pi x) is 1 or -1 at six numbers of [0, 1] in turn. Something that is
closer than 1 to it at all six is positive, negative, positive ... there, so it turns four times: no network of two
units is closer than 1, and the network that answers 0 everywhere is that close: training two units on three waves is
worth nothing. What is true instead: `bumps`.
"""

from __future__ import annotations

from math import pi, sin

import attrs
import numpy as np

from ..arrays import vector
from ..errors import DomainError
from ..functions.sigmoid import sigmoid
from ..keys import Key, normal, uniform
from ..layers.affine import Affine
from .bumps import Point, Steps, TwoLayers, Unit, grid, sup_error, values
from .least_squares import least_squares

POINTS = 241
"""Points of [0, 1] that errors are taken at; the six at which the wave is greatest or least are among them."""


def wave(x: float, /) -> float:
    """sin(6 pi x): three waves on [0, 1]."""
    return sin(6 * pi * x)


@attrs.frozen(eq=False)
class Found:
    """The best network of a search, and its greatest error over `POINTS` points."""

    net: TwoLayers
    error: float


def search(units: int, draws: int, key: Key, /) -> Found:
    """The closest to the wave of so many networks: hidden layers drawn at random, output layers best by least squares.

    Raises `DomainError` for no units or no draws.

    >>> round(search(2, 100, Key.of(0)).error, 1), round(search(20, 100, Key.of(0)).error, 1)
    (1.0, 0.0)
    """
    if units < 1 or draws < 1:
        raise DomainError(f"search: expected at least one unit and one draw, got {units} and {draws}")
    return min((_fitted(_hidden(k, Unit(units))) for k in key.split(draws)), key=lambda found: found.error)


def _fitted(steps: Steps) -> Found:
    net = steps >> least_squares(steps.forward(grid(POINTS)), values(wave, POINTS))
    return Found(net, sup_error(net, wave, POINTS))


def _hidden(key: Key, units: Unit) -> Steps:
    """Steps of a random slope, up or down and up to 1 in 1/60 of the interval, each at a random number of [0, 1]."""
    slopes, places = key.split(2)
    weight = normal(slopes, Point(1), units, np.float64) * 30
    at = (uniform(places, Point(1), units, np.float64) + 1) / 2
    return Affine(weight, vector(-(weight * at)[0], units)) >> sigmoid
