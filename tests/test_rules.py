"""Every rule of the catalogue, in every number system. Nothing here knows a rule by name."""

from __future__ import annotations

import inspect
import json
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import attrs
import numpy as np
import pytest

from pureml.check.inputs import EXACT, FLOAT32, FLOAT64, JETS, SYMBOLS, draw_cotangent, moving, stepped
from pureml.check.numbers import Ball, Element, Exact, Jet, Symbol
from pureml.check.numbers.arrays import STEP
from pureml.errors import DomainError
from pureml.rules import PACKAGES, Kind, Rule, catalogue, find
from tests.calculus import drawn, flat, inner, locked, snapshot, tupled, vanish
from tests.sources import PACKAGE, ROOT

every_rule = pytest.mark.parametrize("rule", catalogue(), ids=lambda rule: rule.name)


@every_rule
def test_its_derivatives_are_those_of_its_forward_on_symbols(rule: Rule) -> None:
    for text, inputs, rest in drawn(rule, SYMBOLS, 3 if rule.kinks else 1):
        wrong = vanish(rule, inputs, rest)
        assert not wrong, f"{rule.name}: refuted on {text}\n" + "\n".join(wrong)


@every_rule
def test_it_runs_on_exact_numbers_and_its_derivatives_are_adjoint_exactly(rule: Rule) -> None:
    for text, inputs, rest in drawn(rule, EXACT, 2):
        y, kept = rule.linearize(*inputs.arguments)
        g = draw_cotangent(EXACT, y, rest)
        cotangents, y_dot = tupled(rule.pullback(kept, g)), rule.pushforward(kept, *inputs.tangents)
        for e in [e for x in (y, y_dot, *cotangents) for e in flat(x)]:
            assert isinstance(e, Exact), f"{rule.name}: expected exact numbers, got {e!r} on {text}"
        assert inner((y_dot,), (g,)) == inner(inputs.tangents, cotangents), f"{rule.name}: refuted on {text}"


@every_rule
def test_its_slope_lies_in_the_enclosure_by_jets(rule: Rule) -> None:
    for text, inputs, rest in drawn(rule, JETS, 3):
        y = rule.forward(*moving(inputs))
        y_dot = rule.pushforward(rule.linearize(*inputs.arguments)[1], *inputs.tangents)
        for got, want in zip(flat(y_dot), flat(y), strict=True):
            assert got.value.overlaps(want.slope), f"{rule.name}: expected a slope in {want.slope}, got {got.value} on {text}"
            assert want.slope.radius() < 1e-9, f"{rule.name}: the enclosure {want.slope} says nothing on {text}"
        values, kept = rule.linearize(*inputs.arguments)
        g = draw_cotangent(JETS, values, rest)
        left, right = inner((y_dot,), (g,)), inner(inputs.tangents, tupled(rule.pullback(kept, g)))
        assert left.value.overlaps(right.value), f"{rule.name}: the adjoint is {right.value}, expected {left.value} on {text}"


@every_rule
def test_its_slope_is_that_of_a_complex_step(rule: Rule) -> None:
    for text, inputs, rest in drawn(rule, FLOAT64, 5):
        y, kept = rule.linearize(*inputs.arguments)
        slope = np.imag(np.asarray(rule.forward(*stepped(inputs)))) / STEP
        y_dot = np.asarray(rule.pushforward(kept, *inputs.tangents))
        np.testing.assert_allclose(y_dot, slope, rtol=1e-12, atol=1e-13, err_msg=f"{rule.name}: refuted on {text}")
        g = draw_cotangent(FLOAT64, y, rest)
        left, right = inner((slope,), (g,)), inner(inputs.tangents, tupled(rule.pullback(kept, g)))
        assert left == pytest.approx(right, rel=1e-11, abs=1e-12), f"{rule.name}: refuted on {text}"


