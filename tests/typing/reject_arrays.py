"""Mistakes with arrays. Below each stands what mypy (m) and pyright (p) say, as far as it matters; other lines are right."""

from __future__ import annotations

from typing import NewType

import numpy as np

import pureml as pm

Batch = NewType("Batch", int)
Pixels = NewType("Pixels", int)
Hidden = NewType("Hidden", int)


def axes(x: pm.Matrix[Batch, Pixels], w: pm.Matrix[Pixels, Hidden], b: pm.Vector[Hidden], d: pm.Matrix[Batch, Hidden]) -> None:
    right: pm.Matrix[Batch, Hidden] = x @ w + b
    print(right, x.T @ d, d - d, x * 2.0, d * (d > 0.0), d / d.sum(axis=1, keepdims=True), d - d.mean(axis=0))
    x @ d
    # m: Unsupported operand types for @ ("Matrix[Batch, Pixels, float64]" and "Matrix[Batch, Hidden, float64]")
    # p: Operator "@" not supported for types "Matrix[Batch, Pixels, float64]" and "Matrix[Batch, Hidden, float64]"
    w @ x
    # m: Unsupported operand types for @ ("Matrix[Pixels, Hidden, float64]" and "Matrix[Batch, Pixels, float64]")
    # p: Operator "@" not supported for types "Matrix[Pixels, Hidden, float64]" and "Matrix[Batch, Pixels, float64]"
    x + d
    # m: Unsupported operand types for + ("Matrix[Batch, Pixels, float64]" and "Matrix[Batch, Hidden, float64]")
    # p: Operator "+" not supported for types "Matrix[Batch, Pixels, float64]" and "Matrix[Batch, Hidden, float64]"
    x + b
    # m: Unsupported operand types for + ("Matrix[Batch, Pixels, float64]" and "Vector[Hidden, float64]")
    # p: Operator "+" not supported for types "Matrix[Batch, Pixels, float64]" and "Vector[Hidden, float64]"
    x * d
    # m: Unsupported operand types for * ("Matrix[Batch, Pixels, float64]" and "Matrix[Batch, Hidden, float64]")
    # p: Operator "*" not supported for types "Matrix[Batch, Pixels, float64]" and "Matrix[Batch, Hidden, float64]"
    x - d.T
    # m: Unsupported operand types for - ("Matrix[Batch, Pixels, float64]" and "Matrix[Hidden, Batch, float64]")
    # p: Operator "-" not supported for types "Matrix[Batch, Pixels, float64]" and "Matrix[Hidden, Batch, float64]"
    x * (d > 0.0)
    # m: Unsupported operand types for * ("Matrix[Batch, Pixels, float64]" and "Mask[tuple[Batch, Hidden]]")
    # p: Operator "*" not supported for types "Matrix[Batch, Pixels, float64]" and "Mask[tuple[Batch, Hidden]]"
    x + (d > 0.0)
    # m: Unsupported operand types for + ("Matrix[Batch, Pixels, float64]" and "Mask[tuple[Batch, Hidden]]")
    # p: Operator "+" not supported for types "Matrix[Batch, Pixels, float64]" and "Mask[tuple[Batch, Hidden]]"
    b @ w
    # m: Unsupported operand types for @ ("Vector[Hidden, float64]" and "Matrix[Pixels, Hidden, float64]")
    # p: Operator "@" not supported for types "Vector[Hidden, float64]" and "Matrix[Pixels, Hidden, float64]"
    _1: pm.Matrix[Batch, Pixels] = x.T
    # m: Incompatible types in assignment (expression has type "Matrix[Pixels, Batch, float64]", variable has type "Matrix[Batch, Pixels, float64]")
    # p: Type parameter "R@Matrix" is invariant, but "Pixels" is not the same as "Batch"
    _2: pm.Matrix[Hidden, Pixels] = w @ w.T
    # m: Incompatible types in assignment (expression has type "Matrix[Pixels, Pixels, float64]", variable has type "Matrix[Hidden, Pixels, float64]")
    # p: Type parameter "R@Matrix" is invariant, but "Pixels" is not the same as "Hidden"
    _3: pm.Vector[Batch] = d.sum(axis=0)
    # m: Incompatible types in assignment (expression has type "Vector[Hidden, float64]", variable has type "Vector[Batch, float64]")
    # p: Type parameter "R@Vector" is invariant, but "Hidden" is not the same as "Batch"
    _4: pm.Vector[Hidden] = d.mean(axis=1)
    # m: Incompatible types in assignment (expression has type "Vector[Batch, float64]", variable has type "Vector[Hidden, float64]")
    # p: Type parameter "R@Vector" is invariant, but "Batch" is not the same as "Hidden"
    _5: pm.Labels[Batch, Pixels] = d.argmax(axis=1)
    # m: Incompatible types in assignment (expression has type "Labels[Batch, Hidden]", variable has type "Labels[Batch, Pixels]")
    # p: Type parameter "C@Labels" is invariant, but "Hidden" is not the same as "Pixels"
    _6: pm.Matrix[Batch, Pixels] = x[:3]
    # m: Incompatible types in assignment (expression has type "Matrix[int, Pixels, float64]", variable has type "Matrix[Batch, Pixels, float64]")
    # p: Type parameter "R@Matrix" is invariant, but "int" is not the same as "Batch"


