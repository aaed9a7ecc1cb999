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
from typing_extensions import override

import pureml as pm
from tests.sources import PACKAGE

# Distinct, and for the reshapes C = Ch H W and R C = N K W.
SIZES: Final = {"R": 14, "C": 24, "K": 7, "Ch": 2, "H": 3, "W": 4, "N": 12, "int": 2}
AXES: Final = {"Vector": 1, "Matrix": 2, "FreshMatrix": 2, "Distribution": 2, "Images": 4, "Stack": 3}
OWN: Final = {
    "Vector": ("R",),
    "Matrix": ("R", "C"),
    "FreshMatrix": ("R", "C"),
    "Distribution": ("R", "C"),
    "Images": ("R", "Ch", "H", "W"),
    "Stack": ("N", "R", "C"),
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
SHARING: Final = {"fresh", "freeze", "exp_over", "as_rows", "as_images"}  # other names for the same memory: of functions, these alone
STUBS: Final = {path.stem: path.read_text() for path in sorted((PACKAGE / "arrays").glob("*.pyi"))}
Array = np.ndarray[Any, np.dtype[Any]]


@attrs.frozen
class Kind:
    """What an annotation says of a value: its shape (None: any), and its dtype as f for the case's, b, i, float or nothing."""

    shape: tuple[int, ...] | None
    dtype: str

    def holds(self, value: object, dtype: str) -> bool:
        """Whether a value is of this kind."""
        if not self.dtype:
            return value is None
        if self.dtype == "float":
            return isinstance(value, float)
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

    @override
    def __str__(self) -> str:
        return f"{self.module}.{self.owner}.{self.definition.name}:{self.definition.lineno}"

    @property
    def returns(self) -> str:
        """The annotation of the result."""
        return ast.unparse(self.definition.returns) if self.definition.returns else ""


def shape(axes: list[ast.expr], case: Case) -> tuple[int, ...]:
    """The sizes of axes by name."""
    names = [ast.unparse(axis) for axis in axes]
    if names in (["Shape"], ["Any"]):
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
        case "float":
            said = Kind((), "float")
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


def cases(module: str, stub: str) -> Iterator[Case]:
    """Every signature in the text of a stub that promises something."""
    for node in ast.parse(stub).body:
        owner = node.name if isinstance(node, ast.ClassDef) else ""
        for definition in node.body if isinstance(node, ast.ClassDef) else [node]:
            if isinstance(definition, ast.FunctionDef):
                case = Case(module, owner, definition)
                if case.returns not in REFUSED and "Never" not in map(ast.unparse, case.parameters):
                    yield case


CASES: Final = [case for module, stub in STUBS.items() for case in cases(module, stub)]


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


def calls(case: Case, dtype: str) -> Iterator[tuple[Any, ...]]:
    """Every choice of alternatives for the arguments."""
    return itertools.product(*(list(values(parameter, case, dtype)) for parameter in case.parameters))


def refutation(case: Case, dtype: str) -> str:
    """A call whose answer is not what the signature says, or nothing."""
    returns = case.definition.returns
    assert returns is not None, f"{case}: no annotation of the result"
    for given in calls(case, dtype):
        result = run(case, given, dtype)
        if not kind(returns, case).holds(result, dtype):
            shapes = ", ".join(str(np.shape(x)) for x in given)
            got = f"{type(result).__name__} {np.shape(result)} {getattr(result, 'dtype', '')}"
            return f"{case}({shapes}) -> {case.returns}: got {got}"
    return ""


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_signature_is_true(case: Case, dtype: str) -> None:
    assert not refutation(case, dtype)


@pytest.mark.parametrize("case", [case for case in CASES if not case.owner and case.definition.name not in SHARING], ids=str)
def test_a_function_gives_new_arrays_and_leaves_its_arguments(case: Case) -> None:
    for given in calls(case, "float64"):
        arrays = [cast("Array", x) for x in given if isinstance(x, np.ndarray)]
        before = [x.copy() for x in arrays]
        result = run(case, given, "float64")
        assert not any(np.shares_memory(result, x) for x in arrays), str(case)
        written = case.definition.name in {"put", "add_row", "scale_row"}  # whose one purpose is to write a fresh matrix, their first
        assert all((x == y).all() for x, y in list(zip(arrays, before, strict=True))[written:]), str(case)


@pytest.mark.parametrize("name", sorted(SHARING))
def test_sharing_functions_share(name: str) -> None:
    [case] = [case for case in CASES if not case.owner and case.definition.name == name]
    for given in calls(case, "float64"):
        result = run(case, given, "float64")
        assert any(np.shares_memory(result, x) for x in given if isinstance(x, np.ndarray)), str(case)


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
        assert functions == {case.definition.name for case in CASES if case.module == module and not case.owner}


@pytest.mark.parametrize(
    ("kind_of", "is_one"), [(pm.Matrix, True), (pm.Tensor, True), (pm.Vector, False), (pm.Images, False), (pm.Mask, False)]
)
def test_values_are_plain_arrays_that_the_types_recognise(kind_of: type, is_one: bool) -> None:  # a parameter of the table above
    x = pm.matrix([[1.0, 2.0]])
    assert type(x) is np.ndarray
    assert isinstance(x, kind_of) == is_one
