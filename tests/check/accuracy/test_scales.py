from __future__ import annotations

from typing import Any

import attrs
import numpy as np
import pytest

from pureml import scales
from pureml.check.accuracy.case import Case, balls
from pureml.check.accuracy.scales import SCALES, Measuring, mapped, without_signs
from pureml.check.numbers import Ball, Magnitude, precision
from pureml.rules import find


def sizes(scale: str, name: str, part: str, *arguments: Any, tangents: tuple[Any, ...] = (), g: Any = None) -> list[list[float]]:
    """The sizes by which entries are measured."""
    case = Case(find(name), arguments, tangents, g)
    with precision(128):
        exact = case.run(case.formula, (part,), balls)[part]
        return [size.tolist() for size in SCALES[scale](Measuring(case.formula, case, part, "float64"), exact)]


def row(*x: float) -> Any:
    return np.array([x], float)


LEAST = float(np.finfo("float64").smallest_normal)


def test_each_entry_is_its_own() -> None:
    assert sizes(scales.EACH, "identity", "forward", row(-3, 0.5)) == [[3, 0.5]]


def test_conditioned_is_x_times_the_slope_where_that_is_more() -> None:
    assert sizes(scales.CONDITIONED, "identity", "forward", row(-3, 0.5)) == [[3, 0.5]]
    [[size]] = sizes(scales.CONDITIONED, "silu", "forward", row(-100))
    y: Any = find("silu").forward(row(-100))
    assert size == pytest.approx(99 * abs(y[0, 0]), rel=0.001)


def test_greatest_is_that_of_the_row_or_the_result() -> None:
    assert sizes(scales.GREATEST, "logsumexp", "forward", np.array([[-5.0, -7.0], [0.0, 0.0]])) == [[5, pytest.approx(np.log(2))]]
    assert sizes(scales.GREATEST, "logsumexp", "forward", row(-1e-320, -1e4)) == [[2 * LEAST]]


def test_cotangents_are_summed_without_signs_over_the_row() -> None:
    assert sizes(scales.COTANGENTS, "softmax", "pullback", row(0, 0), g=row(1, -3)) == [[4, 4]]
    assert sizes(scales.COTANGENTS, "softmax", "pushforward", row(0, 0), tangents=(row(-2, 0),)) == [[2, 2]]


def test_underflow_is_a_least_normal_number_for_each_column() -> None:
    assert sizes(scales.UNDERFLOW, "softmax", "forward", row(0, -1e4)) == [[1, 2 * LEAST]]


def test_difference_is_the_greater_of_what_pulls_up_and_what_pulls_down() -> None:
    t: Any = row(0.5, 0.5)
    assert sizes(scales.DIFFERENCE, "softmax_cross_entropy_distribution", "pullback", row(0, 0), t, g=np.float64(1)) == [
        [pytest.approx(0.25), pytest.approx(0.25)]
    ]
    found = sizes(scales.DIFFERENCE, "binary_cross_entropy", "pullback", row(0), row(0.5), g=np.float64(4))
    assert found[0] == [pytest.approx(1.0)]


def test_magnitudes_are_sums_without_signs() -> None:
    x, weight, bias = row(1, -2), np.array([[3.0], [4.0]]), np.array([-5.0])
    assert sizes(scales.MAGNITUDES, "affine", "forward", x, weight, bias) == [[16]]
    assert sizes(scales.MAGNITUDES, "affine", "pullback", x, weight, bias, g=row(-2)) == [[6, 8], [2, 4], [2]]


def test_a_constant_keeps_its_sign() -> None:
    keep: Any = np.array([[True, True]])
    assert sizes(scales.MAGNITUDES, "dropout", "forward", row(1, -3), keep, 0.5) == [[2, 6]]


def test_normalised_entries_are_as_large_as_the_greatest_beside_them() -> None:
    x, gamma, beta = row(0, 1, 2), np.array([1.0, 1.0, 2.0]), np.array([0.0, 10.0, 0.0])
    greatest = 1 / np.sqrt(2 / 3 + 0.01)
    assert sizes(scales.ROW, "layer_norm", "forward", x, gamma, beta, 0.01) == [
        [pytest.approx(greatest), pytest.approx(10 + greatest), pytest.approx(2 * greatest)]
    ]
    assert sizes(scales.COLUMN, "batch_norm", "forward", x.T, gamma[:1], beta[:1], 0.01) == [[pytest.approx(greatest)] * 3]


def test_scores_count_their_greatest_product() -> None:
    one: Any = np.array([[[3.0]]])
    look: Any = np.array([[True]])
    assert sizes(scales.SCORES, "attention", "forward", one, one, -one, look) == [[3 * (1 + 9)]]


def test_what_is_kept_loses_its_signs_and_keeps_its_structure() -> None:
    @attrs.define
    class Kept:
        x: Any
        places: Any
        n: int

    kept = Kept(balls(row(-1.5, 2)), np.array([1]), 3)
    found = without_signs((kept, Ball(-2)))
    assert [float(e) for e in found[0].x.flat] == [1.5, 2]
    assert all(isinstance(e, Magnitude) for e in (*found[0].x.flat, found[1]))
    assert found[0].places is kept.places
    assert (found[0].n, float(found[1])) == (3, 2)
    assert mapped("x", lambda x: x) == "x"
