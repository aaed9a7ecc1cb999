from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import sympy as sp

from pureml.check.numbers import Symbol, is_zero
from pureml.check.numbers.arrays import filled
from pureml.functions.gelu import gelu
from pureml.functions.jacobian import jacobian
from pureml.functions.log_softmax import log_softmax
from pureml.functions.relu import relu
from pureml.functions.sigmoid import sigmoid
from pureml.functions.softmax import softmax
from pureml.functions.softmax_jacobian import as_matrix
from pureml.functions.tanh import tanh


@pytest.mark.parametrize("f", [relu, sigmoid, tanh, gelu, softmax, log_softmax], ids=repr)
def test_each_entry_is_the_derivative_of_an_output_by_an_input(f: Any) -> None:
    x: Any = filled((2,), lambda i: Symbol.named(f"x{i[0]}", 0.5 - i[0]))
    y = f.forward(x[None, :])[0]
    j: Any = jacobian(f, x)
    for i in range(2):
        for k in range(2):
            difference = j[i, k].expression - sp.diff(y[i].expression, x[k].expression)
            shifts = {s: 0 for s in difference.free_symbols if isinstance(s, sp.Dummy)}
            assert is_zero(difference.subs(shifts)), f"{f}: entry {i}, {k}"


def test_of_the_softmax_it_is_the_matrix_of_the_book() -> None:
    x: Any = np.array([0.0, 1.0, -2.0])
    y: Any = softmax.forward(x[None, :])[0]
    np.testing.assert_allclose(jacobian(softmax, x), as_matrix(y), rtol=0, atol=1e-16)


def test_it_is_locked() -> None:
    x: Any = np.array([0.0, 1.0])
    assert not jacobian(relu, x).flags.writeable
