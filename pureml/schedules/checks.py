"""Checks of constants: of floats, since other number systems need not have an order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import attrs
import numpy as np

from ..errors import DomainError

Validator: TypeAlias = Callable[[object, "attrs.Attribute[Any]", object], None]
"""What `attrs.field` calls with the new record, the field and its value; the errors name the class and the field."""


def plain(value: float, /) -> float:
    """A NumPy float as Python's, which leaves the dtype of the arrays it meets alone; anything else as it is.

    >>> import numpy as np
    >>> (np.float32(1) * plain(np.float64(0.5))).dtype
    dtype('float32')
    """
    given: object = value  # a number of another system passes for a float
    return float(given) if isinstance(given, (float, np.floating)) else value


def within(low: float, high: float, /) -> Validator:
    """The validator of a field that raises `DomainError` for a float that is not at least `low` and less than `high`.

    >>> import pureml as pm
    >>> pm.optimizers.Adam(0.1, beta1=2.0)
    Traceback (most recent call last):
        ...
    pureml.errors.DomainError: Adam: expected beta1 of at least 0 and less than 1, got 2.0
    """

    def check(record: object, field: attrs.Attribute[Any], value: object) -> None:
        if isinstance(value, (int, float)) and not low <= value < high:
            raise DomainError(f"{type(record).__name__}: expected {field.name} of at least {low} and less than {high}, got {value}")

    return check


def above(low: float, /) -> Validator:
    """The validator of a field that raises `DomainError` for a float that is not finite or not greater than `low`."""

    def check(record: object, field: attrs.Attribute[Any], value: object) -> None:
        check_above(type(record).__name__, field.name, value, low)

    return check


def at_least_one(record: object, field: attrs.Attribute[Any], value: int) -> None:
    """The validator of a field that raises `DomainError` for a number of steps below 1."""
    if value < 1:
        raise DomainError(f"{type(record).__name__}: expected {field.name} of at least 1, got {value}")


def check_above(where: str, name: str, value: object, low: float, /) -> None:
    """Raise `DomainError` for a float that is not finite or not greater than `low`."""
    if isinstance(value, (int, float)) and not low < value < float("inf"):
        raise DomainError(f"{where}: expected a finite {name} greater than {low}, got {value}")
