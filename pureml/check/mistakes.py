"""Mistakes that can be made in any rule: what a mutant is made of where the formula itself is right."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any, Final, cast

import numpy as np

from ..keys import Key
from ..masks import Dropped, keep_masks
from .call import tupled
from .evidence import Kept, Results
from .inputs import Numbers


def with_slope(forward: Results, slope: Results) -> Callable[..., Any]:
    """A `linearize` with another slope, for functions of each number, whose derivatives multiply by what is kept.

    >>> with_slope(np.exp, np.cos)(np.zeros(1))
    (array([1.]), array([1.]))
    """
    value, derivative = _of_any_arity(forward), _of_any_arity(slope)

    def linearize(*inputs: Numbers) -> tuple[Numbers, Numbers]:
        return value(*inputs), derivative(*inputs)

    return linearize


def promoted(f: Results) -> Callable[..., Any]:
    """The same numbers in double precision, as one factor of the type `np.float64` makes them.

    >>> promoted(np.negative)(np.ones(1, np.float32)).dtype
    dtype('float64')
    """
    right = _of_any_arity(f)

    def wrong(*inputs: Numbers) -> Numbers:
        y = np.asarray(right(*inputs))
        return y.astype(np.result_type(y.dtype, np.float64))[()]

    return wrong


def scaled(f: Results, factor: Results) -> Callable[..., Any]:
    """What `f` gives, each result times what `factor` makes of the same inputs: a forgotten mean, a forgotten half.

    >>> scaled(np.abs, lambda x: len(x))(np.array([-1, 2]))
    array([2, 4])
    """
    right, times = _of_any_arity(f), _of_any_arity(factor)

    def wrong(*inputs: Numbers) -> Numbers:
        y, c = right(*inputs), times(*inputs)
        return each_of(y, lambda result: result * c)

    return wrong


def without_g(pullback: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """The incoming cotangent left out, as if it were 1: nothing that follows the rule is seen on the way back.

    >>> without_g(lambda kept, g: kept * g)(3, 5)
    3
    """

    def wrong(kept: Kept, g: Numbers) -> Numbers:
        return pullback(kept, g * 0 + 1)

    return wrong


def negated(pullback: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """All cotangents with the other sign.

    >>> negated(lambda kept, g: (kept * g, g))(3, 5)
    (-15, -5)
    """
    return lambda kept, g: each_of(pullback(kept, g), lambda d_x: -d_x)


_DRAWS: Final = count()


def redrawn(keep: Numbers) -> Numbers:
    """A mask of the same shape drawn on the spot, half of it kept: another one each time it is asked for.

    >>> keep = np.ones((8, 8), bool)
    >>> bool((redrawn(keep) == redrawn(keep)).all())
    False
    """
    rows, columns = keep.shape
    return keep_masks(Key.of(next(_DRAWS)), rows, [Dropped(columns, 1 / 2)])[0]


def each_of(results: Numbers, change: Callable[[Any], Any]) -> Numbers:
    """The one result changed, or each of several.

    >>> each_of((1, 2), lambda x: -x)
    (-1, -2)
    """
    changed = tuple(map(change, tupled(results)))
    return changed if isinstance(results, tuple) else changed[0]


def _of_any_arity(f: Results) -> Callable[..., Any]:
    return cast(Callable[..., Any], f)  # whoever calls it knows the rule