def dtypes(x: pm.Matrix[Batch, Pixels], x32: pm.Matrix[Batch, Pixels, np.float32], w32: pm.Matrix[Pixels, Hidden, np.float32]) -> None:
    right: pm.Matrix[Batch, Hidden, np.float32] = x32 @ w32
    print(right, x32 * 2.0, x32 * np.float32(2))
    x * x32
    # m: Unsupported operand types for * ("Matrix[Batch, Pixels, float64]" and "Matrix[Batch, Pixels, ...]")
    # p: Operator "*" not supported for types "Matrix[Batch, Pixels, float64]" and "Matrix[Batch, Pixels, float32]"
    x @ w32
    # m: Unsupported operand types for @ ("Matrix[Batch, Pixels, float64]" and "Matrix[Pixels, Hidden, ...]")
    # p: Operator "@" not supported for types "Matrix[Batch, Pixels, float64]" and "Matrix[Pixels, Hidden, float32]"
    x32 - x
    # m: Unsupported operand types for - ("Matrix[Batch, Pixels, ...]" and "Matrix[Batch, Pixels, float64]")
    # p: Operator "-" not supported for types "Matrix[Batch, Pixels, float32]" and "Matrix[Batch, Pixels, float64]"
    _1: pm.Matrix[Batch, Pixels] = x32
    # m: Incompatible types in assignment (expression has type "Matrix[Batch, Pixels, ...]", variable has type "Matrix[Batch, Pixels, float64]")
    # p: Type parameter "Float@Matrix" is invariant, but "float32" is not the same as "float64"
    pm.matrix([[1]], Batch(1), Pixels(1), np.float16)
    # m: Value of type variable "F" of "matrix" cannot be "..."
    # p: Argument of type "float16" cannot be assigned to parameter "dtype" of type "type[F@matrix]" in function "matrix"


def values(x: pm.Matrix[Batch, Pixels], y: pm.Matrix[Batch, Pixels], v: pm.Vector[Pixels], t: pm.Labels[Batch, Pixels]) -> None:
    right = x.copy() + y * (x > y)
    print(right, v[0], t[0])
    x += y
    # m: Result type of + incompatible in assignment
    # p: Type "InPlaceWriteToAValue" is not assignable to declared type "Matrix[Batch, Pixels, float64]"
    y -= 1.0
    # m: Result type of - incompatible in assignment
    # p: Type "InPlaceWriteToAValue" is not assignable to declared type "Matrix[Batch, Pixels, float64]"
    x *= 2.0
    # m: Result type of * incompatible in assignment
    # p: Type "InPlaceWriteToAValue" is not assignable to declared type "Matrix[Batch, Pixels, float64]"
    v /= v
    # m: Result type of / incompatible in assignment
    # p: Type "InPlaceWriteToAValue" is not assignable to declared type "Vector[Pixels, float64]"
    x[0, 0] = 1.0
    # m: Invalid index type "tuple[int, int]" for "Matrix[Batch, Pixels, float64]"; expected type "Never"
    # p: Argument of type "tuple[Literal[0], Literal[0]]" cannot be assigned to parameter "key" of type "Never" in function "__setitem__"
    v[0] = 1.0
    # m: Invalid index type "int" for "Vector[Pixels, float64]"; expected type "Never"
    # p: Argument of type "Literal[0]" cannot be assigned to parameter "key" of type "Never" in function "__setitem__"
    t[0] = 1
    # m: Invalid index type "int" for "Labels[Batch, Pixels]"; expected type "Never"
    # p: Argument of type "Literal[0]" cannot be assigned to parameter "key" of type "Never" in function "__setitem__"


