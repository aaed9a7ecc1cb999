"""Samples with a target each, and the part of them that is set aside to choose by."""

from __future__ import annotations

from typing import Any, Generic, overload

import attrs
import numpy as np
from typing_extensions import TypeVar

from ..arrays import C, Ch, Distribution, F, H, Images, Labels, Matrix, R, W, freeze
from ..errors import DomainError
from ..keys import Key, permutation
from ..layers.layer import In
from .metrics import targeted

X_co = TypeVar("X_co", covariant=True)
T_co = TypeVar("T_co", covariant=True)
Indices = np.ndarray[tuple[int], np.dtype[np.intp]]


@attrs.frozen(eq=False)
class Samples(Generic[X_co, T_co]):
    """Rows or images, and a target for each: labels, distributions or numbers.

    Raises `ShapeError` unless there is at least one sample, and a target for each.

    >>> import pureml as pm
    >>> Samples(pm.matrix([[1.0], [2.0]]), pm.labels([0], 1, 2))
    Traceback (most recent call last):
    ...
    pureml.errors.ShapeError: Samples: expected a target for each of 2 rows, got 1
    """

    x: X_co
    target: T_co

    def __attrs_post_init__(self) -> None:
        """Check that there are samples, and a target for each."""
        x: Any = self.x
        target: Any = self.target
        targeted("Samples", x, target)

    def __len__(self) -> int:
        """How many there are."""
        x: Any = self.x
        return len(x)


@overload
def split_off(
    key: Key, samples: Samples[Matrix[R, In, F], Labels[R, C]], share: float, /
) -> tuple[Samples[Matrix[int, In, F], Labels[int, C]], Samples[Matrix[int, In, F], Labels[int, C]]]: ...
@overload
def split_off(  # type: ignore[overload-overlap]  # a distribution is a matrix, and its parts are distributions
    key: Key, samples: Samples[Matrix[R, In, F], Distribution[R, C, F]], share: float, /
) -> tuple[Samples[Matrix[int, In, F], Distribution[int, C, F]], Samples[Matrix[int, In, F], Distribution[int, C, F]]]: ...
@overload
def split_off(
    key: Key, samples: Samples[Matrix[R, In, F], Matrix[R, C, F]], share: float, /
) -> tuple[Samples[Matrix[int, In, F], Matrix[int, C, F]], Samples[Matrix[int, In, F], Matrix[int, C, F]]]: ...
@overload
def split_off(
    key: Key, samples: Samples[Images[R, Ch, H, W, F], Labels[R, C]], share: float, /
) -> tuple[Samples[Images[int, Ch, H, W, F], Labels[int, C]], Samples[Images[int, Ch, H, W, F], Labels[int, C]]]: ...
@overload
def split_off(
    key: Key, samples: Samples[Images[R, Ch, H, W, F], Distribution[R, C, F]], share: float, /
) -> tuple[Samples[Images[int, Ch, H, W, F], Distribution[int, C, F]], Samples[Images[int, Ch, H, W, F], Distribution[int, C, F]]]: ...
def split_off(key: Key, samples: Samples[Any, Any], share: float, /) -> tuple[Samples[Any, Any], Samples[Any, Any]]:
    """Every sample is in exactly one of the two parts; the second has the share of them nearest to `share`, drawn by `key`.

    Both parts keep the order of the samples. What is set aside comes from what was to train on: a test part that chose
    when to stop would test nothing. Raises `DomainError` for a share outside (0, 1), or one that leaves a part empty.

    >>> import pureml as pm
    >>> every = Samples(pm.matrix([[0.0], [1.0], [2.0], [3.0]]), pm.labels([0, 1, 0, 1], 4, 2))
    >>> [len(part) for part in split_off(pm.Key.of(0), every, 0.25)]
    [3, 1]
    """
    rows = len(samples)
    if not 0 < share < 1:
        raise DomainError(f"split_off: expected a share greater than 0 and less than 1, got {share}")
    count = round(share * rows)
    if not 0 < count < rows:
        raise DomainError(f"split_off: expected a share that leaves samples in both parts, got {share} of {rows}")
    order = permutation(key, rows)
    return taken(samples, np.sort(order[count:])), taken(samples, np.sort(order[:count]))


def taken(samples: Samples[Any, Any], rows: Indices, /) -> Samples[Any, Any]:
    """The samples of these rows."""
    return Samples(freeze(samples.x[rows]), freeze(samples.target[rows]))
