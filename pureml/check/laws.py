"""Laws that many rules share: what happens when the inputs are permuted, taken apart, moved, mirrored or added."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias, cast

import numpy as np

from .call import Call, inner, tupled
from .evidence import AtLeastZero, Equal, Results
from .inputs import Numbers

Axes: TypeAlias = tuple[str, ...]
FAR: Final = 32
"""So many times as far from 0: beyond the points from which people go on with a straight line or a bound."""


def permutes(axis: str, y: Axes) -> Equal:
    """Reversing an axis of every input reverses it in the result, whose axes are `y`."""
    without = axis not in y

    def sides(call: Call) -> tuple[object, object]:
        return call.at(*_reversed_arguments(call, axis)).y, call.y if without else np.flip(call.y, y.index(axis))

    return Equal(f"reversing {axis} {'changes nothing' if without else 'reverses the result'}", sides)


def permutes_back(axis: str, y: Axes) -> Equal:
    """Reversing an axis of every input and of the cotangent reverses it in the cotangents."""

    def sides(call: Call) -> tuple[object, object]:
        g = np.flip(call.g, y.index(axis)) if axis in y else call.g
        got = call.at(*_reversed_arguments(call, axis)).pulled(g)
        named = [a for a in call.formula.domain.arguments if a.differentiable]
        wanted = [_flipped(d, a.axes, axis) for d, a in zip(call.cotangents, named, strict=True)]
        return joined(got), joined(tuple(wanted))

    return Equal(f"reversing {axis} reverses the cotangents", sides)


def splits(axis: str = "rows") -> Equal:
    """Each row of the result depends on that row of the input alone: the first row is the result of the first row."""

    def sides(call: Call) -> tuple[object, object]:
        return call.at(*row_of(call, 0, axis)).y, call.y[:1]

    return Equal(f"one of the {axis} alone gives the same", sides)


def linear_in_g() -> Equal:
    """The pullback is linear: twice the cotangent gives twice the cotangents."""
    return Equal("twice g gives twice the cotangents", lambda call: (joined(call.pulled(call.g + call.g)), joined(call.cotangents) * 2))


# --------------------------------------------------------------------------- values --


def mirrored(claim: str, sides: Callable[[Any, Any, Any], tuple[object, object]]) -> Equal:
    """What y(x), y(-x) and x have to do with each other, near 0 and 32 times as far away."""

    def both(call: Call) -> tuple[object, object]:
        x, *rest = call.arguments
        lefts, rights = zip(*(sides(call.at(at, *rest).y, call.at(-at, *rest).y, at) for at in (x, x * FAR)), strict=True)
        return joined(lefts), joined(rights)

    return Equal(claim, both)


def mirrored_slope(claim: str, sides: Callable[[Any, Any, Any], tuple[object, object]]) -> Equal:
    """What the cotangent at x, the one at -x and g have to do with each other."""

    def both(call: Call) -> tuple[object, object]:
        x, *rest = call.arguments
        return sides(call.d_x, call.at(-x, *rest).pulled(call.g)[0], call.g)

    return Equal(claim, both)


def far(definition: Results) -> Equal:
    """No other formula takes over far away: the value at 32 x is what the definition says."""
    stated = cast(Callable[..., Any], definition)  # of the rule's number of arguments, as its author says

    def sides(call: Call) -> tuple[object, object]:
        x, *rest = call.arguments
        return call.at(x * FAR, *rest).y, stated(x * FAR, *rest)

    return Equal(f"the value at {FAR} x is the definition's", sides)


def unmoved(claim: str, move: Callable[[Any], Any]) -> Equal:
    """The value stays what it is when the first argument is moved."""

    def sides(call: Call) -> tuple[object, object]:
        x, *rest = call.arguments
        return call.at(move(x), *rest).y, call.y

    return Equal(claim, sides)


def shifts() -> Equal:
    """What softmax and all that follows it does not see."""
    return unmoved("a constant added to a row changes nothing", lambda x: x + 3)


def affine_in(name: str) -> Equal:
    """y is a constant plus what is linear in an argument: y(a + b) + y(0) = y(a) + y(b)."""

    def sides(call: Call) -> tuple[object, object]:
        at = _place(call, name)
        a, b = call.arguments[at], call.inputs.tangents[call.inputs.places.index(at)]
        both, first, second, none = (call.at(*_replaced(call, at, x)).y for x in (a + b, a, b, a * 0))
        return both + none, first + second

    return Equal(f"y is linear in {name}, and a constant", sides)


def rises() -> AtLeastZero:
    """Each entry of y is at least what it is at smaller entries of x."""

    def value(call: Call) -> object:
        x, *rest = call.arguments
        return call.at(x + call.inputs.tangents[0] ** 2, *rest).y - call.y

    return AtLeastZero("y does not fall where x rises", value)


def not_negative() -> AtLeastZero:
    """The value itself."""
    return AtLeastZero("y is not negative", lambda call: call.y)


# ----------------------------------------------------------------------- cotangents --


def sums_to_zero(axis: int) -> Equal:
    """The rows (1) or the columns (0) of d_x, whatever g is."""

    def sides(call: Call) -> tuple[object, object]:
        sums = call.d_x.sum(axis=axis)
        return sums, sums * 0

    return Equal(f"every {('column', 'row')[axis]} of d_x sums to 0", sides)


def slope_is(claim: str, slope: Results) -> Equal:
    """The cotangent is g times what another formula of the arguments gives."""
    stated = cast(Callable[..., Any], slope)  # of the rule's number of arguments, as its author says
    return Equal(claim, lambda call: (call.d_x, call.g * stated(*call.arguments)))


def convex(step: Callable[[Any], Any] = lambda v: v) -> AtLeastZero:
    """The sum of y is convex in its first argument: its gradient rises, <d_x(x + v) - d_x(x), v> >= 0, v made of a tangent."""

    def value(call: Call) -> object:
        x, *rest = call.arguments
        v = step(call.inputs.tangents[0])
        ones = call.g * 0 + 1
        return inner((call.at(x + v, *rest).pulled(ones)[0] - call.pulled(ones)[0],), (v,))

    return AtLeastZero("the gradient rises along every line", value)


# -------------------------------------------------------------------------- helpers --


def joined(results: object) -> Numbers:
    """The entries of one or several results in one row."""
    return np.concatenate([np.asarray(x).reshape(-1) for x in tupled(results)])


def row_of(call: Call, k: int, axis: str = "rows") -> tuple[Any, ...]:
    """The arguments with one of the rows alone, as a batch of one."""
    pairs = zip(call.arguments, call.formula.domain.arguments, strict=True)
    return tuple(np.asarray(x)[k : k + 1] if a.axes[:1] == (axis,) else x for x, a in pairs)


def _reversed_arguments(call: Call, axis: str) -> tuple[Any, ...]:
    return tuple(_flipped(x, a.axes, axis) for x, a in zip(call.arguments, call.formula.domain.arguments, strict=True))


def _flipped(x: Numbers, axes: Axes, axis: str) -> Numbers:
    return np.flip(x, axes.index(axis)) if axis in axes and hasattr(x, "ndim") else x


def _place(call: Call, name: str) -> int:
    return [argument.name for argument in call.formula.domain.arguments].index(name)


def _replaced(call: Call, at: int, x: object) -> tuple[Any, ...]:
    return (*call.arguments[:at], x, *call.arguments[at + 1 :])
