"""Errors of the package: each says what, where, what was expected and what came."""

from __future__ import annotations


class PuremlError(Exception):
    """Everything this package raises on purpose is one of these."""


class ShapeError(PuremlError, ValueError):
    """Axes that must agree do not."""


class DtypeError(PuremlError, TypeError):
    """Dtypes that must agree do not."""


class DomainError(PuremlError, ValueError):
    """A number lies outside the set that the function is for."""


class StructureError(PuremlError, TypeError):
    """Two records that must be of one kind are not: the gradient, noise or statistics of another network."""


class FormatError(PuremlError, ValueError):
    """A file is not what its name or its header says."""
