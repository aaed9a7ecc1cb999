"""Labels as distributions."""

from __future__ import annotations

from typing import Any, overload

import numpy as np

from ..errors import DtypeError
from .boundary import FLOATS, labels
from .classes import at_class
from .types import C, Distribution, F, Labels, R


@overload
def one_hot(target: Labels[R, C], classes: C) -> Distribution[R, C]: ...
@overload
def one_hot(target: Labels[R, C], classes: C, dtype: type[F]) -> Distribution[R, C, F]: ...
def one_hot(target: Labels[Any, Any], classes: int, dtype: type[Any] = np.float64) -> object:
    """A label is the distribution that is 1 at the label: losses and gradients are the same.

    target (R,), its number of classes -> (R, classes), locked; float64 unless another dtype is asked for. Raises
    `ShapeError`, `DtypeError`, and `DomainError` for a label that is not one of the classes.

    >>> one_hot(labels([2, 0], 2, 3), 3)
    array([[0., 0., 1.],
           [1., 0., 0.]])
    """
    if np.dtype(dtype) not in FLOATS:
        raise DtypeError(f"one_hot: expected dtype float32 or float64, got {np.dtype(dtype)}")
    checked = labels(target, np.size(target), classes)
    ones: Any = np.ones(checked.shape, dtype)
    return at_class(ones, checked, classes)
