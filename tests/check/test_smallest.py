from __future__ import annotations

from pureml.check.call import Call, flat
from pureml.check.inputs import EXACT, FLOAT64
from pureml.check.numbers import Exact
from pureml.check.smallest import smallest
from pureml.check.subject import Subject
from pureml.rules import catalogue, find

RELU = Subject.ours(find("relu"))


def test_it_has_few_entries_and_small_numbers() -> None:
    call = smallest(RELU, FLOAT64, lambda call: bool((call.arguments[0] > 0).any()))
    assert call is not None
    assert call.arguments[0].tolist() == [[1.0]]


def test_the_cotangent_is_a_part_of_it() -> None:
    call = smallest(RELU, FLOAT64, lambda call: bool((call.g < 0).any()))
    assert call is not None
    assert call.g.tolist() == [[-1.0]]


def test_there_is_none_where_nothing_is_wrong_or_all_of_it_raises() -> None:
    def raises(_: Call) -> bool:
        raise ZeroDivisionError

    assert smallest(RELU, FLOAT64, lambda _: False) is None
    assert smallest(RELU, FLOAT64, raises) is None


def test_it_knows_every_kind_of_argument_and_draws_elements() -> None:
    for rule in catalogue():
        call = smallest(Subject.ours(rule), EXACT, lambda _: True)
        assert call is not None, rule.name
        assert all(isinstance(e, Exact) for x in call.inputs.differentiable for e in flat(x)), rule.name
