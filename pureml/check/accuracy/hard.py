"""Inputs that are hard for floats: zeros, subnormals, extremes, and where exponentials round, vanish and overflow."""

from __future__ import annotations

import math
from typing import Any, Final, TypeAlias

import numpy as np

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]

EDGES: Final = (1e-30, 1e-8, 0.5, 1.0, 17.0, 36.5, 88.7, 103.9, 104.1, 708.3, 709.7, 710.0, 744.4, 745.2, 1e4)
"""Where exponentials, their sums with 1 and their reciprocals change what they do in one dtype or the other."""


GAPS: Final = (1e-8, 0.7, 5.0, 17.0, 36.5, 87.0, 103.0, 127.9, 300.0, 511.7, 700.0, 707.9, 744.0, 1e4)
"""How far a logit may be ahead: on both sides of where the others cost a digit, vanish, and are no normal numbers."""

LEVELS: Final = (-690.0, -87.0, -3.0, 0.7, 45.0, 64.0, 630.0, 700.0)
"""Where the greatest logit may stand: on both sides of where sums of exponentials, or one of them, are no ordinary floats."""


def edges(dtype: str) -> Array:
    """Zero, subnormals, the least normal number, edges of exponentials, 1e300 and its inverse, the largest: of both signs."""
    info = np.finfo(dtype)
    tiny, far = float(info.smallest_subnormal), 1e300 if dtype == "float64" else 1e38
    positive = np.array([0.0, tiny, 3 * tiny, float(info.smallest_normal), 1 / far, *EDGES, far, float(info.max)])
    return np.concatenate([positive, -positive]).astype(dtype)


def stretches(dtype: str, draw: np.random.Generator, density: int) -> Array:
    """Dense where functions of exp(x) and of exp(x^2) round, vanish and overflow, and thin over all floats."""
    info = np.finfo(dtype)
    tiny = float(info.smallest_subnormal)
    edge, bell = -math.log(tiny), 38.6 if dtype == "float64" else 14.4
    some = 12 * density
    positive = np.concatenate(
        [
            10.0 ** draw.uniform(-10, 2, some),
            np.linspace(0, 40, some + 1),
            draw.uniform(0, 3, 2 * some),
            draw.uniform(0, edge * 1.01, some),
            draw.uniform(edge * 0.95, edge * 1.01, some // 2),
            draw.uniform(bell * 0.93, bell * 1.01, some // 2),
        ]
    )
    return np.concatenate([positive, -positive]).astype(dtype)


def magnitudes(dtype: str, draw: np.random.Generator, density: int) -> Array:
    """Numbers of every exponent that floats have."""
    info = np.finfo(dtype)
    low, high = math.log10(float(info.smallest_subnormal)), math.log10(float(info.max)) - 0.01
    sizes = 10.0 ** draw.uniform(low, high, 16 * density)
    return np.concatenate([sizes, -sizes]).astype(dtype)


def rows(dtype: str, draw: np.random.Generator, width: int, density: int) -> Array:
    """Rows of logits: of every spread, equal ones, ties at the top, and one ahead of others, or of equal others, by every gap.

    Some stand at other levels than 0. Where the gap is wide the differences stand half-way between two floats, which is as
    far off as rounding can be.
    """
    made: list[Array] = [spread * draw.standard_normal((density, width)) for spread in (1e-8, 1.0, 5.0, 40.0, 300.0, 1e4)]
    made.extend((np.full((1, width), 1e4 / 3), np.zeros((1, width))))
    tied = draw.standard_normal((1, width)) - 50
    tied[0, : 1 + width // 2] = 50.0
    made.append(tied)
    made.extend(_ahead(dtype, draw, (density, width), gap) for gap in GAPS)
    made.extend(level + _ahead(dtype, draw, (density, width), draw.choice(GAPS)) for level in LEVELS)
    made.extend(np.where(np.arange(width) == width // 2, 0.0, -gap)[None, :] for gap in draw.uniform(0, (1.0, 8.0, 40.0)))
    # Differences that are finite, with room for the sum of a row with masses above 1.
    made.extend(_ahead(dtype, draw, (1, width), float(np.finfo(dtype).max) / k) for k in (256, 1e8))
    return np.concatenate(made).astype(dtype)


def _ahead(dtype: str, draw: np.random.Generator, shape: tuple[int, int], gap: float) -> Array:
    """One logit is ahead of the others by up to the gap; in half of the rows by half a unit more than a float is."""
    gaps = gap * draw.uniform(0.5, 1.0, shape)
    gaps[:, draw.integers(shape[1])] = gap
    units = np.spacing(gaps.astype(dtype)).astype(float)
    lead = np.where(draw.random(shape[0]) < 0.5, units.max(axis=1) / 2, min(1.0, gap) * draw.standard_normal(shape[0]))
    behind: Array = -np.round(gaps / units) * units
    behind[np.arange(shape[0]), draw.integers(0, shape[1], shape[0])] = lead
    return behind
