"""Mistakes that would change a value, or lose its axes in NumPy. Below each stands what mypy (m) and pyright (p) say; other lines are right."""

from __future__ import annotations

from typing import NewType

import numpy as np

import pureml as pm

Batch = NewType("Batch", int)
Pixels = NewType("Pixels", int)
Hidden = NewType("Hidden", int)


def in_place(x: pm.Matrix[Batch, Pixels], square: pm.Matrix[Pixels, Pixels], y: pm.Images[Batch, Pixels, Pixels, Pixels]) -> None:
    right = x**2 + x.copy()
    print(right)
    x **= 2
    # m: Result type of ** incompatible in assignment
    # p: Type "InPlaceWriteToAValue" is not assignable to declared type "Matrix[Batch, Pixels, float64]"
    x //= 2
    # m: Result type of // incompatible in assignment
    # p: Type "InPlaceWriteToAValue" is not assignable to declared type "Matrix[Batch, Pixels, float64]"
    x %= 2
    # m: Result type of % incompatible in assignment
    # p: Type "InPlaceWriteToAValue" is not assignable to declared type "Matrix[Batch, Pixels, float64]"
    square @= square
    # m: Result type of @ incompatible in assignment
    # p: Type "InPlaceWriteToAValue" is not assignable to declared type "Matrix[Pixels, Pixels, float64]"
    y += y
    # m: Result type of + incompatible in assignment
    # p: Type "InPlaceWriteToAValue" is not assignable to declared type "Images[Batch, Pixels, Pixels, Pixels, float64]"
    y[0] = y[1]
    # m: Invalid index type "int" for "Images[Batch, Pixels, Pixels, Pixels, float64]"; expected type "Never"
    # p: Argument of type "Tensor[tuple[Pixels, Pixels, Pixels], float64]" cannot be assigned to parameter "value" of type "Never" in function "__setitem__"
    x.fill(0.0)
    # m: Argument 1 to "fill" of "Tensor" has incompatible type "float"; expected "Never"
    # p: Argument of type "float" cannot be assigned to parameter "value" of type "Never" in function "fill"
    x.sort()
    # m: Too few arguments for "sort" of "Tensor"
    # p: Expected 1 more positional argument
    x.put([0], [1.0])
    # m: Argument 1 to "put" of "Tensor" has incompatible type "list[int]"; expected "Never"
    # p: Argument of type "list[float]" cannot be assigned to parameter "values" of type "Never" in function "put"


def masks(x: pm.Matrix[Batch, Pixels], m: pm.Mask[tuple[Batch, Pixels]], n: pm.Mask[tuple[Batch, Hidden]]) -> None:
    right: pm.Mask[tuple[Batch, Pixels]] = m & (x > 0.0) | ~m
    print(right, x * m)
    m & n
    # m: Unsupported operand types for & ("Mask[tuple[Batch, Pixels]]" and "Mask[tuple[Batch, Hidden]]")
    # p: Operator "&" not supported for types "Mask[tuple[Batch, Pixels]]" and "Mask[tuple[Batch, Hidden]]"
    m | n
    # m: Unsupported operand types for | ("Mask[tuple[Batch, Pixels]]" and "Mask[tuple[Batch, Hidden]]")
    # p: Operator "|" not supported for types "Mask[tuple[Batch, Pixels]]" and "Mask[tuple[Batch, Hidden]]"
    m == n
    # m: Unsupported operand types for == ("Mask[tuple[Batch, Pixels]]" and "Mask[tuple[Batch, Hidden]]")
    # p: Operator "==" not supported for types "Mask[tuple[Batch, Pixels]]" and "Mask[tuple[Batch, Hidden]]"
    m &= m
    # m: Result type of & incompatible in assignment
    # p: Type "InPlaceWriteToAValue" is not assignable to declared type "Mask[tuple[Batch, Pixels]]"
    m |= m
    # m: Result type of | incompatible in assignment
    # p: Type "InPlaceWriteToAValue" is not assignable to declared type "Mask[tuple[Batch, Pixels]]"
    m[0, 0] = True
    # m: Invalid index type "tuple[int, int]" for "Mask[tuple[Batch, Pixels]]"; expected type "Never"
    # p: Argument of type "Literal[True]" cannot be assigned to parameter "value" of type "Never" in function "__setitem__"
    m * x
    # m: Unsupported operand types for * ("Mask[tuple[Batch, Pixels]]" and "Matrix[Batch, Pixels, float64]")
    # p: Operator "*" not supported for types "Mask[tuple[Batch, Pixels]]" and "Matrix[Batch, Pixels, float64]"
    m + m
    # m: Unsupported operand types for + ("Mask[tuple[Batch, Pixels]]" and "Mask[tuple[Batch, Pixels]]")
    # p: Operator "+" not supported for types "Mask[tuple[Batch, Pixels]]" and "Mask[tuple[Batch, Pixels]]"


