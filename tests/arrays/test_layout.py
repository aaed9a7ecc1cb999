from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given

from pureml.arrays.layout import padded, samples_first, samples_last, seen, zeros
from pureml.check.inputs import EXACT, FLOAT32, FLOAT64, SYMBOLS
from pureml.check.numbers import Exact, Symbol
from pureml.keys import Key
from tests.locks import is_locked
from tests.windows import windows


def drawn(shape: tuple[int, ...], system: Any = FLOAT64) -> Any:
    return system.array(np.random.Generator(Key.of(1).bits()), "x", shape)


def test_samples_are_last_in_memory_and_first_in_the_shape() -> None:
    x = drawn((2, 3, 4, 5))
    inner = samples_last(x)
    assert inner.flags.c_contiguous
    assert all((inner[..., n] == x[n]).all() for n in range(2))
    back = samples_first(inner)
    assert (back == x).all()
    assert is_locked(back)
    assert samples_last(back) is not inner
    assert np.shares_memory(samples_last(back), inner), "nothing is copied on the way from layer to layer"


@pytest.mark.parametrize(("system", "kind"), [(EXACT, Exact), (SYMBOLS, Symbol)], ids=["exact", "symbols"])
def test_zeros_are_elements(system: Any, kind: type[Any]) -> None:
    made: Any = zeros((2, 3), drawn((1, 1), system))
    assert made.shape == (2, 3)
    assert all(isinstance(e, kind) for e in made.flat)
    assert [float(e) for e in made.flat] == [0] * 6
    assert zeros((2,), drawn((1,), FLOAT32)).dtype == np.float32


@given(windows())
def test_the_frame_is_made_of_zeros_and_only_where_there_is_padding(at: Any) -> None:
    p, q = at.window.padding
    for system in (FLOAT32, FLOAT64, EXACT):
        x = drawn(at.shape, system)
        framed = padded(x, (p, q))
        assert framed.dtype == x.dtype
        assert (framed[:, p : p + at.sides[0], q : q + at.sides[1]] == samples_last(x)).all()
        outside = np.ones(framed.shape, bool)
        outside[:, p : p + at.sides[0], q : q + at.sides[1]] = False
        assert (framed[outside] == 0).all()


@given(windows())
def test_what_a_place_sees_starts_there_and_steps_by_the_stride(at: Any) -> None:
    framed = padded(drawn(at.shape), at.window.padding)
    for a, b in np.ndindex(*at.window.size):
        view = seen(framed, at.window, at.stops, a, b)
        assert view.shape == (at.channels, *at.stops, at.rows)
        for i, j in np.ndindex(*at.stops):
            assert (view[:, i, j] == framed[:, i * at.window.stride[0] + a, j * at.window.stride[1] + b]).all()
        assert np.shares_memory(view, framed)
