"""The two conventions are each other's transposes, in the values and in all three cotangents."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pureml.check.inputs import EXACT, FLOAT32, FLOAT64, System
from pureml.keys import Key
from pureml.layers import affine, column_affine

sizes = st.integers(1, 4)


def drawn(system: System, samples: int, inputs: int, outputs: int, seed: int) -> tuple[Any, Any, Any, Any]:
    """x, weight and bias in the column convention, and a cotangent."""
    draw = np.random.Generator(Key.of(seed).bits())
    shapes = {"x": (inputs, samples), "w": (outputs, inputs), "b": (outputs,), "g": (outputs, samples)}
    x, weight, bias, g = (system.array(draw, name, shape) for name, shape in shapes.items())
    return x, weight, bias, g


@given(sizes, sizes, sizes, st.integers(0, 2**16))
def test_transposed_it_is_the_affine_map_of_rows_exactly(samples: int, inputs: int, outputs: int, seed: int) -> None:
    x, weight, bias, g = drawn(EXACT, samples, inputs, outputs, seed)
    y, kept = column_affine.linearize(x, weight, bias)
    rows, kept_rows = affine.linearize(x.T, weight.T, bias)
    assert y.shape == (outputs, samples)
    assert (rows == y.T).all()
    d_x, d_weight, d_bias = column_affine.pullback(kept, g)
    d_rows, d_weight_rows, d_bias_rows = affine.pullback(kept_rows, g.T)
    assert (d_rows == d_x.T).all()
    assert (d_weight_rows == d_weight.T).all()
    assert (d_bias == d_bias_rows).all()
    y_dot = column_affine.pushforward(kept, d_x, d_weight, d_bias)
    assert (affine.pushforward(kept_rows, d_rows, d_weight_rows, d_bias_rows) == y_dot.T).all()


@pytest.mark.parametrize("system", [FLOAT32, FLOAT64], ids=lambda system: system.name)
def test_inputs_are_not_written_and_the_bias_goes_to_every_column(system: System) -> None:
    x, weight, bias, _ = drawn(system, 5, 3, 2, 0)
    zero = np.zeros_like(x)
    y = column_affine.forward(zero, weight, bias)
    assert (y == bias[:, None]).all()
    assert y.shape == (2, 5)
    assert not zero.any()
    assert column_affine.forward(x, weight, bias).dtype == system.dtype