def operators(x: pm.Matrix[Batch, Pixels], d: pm.Matrix[Batch, Hidden], h: pm.Vector[Hidden], t: pm.Labels[Batch, Pixels], u: pm.Labels[Batch, Hidden]) -> None:
    right: pm.Matrix[Batch, Hidden] = h + d - 1 / d
    print(right, right == d, t == t, d.min(axis=0) - h, d.std())
    h + x
    # m: Unsupported operand types for + ("Vector[Hidden, float64]" and "Matrix[Batch, Pixels, float64]")
    # p: Operator "+" not supported for types "Vector[Hidden, float64]" and "Matrix[Batch, Pixels, float64]"
    h / x
    # m: Unsupported operand types for / ("Vector[Hidden, float64]" and "Matrix[Batch, Pixels, float64]")
    # p: Operator "/" not supported for types "Vector[Hidden, float64]" and "Matrix[Batch, Pixels, float64]"
    x.sum(axis=1, keepdims=True) - d.T
    # m: Unsupported operand types for - ("Matrix[Batch, Literal[1], float64]" and "Matrix[Hidden, Batch, float64]")
    # p: Operator "-" not supported for types "Matrix[Batch, Literal[1], float64]" and "Matrix[Hidden, Batch, float64]"
    x**d
    # m: Unsupported operand types for ** ("Matrix[Batch, Pixels, float64]" and "Matrix[Batch, Hidden, float64]")
    # p: Operator "**" not supported for types "Matrix[Batch, Pixels, float64]" and "Matrix[Batch, Hidden, float64]"
    x == d
    # m: Unsupported operand types for == ("Matrix[Batch, Pixels, float64]" and "Matrix[Batch, Hidden, float64]")
    # p: Operator "==" not supported for types "Matrix[Batch, Pixels, float64]" and "Matrix[Batch, Hidden, float64]"
    x > d
    # m: Unsupported operand types for > ("Matrix[Batch, Pixels, float64]" and "Matrix[Batch, Hidden, float64]")
    # p: Operator ">" not supported for types "Matrix[Batch, Pixels, float64]" and "Matrix[Batch, Hidden, float64]"
    x > t
    # m: Unsupported operand types for > ("Matrix[Batch, Pixels, float64]" and "Labels[Batch, Pixels]")
    # p: Operator ">" not supported for types "Matrix[Batch, Pixels, float64]" and "Labels[Batch, Pixels]"
    t == u
    # m: Unsupported operand types for == ("Labels[Batch, Pixels]" and "Labels[Batch, Hidden]")
    # p: Operator "==" not supported for types "Labels[Batch, Pixels]" and "Labels[Batch, Hidden]"
    t + 1
    # m: Unsupported operand types for + ("Labels[Batch, Pixels]" and "int")
    # p: Operator "+" not supported for types "Labels[Batch, Pixels]" and "Literal[1]"
    t < t
    # m: Unsupported operand types for < ("Labels[Batch, Pixels]" and "Labels[Batch, Pixels]")
    # p: Operator "<" not supported for types "Labels[Batch, Pixels]" and "Labels[Batch, Pixels]"
    x.dot(d)
    # m: Argument 1 to "dot" of "Tensor" has incompatible type "Matrix[Batch, Hidden, float64]"; expected "Never"
    # p: Argument of type "Matrix[Batch, Hidden, float64]" cannot be assigned to parameter "other" of type "Never" in function "dot"
    x.std(axis=0)
    # m: Argument "axis" to "std" of "Tensor" has incompatible type "int"; expected "None"
    # p: Argument of type "Literal[0]" cannot be assigned to parameter "axis" of type "None" in function "std"
    x.sum(axis=2)
    # m: No overload variant of "sum" of "Matrix" matches argument type "int"
    # p: No overloads for "sum" match the provided arguments
    x[:, 0]
    # m: Invalid index type "tuple[slice[None, None, None], int]" for "Matrix[Batch, Pixels, float64]"; expected type "tuple[int, int]"
    # p: No overloads for "__getitem__" match the provided arguments


