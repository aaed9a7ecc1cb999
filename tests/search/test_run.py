from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import attrs
import pytest

import pureml as pm
from pureml.errors import DomainError
from pureml.search.run import Plan, search
from pureml.search.space import Point, Range, Space
from pureml.search.strategies import Strategy, bayesian_search, random_search
from pureml.search.trial import Trial

PLAN = Plan(space=Space({"x": Range(-1.0, 1.0, log=False)}), strategy=bayesian_search, key=pm.Key.of(3), trials=12, batch=3)


def square(point: Point) -> float:
    return point["x"] ** 2


def test_the_trials_are_the_same_with_and_without_workers() -> None:
    alone = list(search(PLAN, square))
    with ThreadPoolExecutor(3) as pool:
        assert list(search(PLAN, square, executor=pool)) == alone
    assert [trial.number for trial in alone] == list(range(12))


def test_the_size_of_a_batch_is_part_of_the_mathematics() -> None:
    assert list(search(PLAN, square)) != list(search(attrs.evolve(PLAN, batch=1), square))


@pytest.mark.parametrize("done", range(13))
def test_after_any_interruption_it_goes_on_to_the_same_trials(done: int) -> None:
    whole = tuple(search(PLAN, square))
    calls: list[Point] = []

    def counted(point: Point) -> float:
        calls.append(point)
        return square(point)

    assert (*whole[:done], *search(PLAN, counted, whole[:done])) == whole
    assert len(calls) == 12 - done


@pytest.mark.parametrize("strategy", [random_search, bayesian_search])
@pytest.mark.parametrize("batch", [1, 2, 3, 5])
def test_the_trials_do_not_depend_on_how_many_are_to_come(strategy: Strategy, batch: int) -> None:
    plan = attrs.evolve(PLAN, strategy=strategy, batch=batch, trials=13)
    whole = tuple(search(plan, square))
    for asked in range(1, 13):  # most of these end within a batch
        fewer = tuple(search(attrs.evolve(plan, trials=asked), square))
        assert fewer == whole[:asked]
        assert (*fewer, *search(plan, square, fewer)) == whole


def test_a_batch_is_run_side_by_side() -> None:
    others = Event()
    first = PLAN.propose(0, ())

    def waits(point: Point) -> float:
        if point == first:
            assert others.wait(10), "the others of the batch were not started"
        else:
            others.set()
        return square(point)

    with ThreadPoolExecutor(3) as pool:
        assert len(list(search(attrs.evolve(PLAN, trials=3), waits, executor=pool))) == 3


def test_trials_of_another_search_are_refused() -> None:
    known = tuple(search(attrs.evolve(PLAN, trials=2), square))
    with pytest.raises(DomainError, match="trial 0 is not at the point"):
        list(search(attrs.evolve(PLAN, key=pm.Key.of(4)), square, known))
    with pytest.raises(DomainError, match="in order"):
        list(search(PLAN, square, known[1:]))
    with pytest.raises(DomainError, match="in order"):
        list(search(attrs.evolve(PLAN, trials=1), square, known))


def test_a_plan_without_trials_or_with_empty_batches_is_refused() -> None:
    with pytest.raises(DomainError, match="expected trials of at least 1"):
        attrs.evolve(PLAN, trials=0)
    with pytest.raises(DomainError, match="expected batch of at least 1"):
        attrs.evolve(PLAN, batch=0)


def test_a_random_point_does_not_depend_on_what_is_known() -> None:
    plan = attrs.evolve(PLAN, strategy=random_search)
    assert plan.propose(5, ()) == plan.propose(5, (Trial(0, {"x": 0.0}, 1.0),))
