from __future__ import annotations

from pureml.errors import DomainError
from pureml.schedules import Constant, Cosine, Exponential, Joined, WarmUp
from tests.refused import refused


def test_the_second_counts_from_zero_when_the_first_is_over() -> None:
    both = Joined(Exponential(1.0, factor=0.5), 3, Exponential(8.0, factor=0.25))
    assert [both(t) for t in range(6)] == [1.0, 0.5, 0.25, 8.0, 2.0, 0.5]


def test_schedules_join_to_any_depth() -> None:
    late = Joined(Cosine(0.5, steps=4), 4, Constant(0.125))
    whole = Joined(WarmUp(0.5, steps=2), 2, late)
    assert [whole(t) for t in (2, 5, 6, 60)] == [0.5, late(3), 0.125, 0.125]
    assert [whole(t) for t in range(2)] == [WarmUp(0.5, steps=2)(t) for t in range(2)]


def test_a_first_part_of_no_steps_is_refused() -> None:
    assert refused(DomainError, Joined, Constant(0.1), 0, Constant(0.2)) == "Joined: expected steps of at least 1, got 0"
