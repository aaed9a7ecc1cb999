"""The signatures of pureml/arrays/*.pyi as data: what an annotation says of a value, a value for each, and what NumPy answers."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterator
from importlib import import_module
from math import prod
from typing import Any, Final, cast

import attrs
import numpy as np
from typing_extensions import override

from pureml.arrays import Window
from tests.sources import PACKAGE

# Distinct, and for the reshapes C = Ch H W and R C = N K W.
SIZES: Final = {"R": 14, "C": 96, "K": 7, "Ch": 2, "H": 6, "W": 8, "N": 24, "Down": 3, "Across": 4}
ANY: Final = 5  # of an argument, an axis named `int`
# Each stops Down times and Across times on images of H by W: overlapping within a frame and without one, apart, and tiling.
WINDOWS: Final = (
    Window((3, 4), (2, 2), (1, 1)),
    Window((4, 2), (1, 2), (0, 0)),
    Window((1, 2), (2, 2), (0, 0)),
    Window((2, 2), (2, 2), (0, 0)),
)
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
STUBS: Final = {path.stem: path.read_text() for path in sorted((PACKAGE / "arrays").glob("*.pyi"))}
Array = np.ndarray[Any, np.dtype[Any]]


@attrs.frozen
class Kind:
    """What an annotation says of a value: its shape (None: any, as a whole or along an axis), and its dtype.

    That is f for the case's, b, i, float, or nothing for None.
    """

    shape: tuple[int | None, ...] | None
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
        return x.dtype == wanted and (self.shape is None or self._fits(x.shape))

    def _fits(self, sizes: tuple[int, ...]) -> bool:
        return (
            self.shape is not None and len(sizes) == len(self.shape) and all(a in {None, b} for a, b in zip(self.shape, sizes, strict=True))
        )


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


def shape(axes: list[ast.expr], case: Case) -> tuple[int | None, ...] | None:
    """The sizes of axes by name; `int` is any."""
    names = [ast.unparse(axis) for axis in axes]
    if names == ["Any"]:
        return None
    if names == ["Shape"]:
        names = list(OWN[case.owner or "Matrix"])
    known = {**SIZES, "Literal[1]": 1, "int": None}
    return tuple(known[name] for name in names)


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


PLAIN: Final[dict[str, type]] = {"bool": bool, "int": int, "slice": slice, "Window": Window, "Array": np.ndarray}
SEVERAL: Final[dict[str, tuple[type, ...]]] = {"Sequence": (list, tuple), "list": (list,), "tuple": (tuple,)}


def holds(node: ast.expr, value: object, case: Case, given: tuple[Any, ...], dtype: str) -> bool:
    """Whether a value, an argument or the result of a call with these arguments, is what an annotation says."""
    if isinstance(node, ast.BinOp):
        return any(holds(side, value, case, given, dtype) for side in (node.left, node.right))
    name, inner = arguments(node)
    if name in PLAIN:
        answer = isinstance(value, PLAIN[name])
    elif name == "tuple" and len(inner) > 1 and ast.unparse(inner[1]) != "...":  # each of its own kind
        each = cast("list[object]", value)
        answer = isinstance(value, tuple) and len(each) == len(inner)
        answer = answer and all(holds(of, x, case, given, dtype) for of, x in zip(inner, each, strict=True))
    elif name in SEVERAL:
        parts = cast("list[object]", value)
        answer = isinstance(value, SEVERAL[name]) and all(holds(inner[0], x, case, given, dtype) for x in parts)
    elif name == "Callable":
        answer = callable(value)
    elif name in SIZES:
        answer = value == SIZES[name]
    elif name in {"A", "X"} and not case.owner:  # what the first argument of this name is, so are the others and the result
        like = next(x for said, x in zip(case.parameters, given, strict=True) if ast.unparse(said) == name)
        answer = Kind(like.shape, "f").holds(value, dtype)
    else:
        answer = kind(node, case).holds(value, dtype)
    return answer


def filled(sizes: tuple[int, ...], dtype: str) -> Array:
    """Floats from 1 to 2 of these axes, not symmetric in anything."""
    return fill(Kind(sizes, "f"), dtype)


def fill(of: Kind, dtype: str, high: int = 2) -> Array:
    """A value of a kind, not symmetric in anything."""
    wanted = [SIZES[name] for name in OWN["Matrix"]] if of.shape is None else of.shape
    sizes = tuple(ANY if size is None else size for size in wanted)
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
    elif name == "Window":
        yield from WINDOWS
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
