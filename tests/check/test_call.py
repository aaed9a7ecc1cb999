"""A call gives what the formula gives, once, and knows its cotangent, its tangents and its neighbours."""

from __future__ import annotations

from typing import Any

import attrs
import numpy as np
import pytest

from pureml.check.call import Call, flat, inner, tupled
from pureml.check.inputs import EXACT, FLOAT64, System, draw_inputs, sizes_of
from pureml.check.numbers import Exact
from pureml.errors import StructureError
from pureml.keys import Key
from pureml.rules import Formula, Rule, find


def call_of(rule: Formula, system: System = EXACT, size: int = 0) -> Call:
    key, rest = Key.of(0).split(2)
    return Call(rule, system, draw_inputs(rule, system, sizes_of(rule)[size], key), rest)


def test_it_gives_what_the_rule_gives() -> None:
    rule = find("softmax")
    call = call_of(rule)
    (x,), (x_dot,) = call.arguments, call.inputs.tangents
    y, kept = rule.linearize(x)
    assert (call.y == rule.forward(x)).all()
    assert (call.linearized[0] == y).all()
    assert (call.y_dot == rule.pushforward(kept, x_dot)).all()
    assert (call.d_x == rule.pullback(kept, call.g)).all()
    assert (call.pulled(call.g * 2)[0] == call.d_x * 2).all()
    assert (call.pushed(x_dot * 2) == call.y_dot * 2).all()


def test_one_cotangent_is_a_tuple_of_one_and_several_are_several() -> None:
    assert len(call_of(find("softmax")).cotangents) == 1
    assert [d.shape for d in call_of(find("affine")).cotangents] == [(2, 3), (3, 4), (4,)]


def test_what_it_gives_is_computed_when_asked_for_and_once() -> None:
    asked: list[str] = []
    rule = find("relu")

    def counted(x: Any) -> Any:
        asked.append("forward")
        return rule.forward(x)

    call = call_of(attrs.evolve(rule, forward=counted))
    assert not asked
    assert call.y is call.y
    assert asked == ["forward"]


def test_the_cotangent_has_the_shape_of_y_and_is_the_same_each_time() -> None:
    call, again = call_of(find("logsumexp")), call_of(find("logsumexp"))
    assert call.g.shape == call.y.shape == (2,)
    assert (call.g == again.g).all()
    assert isinstance(call_of(find("mean_squared_error")).g, Exact)


def test_at_other_arguments_it_is_the_same_formula_with_the_same_cotangent() -> None:
    call = call_of(find("relu"))
    moved = call.at(call.arguments[0] + 10)
    assert (moved.y == call.arguments[0] + 10).all()
    assert (moved.g == call.g).all()
    assert moved.formula is call.formula
    assert (call.y != moved.y).any()


def test_a_formula_without_derivatives_gives_its_value_alone() -> None:
    rule = find("relu")
    formula = Formula(name="f", formula="", forward=rule.forward, domain=rule.domain, source="")
    call = call_of(formula)
    assert (call.y == rule.forward(*call.arguments)).all()
    with pytest.raises(StructureError, match="f: expected a rule with derivatives, got a formula without"):
        call.pulled(None)
    with pytest.raises(StructureError):
        str(call.g)
    assert isinstance(call_of(rule).rule, Rule)


def test_entries_are_listed_by_rows_and_a_number_is_one() -> None:
    assert flat(np.array([[1, 2], [3, 4]])) == [1, 2, 3, 4]
    assert flat(np.float64(2.0)) == [2.0]
    assert flat(Exact(2)) == [Exact(2)]
    assert tupled((1, 2)) == (1, 2)
    assert tupled([1]) == ([1],)


def test_the_inner_product_is_that_of_all_arrays_in_their_system() -> None:
    call = call_of(find("affine"))
    arrays = call.arguments
    expected = Exact(0)
    for x in arrays:
        expected = expected + (x * x).sum()
    assert inner(arrays, arrays) == expected
    floats = call_of(find("affine"), FLOAT64).arguments
    assert inner(floats, floats) == pytest.approx(float(np.sum([np.sum(x * x) for x in floats])))
    with pytest.raises(ValueError, match="zip"):
        inner(arrays, arrays[:2])
    with pytest.raises(ValueError, match="zip"):
        inner(arrays[:1], arrays[1:2])
