from __future__ import annotations

from typing import Any

import attrs
import numpy as np
import pytest

from pureml.check.gradients import off, reference, smallest_wrong
from pureml.check.inputs import FLOAT64
from pureml.check.slopes import by_complex_step, by_differences, by_jets, jacobian
from pureml.check.subject import InapplicableError, Subject
from pureml.functions import softmax
from pureml.rules import find
from tests.check.wrong import subject

SOFTMAX = Subject.ours(find("softmax"))


def test_a_right_pullback_is_within_rounding_of_the_jacobian() -> None:
    call = next(SOFTMAX.calls(FLOAT64))
    slopes, tolerance = reference(call)
    assert slopes is by_jets
    assert max(error for error, _, _ in off(call, call.g, jacobian(call, slopes))) < 1e-14 < tolerance


def test_the_way_to_a_slope_is_the_surest_on_which_the_function_runs() -> None:
    def nothing(x: Any) -> Any:
        raise TypeError(x.dtype)

    def no_objects(x: Any) -> Any:
        return np.exp(x) if x.dtype.kind in "fc" else nothing(x)

    def floats(x: Any) -> Any:
        return np.exp(x) if x.dtype.kind == "f" else nothing(x)

    call = next(SOFTMAX.calls(FLOAT64))
    assert reference(attrs.evolve(call, formula=attrs.evolve(call.formula, forward=no_objects)))[0] is by_complex_step
    assert reference(attrs.evolve(call, formula=attrs.evolve(call.formula, forward=floats)))[0] is by_differences
    with pytest.raises(InapplicableError):
        reference(attrs.evolve(call, formula=attrs.evolve(call.formula, forward=nothing)))


def test_the_smallest_arguments_of_a_wrong_pullback_are_whole_numbers() -> None:
    wrong = subject("softmax", pullback=lambda y, g: softmax.pullback(y, g) + g)
    found = smallest_wrong(wrong)
    assert found is not None
    assert "x = np.array([[0.0]])" in found.code
    assert (found.expected, found.got) == ("an entry 0.0", "1.0")
    assert smallest_wrong(SOFTMAX) is None