@every_rule
@pytest.mark.parametrize("system", [FLOAT32, FLOAT64], ids=lambda system: system.name)
def test_it_is_pure_and_keeps_the_dtype(rule: Rule, system: Any) -> None:
    for text, drawn_inputs, rest in drawn(rule, system, 1):
        inputs = locked(drawn_inputs)
        before = snapshot(inputs)
        y, kept = rule.linearize(*inputs.arguments)
        g: Any = draw_cotangent(system, y, rest)
        once = (rule.forward(*inputs.arguments), y, rule.pushforward(kept, *inputs.tangents), *tupled(rule.pullback(kept, g)))
        _, again = rule.linearize(*inputs.arguments)
        twice = (rule.forward(*inputs.arguments), y, rule.pushforward(again, *inputs.tangents), *tupled(rule.pullback(again, g)))
        assert snapshot(inputs) == before, f"{rule.name} writes into its inputs on {text}"
        for a, b in zip(once, twice, strict=True):
            a_array: Any = np.asarray(a)
            assert a_array.dtype == system.dtype, f"{rule.name}: expected {system.name}, got {a_array.dtype} on {text}"
            assert a_array.tobytes() == np.asarray(b).tobytes(), f"{rule.name}: other bits the second time on {text}"


def widened(x: Any) -> Any:
    """Balls of radius 1 around the values of an array of jets."""
    return np.frompyfunc(lambda e: Jet.along(Ball.between(e.value.midpoint() - 1, e.value.midpoint() + 1), Ball(0)), 1, 1)(x)


@pytest.mark.parametrize(
    "rule",
    [rule for rule in catalogue() if not rule.kinks and rule.domain.arguments[0].kind is Kind.REAL],
    ids=lambda rule: rule.name,
)
def test_smooth_rules_are_decided_on_wide_overlapping_balls(rule: Rule) -> None:
    for text, inputs, _ in drawn(rule, JETS, 1):
        wide = rule.forward(*inputs.with_differentiable((widened(inputs.differentiable[0]), *inputs.differentiable[1:])))
        for big, small in zip(flat(wide), flat(rule.forward(*inputs.arguments)), strict=True):
            assert big.value.overlaps(small.value), f"{rule.name}: {big.value} misses {small.value} on {text}"


def test_an_element_of_each_system_is_one() -> None:
    assert all(issubclass(kind, Element) for kind in (Exact, Symbol, Jet))


@every_rule
def test_every_field_that_can_be_filled_is(rule: Rule) -> None:
    for field in ("name", "formula", "derivative", "source"):
        assert getattr(rule, field), f"{rule.name}: {field} is empty"


THEOREMS: Final[dict[str, dict[str, Any]]] = {
    theorem["name"]: theorem for theorem in json.loads((ROOT / "proofs" / "theorems.json").read_text())
}


@pytest.mark.parametrize("rule", [rule for rule in catalogue() if rule.theorem], ids=lambda rule: rule.name)
def test_the_theorem_that_it_names_is_proved_about_it(rule: Rule) -> None:
    package = rule.forward.__module__.split(".")[1]
    assert rule.theorem in THEOREMS, f"{rule.name}: expected a theorem in proofs/theorems.json, got {rule.theorem}"
    assert f"{package}.{rule.name}" in THEOREMS[rule.theorem]["rules"], f"{rule.theorem} is not about {rule.name}"


def test_names_are_unique_and_those_of_the_modules() -> None:
    names = [rule.name for rule in catalogue()]
    assert len(set(names)) == len(names)
    for rule in catalogue():
        assert rule.forward.__module__.endswith(f".{rule.name}"), rule.name


def test_every_module_with_a_derivative_has_a_rule() -> None:
    known = {inspect.getsourcefile(rule.pullback) for rule in catalogue()}
    for package in PACKAGES:
        for path in sorted((PACKAGE / package).glob("*.py")):
            module = import_module(f"pureml.{package}.{path.stem}") if path.stem != "__init__" else None
            derives = module is not None and any(hasattr(module, name) for name in ("pullback", "pushforward", "gradient"))
            assert not derives or str(path) in {str(Path(str(k)).resolve()) for k in known}, f"{path}: a derivative without a rule"


def test_find_gives_the_rule_of_a_name_and_lists_the_names_otherwise() -> None:
    assert find("relu").name == "relu"
    with pytest.raises(DomainError, match=r"expected one of .*relu.*, got ReLU"):
        find("ReLU")


def test_the_checks_refute_a_changed_sign() -> None:
    for rule in catalogue():
        if rule.name == "heaviside":
            continue  # its derivative is 0, which has no sign

        def negated(kept: Any, g: Any, rule: Rule = rule) -> Any:
            cotangents = tupled(rule.pullback(kept, g))
            return (-cotangents[0], *cotangents[1:])

        wrong = attrs.evolve(rule, pullback=negated)
        assert any(vanish(wrong, inputs, rest) for _, inputs, rest in drawn(wrong, SYMBOLS, 1)), f"{rule.name}: a changed sign passes"
