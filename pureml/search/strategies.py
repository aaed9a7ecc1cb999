"""Which point to try next: drawn, or where a Gaussian process expects the greatest improvement."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final, TypeAlias

import numpy as np

from ..arrays import matrix, vector
from ..keys import Key, normal, uniform
from . import expected_improvement, posterior
from .space import Point, Space
from .trial import Trial

Strategy: TypeAlias = Callable[[Space, tuple[Trial[Any], ...], tuple[Point, ...], Key], dict[str, float]]
"""From a space, the trials that are known, the points that are being tried and a key to the next point: the same, from the same."""

FIRST: Final = 6
"""So many points are drawn before a process is asked."""

CANDIDATES: Final = 512
LOCAL: Final = 128
"""So many of the candidates lie around the best point that is known."""

SPREAD: Final = 0.08
LENGTHS: Final = (0.15, 0.3, 0.6)
NOISES: Final = (1e-4, 1e-2, 1e-1)
"""What the process is tried with; the most likely one, given the values, is taken."""

_Array = np.ndarray[Any, np.dtype[Any]]


def random_search(space: Space, _known: tuple[Trial[Any], ...], _pending: tuple[Point, ...], key: Key) -> dict[str, float]:
    """A point drawn evenly from the ranges, whatever is known.

    Source: Bergstra and Bengio, Random search for hyper-parameter optimization (2012); Deep Learning from Scratch, section 6.5.
    """
    return space.at(space.draw(key))


def bayesian_search(space: Space, known: tuple[Trial[Any], ...], pending: tuple[Point, ...], key: Key) -> dict[str, float]:
    """Of many candidates the one with the greatest expected improvement; the first few points are drawn.

    The values are standardised by their ranks, so that one failed run does not flatten all others. Length and noise are
    those under which the values are most likely. A point that is being tried counts as if it had given the mean that the
    process expects there, so that a batch does not try one point several times. Sources: Snoek, Larochelle and Adams,
    Practical Bayesian optimization of machine learning algorithms (2012); Ginsbourger, Le Riche and Carraro, Kriging is
    well-suited to parallelize optimization (2010), section 4.2.2, for the points that are being tried.
    """
    if len(known) < FIRST:
        return random_search(space, known, pending, key)
    x: _Array = np.array([space.shares(trial.point) for trial in known])
    y = ranked([trial.value for trial in known])
    candidates = _candidates(x[int(np.argmin(y))], key)
    length, noise = most_likely(x, y)
    if pending:
        beside: _Array = np.array([space.shares(point) for point in pending])
        believed, _ = posterior.forward(matrix(x), vector(y), matrix(beside), length, noise)
        x, y = np.concatenate([x, beside]), np.concatenate([y, np.asarray(believed)])
    mean, variance = posterior.forward(matrix(x), vector(y), matrix(candidates), length, noise)
    deviation: _Array = np.sqrt(np.maximum(variance, 1e-12))
    best: _Array = np.full(len(candidates), float(np.min(y)))
    gains: _Array = expected_improvement.forward(vector(mean), vector(deviation), vector(best))
    return space.at(tuple(float(u) for u in candidates[int(np.argmax(gains))]))


def _candidates(best: _Array, key: Key) -> _Array:
    """Points of the unit cube, most of them anywhere and some around the best that is known."""
    drawn, near = key.split(2)
    anywhere: _Array = (np.asarray(uniform(drawn, CANDIDATES - LOCAL, len(best), np.float64)) + 1) / 2
    around: _Array = best + SPREAD * np.asarray(normal(near, LOCAL, len(best), np.float64))
    return np.concatenate([anywhere, np.clip(around, 0.0, 1.0)])


def ranked(values: list[float]) -> _Array:
    """Numbers with mean 0 and variance 1 in the order of the values; equal ones are equal.

    >>> ranked([3.0, math.inf, 1.0]).round(3).tolist()
    [0.0, 1.225, -1.225]
    """
    order = np.unique(np.array(values), return_inverse=True)[1].astype(float)
    centred: _Array = order - order.mean()
    spread = float(np.sqrt((centred * centred).mean()))
    scaled: _Array = centred / spread if spread else centred
    return scaled


def most_likely(x: _Array, y: _Array) -> tuple[float, float]:
    """The length and the noise under which the values y at x are most likely, among those that are tried."""
    pairs = [(length, noise) for length in LENGTHS for noise in NOISES]
    return max(pairs, key=lambda pair: log_likelihood(x, y, *pair))


def log_likelihood(x: _Array, y: _Array, length: float, noise: float) -> float:
    """The logarithm of the density of y under the process, but for a constant: -(y^T A^-1 y + log |A|) / 2, A = K + noise 1.

    Source: Rasmussen and Williams, Gaussian Processes for Machine Learning (2006), equation 2.30.
    """
    covariance: _Array = np.asarray(posterior.kernel(matrix(x), matrix(x), length)) + noise * np.eye(len(x))
    weights: _Array = np.linalg.solve(covariance, y)
    determinant = float(np.linalg.slogdet(covariance)[1])
    return -(float(y @ weights) + determinant) / 2 if math.isfinite(determinant) else -math.inf


STRATEGIES: Final[dict[str, Strategy]] = {"random": random_search, "bayesian": bayesian_search}
