"""Each law that rules share holds of a rule that has it and is broken by one that has not."""

from __future__ import annotations

import numpy as np
import pytest

from pureml.arrays import where_positive
from pureml.check.call import Call
from pureml.check.evidence import Equal, Kept, Law, Mutant
from pureml.check.inputs import FLOAT64, Numbers, draw_inputs, sizes_of
from pureml.check.laws import (
    affine_in,
    convex,
    far,
    joined,
    linear_in_g,
    mirrored,
    mirrored_slope,
    not_negative,
    permutes,
    permutes_back,
    rises,
    shifts,
    slope_is,
    splits,
    sums_to_zero,
    unmoved,
)
from pureml.keys import Key
from pureml.rules import find
from tests.check.held import holds

MATRIX = ("rows", "columns")


def _by_the_column(_y: Numbers, g: Numbers) -> Numbers:
    width: int = g.shape[1]
    columns: Numbers = np.arange(width)
    return g * columns


def _by_the_row(kept: Kept, g: Numbers) -> Numbers:
    rows: Numbers = np.arange(len(kept.gap))
    d_y = kept.gap * rows[:, None] * g
    return d_y, -d_y


ODD = mirrored("y(-x) = -y(x)", lambda y, back, _: (y, -back))
EVEN_SLOPE = mirrored_slope("the slope is even", lambda d_x, back, _: (d_x, back))
IDENTITY = slope_is("d_x = g", lambda x: x * 0 + 1)

HELD: list[tuple[Law, str, str]] = [  # a law, a rule that has it, a rule that has not
    (permutes("columns", MATRIX), "relu", ""),
    (permutes("columns", ("rows",)), "logsumexp", ""),
    (permutes("rows", ()), "mean_squared_error", ""),
    (permutes_back("columns", MATRIX), "softmax", ""),
    (permutes_back("rows", ()), "half_squared_error", ""),
    (splits(), "softmax", "batch_norm"),
    (linear_in_g(), "sigmoid", ""),
    (ODD, "tanh", "sigmoid"),
    (EVEN_SLOPE, "sigmoid", "softplus"),
    (far(lambda x: x * 1), "identity", "relu"),
    (unmoved("y(x + 3) = y(x)", lambda x: x + 3), "softmax", "relu"),
    (shifts(), "log_softmax", "sigmoid"),
    (affine_in("x"), "affine", "batch_norm"),
    (affine_in("gamma"), "batch_norm", ""),
    (rises(), "softplus", "silu"),
    (not_negative(), "relu", "tanh"),
    (sums_to_zero(1), "softmax", "relu"),
    (sums_to_zero(0), "batch_norm", "softmax"),
    (IDENTITY, "identity", "relu"),
    (convex(), "softplus", "tanh"),
]


@pytest.mark.parametrize(("law", "name", "other"), HELD, ids=lambda x: getattr(x, "claim", x))
def test_a_law_holds_of_a_rule_that_has_it_and_not_of_one_that_has_not(law: Law, name: str, other: str) -> None:
    assert holds(law, name)
    assert not other or not holds(law, other)


@pytest.mark.parametrize(
    ("law", "name", "mutant"),
    [
        (permutes("columns", MATRIX), "relu", Mutant("wrong", forward=lambda x: _by_the_column(x, x))),
        (permutes("columns", ("rows",)), "logsumexp", Mutant("wrong", forward=lambda x: x[:, 0])),
        (permutes("rows", ()), "mean_squared_error", Mutant("wrong", forward=lambda y, _: y[0].sum())),
        (permutes_back("columns", MATRIX), "softmax", Mutant("wrong", pullback=_by_the_column)),
        (
            permutes_back("rows", ()),
            "half_squared_error",
            Mutant("wrong", pullback=_by_the_row),
        ),
        (linear_in_g(), "sigmoid", Mutant("wrong", pullback=lambda slope, g: slope * g * g)),
        (affine_in("gamma"), "batch_norm", Mutant("wrong", forward=lambda x, gamma, beta, _: x * gamma * gamma + beta)),
        (affine_in("x"), "identity", Mutant("wrong", forward=lambda x: x * x)),
        (far(lambda x: x * 1), "identity", Mutant("wrong", forward=lambda x: where_positive(x - 20, x * 0 + 20, x))),
        (ODD, "identity", Mutant("wrong", forward=lambda x: where_positive(x - 20, x * 0 + 20, x))),
    ],
    ids=lambda x: getattr(x, "claim", ""),
)
def test_a_law_is_broken_by_a_mistake(law: Law, name: str, mutant: Mutant) -> None:
    assert holds(law, name)
    assert not holds(law, name, mutant)


def test_a_gradient_along_a_step_of_ones_own_may_be_asked_for() -> None:
    law = convex(lambda v: v * v)
    assert holds(law, "cross_entropy")
    assert not holds(law, "cross_entropy", Mutant("the sign", pullback=lambda kept, g: kept.target / kept.y * g))


def test_several_results_are_joined_by_rows_and_numbers_are_entries() -> None:
    assert joined((np.array([[1, 2], [3, 4]]), np.float64(5.0))).tolist() == [1, 2, 3, 4, 5]
    assert joined(np.array([[1, 2]])).tolist() == [1, 2]


def test_what_is_no_array_is_neither_reversed_nor_split() -> None:
    rule = find("leaky_relu")
    assert holds(permutes("columns", MATRIX), rule.name)
    assert holds(splits(), rule.name)
    assert holds(permutes("channels", MATRIX), "flatten") is False


@pytest.mark.parametrize(
    ("law", "name"), [(law, name) for law, name, _ in HELD if isinstance(law, Equal)], ids=lambda x: getattr(x, "claim", x)
)
def test_both_sides_are_equal_on_floats_to_rounding(law: Equal, name: str) -> None:
    rule = find(name)
    key, rest = Key.of(3).split(2)
    left, right = law.sides(Call(rule, FLOAT64, draw_inputs(rule, FLOAT64, sizes_of(rule)[0], key), rest))
    np.testing.assert_allclose(np.asarray(left, float), np.asarray(right, float), rtol=1e-12, atol=1e-13, err_msg=law.claim)
