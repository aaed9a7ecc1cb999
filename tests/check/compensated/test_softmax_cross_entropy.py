from __future__ import annotations

from typing import Any

import attrs
import numpy as np
import pytest

from pureml.check.accuracy import measure
from pureml.check.compensated.softmax_cross_entropy import RULE, forward, linearize, without
from pureml.check.obligation import Obligation
from pureml.errors import DtypeError, ShapeError
from pureml.losses import softmax_cross_entropy as plain
from tests.systems import every_obligation, meets


@every_obligation
def test_it_meets_the_obligations_of_the_form_in_use(obligation: Obligation) -> None:
    meets(RULE, obligation)


def test_its_loss_is_two_units_off_at_most_and_its_gradient_five() -> None:
    for measured in measure(RULE, density=3, seed=2):
        assert measured.holds, measured
        assert measured.bound.ulp <= {"forward": 2, "pullback": 5}[measured.bound.part]
    assert not all(m.holds for m in measure(attrs.evolve(plain.RULE, bounds=RULE.bounds)))


def test_it_is_the_loss_in_use_to_its_bound() -> None:
    x: Any = np.array([[2.0**-44, -700.0], [0.3, -0.2]])
    target: Any = np.array([0, 1])
    assert forward(x, target) == pytest.approx(plain.forward(x, target), rel=1e-15, abs=0)
    assert linearize(x, target)[1].gradient() == pytest.approx(plain.linearize(x, target)[1].gradient(), rel=1e-15, abs=0)


def test_what_does_not_fit_is_refused() -> None:
    x: Any = np.zeros((2, 2))
    with pytest.raises(DtypeError):
        forward(x, np.zeros(2))
    with pytest.raises(ShapeError):
        forward(x, np.zeros(3, np.intp))


def test_without_copies() -> None:
    x: Any = np.array([[1.0, 2.0]])
    assert without(x, np.array([1])).tolist() == [[1, 0]]
    assert x.tolist() == [[1, 2]]