def kinds(x: pm.Matrix[Batch, Pixels], v: pm.Vector[Pixels], h: pm.Vector[Hidden], t: pm.Labels[Batch, Pixels]) -> None:
    right: np.float64 = v @ v
    print(right, x @ v, v @ x.T)
    v @ h
    # m: Unsupported operand types for @ ("Vector[Pixels, float64]" and "Vector[Hidden, float64]")
    # p: Operator "@" not supported for types "Vector[Pixels, float64]" and "Vector[Hidden, float64]"
    v + h
    # m: Unsupported operand types for + ("Vector[Pixels, float64]" and "Vector[Hidden, float64]")
    # p: Operator "+" not supported for types "Vector[Pixels, float64]" and "Vector[Hidden, float64]"
    x * t
    # m: Unsupported operand types for * ("Matrix[Batch, Pixels, float64]" and "Labels[Batch, Pixels]")
    # p: Operator "*" not supported for types "Matrix[Batch, Pixels, float64]" and "Labels[Batch, Pixels]"
    x - t
    # m: Unsupported operand types for - ("Matrix[Batch, Pixels, float64]" and "Labels[Batch, Pixels]")
    # p: Operator "-" not supported for types "Matrix[Batch, Pixels, float64]" and "Labels[Batch, Pixels]"
    x @ t
    # m: No overload variant of "__matmul__" of "Matrix" matches argument type "Labels[Batch, Pixels]"
    # p: Operator "@" not supported for types "Matrix[Batch, Pixels, float64]" and "Labels[Batch, Pixels]"
    v + t
    # m: Unsupported operand types for + ("Vector[Pixels, float64]" and "Labels[Batch, Pixels]")
    # p: Operator "+" not supported for types "Vector[Pixels, float64]" and "Labels[Batch, Pixels]"


def boundary(x: pm.Matrix[Batch, Pixels], v: pm.Vector[Pixels]) -> None:
    right: pm.Matrix[Batch, Pixels] = pm.matrix(np.exp(x), Batch(len(x)), Pixels(3))
    print(right, pm.arrays.exp(x))
    _1: pm.Matrix[Batch, Pixels] = np.zeros((32, 784))
    # m: Incompatible types in assignment (expression has type ..., variable has type "Matrix[Batch, Pixels, float64]")
    # p: Type ... is not assignable to declared type "Matrix[Batch, Pixels, float64]"
    _2: pm.Matrix[Batch, Pixels] = np.exp(x)
    # m: Incompatible types in assignment (expression has type ..., variable has type "Matrix[Batch, Pixels, float64]")
    # p: Type ... is not assignable to declared type "Matrix[Batch, Pixels, float64]"
    _3: pm.Matrix[Batch, Pixels] = np.maximum(x, 0.0)
    # m: Incompatible types in assignment (expression has type ..., variable has type "Matrix[Batch, Pixels, float64]")
    # p: Type ... is not assignable to declared type "Matrix[Batch, Pixels, float64]"
    _4: pm.Matrix[Pixels, Batch] = x.transpose()
    # m: Incompatible types in assignment (expression has type ..., variable has type "Matrix[Pixels, Batch, float64]")
    # p: Type ... is not assignable to declared type "Matrix[Pixels, Batch, float64]"
    _5: pm.Matrix[Batch, Pixels] = pm.matrix([[1.0]])
    # m: Incompatible types in assignment (expression has type "Matrix[int, int, float64]", variable has type "Matrix[Batch, Pixels, float64]")
    # p: Type parameter "R@Matrix" is invariant, but "int" is not the same as "Batch"
    pm.softmax.forward(v)
    # m: Argument 1 to "__call__" of "RowForward" has incompatible type "Vector[Pixels, float64]"; expected "Matrix[Never, Never, ...]"
    # p: Argument of type "Vector[Pixels, float64]" cannot be assigned to parameter "x" of type "Matrix[R@__call__, C@__call__, F@__call__]" in function "__call__"
    pm.softmax.forward(np.zeros((3, 4)))
    # m: Argument 1 to "__call__" of "RowForward" has incompatible type ...; expected "Matrix[Never, Never, ...]"
    # p: Argument of type ... cannot be assigned to parameter "x" of type "Matrix[R@__call__, C@__call__, F@__call__]" in function "__call__"
    pm.images([1.0], Batch(1), 1, 1)
    # m: No overload variant of "images" matches argument types "list[float]", "Batch", "int", "int"
    # p: No overloads for "images" match the provided arguments
