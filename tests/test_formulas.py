"""Formula modules contain only what every number system can run.

A formula is a module function of functions/, losses/, layers/ or optimizers/. Object arrays of exact numbers, symbols or balls
take another way through NumPy's `maximum`, `where`, `sign`, `max` and constructors than floats do, or turn into floats without
a word.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

import pytest

from tests.sources import PACKAGE, modules, place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FOLDERS: Final = ("functions", "losses", "layers", "optimizers")
BUILTINS: Final = {
    "abs": "absolute(x), or either(x, x, -x) where the function is smooth",
    "float": "a constant stays in the number system: lift(c, x)",
    "max": "positive_part(x), or row_shift(x) for a constant",
    "min": "-positive_part(-x)",
    "round": "no formula rounds",
    "sum": "row_sums(x), column_sums(x); the built-in sum of floats differs between versions of Python",
}
METHODS: Final = {
    "argmax": "a primitive of arrays that chooses by a sample",
    "argmin": "a primitive of arrays that chooses by a sample",
    "astype": "the dtype is the caller's",
    "clip": "either(...) or positive_part(...)",
    "fill": "zeros_like(x), one_like(x), lift(c, x)",
    "max": "row_shift(x) for a constant",
    "mean": "a sum divided by the integer n",
    "min": "-row_shift(-x) for a constant",
    "std": "corrected two-pass sums",
    "sum": "row_sums(x), column_sums(x)",
    "var": "corrected two-pass sums",
}


def formulas(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """The module functions, whose bodies are formulas; methods delegate to them, and an overload has no body."""
    functions = (node for node in tree.body if isinstance(node, ast.FunctionDef))
    return (node for node in functions if "overload" not in map(ast.unparse, node.decorator_list))


def objections(source: str) -> Iterator[tuple[int, str]]:
    """The line of each construct that a formula may not contain, and what to write instead."""
    for formula in formulas(ast.parse(source)):
        if formula.decorator_list:
            yield formula.lineno, f"{formula.name} is decorated: mutation testing passes over decorated functions"
        for node in ast.walk(formula):
            match node:
                case ast.Call(func=ast.Name(id=name)) if name in BUILTINS:
                    yield node.lineno, f"{name}(...): {BUILTINS[name]}"
                case ast.Call(func=ast.Attribute(value=ast.Name(id="np" | "numpy"), attr=name)):
                    yield node.lineno, f"np.{name}(...): use the primitives of pureml.arrays"
                case ast.Call(func=ast.Attribute(attr=name)) if name in METHODS:
                    yield node.lineno, f".{name}(...): {METHODS[name]}"
                case ast.BinOp(left=ast.Constant(value=float()), right=_) | ast.BinOp(left=_, right=ast.Constant(value=float())):
                    yield node.lineno, f"{ast.unparse(node)}: a float leaks into exact numbers; lift(c, x), or divide by an integer"
                case ast.Compare(ops=[ast.Lt() | ast.LtE() | ast.Gt() | ast.GtE()], comparators=[ast.Constant(value=0)]):
                    yield (
                        node.lineno,
                        f"{ast.unparse(node)}: symbols and balls compare in heaviside and where_positive; either and row_shift need not",
                    )
                case _:
                    pass


def refused(path: Path) -> list[str]:
    """What a formula module contains that it may not, each with its place."""
    return [f"{place(path, line)}: {objection}" for line, objection in objections(path.read_text())]


def test_formulas_use_only_what_every_number_system_can_run() -> None:
    found = [line for folder in FOLDERS for path in modules(PACKAGE / folder) for line in refused(path)]
    assert not found, "\n".join(found)


def test_there_are_formulas_to_look_at() -> None:
    for folder in FOLDERS:
        assert any(next(formulas(ast.parse(path.read_text())), None) for path in modules(PACKAGE / folder)), folder


@pytest.mark.parametrize(
    "wrong",
    [
        *(f"np.{name}(x)" for name in ("maximum", "abs", "where", "sign", "heaviside", "max", "isfinite", "full", "zeros", "ones", "exp")),
        *(f"x.{name}(axis=1)" for name in METHODS),
        *(f"{name}(x)" for name in BUILTINS),
        "x * 0.5",
        "1.0 / n",
        "x * (x > 0)",
        "x * (x >= 0.0)",
    ],
)
def test_what_a_formula_may_not_contain_is_named_with_its_place(wrong: str, tmp_path: Path) -> None:
    path = tmp_path / "wrong.py"
    path.write_text(f'"""Claim."""\n\n\ndef forward(x):\n    return {wrong}\n')
    [line] = refused(path)
    assert line.startswith("wrong.py:5: ")


def test_a_decorated_formula_is_named() -> None:
    [(line, objection)] = objections("@cache\ndef forward(x):\n    return x\n")
    assert (line, "decorated" in objection) == (2, True)


def test_an_overload_is_no_formula() -> None:
    assert not list(objections("@overload\ndef forward(x: int) -> int: ...\ndef forward(x):\n    return x\n"))


def test_a_method_may_look_at_shapes() -> None:
    assert not list(objections("class Affine:\n    def check(self):\n        return max(self.shape)\n"))


def test_a_right_formula_passes() -> None:
    assert not list(objections("def forward(x, n):\n    e = exp(x - row_shift(x))\n    return e / row_sums(e)[:, None] / n\n"))
