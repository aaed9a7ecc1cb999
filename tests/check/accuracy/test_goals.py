from __future__ import annotations

import pytest

from pureml.check.accuracy.goals import COMPENSATED_GOALS, GOALS, PARTLY, reached
from pureml.check.compensated import COMPENSATED
from pureml.rules import Bound, Formula, find
from pureml.scales import CONDITIONED, UNDERFLOW, WITHIN_5, WITHIN_128


@pytest.mark.parametrize(("name", "part"), GOALS, ids=str)
def test_every_goal_is_reached_at_least_for_logits_within_128(name: str, part: str) -> None:
    where = reached(find(name), part, GOALS[name, part])
    assert where == "all" or name.startswith("softmax")
    assert where != "none"
    assert where != WITHIN_5


@pytest.mark.parametrize(("name", "part"), COMPENSATED_GOALS, ids=str)
def test_every_goal_of_the_compensated_forms_is_reached(name: str, part: str) -> None:
    (rule,) = (rule for rule in COMPENSATED if rule.name == name)
    assert reached(rule, part, COMPENSATED_GOALS[name, part]) == "all"


def test_a_goal_is_reached_where_a_bound_is_as_small() -> None:
    def stating(*bounds: Bound) -> Formula:
        rule = find("softmax")
        return Formula(name="f", formula="", forward=rule.forward, domain=rule.domain, source="", bounds=bounds)

    def bound(ulp: float, scale: str) -> Bound:
        return Bound("forward", "float64", ulp, scale)

    some = stating(bound(9, UNDERFLOW), bound(5, WITHIN_128), bound(1, WITHIN_5))
    assert [reached(some, "forward", goal) for goal in (0, 1, 5, 9)] == ["none", WITHIN_5, WITHIN_128, "all"]
    assert reached(some, "pullback", 9) == "none"
    assert reached(stating(bound(3, CONDITIONED)), "forward", 3) == "all"
    assert set(PARTLY) >= {WITHIN_5, WITHIN_128}
