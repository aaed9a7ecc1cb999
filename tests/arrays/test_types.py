"""Every signature that checkers read in pureml/arrays/*.pyi is true of NumPy: run with axes of distinct sizes, in both dtypes.

The classes there are a fiction, since every value is a plain ndarray; this is what keeps the fiction honest.
"""

from __future__ import annotations

import ast
import itertools
import operator
from collections.abc import Callable, Iterator
from importlib import import_module
from math import prod
from typing import Any, Final, cast

import attrs
import numpy as np
import pytest

import pureml as pm
from tests.sources import PACKAGE

SIZES: Final = {"R": 5, "C": 24, "K": 7, "Ch": 2, "H": 3, "W": 4, "int": 2}  # distinct, and C = Ch H W for the reshapes
AXES: Final = {"Vector": 1, "Matrix": 2, "FreshMatrix": 2, "Distribution": 2, "Images": 4}
OWN: Final = {
    "Vector": ("R",),
    "Matrix": ("R", "C"),
    "FreshMatrix": ("R", "C"),
    "Distribution": ("R", "C"),
    "Images": ("R", "Ch", "H", "W"),
    "Labels": ("R",),
    "Tensor": ("R", "K", "Ch"),
    "Mask": ("R", "K", "Ch"),
}
NAMES: Final = (
    "add",
    "sub",
    "mul",
    "truediv",
    "matmul",
    "iadd",
    "isub",
    "imul",
    "itruediv",
    "and_",
    "or_",
    "invert",
    "neg",
    "gt",
    "ge",
    "lt",
    "le",
)
OPERATORS: Final[dict[str, Callable[..., Any]]] = {f"__{name.strip('_')}__": getattr(operator, name) for name in NAMES}
REFLECTED: Final = {f"__r{name[2:]}": f for name, f in OPERATORS.items()}
REFUSED: Final = ("InPlaceWriteToAValue", "Never")
Array = np.ndarray[Any, np.dtype[Any]]


@attrs.frozen
class Kind:
    """What an annotation says of a value: its shape (None: any), and its dtype as f for the case's, b, i or nothing."""

    shape: tuple[int, ...] | None
    dtype: str

    def holds(self, value: object, dtype: str) -> bool:
        """Whether a value is of this kind."""
        if not self.dtype:
            return value is None
        if not isinstance(value, (np.ndarray, np.generic)):
            return False
        x = cast("Array", value)
        wanted = {"f": np.dtype(dtype), "b": np.dtype(bool), "i": np.dtype(np.intp)}[self.dtype]
        return x.dtype == wanted and self.shape in (None, x.shape)


@attrs.frozen
class Case:
    """A signature: the module, the class it stands in (empty for a function), and its definition."""

    module: str
    owner: str
    definition: ast.FunctionDef

    @property
    def parameters(self) -> list[ast.expr]:
        """The annotations of the positional parameters, without self."""
        every = self.definition.args.posonlyargs + self.definition.args.args
        return [arg.annotation for arg in every[1 if self.owner else 0 :] if arg.annotation]

    @property
    def returns(self) -> str:
        """The annotation of the result."""
        return ast.unparse(self.definition.returns) if self.definition.returns else ""


def shape(axes: list[ast.expr], case: Case) -> tuple[int, ...]:
    """The sizes of axes by name."""
    names = [ast.unparse(axis) for axis in axes]
    if names == ["Shape"]:
        names = list(OWN[case.owner or "Matrix"])
    return tuple(1 if name == "Literal[1]" else SIZES[name] for name in names)


def arguments(node: ast.expr) -> tuple[str, list[ast.expr]]:
    """The name of a type, and what stands in its brackets."""
    if not isinstance(node, ast.Subscript):
        return ast.unparse(node), []
    inner = node.slice
    return ast.unparse(node.value), list(inner.elts) if isinstance(inner, ast.Tuple) else [inner]


def kind(node: ast.expr, case: Case) -> Kind:
    """What an annotation says."""
    name, inner = arguments(node)
    of = arguments(inner[0] if inner else node)
    match name:
        case "None":
            said = Kind(None, "")
        case "Float" | "F":
            said = Kind((), "f")
        case "np.intp":
            said = Kind((), "i")
        case "Self" | "A" | "X":
            said = Kind(shape([ast.Name("Shape")], case), {"Mask": "b", "Labels": "i"}.get(case.owner, "f"))
        case "Tensor" | "Mask":
            said = Kind(shape(of[1] if of[0] == "tuple" else inner[:1], case), "f" if name == "Tensor" else "b")
        case "Labels" | "Places":
            said = Kind(shape(inner[:1], case), "i")
        case "np.ndarray":
            said = Kind(None, "i" if "intp" in ast.unparse(node) else "f")
        case _:
            said = Kind(shape(inner[: AXES[name]], case), "f")
    return said


