from __future__ import annotations

import re
import shlex
from typing import Any, get_args, get_type_hints

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import pureml as pm
from pureml.app.cli import application
from pureml.app.options import ACTIVATIONS, DEFAULTS, FEW, INITIALIZERS, MANY, NO_HIDDEN, ByCount, Options, written
from pureml.app.traits import OPTIMIZERS
from pureml.errors import DomainError

POSITIVE = st.floats(min_value=0, exclude_min=True, allow_infinity=False)
OPTIONS = st.builds(
    Options,
    epochs=st.none() | st.integers(1, 10**6),
    batch=st.integers(1, 10**6),
    optimizer=st.sampled_from(list(OPTIMIZERS)),
    lr=st.none() | POSITIVE,
    schedule=st.sampled_from(["constant", "step", "exponential", "cosine"]),
    warm_up=st.integers(0, 99),
    weight_decay=st.none() | st.just(0.0) | POSITIVE,
    clip=st.none() | POSITIVE,
    hidden=st.none() | st.lists(st.integers(1, 10**4), max_size=4).map(tuple),
    batch_norm=st.booleans(),
    validation=st.none() | st.floats(0.01, 0.99),
    patience=st.none() | st.integers(1, 99),
    dropout=st.none() | st.floats(0, 0.9999),
    activation=st.sampled_from(["relu", "sigmoid", "tanh"]),
    init=st.sampled_from(["he", "glorot", "lecun"]),
    seed=st.integers(0, 2**64),
    dtype=st.sampled_from(["float32", "float64"]),
    threads=st.none() | st.integers(1, 64),
)


@given(OPTIONS)
def test_what_a_report_prints_is_read_back_as_the_same_options(options: Options) -> None:
    line = shlex.split(" ".join(["train", "digits", *options.arguments()]))
    _, bound, _ = application().parse_args(line, print_error=False, exit_on_error=False)
    assert bound.arguments["options"] == options, line


@pytest.mark.parametrize("name", ["activation", "init"])
def test_every_choice_has_its_function(name: str) -> None:
    hint: Any = get_type_hints(Options)[name]
    known: dict[str, set[str]] = {"activation": set(ACTIVATIONS), "init": set(INITIALIZERS)}
    assert set(get_args(hint)) == known[name]


def test_choices_are_called_as_the_functions_are() -> None:
    assert all(activation.name == name for name, activation in ACTIVATIONS.items())


@given(st.floats().filter(lambda lr: not 0 < lr < float("inf")))
def test_only_a_finite_positive_rate_is_taken(lr: float) -> None:
    with pytest.raises(DomainError, match=re.escape(f"--lr: expected a finite number greater than 0, got {lr}")):
        Options(lr=lr)


@given(st.floats().filter(lambda rate: not 0 <= rate <= 1 - 2**-17))
@example(float("nan"))
@example(1.0)
@example(-0.1)
@example(0.999999)
def test_only_a_share_that_leaves_something_is_dropped(rate: float) -> None:
    with pytest.raises(DomainError, match=re.escape("--dropout: expected a share of at least 0 that is less than 1")) as caught:
        Options(dropout=rate)
    assert str(caught.value).endswith(f", got {rate}")


@given(st.floats(0, 1 - 2**-17, exclude_max=True))
def test_every_rate_that_is_taken_is_one_of_a_layer(rate: float) -> None:
    assert pm.Dropout(3, Options(dropout=rate).rate).rate < 1


@pytest.mark.parametrize(("count", "given"), [(1, FEW), (1437, FEW), (9_999, FEW), (10_000, MANY), (60_000, MANY)])
def test_what_is_left_to_the_data_is_filled_in_by_its_size(count: int, given: ByCount) -> None:
    found = DEFAULTS.for_samples(count)
    assert (found.epochs, found.dropout) == (given.epochs, given.dropout) == (found.epoch_count, found.rate)
    left: dict[str, Any] = dict.fromkeys(("epochs", "lr", "weight_decay", "hidden", "dropout", "validation", "threads"))
    assert attrs.evolve(found, **left) == DEFAULTS
    assert not [
        field.name for field in attrs.fields(Options) if getattr(found, field.name) is None and field.name not in {"clip", "patience"}
    ]


def test_what_is_left_open_follows_from_what_is_given() -> None:
    found = Options(optimizer="adamw", model="two-layer", patience=3).for_samples(100)
    assert (found.lr, found.weight_decay, found.hidden, found.validation, found.threads) == (0.001, 0.01, (50,), 0.1, 1)
    assert Options(optimizer="momentum").for_samples(100).lr == 0.02
    assert "--batch-norm" in Options(batch_norm=True).arguments()
    assert not any("batch-norm" in part or "clip" in part for part in DEFAULTS.arguments())


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"weight_decay": -1.0}, "--weight-decay: expected a finite number of at least 0, got -1.0"),
        ({"weight_decay": float("inf")}, "--weight-decay: expected a finite number of at least 0, got inf"),
        ({"clip": 0.0}, "--clip: expected a finite number greater than 0, got 0.0"),
        ({"clip": float("nan")}, "--clip: expected a finite number greater than 0, got nan"),
        ({"validation": 1.0}, "--validation: expected a share of at least 0 and less than 1, got 1.0"),
        ({"validation": float("nan")}, "--validation: expected a share of at least 0 and less than 1, got nan"),
        ({"patience": 3, "validation": 0.0}, "--patience: expected a --validation greater than 0, got 0: nothing to choose by"),
        ({"patience": 0}, "--patience: expected at least 1, got 0"),
        ({"warm_up": -1}, "--warm-up: expected at least 0, got -1"),
    ],
)
def test_numbers_out_of_range_are_named(options: dict[str, Any], said: str) -> None:
    with pytest.raises(DomainError) as error:
        Options(**options)
    assert str(error.value) == said


def test_the_numbers_by_size_are_these() -> None:
    assert ByCount(epochs=100, dropout=0.4) == FEW
    assert ByCount(epochs=10, dropout=0.2) == MANY


@given(OPTIONS, st.integers(200, 20_000))
def test_what_is_given_stays_whatever_the_size(options: Options, count: int) -> None:
    found = options.for_samples(count)
    for name, value in attrs.asdict(options).items():
        if value is not None:
            assert getattr(found, name) == value, name
    assert found.for_samples(20_000) == found


@pytest.mark.parametrize(("share", "count"), [(0.0003, 1437), (0.9999, 1437), (0.1, 4)])
def test_a_share_that_leaves_a_part_empty_is_refused(share: float, count: int) -> None:
    with pytest.raises(DomainError) as error:
        Options(validation=share).for_samples(count)
    assert str(error.value) == f"--validation: expected a share that leaves samples in both parts, got {share} of {count}"


def changed(name: str, value: int) -> Options:
    fields: dict[str, Any] = {name: value}
    return Options(**fields)


@pytest.mark.parametrize(("name", "least"), [("epochs", 1), ("batch", 1), ("seed", 0), ("threads", 1)])
def test_whole_numbers_have_a_least(name: str, least: int) -> None:
    assert getattr(changed(name, least), name) == least
    with pytest.raises(DomainError, match=f"--{name}: expected at least {least}, got {least - 1}"):
        changed(name, least - 1)


def test_no_hidden_layer_has_a_name() -> None:
    assert written(()) == NO_HIDDEN
    assert "--hidden none" in Options(hidden=()).arguments()


def test_the_defaults_are_a_value() -> None:
    assert Options() == DEFAULTS
    with pytest.raises(AttributeError):
        DEFAULTS.epochs = 3  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]  # the record is frozen
