from __future__ import annotations

import pytest

from pureml.check.accuracy.goals import COMPENSATED_GOALS, GOALS, reached
from pureml.check.compensated import COMPENSATED
from pureml.rules import Bound, Formula, find
from pureml.scales import CONDITIONED, UNDERFLOW


@pytest.mark.parametrize(("name", "part"), GOALS, ids=str)
def test_every_goal_is_reached(name: str, part: str) -> None:
    assert reached(find(name), part, GOALS[name, part])


@pytest.mark.parametrize(("name", "part"), COMPENSATED_GOALS, ids=str)
def test_every_goal_of_the_compensated_forms_is_reached(name: str, part: str) -> None:
    (rule,) = (rule for rule in COMPENSATED if rule.name == name)
    assert reached(rule, part, COMPENSATED_GOALS[name, part])


def test_a_goal_is_reached_where_a_bound_is_as_small() -> None:
    def stating(*bounds: Bound) -> Formula:
        rule = find("softmax")
        return Formula(name="f", formula="", forward=rule.forward, domain=rule.domain, source="", bounds=bounds)

    def bound(ulp: float, scale: str) -> Bound:
        return Bound("forward", "float64", ulp, scale)

    some = stating(bound(9, UNDERFLOW), bound(5, CONDITIONED), Bound("forward", "float32", 1, UNDERFLOW))
    assert [reached(some, "forward", goal) for goal in (1, 4.9, 5, 9)] == [False, False, True, True]
    assert not reached(some, "pullback", 9)