def fill(of: Kind, dtype: str, high: int = 2) -> Array:
    """A value of a kind, not symmetric in anything."""
    sizes = of.shape or ()
    n = prod(sizes)
    entries = (np.arange(n) * (n - 1) % (n + 1)).reshape(sizes)
    made: dict[str, Array] = {"f": (1 + entries / (n + 1)).astype(dtype), "b": entries % 2 == 0, "i": entries % high}
    return made[of.dtype]


def values(node: ast.expr, case: Case, dtype: str) -> Iterator[Any]:
    """A value for each alternative of an annotation."""
    if isinstance(node, ast.BinOp):
        yield from values(node.left, case, dtype)
        yield from values(node.right, case, dtype)
        return
    text = ast.unparse(node)
    name, inner = arguments(node)
    plain = {
        "None": None,
        "float": 2.0,
        "int": 1,
        "slice": slice(0, 2),
        "tuple[int, int]": (1, 2),
        "tuple[slice, None]": (slice(None), None),
    }
    if text in plain:
        yield plain[text]
    elif name == "Literal":
        yield ast.literal_eval(inner[0])
    elif text in SIZES:
        yield SIZES[text]
    elif name == "Places":
        yield np.arange(SIZES["R"]) * SIZES["C"] + fill(Kind((SIZES["R"],), "i"), dtype)
    elif name == "np.ndarray":
        yield np.array([1, 0])
    elif text in {"Float", "F"}:
        yield np.dtype(dtype).type(2)
    else:
        yield fill(kind(node, case), dtype)


def cases() -> Iterator[Any]:
    """Every signature that promises something."""
    for path in sorted((PACKAGE / "arrays").glob("*.pyi")):
        for node in ast.parse(path.read_text()).body:
            owner = node.name if isinstance(node, ast.ClassDef) else ""
            for definition in node.body if isinstance(node, ast.ClassDef) else [node]:
                if isinstance(definition, ast.FunctionDef):
                    case = Case(path.stem, owner, definition)
                    refused = case.returns in REFUSED or "Never" in map(ast.unparse, case.parameters)
                    if not refused:
                        yield pytest.param(case, id=f"{path.stem}.{owner}.{definition.name}:{definition.lineno}")


def run(case: Case, given: tuple[Any, ...], dtype: str) -> Any:
    """What NumPy, or the module beside the stub, answers."""
    name = case.definition.name
    if not case.owner:
        return getattr(import_module(f"pureml.arrays.{case.module}"), name)(*given)
    x = fill(kind(ast.Name("Self"), case), dtype)
    if name in OPERATORS:
        return OPERATORS[name](x, *given)
    if name in REFLECTED:
        return REFLECTED[name](given[0], x)
    attribute = getattr(x, name)
    keywords = {arg.arg: next(values(arg.annotation, case, dtype)) for arg in case.definition.args.kwonlyargs if arg.annotation}
    return attribute(*given, **keywords) if callable(attribute) else attribute


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("case", list(cases()))
def test_a_signature_is_true(case: Case, dtype: str) -> None:
    returns = case.definition.returns
    assert returns is not None
    for given in itertools.product(*(list(values(parameter, case, dtype)) for parameter in case.parameters)):
        result = run(case, given, dtype)
        said = f"{case.owner}.{case.definition.name}({', '.join(map(repr, map(np.shape, given)))}) -> {case.returns}"
        assert kind(returns, case).holds(result, dtype), (
            f"{said}: got {type(result).__name__} {np.shape(result)} {getattr(result, 'dtype', '')}"
        )


def test_there_are_signatures_to_run() -> None:
    names = {(parameters.values[0].owner, parameters.values[0].definition.name) for parameters in cases()}
    assert {("Matrix", "T"), ("Matrix", "__matmul__"), ("Matrix", "sum"), ("FreshMatrix", "__iadd__"), ("", "row_shift")} <= names


def test_a_wrong_signature_is_refuted() -> None:
    tree = ast.parse(
        "class Matrix:\n    def T(self) -> Matrix[R, C, Float]: ...\n    def sum(self, axis: Literal[0]) -> Vector[R, Float]: ...\n"
    )
    [owner] = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    for definition in owner.body:
        assert isinstance(definition, ast.FunctionDef)
        with pytest.raises(AssertionError, match="got ndarray"):
            test_a_signature_is_true(Case("types", "Matrix", definition), "float64")


@pytest.mark.parametrize(
    ("kind_of", "is_one"), [(pm.Matrix, True), (pm.Tensor, True), (pm.Vector, False), (pm.Images, False), (pm.Mask, False)]
)
def test_values_are_plain_arrays_that_the_types_recognise(kind_of: type, is_one: bool) -> None:  # noqa: FBT001  # a parameter of the table above
    x = pm.matrix([[1.0, 2.0]])
    assert type(x) is np.ndarray
    assert isinstance(x, kind_of) == is_one
