"""Where the tokens of a sequence may look."""

from __future__ import annotations

from typing import TypeVar, cast

import numpy as np
import numpy.typing as npt

from ..errors import DomainError, DtypeError, ShapeError
from .types import K, Mask, R
from .values import freeze

T = TypeVar("T", bound=int)


def mask(data: npt.ArrayLike, rows: R, places: K) -> Mask[tuple[R, K]]:
    """A locked copy of `data` as a mask whose axes have these names and sizes: True where a row looks.

    Raises `DtypeError` for what is not boolean, since 0 and 1 are also what additive masks are made of, and `ShapeError`.

    >>> mask([[True, False]], 1, 2)
    array([[ True, False]])
    """
    x = np.array(data)
    if x.dtype.kind != "b":
        raise DtypeError(f"mask: expected booleans, got {x.dtype}")
    if x.shape != (rows, places):
        raise ShapeError(f"mask: expected shape {(rows, places)}, got shape {x.shape}")
    return cast("Mask[tuple[R, K]]", freeze(x))


def causal(tokens: T, /) -> Mask[tuple[T, T]]:
    """Each token looks at itself and at those before it, never at one that comes later.

    >>> causal(3)
    array([[ True, False, False],
           [ True,  True, False],
           [ True,  True,  True]])
    """
    return mask(np.tri(tokens, dtype=bool), tokens, tokens)


def everywhere(tokens: T, /) -> Mask[tuple[T, T]]:
    """Each token looks at all tokens of its sequence.

    >>> everywhere(2)
    array([[ True,  True],
           [ True,  True]])
    """
    return mask(np.ones((tokens, tokens), bool), tokens, tokens)


def covered(where: str, look: Mask[tuple[R, K]], rows: int, places: int, /) -> None:
    """Raise `ShapeError` unless the mask has this size, `DomainError` for a row that looks nowhere.

    >>> covered("attention", causal(2) & ~causal(2), 2, 2)
    Traceback (most recent call last):
    ...
    pureml.errors.DomainError: attention: expected each row to look at one place at least, got row 0, which looks nowhere
    """
    if look.dtype.kind != "b" or look.shape != (rows, places):
        raise ShapeError(f"{where}: expected a mask of shape {(rows, places)}, got {look.dtype} of shape {look.shape}")
    if not look.any(axis=1).all():
        row = int(look.any(axis=1).argmin())
        raise DomainError(f"{where}: expected each row to look at one place at least, got row {row}, which looks nowhere")
