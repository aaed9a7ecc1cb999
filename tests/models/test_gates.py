"""Truth tables, and what must hold between the gates off the table too; all in doubles and in exact fractions."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import pureml as pm
from pureml.check.numbers import Exact
from pureml.check.numbers.arrays import elements, filled
from pureml.models import gates
from pureml.models.gates import AND, INPUTS, NAND, OR, XOR, Pair, Truth, Unit, beside, unit
from tests.exactly import decimal, exactly

Gate = pm.Layer[Pair, Truth]
TABLES: Final[dict[str, tuple[Gate, tuple[int, int, int, int]]]] = {
    "AND": (AND, (0, 0, 0, 1)),
    "NAND": (NAND, (1, 1, 1, 0)),
    "OR": (OR, (0, 1, 1, 1)),
    "XOR": (XOR, (0, 1, 1, 0)),
}
every_gate = pytest.mark.parametrize("name", TABLES)
fractions = st.fractions(min_value=-3, max_value=3, max_denominator=20)
small = st.fractions(min_value=Fraction(-1, 16), max_value=Fraction(1, 16), max_denominator=10**6)


def answer(gate: Any, *pairs: tuple[Fraction, Fraction]) -> list[Exact]:
    """What a gate with exact parameters answers on pairs of fractions."""
    x = filled((len(pairs), 2), lambda i: Exact(pairs[i[0]][i[1]]))
    return list(gate.forward(pm.over(x, len(pairs), Pair(2))).flat)


@every_gate
def test_a_gate_has_its_truth_table(name: str) -> None:
    gate, table = TABLES[name]
    assert tuple(np.asarray(gate.forward(INPUTS))[:, 0]) == table


@every_gate
@pytest.mark.parametrize("number", [Fraction, decimal])
def test_a_gate_has_its_truth_table_exactly(name: str, number: Any) -> None:
    gate, table = TABLES[name]
    exact = gate.map(lambda x: exactly(x, number))
    assert answer(exact, *[(Fraction(a), Fraction(b)) for a, b in ((0, 0), (1, 0), (0, 1), (1, 1))]) == [Exact(y) for y in table]


@given(fractions, fractions)
@example(Fraction(7, 5), Fraction(0))
def test_nand_is_not_and_off_the_line_and_both_are_silent_on_it(x1: Fraction, x2: Fraction) -> None:
    # A unit that fires at 0 instead, or a NAND by its own weights, fails on the line x1 + x2 = 7/5.
    both, neither = (answer(gate.map(lambda x: exactly(x, decimal)), (x1, x2))[0] for gate in (AND, NAND))
    assert both + neither == (0 if x1 + x2 == Fraction(7, 5) else 1)


def test_nand_is_and_with_every_sign_changed() -> None:
    assert [(np.asarray(a) == -b).all() for a, b in zip(AND.leaves, NAND.leaves, strict=True)] == [True, True]


@pytest.mark.parametrize("gate", [AND, NAND, OR], ids=["AND", "NAND", "OR"])
def test_no_sum_is_closer_to_zero_than_a_fifth(gate: Unit) -> None:
    layer: Any = gate.layer.map(lambda x: exactly(x, decimal))
    assert min(abs(e.fraction) for e in elements(Exact, layer.forward(exactly(INPUTS)))) == Fraction(1, 5)


@given(st.sampled_from([AND, NAND, OR]), small, small, small)
def test_weights_may_move_by_a_fifth_together_without_a_wrong_answer(gate: Unit, d1: Fraction, d2: Fraction, d3: Fraction) -> None:
    w1, w2, b = (float(e) for leaf in gate.leaves for e in np.asarray(leaf).flat)
    moved = unit(w1 + float(d1), w2 + float(d2), b + float(d3))
    assert (np.asarray(moved.forward(INPUTS)) == gate.forward(INPUTS)).all()


@given(*[st.floats(-10, 10)] * 3)
def test_no_unit_that_was_tried_computes_xor(w1: float, w2: float, bias: float) -> None:
    # Examples, not a proof: that is Perceptron.XOR_not_separable.
    assert (np.asarray(unit(w1, w2, bias).forward(INPUTS)) != XOR.forward(INPUTS)).any()


@given(st.permutations([AND, NAND, OR]))
def test_units_side_by_side_answer_what_each_answers(order: list[Unit]) -> None:
    first, second, _ = order
    both = np.asarray(beside(first, second).forward(INPUTS))
    assert (both == np.hstack([first.forward(INPUTS), second.forward(INPUTS)])).all()


def test_no_gradient_passes_a_gate() -> None:
    y, back = XOR.linearize(INPUTS)
    d_x, d_gate = back.pullback(y)
    assert not any(np.asarray(d).any() for d in (d_x, *d_gate.leaves))


def test_the_gates_are_networks_like_any_other() -> None:
    assert all(isinstance(gate, pm.Layer) for gate, _ in TABLES.values())
    assert sorted(gates.XOR.arrays()) == [f"{part}.layer.{name}" for part in ("first", "second") for name in ("bias", "weight")]
