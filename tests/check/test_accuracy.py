from __future__ import annotations

import math
from typing import Any

import attrs
import numpy as np
import pytest

from pureml.arrays import capped, exp
from pureml.check import accuracy
from pureml.check.accuracy import PARTS, SCALES, Worst, numbers, rows, worst_ulp
from pureml.errors import DomainError
from pureml.rules import Argument, Bound, Domain, Kind, Rule, catalogue, find

BOUNDS = [
    pytest.param(rule, bound, id=f"{rule.name}-{bound.part}-{bound.dtype}")
    for rule in catalogue()
    if ".functions." in rule.forward.__module__
    for bound in rule.bounds
]


@pytest.mark.parametrize(("rule", "bound"), BOUNDS)
def test_no_error_is_above_the_bound_that_the_rule_states(rule: Rule, bound: Bound) -> None:
    worst = worst_ulp(rule, bound.part, bound.dtype, bound.scale)
    assert worst.ulp <= bound.ulp, f"{rule.name} {bound}: {worst}"


@pytest.mark.parametrize("rule", [rule for rule in catalogue() if ".functions." in rule.forward.__module__], ids=lambda rule: rule.name)
def test_every_function_states_a_bound_for_its_value_and_its_gradient_in_both_dtypes(rule: Rule) -> None:
    assert {(b.part, b.dtype) for b in rule.bounds} == {(p, d) for p in ("forward", "pullback") for d in ("float32", "float64")}


def test_a_form_that_cancels_is_found_out_with_the_input_that_shows_it() -> None:
    def naive(x: Any) -> Any:
        return 1 - 1 / (1 + exp(capped(x, 600)))

    worst = worst_ulp(attrs.evolve(find("sigmoid"), forward=naive), "forward", "float64")
    assert worst.ulp > 1e12
    row: Any = worst.input[0]
    assert np.exp(row).tolist() == pytest.approx([worst.expected])
    assert naive(row).tolist() == [worst.got]


def test_a_result_that_is_not_finite_is_infinitely_far_off() -> None:
    def overflowing(x: Any) -> Any:
        with np.errstate(over="ignore", invalid="ignore"):
            return 1 / (1 + exp(-x)) * (exp(x) / exp(x) if x.dtype.kind == "f" else 1)

    assert worst_ulp(attrs.evolve(find("sigmoid"), forward=overflowing), "forward", "float64").ulp == math.inf


def test_one_unit_off_is_one() -> None:
    def bumped(x: Any) -> Any:
        return np.nextafter(x, np.zeros_like(x)) if x.dtype.kind == "f" else x

    for dtype in ("float32", "float64"):
        worst = worst_ulp(attrs.evolve(find("identity"), forward=bumped), "forward", dtype)
        assert worst.ulp in {1.0, 2.0}, worst  # at a power of two the smaller of its two units counts


def test_the_hard_numbers_hold_both_zeros_subnormals_and_the_extremes() -> None:
    for dtype in ("float32", "float64"):
        x, info = numbers(dtype, np.random.Generator(np.random.SFC64(0))), np.finfo(dtype)
        assert {0.0, float(info.smallest_subnormal), float(info.max), -float(info.max)} <= set(x.tolist())
        assert np.signbit(x[x == 0]).any()
        assert x.dtype == dtype
        assert rows(dtype, np.random.Generator(np.random.SFC64(0)), 3).shape[1] == 3


def test_the_same_seed_measures_the_same() -> None:
    assert str(worst_ulp(find("softmax"), "pullback", "float64")) == str(worst_ulp(find("softmax"), "pullback", "float64"))
    assert worst_ulp(find("tanh"), "forward", "float32", seed=1) != worst_ulp(find("tanh"), "forward", "float32", seed=2)


@pytest.mark.parametrize(
    ("part", "dtype", "scale", "message"),
    [
        ("backward", "float64", "each entry", f"part: expected one of {', '.join(PARTS)}, got backward"),
        ("forward", "float16", "each entry", "dtype: expected one of float32, float64, got float16"),
        ("forward", "float64", "all", f"scale: expected one of {', '.join(SCALES)}, got all"),
    ],
)
def test_what_is_not_known_is_refused(part: str, dtype: str, scale: str, message: str) -> None:
    with pytest.raises(DomainError) as refused:
        worst_ulp(find("relu"), part, dtype, scale)
    assert str(refused.value) == message


def test_a_rule_without_a_matrix_of_real_numbers_is_refused() -> None:
    rule = attrs.evolve(find("relu"), domain=Domain((Argument("x", ("rows",), Kind.POSITIVE),)))
    with pytest.raises(DomainError, match="expected a matrix of real numbers as first argument"):
        worst_ulp(rule, "forward", "float64")


def test_a_pushforward_is_measured_too() -> None:
    assert isinstance(worst_ulp(find("sigmoid"), "pushforward", "float64"), Worst)
    assert accuracy.worst_ulp(find("relu"), "pushforward", "float64").ulp == 0
