"""Laws that many rules share: what happens to the result when the inputs are permuted or taken apart."""

from __future__ import annotations

from typing import Any

import numpy as np

from .call import Call, tupled
from .evidence import Equal

Axes = tuple[str, ...]


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
        first = tuple(
            np.asarray(x)[:1] if a.axes[:1] == (axis,) else x for x, a in zip(call.arguments, call.formula.domain.arguments, strict=True)
        )
        return call.at(*first).y, call.y[:1]

    return Equal(f"one of the {axis} alone gives the same", sides)


def linear_in_g() -> Equal:
    """The pullback is linear: twice the cotangent gives twice the cotangents."""
    return Equal("twice g gives twice the cotangents", lambda call: (joined(call.pulled(call.g + call.g)), joined(call.cotangents) * 2))


def joined(results: object) -> Any:  # noqa: ANN401  # an array of any number system
    """The entries of one or several results in one row."""
    return np.concatenate([np.asarray(x).reshape(-1) for x in tupled(results)])


def _reversed_arguments(call: Call, axis: str) -> tuple[Any, ...]:
    return tuple(_flipped(x, a.axes, axis) for x, a in zip(call.arguments, call.formula.domain.arguments, strict=True))


def _flipped(x: Any, axes: Axes, axis: str) -> Any:  # noqa: ANN401  # an array of any number system, or what is no array
    return np.flip(x, axes.index(axis)) if axis in axes and hasattr(x, "ndim") else x
