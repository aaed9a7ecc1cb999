from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pureml.check.call import Call
from pureml.check.inputs import FLOAT64
from pureml.check.slopes import Slopes, basis, by_complex_step, by_differences, by_jets, jacobian
from pureml.check.subject import Subject
from pureml.rules import find


def call_of(name: str) -> Call:
    return next(Subject.ours(find(name)).calls(FLOAT64))


@pytest.mark.parametrize(("slopes", "tolerance"), [(by_jets, 1e-15), (by_complex_step, 1e-15), (by_differences, 1e-9)])
@pytest.mark.parametrize("name", ["tanh", "affine", "batch_norm", "softmax_cross_entropy"])
def test_every_way_gives_the_slopes_of_the_pushforward(slopes: Slopes, tolerance: float, name: str) -> None:
    call = call_of(name)
    y_dot: Any = np.asarray(call.y_dot).reshape(-1)
    np.testing.assert_allclose(slopes(call, call.inputs.tangents), y_dot, rtol=0, atol=tolerance * 8 * np.abs(y_dot).max())


def test_jets_see_a_digit_that_floats_lose() -> None:
    x = np.array([[40.0]])
    sigmoid = call_of("sigmoid")
    at = Call(sigmoid.formula, FLOAT64, type(sigmoid.inputs)((x,), (np.array([[1.0]]),), (0,)), sigmoid.key)
    exact = by_jets(at, at.inputs.tangents)
    assert exact == pytest.approx(np.exp(-40.0), rel=1e-15)
    assert by_differences(at, at.inputs.tangents) == 0  # the true slope is 4e-18


def test_the_basis_has_one_tangent_for_each_entry_of_each_argument() -> None:
    call = call_of("affine")
    found = list(basis(call.inputs))
    assert len(found) == sum(np.size(x) for x in call.inputs.differentiable)
    assert all(sum(np.count_nonzero(v) for v in tangents) == 1 for _, _, tangents in found)


def test_the_jacobian_of_an_affine_map_by_its_bias_is_a_row_of_ones_for_each() -> None:
    call = call_of("affine")
    _, _, by_bias = jacobian(call, by_jets)
    assert (by_bias.sum(axis=0) == 1).all()
    assert by_bias.shape == (np.size(call.arguments[2]), np.size(call.y))


def test_a_function_that_drops_the_imaginary_part_has_no_complex_step() -> None:
    import attrs

    call = call_of("tanh")
    real = attrs.evolve(call, formula=attrs.evolve(call.formula, forward=np.abs))
    with pytest.raises(TypeError, match="expected complex numbers"):
        by_complex_step(real, call.inputs.tangents)
