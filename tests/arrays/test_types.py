"""Every signature that checkers read in pureml/arrays/*.pyi is true of NumPy: run with axes of distinct sizes, in both dtypes.

The classes there are a fiction, since every value is a plain ndarray; this is what keeps the fiction honest.
"""

from __future__ import annotations

import ast
from importlib import import_module
from typing import Any, Final

import numpy as np
import pytest

import pureml as pm
from pureml.arrays import Window
from tests.arrays.calls import BY_HAND, SHARING, WRITING, arrays_of, calls
from tests.arrays.signatures import SIZES, STUBS, WINDOWS, Case, cases, holds, run

CASES: Final = [case for module, stub in STUBS.items() for case in cases(module, stub)]
FUNCTIONS: Final = [case for case in CASES if not case.owner]


def refutation(case: Case, dtype: str) -> str:
    """A call that the signature does not allow, or whose answer is not what it says; or nothing."""
    returns = case.definition.returns
    assert returns is not None, f"{case}: no annotation of the result"
    for given in calls(case, dtype):
        shapes = ", ".join(str([np.shape(x) for x in arrays_of(argument)] or argument) for argument in given)
        if case.definition.name in BY_HAND:
            for said, x in zip(case.parameters, given, strict=True):
                if not holds(said, x, case, given, dtype):
                    return f"{case}({shapes}): an argument is no {ast.unparse(said)}"
        result = run(case, given, dtype)
        if not holds(returns, result, case, given, dtype):
            got = f"{type(result).__name__} {[np.shape(x) for x in arrays_of(result)]} {getattr(result, 'dtype', '')}"
            return f"{case}({shapes}) -> {case.returns}: got {got}"
    return ""


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_signature_is_true(case: Case, dtype: str) -> None:
    assert not refutation(case, dtype)


@pytest.mark.parametrize("case", FUNCTIONS, ids=str)
def test_a_function_gives_new_arrays_and_leaves_its_arguments(case: Case) -> None:
    name = case.definition.name
    parameters = [arg.arg for arg in case.definition.args.posonlyargs]
    for given in calls(case, "float64"):
        into = given[parameters.index("into")] if "into" in parameters else None
        written = "into" if into is not None else parameters[0] if name in WRITING else ""
        before = [[x.copy() for x in arrays_of(argument)] for argument in given]
        result: Any = run(case, given, "float64")
        if isinstance(into, np.ndarray):
            first: Any = next(iter(arrays_of(result)))
            assert first is into, f"{case}: the result is not the place that was given"
        shared = any(np.shares_memory(x, y) for x in arrays_of(result) for y in arrays_of(given))
        assert shared == (isinstance(into, np.ndarray) or (name in SHARING and SHARING[name](given))), str(case)
        for parameter, argument, old in zip(parameters, given, before, strict=True):
            unchanged = all((x == y).all() for x, y in zip(arrays_of(argument), old, strict=True))
            assert unchanged or parameter == written, f"{case}: {parameter} was written"


@pytest.mark.parametrize("module", sorted(STUBS))
def test_a_constant_is_what_its_stub_says(module: str) -> None:
    for node in ast.parse(STUBS[module]).body:
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.annotation) != "TypeAlias":
            case = next(case for case in FUNCTIONS if case.module == module)  # annotations are read beside a signature
            value = getattr(import_module(f"pureml.arrays.{module}"), ast.unparse(node.target))
            assert holds(node.annotation, value, case, (), "float64"), f"{module}.{ast.unparse(node)}: got {value!r}"