def images(y: pm.Images[Batch, Pixels, Hidden, Hidden], z: pm.Images[Batch, Pixels, Hidden, Pixels], x: pm.Matrix[Batch, Pixels]) -> None:
    right: pm.Images[Batch, Pixels, Hidden, Hidden] = y * (y > 0.0) - 2.0 * y
    print(right, y.mean())
    y + z
    # m: Unsupported operand types for + ("Images[Batch, Pixels, Hidden, Hidden, float64]" and "Images[Batch, Pixels, Hidden, Pixels, float64]")
    # p: Operator "+" not supported for types "Images[Batch, Pixels, Hidden, Hidden, float64]" and "Images[Batch, Pixels, Hidden, Pixels, float64]"
    y * x
    # m: Unsupported operand types for * ("Images[Batch, Pixels, Hidden, Hidden, float64]" and "Matrix[Batch, Pixels, float64]")
    # p: Operator "*" not supported for types "Images[Batch, Pixels, Hidden, Hidden, float64]" and "Matrix[Batch, Pixels, float64]"
    y @ y
    # m: Unsupported operand types for @ ("Images[Batch, Pixels, Hidden, Hidden, float64]" and "Images[Batch, Pixels, Hidden, Hidden, float64]")
    # p: Operator "@" not supported for types "Images[Batch, Pixels, Hidden, Hidden, float64]" and "Images[Batch, Pixels, Hidden, Hidden, float64]"
    x @ y
    # m: No overload variant of "__matmul__" of "Matrix" matches argument type "Images[Batch, Pixels, Hidden, Hidden, float64]"
    # p: Operator "@" not supported for types "Matrix[Batch, Pixels, float64]" and "Images[Batch, Pixels, Hidden, Hidden, float64]"
    y * (z > 0.0)
    # m: Unsupported operand types for * ("Images[Batch, Pixels, Hidden, Hidden, float64]" and "Mask[tuple[Batch, Pixels, Hidden, Pixels]]")
    # p: Operator "*" not supported for types "Images[Batch, Pixels, Hidden, Hidden, float64]" and "Mask[tuple[Batch, Pixels, Hidden, Pixels]]"
    _1: pm.Images[Batch, Pixels, Hidden, Hidden] = z
    # m: Incompatible types in assignment (expression has type "Images[Batch, Pixels, Hidden, Pixels, float64]", variable has type "Images[Batch, Pixels, Hidden, Hidden, float64]")
    # p: Type parameter "W@Images" is invariant, but "Pixels" is not the same as "Hidden"
    _2: pm.Images[Batch, Hidden, Hidden, Pixels] = y.T
    # m: Incompatible types in assignment (expression has type ..., variable has type "Images[Batch, Hidden, Hidden, Pixels, float64]")
    # p: Type ... is not assignable to declared type "Images[Batch, Hidden, Hidden, Pixels, float64]"


