"""Laws that the steps of many optimizers share, and the mistakes that can be made in each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np

from .call import Call, tupled
from .evidence import Equal
from .inputs import Numbers
from .laws import joined, row_of

SQUARES: Final = {"squares", "second"}
"""What an optimizer remembers of squares, which do not change their sign."""
POINTS: Final = {"p", "q"}


def entry_by_entry() -> tuple[Equal, Equal]:
    """Each parameter moves by its own gradient and by what is remembered of it."""
    return (
        Equal("reversing rows and columns reverses the results", _reversed),
        Equal("one of the rows alone gives the same", lambda call: (joined(call.at(*row_of(call, 0)).y), joined(_each(call.y, _first)))),
    )


def translates() -> Equal:
    """A step depends on where the parameters are through the gradient only."""
    return Equal("moving the parameters moves the result as far", _translated)


def mirrors() -> Equal:
    """Right and left are alike."""
    return Equal("turning all signs but those of squares turns the results", _mirrored)


def scales() -> Equal:
    """A linear step: three times everything is three times the results."""

    def sides(call: Call) -> tuple[object, object]:
        return joined(call.at(*_arrays(call, lambda x, _: x * 3)).y), joined(call.y) * 3

    return Equal("three times everything gives three times the results", sides)


def scale_free() -> Equal:
    """The unit of the loss does not matter: three times the gradient, what is remembered and eps make the same step."""

    def sides(call: Call) -> tuple[object, object]:
        named = [a.name for a in call.formula.domain.arguments]
        factors = [1 if name in POINTS else 9 if name in SQUARES else 3 for name in named]
        constants = {"eps", "eps_hat"}
        taken: list[Any] = []
        for name, x, c in zip(named, call.arguments, factors, strict=True):
            taken.append(x * c if isinstance(x, np.ndarray) or name in constants else x)
        return call.at(*taken).y[0], call.y[0]

    return Equal("three times the gradient, all that is remembered and eps make the same step", sides)


def written_into(forward: Callable[..., Any]) -> Callable[..., Any]:
    """The new parameters written over the old ones.

    >>> p = np.ones(2)
    >>> y = written_into(lambda p, d: (p - d,))(p, np.ones(2))
    >>> p
    array([0., 0.])
    """

    def wrong(p: Numbers, *rest: Numbers) -> tuple[Numbers, ...]:
        new, *slots = forward(p, *rest)
        p[...] = new
        return (p, *slots)

    return wrong


def in_double(forward: Callable[..., Any]) -> Callable[..., Any]:
    """All results in double precision, as one constant of the type `np.float64` makes them.

    >>> in_double(lambda p: (p,))(np.ones(1, np.float32))[0].dtype
    dtype('float64')
    """

    def wrong(*inputs: Numbers) -> tuple[Numbers, ...]:
        return tuple(y.astype(np.result_type(y.dtype, np.float64)) for y in forward(*inputs))

    return wrong


def uphill(forward: Callable[..., Any]) -> Callable[..., Any]:
    """The step the other way.

    >>> uphill(lambda p, d: (p - d,))(np.zeros(1), np.ones(1))
    (array([1.]),)
    """

    def wrong(p: Numbers, *rest: Numbers) -> tuple[Numbers, ...]:
        new, *slots = forward(p, *rest)
        return (p + (p - new), *slots)

    return wrong


def _reversed(call: Call) -> tuple[object, object]:
    turned = call.at(*_arrays(call, lambda x, _: x[::-1, ::-1])).y
    return joined(turned), joined(_each(call.y, lambda y: y[::-1, ::-1]))


def _translated(call: Call) -> tuple[object, object]:
    there = call.at(*_arrays(call, lambda x, name: x + 2 if name in POINTS else x)).y
    new, *slots = call.y
    return joined(there), joined((new + 2, *slots))


def _mirrored(call: Call) -> tuple[object, object]:
    turned = call.at(*_arrays(call, lambda x, name: x if name in SQUARES else -x)).y
    names = [a.name for a in call.formula.domain.arguments][: len(call.y)]
    return joined(turned), joined(tuple(y if name in SQUARES else -y for y, name in zip(call.y, names, strict=True)))


def _arrays(call: Call, f: Callable[[Any, str], Any]) -> list[Any]:
    pairs = zip(call.arguments, call.formula.domain.arguments, strict=True)
    return [f(x, argument.name) if isinstance(x, np.ndarray) else x for x, argument in pairs]


def _first(y: Numbers) -> Numbers:
    return y[:1]


def _each(y: object, f: Callable[[Any], Any]) -> tuple[Any, ...]:
    return tuple(f(x) for x in tupled(y))
