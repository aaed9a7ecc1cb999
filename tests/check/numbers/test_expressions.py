from __future__ import annotations

import ast
import inspect
import re
from fractions import Fraction
from types import FunctionType
from typing import Final

import pytest
import sympy as sp
from hypothesis import given

from pureml.check.numbers.expressions import checked, fraction, rational
from tests.check.numbers.drawing import rationals
from tests.sources import ROOT

STUB: Final = ast.parse((ROOT / "typings" / "sympy" / "__init__.pyi").read_text())
CLASSES: Final = {node.name: node for node in STUB.body if isinstance(node, ast.ClassDef)}
FUNCTIONS: Final = {node.name: node for node in STUB.body if isinstance(node, ast.FunctionDef)}
CONSTANTS: Final = {node.target.id for node in STUB.body if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)}


@given(rationals)
def test_fractions_go_there_and_back(q: Fraction) -> None:
    expression = rational(q)
    assert isinstance(expression, sp.Rational)
    assert fraction(expression) == q
    assert isinstance(rational(q.numerator), sp.Integer)


def test_an_expression_with_a_float_is_named() -> None:
    x = sp.Symbol("x")
    assert checked("here", x + 1) == x + 1
    with pytest.raises(TypeError, match=r"here: expected an exact expression, got x \+ 0\.25.* with the float 0\.25"):
        checked("here", x + sp.Float(0.25))


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_of_the_stub_is_one_of_sympy_with_these_bases_and_attributes(name: str) -> None:
    found: object = getattr(sp, name)
    assert isinstance(found, type)
    for base in CLASSES[name].bases:
        assert isinstance(base, ast.Name)
        assert issubclass(found, getattr(sp, base.id))
    for node in CLASSES[name].body:
        if isinstance(node, ast.FunctionDef):
            attribute = inspect.getattr_static(found, node.name)
            is_property = any(isinstance(d, ast.Name) and d.id == "property" for d in node.decorator_list)
            assert is_property == (not isinstance(attribute, (FunctionType, staticmethod))), f"{name}.{node.name}"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_of_the_stub_takes_these_arguments_in_sympy(name: str) -> None:
    arguments = FUNCTIONS[name].args
    parameters = inspect.signature(getattr(sp, name)).parameters
    named = [argument.arg for argument in arguments.args]
    assert list(parameters)[: len(named)] == named
    assert len(arguments.posonlyargs) <= len(parameters)


@pytest.mark.parametrize("name", sorted(CONSTANTS - {"_B"}))
def test_a_constant_of_the_stub_is_an_expression(name: str) -> None:
    assert isinstance(getattr(sp, name), sp.Expr)


def test_the_stub_describes_nothing_that_nobody_uses() -> None:
    sources = "\n".join(path.read_text() for folder in ("pureml", "tests") for path in (ROOT / folder).rglob("*.py"))
    used = set(re.findall(r"\bsp\.(\w+)", sources)) | {"Basic"}
    assert {*CLASSES, *FUNCTIONS, *CONSTANTS} - used - {"_B"} == set()
