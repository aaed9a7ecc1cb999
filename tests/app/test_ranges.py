from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pureml.app.errors import UsageError
from pureml.app.options import DEFAULTS, Options
from pureml.app.ranges import SEARCHABLE, at, parsed, space, usual, written
from pureml.app.traits import OPTIMIZERS
from pureml.search.space import Range


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("lr=0.002:2", "lr", Range(0.002, 2)),
        ("weight-decay=1e-8:1e-2:log", "weight-decay", Range(1e-8, 1e-2)),
        ("lr=0.1:0.5:linear", "lr", Range(0.1, 0.5, log=False)),
        ("dropout=0:0.6", "dropout", Range(0, 0.6, log=False)),
        ("batch=8:256", "batch", Range(8, 256, whole=True)),
        ("warm-up=0:5", "warm-up", Range(0, 5, log=False, whole=True)),
    ],
)
def test_a_range_is_read(text: str, name: str, expected: Range) -> None:
    assert parsed(text) == (name, expected)


@given(st.sampled_from(sorted(SEARCHABLE)), st.integers(1, 1000), st.integers(1, 1000), st.booleans())
def test_what_is_written_is_read_back(name: str, low: int, more: int, log: bool) -> None:
    whole = SEARCHABLE[name].whole
    found = Range(low if whole else low / 7, low + more, log, whole)
    assert parsed(written(name, found)) == (name, found)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("momentum=0:1", "expected one of lr, weight-decay, dropout, clip, batch, warm-up before =, got momentum"),
        ("", "got nothing"),
        ("lr", "expected NAME=LOW:HIGH, two numbers, got nothing"),
        ("lr=0.1", "expected NAME=LOW:HIGH, two numbers, got nothing"),
        ("lr=a:2", "two numbers, got a"),
        ("lr=2:1", "expected finite ends, low below high, got 2.0 and 1.0"),
        ("lr=0:1", "expected a positive end to take the logarithm of, got 0.0"),
        ("lr=0.1:nan", "expected finite ends"),
        ("lr=1:2:cubic", "expected log or linear after the ends, got cubic"),
        ("lr=1:2:log:log", "expected log or linear after the ends, got log:log"),
        ("batch=1.5:8", "expected whole numbers at the ends, got 1.5 and 8.0"),
    ],
)
def test_what_is_no_range_is_refused(text: str, said: str) -> None:
    with pytest.raises(UsageError) as error:
        parsed(text)
    assert str(error.value).startswith(f"--range {text}: ")
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("options", "texts", "given", "said"),
    [
        (DEFAULTS, ["lr=1:2", "lr=1:3"], "", "--range lr: expected one range for an option, got 2"),
        (Options(lr=0.1), ["lr=1:2"], "--lr", "--range lr: expected no --lr beside it, got 0.1"),
        (DEFAULTS, ["batch=8:64"], "--batch", "--range batch: expected no --batch beside it, got 32"),
        (DEFAULTS, ["warm-up=0:5"], "--warm-up", "--range warm-up: expected no --warm-up beside it, got 0"),
        (Options(lr=0.1, weight_decay=0.1), [], "--lr --weight-decay", "nothing is left to search"),
        (DEFAULTS, ["dropout=0:1.5"], "", "--range dropout: --dropout: expected a share"),
        (DEFAULTS, ["dropout=-1:0.5"], "", "--range dropout: --dropout: expected a share"),
        (DEFAULTS, ["batch=0:5:linear"], "", "--range batch: --batch: expected at least 1, got 0"),
        (Options(model="two-layer"), ["dropout=0:0.5"], "", "drops nothing"),
    ],
)
def test_ranges_that_cannot_be_searched_are_refused(options: Options, texts: list[str], given: str, said: str) -> None:
    with pytest.raises(UsageError) as error:
        space(options, texts, given.split())
    assert said in str(error.value)


def test_what_is_given_is_not_searched() -> None:
    assert list(space(DEFAULTS, []).ranges) == ["lr", "weight-decay"]
    assert list(space(Options(lr=0.1), [], ["--lr"]).ranges) == ["weight-decay"]
    assert list(space(Options(lr=0.1), ["clip=1:9"], ["--lr"]).ranges) == ["clip"]


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_usual_range_of_the_rate_is_three_decades_around_the_optimizers_own(optimizer: str) -> None:
    change: dict[str, Any] = {"optimizer": optimizer}
    options = Options(**change)
    lr = usual(options)["lr"]
    assert lr.low < options.learning_rate < lr.high
    assert math.log10(lr.high / lr.low) == pytest.approx(3)


def test_a_point_goes_into_the_options() -> None:
    found = at(DEFAULTS, {"weight-decay": 0.5, "batch": 7.0})
    assert (found.weight_decay, found.batch, type(found.batch)) == (0.5, 7, int)
