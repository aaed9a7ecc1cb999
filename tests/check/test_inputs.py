"""What the generic tests of rules draw: of the right kind, shape and system, and the same for the same key."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs
import numpy as np
import pytest
import sympy as sp

from pureml.check.call import flat
from pureml.check.inputs import (
    EXACT,
    FLOAT32,
    FLOAT64,
    JETS,
    SIZES,
    SYMBOLS,
    Inputs,
    System,
    draw_cotangent,
    draw_inputs,
    moving,
    sizes_of,
    stepped,
)
from pureml.check.numbers import Ball, Element, Exact, Jet, Symbol
from pureml.check.numbers.arrays import STEP
from pureml.check.obligations.identity import expressions
from pureml.keys import Key
from pureml.rules import Argument, Domain, Kind, Rule, catalogue

KEY = Key.of(0)
SYSTEMS = (EXACT, SYMBOLS, JETS, FLOAT64, FLOAT32)
ELEMENTS: dict[str, type[Element[Any]]] = {"exact": Exact, "symbols": Symbol, "jets": Jet}
every_system = pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.name)
CONSTANTS = (Fraction(1, 2), Fraction(1, 5))


def nothing(*_: Any) -> Any:
    """A function of a rule that is only drawn for."""


DOMAIN = Domain(
    (
        Argument("x", ("rows", "classes")),
        Argument("p", ("classes",), Kind.POSITIVE),
        Argument("t", ("rows",), Kind.LABELS),
        Argument("m", ("rows", "classes"), Kind.MASK),
        Argument("n", ("rows", "classes"), Kind.SIZE),
        Argument("c", (), Kind.CONSTANT, CONSTANTS),
        Argument("w", ("rows", "classes"), Kind.MASS),
    )
)
RULE = Rule(
    name="any",
    formula="",
    derivative="",
    forward=nothing,
    linearize=nothing,
    pushforward=nothing,
    pullback=nothing,
    domain=DOMAIN,
    source="",
)
ROWS, CLASSES = 2, 3


def drawn(system: System, seed: int = 0) -> Inputs:
    return draw_inputs(RULE, system, {"rows": ROWS, "classes": CLASSES}, Key.of(seed))


def is_of(system: System, x: Any) -> bool:
    if system.name in ELEMENTS:
        return all(isinstance(e, ELEMENTS[system.name]) for e in flat(x))
    return bool(x.dtype == system.dtype)


@every_system
@pytest.mark.parametrize("seed", range(5))
def test_every_argument_is_of_its_kind_in_its_system(system: System, seed: int) -> None:
    x, p, t, m, n, c, w = drawn(system, seed).arguments
    assert (x.shape, p.shape, t.shape, m.shape, w.shape) == ((ROWS, CLASSES), (CLASSES,), (ROWS,), (ROWS, CLASSES), (ROWS, CLASSES))
    for numbers in (x, p, w):
        assert is_of(system, numbers)
    assert all(float(e) > 0 for e in flat(p))
    assert all(float(e) >= 0 for e in flat(w))
    assert t.dtype == np.intp
    assert set(t.tolist()) <= set(range(CLASSES))
    assert m.dtype == bool
    assert n == ROWS * CLASSES
    assert float(c) == pytest.approx(0.5, abs=1e-15) or float(c) == pytest.approx(0.2, abs=1e-15)
    assert isinstance(c, ELEMENTS.get(system.name, float))


@every_system
def test_only_what_can_be_differentiated_has_a_tangent(system: System) -> None:
    inputs = drawn(system)
    assert inputs.places == (0, 1)
    assert [x_dot.shape for x_dot in inputs.tangents] == [(ROWS, CLASSES), (CLASSES,)]
    assert all(is_of(system, x_dot) for x_dot in inputs.tangents)
    assert inputs.differentiable == (inputs.arguments[0], inputs.arguments[1])
    replaced = inputs.with_differentiable(("x", "p"))
    assert replaced[:2] == ("x", "p")
    assert all(a is b for a, b in zip(replaced[2:], inputs.arguments[2:], strict=True))


@every_system
def test_the_same_key_gives_the_same_inputs_and_another_others(system: System) -> None:
    first, again, other = (drawn(system, seed).arguments for seed in (0, 0, 1))
    floats = [[float(e) for a in inputs for e in flat(a)] for inputs in (first, again, other)]
    assert floats[0] == floats[1]
    assert floats[0] != floats[2]


def test_tangents_of_symbols_are_symbols_of_their_own() -> None:
    inputs = drawn(SYMBOLS)
    names = [str(e) for a in (*inputs.differentiable, *inputs.tangents) for e in expressions(a)]
    assert len(set(names)) == len(names) == 2 * (ROWS * CLASSES + CLASSES)
    assert names[0] == "x_0_0"
    assert names[ROWS * CLASSES + CLASSES] == "x_dot_0_0"
    assert all(e.is_positive for e in expressions(inputs.arguments[1]))
    assert not any(e.is_positive for e in expressions(inputs.arguments[0]))


@every_system
def test_a_cotangent_has_the_shape_of_the_output_and_is_a_number_where_that_is_one(system: System) -> None:
    g: Any = draw_cotangent(system, np.zeros((2, 3)), KEY)
    assert g.shape == (2, 3)
    assert is_of(system, g)
    one: Any = draw_cotangent(system, np.float64(1), KEY)
    number: Any = draw_cotangent(system, system.constant(Fraction(1)), KEY)
    for scalar in (one, number):
        assert not isinstance(scalar, np.ndarray)
        assert isinstance(scalar, ELEMENTS.get(system.name, system.dtype))


def test_a_complex_step_moves_along_the_tangents_only() -> None:
    inputs = drawn(FLOAT64)
    moved = stepped(inputs)
    for k, x_dot in zip(inputs.places, inputs.tangents, strict=True):
        assert (moved[k].real == inputs.arguments[k]).all()
        np.testing.assert_allclose(moved[k].imag / STEP, x_dot, rtol=1e-15)
    assert all(moved[k] is inputs.arguments[k] for k in range(2, len(moved)))


def test_moving_jets_have_the_tangents_as_slopes() -> None:
    inputs = drawn(JETS)
    assert all(e.slope == Ball(0) for x in (*inputs.differentiable, *inputs.tangents) for e in flat(x))
    moved = moving(inputs)
    for k, x_dot in zip(inputs.places, inputs.tangents, strict=True):
        for e, x, v in zip(flat(moved[k]), flat(inputs.arguments[k]), flat(x_dot), strict=True):
            assert e.value == x.value
            assert e.slope == v.value
    assert all(moved[k] is inputs.arguments[k] for k in range(2, len(moved)))


def test_sizes_give_each_axis_of_every_rule_one_and_are_unequal_once() -> None:
    for rule in catalogue():
        found = sizes_of(rule)
        assert len(found) == len(rule.domain.sizes or SIZES) <= 6
        for sizes in found:
            assert tuple(sizes) == rule.domain.axes, rule.name
    assert [dict(sizes) for sizes in sizes_of(RULE)] == [{"rows": row[0], "classes": row[1]} for row in SIZES]
    assert any(a != b for a, b, *_ in SIZES)
    assert any(row[0] == 1 for row in SIZES)


def test_exact_numbers_have_both_signs_zeros_and_denominators() -> None:
    found = [e.fraction for e in flat(EXACT.array(np.random.Generator(KEY.bits()), "x", (20, 20)))]
    assert min(found) < 0 < max(found)
    assert 0 in found
    assert max(q.denominator for q in found) == 6
    positive = [e.fraction for e in flat(EXACT.array(np.random.Generator(KEY.bits()), "x", (20, 20), positive=True))]
    assert min(positive) > 0


@every_system
@pytest.mark.parametrize("kind", Kind)
def test_there_is_something_to_draw_of_every_kind(system: System, kind: Kind) -> None:
    domain = Domain((Argument("a", ("rows", "classes"), kind, CONSTANTS),))
    (found,) = draw_inputs(attrs.evolve(RULE, domain=domain), system, {"rows": ROWS, "classes": CLASSES}, KEY).arguments
    assert found is not None
    assert getattr(found, "shape", ()) in {(), (ROWS, CLASSES)}


def of_kind(kind: Kind, system: System, seed: int) -> Any:
    domain = Domain((Argument("a", ("rows", "classes"), kind),))
    return draw_inputs(attrs.evolve(RULE, domain=domain), system, {"rows": ROWS, "classes": CLASSES}, Key.of(seed)).arguments[0]


@every_system
@pytest.mark.parametrize("kind", [Kind.UNIT, Kind.PROBABILITY, Kind.MASS])
def test_narrow_kinds_stay_in_their_system(system: System, kind: Kind) -> None:
    for seed in range(5):
        assert is_of(system, of_kind(kind, system, seed))


def test_probabilities_sum_to_1() -> None:
    for seed in range(5):
        assert all(total == 1 for total in of_kind(Kind.PROBABILITY, EXACT, seed).sum(axis=1))
        np.testing.assert_allclose(of_kind(Kind.PROBABILITY, FLOAT64, seed).sum(axis=1), 1, rtol=1e-15)
        assert all(e.value.contains(1) for e in of_kind(Kind.PROBABILITY, JETS, seed).sum(axis=1))


def test_parts_of_1_reach_both_ends_and_masses_reach_0() -> None:
    parts = [e.fraction for seed in range(50) for e in flat(of_kind(Kind.UNIT, EXACT, seed))]
    assert {0, 1} < set(parts)
    assert all(0 <= part <= 1 for part in parts)
    masses = [e.fraction for seed in range(50) for e in flat(of_kind(Kind.MASS, EXACT, seed))]
    assert 0 in masses
    assert min(masses) == 0
    assert max(masses) > 1


def test_symbols_of_narrow_kinds_are_free_so_that_identities_hold_for_all() -> None:
    for kind in (Kind.UNIT, Kind.PROBABILITY, Kind.MASS):
        found = expressions(of_kind(kind, SYMBOLS, 0))
        assert all(isinstance(e, sp.Symbol) and e.is_positive for e in found)
        assert len(set(found)) == len(found)


def test_every_class_both_sides_of_a_mask_and_every_constant_are_drawn() -> None:
    found = [drawn(EXACT, seed).arguments for seed in range(50)]  # each of these is missed less than once in 10^14 times
    assert {k for _, _, t, *_ in found for k in t.tolist()} == set(range(CLASSES))
    assert {keep for _, _, _, m, *_ in found for keep in m.flat} == {False, True}
    assert {c.fraction for *_, c, _ in found} == set(CONSTANTS)


@every_system
def test_a_pair_is_of_whole_numbers_from_its_values_drawn_apart(system: System) -> None:
    values = (Fraction(1), Fraction(2), Fraction(3))
    rule = attrs.evolve(RULE, domain=Domain((Argument("stride", (), Kind.PAIR, values),)))
    pairs = [draw_inputs(rule, system, {}, Key.of(seed)).arguments[0] for seed in range(60)]
    assert all(type(pair) is tuple and [type(n) for n in pair] == [int, int] for pair in pairs)
    assert set(pairs) == {(a, b) for a in (1, 2, 3) for b in (1, 2, 3)}
    assert not rule.domain.arguments[0].differentiable