@pytest.mark.parametrize(
    ("module", "true", "false"),
    [
        ("types", "def T(self) -> Matrix[C, R, Float]", "def T(self) -> Matrix[R, C, Float]"),
        ("types", "def sum(self, axis: Literal[0]) -> Vector[C, Float]", "def sum(self, axis: Literal[0]) -> Vector[R, Float]"),
        ("types", "def argmax(self, axis: Literal[1]) -> Labels[R, C]", "def argmax(self, axis: Literal[1]) -> Vector[R, Float]"),
        ("types", "-> Matrix[K, C, Float]", "-> Matrix[R, K, Float]"),
        ("types", "def __gt__(self, other: Self | Float | float, /) -> Mask[Shape]", "def __gt__(self, other: Self | float, /) -> Self"),
        ("sums", "def row_sums(x: Matrix[R, C, F], /) -> Vector[R, F]", "def row_sums(x: Matrix[R, C, F], /) -> Vector[C, F]"),
        ("branches", "-> Matrix[R, Literal[1], F]", "-> Vector[R, F]"),
        ("blocks", "-> list[tuple[slice, slice]]", "-> list[slice]"),
        ("blocks", "(arrays: Sequence[Array], /) -> Array", "(arrays: Sequence[Array], /) -> list[Array]"),
        ("blocks", "-> Matrix[int, int, Any]", "-> Matrix[int, R, Any]"),
        ("patches", "-> Matrix[Ch, int, F]", "-> Matrix[C, int, F]"),
        ("patches", "-> FreshMatrix[C, int, F]", "-> FreshMatrix[int, R, F]"),
        ("patches", "def correlated_with(g: Matrix[C, int, F]", "def correlated_with(g: Matrix[R, int, F]"),
        ("windows", "-> tuple[Mask[Any], ...]", "-> tuple[Mask[tuple[R, C]], ...]"),
        ("windows", "y: Images[R, Ch, int, int, F]", "y: Images[R, Ch, H, W, F]"),
        ("windows", "width: W, /) -> Images[R, Ch, H, W, F]", "width: W, /) -> Images[R, Ch, W, H, F]"),
        ("updates", "def root(c: float, /) -> float", "def root(c: float, /) -> Self"),
    ],
)
def test_a_stub_with_a_wrong_signature_is_refuted(module: str, true: str, false: str) -> None:
    stub = STUBS[module]
    assert stub.count(true) == 1
    wrong = [case for case in cases(module, stub.replace(true, false)) if refutation(case, "float64")]
    assert [stub.splitlines()[case.definition.lineno - 1].strip().removesuffix(": ...") for case in wrong] == [
        line.strip().removesuffix(": ...") for line in stub.splitlines() if true in line
    ]


def test_every_operator_and_function_is_run() -> None:
    names = {(case.owner, case.definition.name) for case in CASES}
    assert {("Matrix", "T"), ("Matrix", "__radd__"), ("FreshMatrix", "__iadd__"), ("Labels", "__eq__"), ("", "row_shift")} <= names
    for module, stub in STUBS.items():
        functions = {node.name for node in ast.parse(stub).body if isinstance(node, ast.FunctionDef)}
        assert functions == {case.definition.name for case in FUNCTIONS if case.module == module}
    assert BY_HAND.keys() | SHARING.keys() | WRITING <= {case.definition.name for case in FUNCTIONS}


def test_every_call_has_arguments() -> None:
    assert not [str(case) for case in CASES if not any(True for _ in calls(case, "float64"))]


@pytest.mark.parametrize("window", WINDOWS, ids=str)
def test_windows_stop_as_often_as_the_sizes_say(window: Window) -> None:
    assert window.stops(SIZES["H"], SIZES["W"]) == (SIZES["Down"], SIZES["Across"])


@pytest.mark.parametrize(
    ("kind_of", "is_one"), [(pm.Matrix, True), (pm.Tensor, True), (pm.Vector, False), (pm.Images, False), (pm.Mask, False)]
)
def test_values_are_plain_arrays_that_the_types_recognise(kind_of: type, is_one: bool) -> None:  # a parameter of the table above
    x = pm.matrix([[1.0, 2.0]])
    assert type(x) is np.ndarray
    assert isinstance(x, kind_of) == is_one
