from __future__ import annotations

from typing import Any

import attrs
import numpy as np
import pytest

from pureml.check.accuracy import measure
from pureml.check.compensated import COMPENSATED
from pureml.check.compensated.softmax import RULE, forward, shifted
from pureml.check.obligation import Obligation
from pureml.functions import softmax as plain
from pureml.rules import Rule, bounds, find
from tests.systems import every_obligation, meets


@every_obligation
def test_it_meets_the_obligations_of_the_form_in_use(obligation: Obligation) -> None:
    meets(RULE, obligation)


def test_its_bounds_hold_and_are_those_of_the_form_in_use_no_more() -> None:
    for measured in measure(RULE, density=3, seed=2):
        assert measured.holds, measured
    assert not all(m.holds for m in measure(attrs.evolve(plain.RULE, bounds=RULE.bounds)))


def test_without_what_rounding_took_it_is_hundreds_of_units_off() -> None:
    def forgetful(x: Any) -> Any:
        _, _, e = shifted(x)
        return e / e.sum(axis=1)[:, None]

    assert not any(m.holds for m in measure(attrs.evolve(RULE, forward=forgetful), bounds("forward", 40, 20)))


def test_it_differs_from_the_form_in_use_by_the_bound_of_that_at_most() -> None:
    x: Any = np.array([[2.0**-44, -700.0], [0.3, -0.2]])
    off = np.abs(plain.forward(x) - forward(x)) / np.spacing(forward(x))
    assert off.max() <= 3
    long: Any = np.full((1, 100), -25.0)
    long[0, 0] = 2.5
    assert (np.abs(plain.forward(long) - forward(long)) <= 20 * np.spacing(forward(long))).all()


@pytest.mark.parametrize("rule", COMPENSATED, ids=lambda rule: rule.name)
def test_each_stands_beside_a_rule_of_the_catalogue(rule: Rule) -> None:
    used = find(rule.name)
    assert used.domain == rule.domain
    assert used.forward is not rule.forward
