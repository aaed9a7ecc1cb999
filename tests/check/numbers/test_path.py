from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest
import sympy as sp

from pureml.check.numbers import Condition, Symbol, recording

x, y = Symbol.named("x", 1.0), Symbol.named("y", 2.0)


def texts(path: Sequence[Condition]) -> list[str]:
    return [str(condition) for condition in path]


def test_every_comparison_is_recorded_in_order() -> None:
    with recording() as path:
        answers = [x < y, x > y, x <= y, x >= y, x == y, x != y, bool(x), x < 3]
    assert answers == [True, False, True, False, False, True, True, True]
    assert texts(path) == ["x < y", "not y < x", "x <= y", "not y <= x", "not x == y", "not x == y", "not x == 0", "x < 3"]
    assert path[0] == Condition(x.expression, "<", y.expression, holds=True)
    assert path[-1].right == sp.Integer(3)


def test_blocks_nest_and_end() -> None:
    with recording() as outer:
        _ = x < 1
        with recording() as inner:
            _ = x < 2
        _ = x < 3
    _ = x < 4
    assert texts(outer) == ["not x < 1", "x < 2", "x < 3"]
    assert texts(inner) == ["x < 2"]


def test_a_block_that_fails_stops_recording() -> None:
    with pytest.raises(ZeroDivisionError), recording() as path:
        raise ZeroDivisionError
    _ = x < 1
    assert list(path) == []


def test_another_thread_is_not_heard() -> None:
    with recording() as path:
        thread = threading.Thread(target=lambda: x < y)
        thread.start()
        thread.join()
    assert list(path) == []


def test_equal_numbers_record_their_equality() -> None:
    with recording() as path:
        assert x == Symbol.named("z", 1.0)
    assert texts(path) == ["x == z"]
