from __future__ import annotations

import math
from typing import Any

import attrs
import numpy as np
import pytest

from pureml.arrays import capped, exp
from pureml.check.accuracy import Measured, measure
from pureml.check.accuracy.case import PARTS
from pureml.check.accuracy.measure import units
from pureml.check.accuracy.scales import SCALES
from pureml.errors import DomainError
from pureml.rules import Bound, Formula, Rule, bounds, find, formulas
from pureml.scales import MAGNITUDES

every_formula = pytest.mark.parametrize("formula", formulas(), ids=lambda formula: formula.name)


@every_formula
def test_no_error_is_above_a_bound_that_is_stated_and_every_bound_is_looked_at(formula: Formula) -> None:
    for measured in measure(formula, density=1, seed=1):
        assert measured.holds, f"{formula.name} {measured.bound}: {measured.worst}"
        assert measured.tried > 50, f"{formula.name} {measured.bound}: {measured.tried} numbers"


@every_formula
def test_value_and_gradient_are_bounded_in_both_dtypes(formula: Formula) -> None:
    parts = ("forward", "pullback") if isinstance(formula, Rule) else ("forward",)
    stated = {(b.part, b.dtype) for b in formula.bounds}
    assert stated >= {(p, d) for p in parts for d in ("float32", "float64")}


def worst(rule: Formula, part: str, dtype: str, scale: str = "each entry") -> Measured:
    return measure(rule, (Bound(part, dtype, 0, scale),))[0]


def test_a_form_that_cancels_is_found_out_with_the_input_that_shows_it() -> None:
    def naive(x: Any) -> Any:
        return 1 - 1 / (1 + exp(capped(x, 600)))

    found = worst(attrs.evolve(find("sigmoid"), forward=naive), "forward", "float64").worst
    assert found.ulp > 1e12
    row: Any = found.input[0]
    k = int(np.abs(np.exp(row) / found.expected - 1).argmin())
    assert np.exp(row[k]) == pytest.approx(found.expected, rel=1e-12, abs=0)
    assert naive(row)[k] == found.got


def test_a_result_that_is_not_finite_is_infinitely_far_off() -> None:
    def overflowing(x: Any) -> Any:
        with np.errstate(over="ignore", invalid="ignore"):
            return 1 / (1 + exp(-x)) * (exp(x) / exp(x) if x.dtype.kind == "f" else 1)

    assert worst(attrs.evolve(find("sigmoid"), forward=overflowing), "forward", "float64").worst.ulp == math.inf


def test_a_warning_is_infinitely_far_off_where_the_exact_numbers_are_floats() -> None:
    def warning(x: Any) -> Any:
        return 1 / (1 + exp(-x))  # right, and it overflows on the way

    assert worst(attrs.evolve(find("sigmoid"), forward=warning), "forward", "float64").worst.ulp == math.inf


def test_one_unit_off_is_one() -> None:
    def bumped(x: Any) -> Any:
        return np.nextafter(x, np.zeros_like(x)) if x.dtype.kind == "f" else x

    for dtype in ("float32", "float64"):
        found = worst(attrs.evolve(find("identity"), forward=bumped), "forward", dtype).worst
        assert 1 <= found.ulp <= 2.001, found  # at a power of two the smaller of its two units counts


def test_a_formula_is_measured_against_another() -> None:
    def doubled(x: Any) -> Any:
        return x + x

    wrong = attrs.evolve(find("identity"), forward=doubled)
    some = (Bound("forward", "float64", 1),)
    assert measure(wrong, some)[0].holds
    assert not measure(wrong, some, against=find("identity"))[0].holds


def test_a_dropped_term_of_a_long_sum_is_seen_through_the_scale_of_sums() -> None:
    affine = find("affine")

    def short(x: Any, weight: Any, bias: Any) -> Any:
        return x[:, 1:] @ weight[1:] + bias

    stated = bounds("forward", 12, 12, MAGNITUDES)
    assert not any(m.holds for m in measure(attrs.evolve(affine, forward=short), stated, against=affine))


def test_a_variance_by_squares_less_the_square_of_the_mean_is_refuted() -> None:
    layer_norm = find("layer_norm")

    def one_pass(x: Any, gamma: Any, beta: Any, eps: Any) -> Any:
        n = x.shape[1]
        mean = x.sum(axis=1)[:, None] / n
        variance = (x * x).sum(axis=1)[:, None] / n - mean * mean
        return (x - mean) / np.sqrt(np.abs(variance + eps)) * gamma + beta

    stated = tuple(b for b in layer_norm.bounds if b.part == "forward")
    assert not any(m.holds for m in measure(attrs.evolve(layer_norm, forward=one_pass), stated, against=layer_norm))


def test_a_nan_for_a_masked_entry_is_found() -> None:
    softmax = find("softmax")

    def careless(x: Any) -> Any:
        y: Any = softmax.forward(x)
        return y + 0 * x if x.dtype.kind == "f" else y

    assert worst(attrs.evolve(softmax, forward=careless), "forward", "float64").worst.ulp == math.inf


def test_the_same_seed_measures_the_same_and_more_is_tried_at_a_higher_density() -> None:
    first, again, other, more = (measure(find("tanh"), seed=seed, density=density) for seed, density in ((1, 1), (1, 1), (2, 1), (1, 2)))
    assert str(first) == str(again) != str(other)
    assert all(a.tried < b.tried for a, b in zip(first, more, strict=True))


@pytest.mark.parametrize(
    ("bound", "message"),
    [
        (Bound("backward", "float64", 1), f"part: expected one of {', '.join(PARTS)}, got backward"),
        (Bound("forward", "float16", 1), "dtype: expected one of float32, float64, got float16"),
        (Bound("forward", "float64", 1, "all"), f"scale: expected one of {', '.join(SCALES)}, got all"),
    ],
)
def test_what_is_not_known_is_refused(bound: Bound, message: str) -> None:
    with pytest.raises(DomainError) as refused:
        measure(find("relu"), (bound,))
    assert str(refused.value) == message


def test_units_are_the_spacing_below() -> None:
    for dtype in ("float32", "float64"):
        kind = np.dtype(dtype).type
        for size in (1.5, 3e-5, 1e20):
            assert 2.0 ** units(dtype, np.array([size]))[0] == np.spacing(kind(size))
        assert 2.0 ** units(dtype, np.array([1.0]))[0] == 1 - np.nextafter(kind(1), kind(0))
        assert 2.0 ** units(dtype, np.array([0.0]))[0] == np.finfo(dtype).smallest_subnormal
