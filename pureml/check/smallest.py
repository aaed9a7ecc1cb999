"""The smallest inputs on which something is wrong: few entries, small whole numbers."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import prod
from typing import Any, Final

import attrs
import numpy as np
from hypothesis import HealthCheck, Phase, find, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from ..errors import PuremlError
from ..keys import Key
from ..rules import Argument, Kind
from .call import Call
from .inputs import Array, Inputs, Sizes, System, sizes_of
from .numbers import Undecided
from .numbers.arrays import filled
from .subject import Subject

SETTINGS: Final = settings(
    max_examples=300,
    database=None,
    derandomize=True,
    deadline=None,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large, HealthCheck.large_base_example),
)
GREATEST: Final = 3
ENTRIES: Final = st.integers(-5, 5)
POSITIVE: Final = st.integers(1, 5)
MAY_RAISE: Final = (Undecided, PuremlError, ArithmeticError, TypeError, ValueError)


def smallest(subject: Subject, system: System, wrong: Callable[[Call], bool]) -> Call | None:
    """The smallest call in this number system on which `wrong` holds, or None where none is found.

    Inputs are whole numbers; a call that raises, or that its numbers do not decide, is none.
    """

    def holds(call: Call) -> bool:
        try:
            return wrong(call)
        except MAY_RAISE:
            return False

    try:
        return find(_calls(subject, system), holds, settings=SETTINGS)
    except NoSuchExample:
        return None


@st.composite
def _calls(draw: st.DrawFn, subject: Subject, system: System) -> Call:
    domain = subject.formula.domain
    by_size = sorted(sizes_of(subject.formula), key=lambda s: prod(s.values()))
    sizes: Sizes = draw(st.sampled_from(by_size)) if domain.sizes else {axis: draw(st.integers(1, GREATEST)) for axis in domain.axes}
    arguments = tuple(draw(_argument(a, system, sizes)) for a in domain.arguments)
    places = tuple(k for k, a in enumerate(domain.arguments) if a.differentiable)
    inputs = Inputs(arguments, tuple(draw(_array(system, np.shape(arguments[k]))) for k in places), places)
    call = Call(subject.formula, system, inputs, Key.of(subject.seed))
    if subject.rule is None:
        return call
    try:
        shape = np.shape(call.linearized[0])
    except MAY_RAISE:
        return call
    g = draw(_array(system, shape))
    return attrs.evolve(call, chosen=g if shape else g[()])


def _array(system: System, shape: tuple[int, ...], entries: st.SearchStrategy[int] = ENTRIES) -> st.SearchStrategy[Any]:
    """Arrays of whole numbers, as elements or floats of the system."""

    def made(values: list[int]) -> Array:
        rest = iter(values)
        array = filled(shape, lambda _: system.constant(Fraction(next(rest))))
        return array if system.dtype is np.object_ else array.astype(system.dtype)

    return st.lists(entries, min_size=prod(shape), max_size=prod(shape)).map(made)


def _places(shape: tuple[int, ...], greatest: int, dtype: type[Any]) -> st.SearchStrategy[Any]:
    """Arrays of whole numbers from 0 to the greatest, or of whether."""
    size = prod(shape)
    return st.lists(st.integers(0, greatest), min_size=size, max_size=size).map(lambda values: np.array(values, dtype).reshape(shape))


def _covering(look: Array) -> Array:
    """The same places, and the first of each row that has none."""
    look[..., 0] |= ~look.any(axis=-1)
    return look


def _argument(a: Argument, system: System, sizes: Sizes) -> st.SearchStrategy[Any]:
    shape = tuple(sizes[axis] for axis in a.axes)
    numbers = (int(value) for value in a.values)
    strategies: dict[Kind, Callable[[], st.SearchStrategy[Any]]] = {
        Kind.REAL: lambda: _array(system, shape),
        Kind.LABELS: lambda: _places(shape, sizes["classes"] - 1, np.intp),
        Kind.MASK: lambda: _places(shape, 1, np.bool_),
        Kind.COVER: lambda: _places(shape, 1, np.bool_).map(_covering),
        Kind.SIZE: lambda: st.just(prod(shape)),
        Kind.WHOLE: lambda: st.sampled_from(tuple(numbers)),
        Kind.PAIR: lambda: st.sampled_from([(p, q) for p in a.values for q in a.values]).map(lambda pair: tuple(map(int, pair))),
        Kind.CONSTANT: lambda: st.sampled_from(a.values).map(system.constant),
    }
    return strategies.get(a.kind, lambda: _array(system, shape, POSITIVE))()
