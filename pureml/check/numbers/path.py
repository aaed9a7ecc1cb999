"""The path of a symbolic run: what its comparisons answered."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal

import attrs
import sympy as sp
from typing_extensions import override

Relation = Literal["<", "<=", "=="]


@attrs.frozen
class Condition:
    """One comparison of two expressions and the answer that their samples gave."""

    left: sp.Expr
    relation: Relation
    right: sp.Expr
    holds: bool

    @override
    def __str__(self) -> str:
        return f"{'' if self.holds else 'not '}{self.left} {self.relation} {self.right}"


_recorders: ContextVar[tuple[list[Condition], ...]] = ContextVar("_recorders", default=())


@contextmanager
def recording() -> Generator[Sequence[Condition]]:
    """The conditions of every comparison of symbols inside the `with` block, in order; blocks may be nested.

    What a run computes is right wherever the same conditions hold: they describe its region.

    >>> from pureml.check.numbers import Symbol
    >>> x = Symbol.named("x", -0.5)
    >>> with recording() as path:
    ...     y = abs(x)
    >>> y.expression, [str(condition) for condition in path]
    (-x, ['not 0 <= x'])
    """
    conditions: list[Condition] = []
    token = _recorders.set((*_recorders.get(), conditions))
    try:
        yield conditions
    finally:
        _recorders.reset(token)


def record(left: sp.Expr, relation: Relation, right: sp.Expr, *, holds: bool) -> bool:
    """`holds`, after every open `recording()` has been told about the comparison."""
    for conditions in _recorders.get():
        conditions.append(Condition(left, relation, right, holds))
    return holds