def raw(a: pm.Affine[Pixels, Hidden], x: pm.Matrix[Batch, Pixels], v: pm.Vector[Hidden]) -> None:
    right: pm.Affine[Pixels, Hidden] = pm.Affine(pm.matrix([[0.0]], Pixels(1), Hidden(1)), pm.vector([0.0], Hidden(1)))
    print(right, a.forward(x))
    a.forward([[1.0, 2.0]])
    # m: Argument 1 to "forward" of "Affine" has incompatible type "list[list[float]]"; expected "Matrix[Never, Pixels, float64]"
    # p: Argument of type "list[list[float]]" cannot be assigned to parameter "x" of type "Matrix[R@forward, Pixels, float64]" in function "forward"
    a.forward(np.ones((3, 4)))
    # m: Argument 1 to "forward" of "Affine" has incompatible type ...; expected "Matrix[Never, Pixels, float64]"
    # p: Argument of type ... cannot be assigned to parameter "x" of type "Matrix[R@forward, Pixels, float64]" in function "forward"
    a.forward(np.exp(x))
    # m: Argument 1 to "forward" of "Affine" has incompatible type ...; expected "Matrix[Never, Pixels, float64]"
    # p: Argument of type ... cannot be assigned to parameter "x" of type "Matrix[R@forward, Pixels, float64]" in function "forward"
    pm.Affine([[1.0]], v)
    # m: Argument 1 to "Affine" has incompatible type "list[list[float]]"; expected "Matrix[Never, Hidden, float64]"
    # p: Argument of type "list[list[float]]" cannot be assigned to parameter "weight" of type "Matrix[In@Affine, Out@Affine, Float@Affine]" in function "__init__"
    pm.Affine(a.weight, np.zeros(3))
    # m: Argument 2 to "Affine" has incompatible type ...; expected "Vector[Hidden, float64]"
    # p: Argument of type ... cannot be assigned to parameter "bias" of type "Vector[Out@Affine, Float@Affine]" in function "__init__"
    pm.relu([1.0, 2.0])
    # m: Value of type variable "A" of "__call__" of "Elementwise" cannot be "list[float]"
    # p: Argument of type "list[float]" cannot be assigned to parameter "x" of type "A@__call__" in function "__call__"
    pm.arrays.exp(np.ones(3))
    # m: Value of type variable "A" of "exp" cannot be ...
    # p: Argument of type ... cannot be assigned to parameter "x" of type "A@exp" in function "exp"
    x @ [[1.0]]
    # m: No overload variant of "__matmul__" of "Matrix" matches argument type "list[list[float]]"
    # p: Operator "@" not supported for types "Matrix[Batch, Pixels, float64]" and "list[list[float]]"
    x + [1.0]
    # m: Unsupported operand types for + ("Matrix[Batch, Pixels, float64]" and "list[float]")
    # p: Operator "+" not supported for types "Matrix[Batch, Pixels, float64]" and "list[float]"
    pm.training.predict(a, np.ones((3, 4)))
    # m: No overload variant of "predict" matches argument types "Affine[Pixels, Hidden, float64]", "ndarray[...
    # p: Argument of type ... cannot be assigned to parameter "x" of type "Matrix[R@predict, In@predict, F@predict]" in function "predict"
    _1: pm.Matrix[Pixels, Batch] = np.transpose(x)
    # m: Incompatible types in assignment (expression has type ..., variable has type "Matrix[Pixels, Batch, float64]")
    # p: Type ... is not assignable to declared type "Matrix[Pixels, Batch, float64]"
    _2: pm.Matrix[Batch, Pixels] = x.astype(np.float64)
    # m: Incompatible types in assignment (expression has type ..., variable has type "Matrix[Batch, Pixels, float64]")
    # p: Type ... is not assignable to declared type "Matrix[Batch, Pixels, float64]"
    _3: pm.Matrix[Batch, Pixels] = np.add(x, x)
    # m: Incompatible types in assignment (expression has type ..., variable has type "Matrix[Batch, Pixels, float64]")
    # p: Type ... is not assignable to declared type "Matrix[Batch, Pixels, float64]"
    _4: pm.Matrix[Batch, Pixels] = x.reshape(3, 4)
    # m: Incompatible types in assignment (expression has type ..., variable has type "Matrix[Batch, Pixels, float64]")
    # p: Type ... is not assignable to declared type "Matrix[Batch, Pixels, float64]"
