"""Mistakes with layers. Below each stands what mypy (m) and pyright (p) say, as far as it matters; other lines are right."""

from __future__ import annotations

from typing import Literal, NewType

import numpy as np

import pureml as pm
from pureml.layers.images import ImageLayer

Batch = NewType("Batch", int)
Gray = NewType("Gray", int)
Maps = NewType("Maps", int)
Side = NewType("Side", int)
Half = NewType("Half", int)
Pixels = NewType("Pixels", int)
Hidden = NewType("Hidden", int)
Classes = NewType("Classes", int)


def layers(
    a: pm.Affine[Pixels, Hidden],
    b: pm.Affine[Hidden, Classes],
    c: pm.Affine[Pixels, Classes],
    b32: pm.Affine[Hidden, Classes, np.float32],
    drop: pm.Dropout[Pixels],
    norm: pm.BatchNorm[Classes],
    h: pm.Matrix[Batch, Hidden],
) -> None:
    print(a >> b, a >> pm.relu >> b >> norm, drop >> a)
    a >> c
    # m: Unsupported operand types for >> ("Affine[Pixels, Hidden, float64]" and "Affine[Pixels, Classes, float64]")
    # p: Operator ">>" not supported for types "Affine[Pixels, Hidden, float64]" and "Affine[Pixels, Classes, float64]"
    a >> pm.relu >> c
    # m: Unsupported operand types for >> ("Activated[Pixels, Hidden, Affine[Pixels, Hidden, float64], float64]" and "Affine[Pixels, Classes, float64]")
    # p: Operator ">>" not supported for types "Activated[Pixels, Hidden, Affine[Pixels, Hidden, float64], float64]" and "Affine[Pixels, Classes, float64]"
    a >> b32
    # m: Unsupported operand types for >> ("Affine[Pixels, Hidden, float64]" and "Affine[Hidden, Classes, ...]")
    # p: Operator ">>" not supported for types "Affine[Pixels, Hidden, float64]" and "Affine[Hidden, Classes, float32]"
    a >> drop
    # m: Unsupported operand types for >> ("Affine[Pixels, Hidden, float64]" and "Dropout[Pixels, float64]")
    # p: Operator ">>" not supported for types "Affine[Pixels, Hidden, float64]" and "Dropout[Pixels, float64]"
    a >> norm
    # m: Unsupported operand types for >> ("Affine[Pixels, Hidden, float64]" and "BatchNorm[Classes, float64]")
    # p: Operator ">>" not supported for types "Affine[Pixels, Hidden, float64]" and "BatchNorm[Classes, float64]"
    a >> h
    # m: No overload variant of "__rshift__" of "Layer" matches argument type "Matrix[Batch, Hidden, float64]"
    # p: Operator ">>" not supported for types "Affine[Pixels, Hidden, float64]" and "Matrix[Batch, Hidden, float64]"
    a.forward(h)
    # m: Argument 1 to "forward" of "Affine" has incompatible type "Matrix[Batch, Hidden, float64]"; expected "Matrix[Batch, Pixels, float64]"
    # p: Type parameter "C@Matrix" is invariant, but "Hidden" is not the same as "Pixels"
    a.linearize(h)
    # m: Argument 1 to "linearize" of "Affine" has incompatible type "Matrix[Batch, Hidden, float64]"; expected "Matrix[Batch, Pixels, float64]"
    # p: Type parameter "C@Matrix" is invariant, but "Hidden" is not the same as "Pixels"
    (a >> b).forward(h)
    # m: Argument 1 to "forward" of "Chain" has incompatible type "Matrix[Batch, Hidden, float64]"; expected "Matrix[Batch, Pixels, float64]"
    # p: Type parameter "C@Matrix" is invariant, but "Hidden" is not the same as "Pixels"
    pm.Affine(a.weight, b.bias)
    # m: Cannot infer value of type parameter "Out" of "Affine"
    # p: Type parameter "R@Vector" is invariant, but "Classes" is not the same as "Hidden"
    pm.Affine(a.weight.T, a.bias)
    # m: Cannot infer value of type parameter "Out" of "Affine"
    # p: Type parameter "R@Vector" is invariant, but "Hidden" is not the same as "Pixels"
    pm.Affine(b32.weight, b.bias)
    # m: Cannot infer value of type parameter "Float" of "Affine"
    # p: Type parameter "Float@Vector" is invariant, but "float64" is not the same as "float32"
    a.weight = a.weight
    # m: Property "weight" defined in "Affine" is read-only
    # p: Cannot assign to attribute "weight" for class "Affine[Pixels, Hidden, float64]"
    _1: pm.Affine[Hidden, Pixels] = a
    # m: Incompatible types in assignment (expression has type "Affine[Pixels, Hidden, float64]", variable has type "Affine[Hidden, Pixels, float64]")
    # p: Type parameter "In@Affine" is invariant, but "Pixels" is not the same as "Hidden"


def literal_sizes(a: pm.Affine[Literal[784], Literal[128]], b: pm.Affine[Literal[100], Literal[10]]) -> None:
    a >> b
    # m: Unsupported operand types for >> ("Affine[Literal[784], Literal[128], float64]" and "Affine[Literal[100], Literal[10], float64]")
    # p: Operator ">>" not supported for types "Affine[Literal[784], Literal[128], float64]" and "Affine[Literal[100], Literal[10], float64]"


def initial(key: pm.Key) -> None:
    print(pm.affine(key, Pixels(784), Hidden(128), np.float32))
    pm.affine(key, 784.0, 128, np.float64)
    # m: Value of type variable "In" of "affine" cannot be "float"
    # p: Argument of type "float" cannot be assigned to parameter "inputs" of type "In@affine" in function "affine"
    pm.affine(key, Pixels(784), Hidden(128), np.float16)
    # m: Value of type variable "F" of "affine" cannot be "..."
    # p: Argument of type "float16" cannot be assigned to parameter "dtype" of type "type[F@affine]" in function "affine"
    pm.affine(0, Pixels(784), Hidden(128), np.float64)
    # m: Argument 1 to "affine" has incompatible type "int"; expected "Key"
    # p: Argument of type "Literal[0]" cannot be assigned to parameter "key" of type "Key" in function "affine"


def images(
    first: ImageLayer[Gray, Side, Side, Maps, Half, Half],
    second: ImageLayer[Maps, Half, Half, Maps, Half, Half],
    wrong_side: ImageLayer[Maps, Half, Side, Maps, Half, Half],
    wrong_maps: ImageLayer[Gray, Half, Half, Maps, Half, Half],
    flat: pm.Flatten[Maps, Half, Half, Pixels],
    flat_side: pm.Flatten[Maps, Side, Side, Pixels],
    a: pm.Affine[Pixels, Classes],
    b: pm.Affine[Hidden, Classes],
    x: pm.Images[Batch, Gray, Side, Side],
    rows: pm.Matrix[Batch, Pixels],
) -> None:
    net = first >> pm.relu >> second >> flat >> a
    right: pm.Matrix[Batch, Classes] = net.forward(x)
    print(right)
    first >> wrong_side
    # m: Unsupported operand types for >> ("ImageLayer[Gray, Side, Side, Maps, Half, Half, float64]" and "ImageLayer[Maps, Half, Side, Maps, Half, Half, float64]")
    # p: Operator ">>" not supported for types "ImageLayer[Gray, Side, Side, Maps, Half, Half, float64]" and "ImageLayer[Maps, Half, Side, Maps, Half, Half, float64]"
    first >> wrong_maps
    # m: Unsupported operand types for >> ("ImageLayer[Gray, Side, Side, Maps, Half, Half, float64]" and "ImageLayer[Gray, Half, Half, Maps, Half, Half, float64]")
    # p: Operator ">>" not supported for types "ImageLayer[Gray, Side, Side, Maps, Half, Half, float64]" and "ImageLayer[Gray, Half, Half, Maps, Half, Half, float64]"
    first >> flat_side
    # m: Unsupported operand types for >> ("ImageLayer[Gray, Side, Side, Maps, Half, Half, float64]" and "Flatten[Maps, Side, Side, Pixels, float64]")
    # p: Operator ">>" not supported for types "ImageLayer[Gray, Side, Side, Maps, Half, Half, float64]" and "Flatten[Maps, Side, Side, Pixels, float64]"
    first >> a
    # m: No overload variant of "__rshift__" of "ImageLayer" matches argument type "Affine[Pixels, Classes, float64]"
    # p: Operator ">>" not supported for types "ImageLayer[Gray, Side, Side, Maps, Half, Half, float64]" and "Affine[Pixels, Classes, float64]"
    flat >> b
    # m: Unsupported operand types for >> ("Flatten[Maps, Half, Half, Pixels, float64]" and "Affine[Hidden, Classes, float64]")
    # p: Operator ">>" not supported for types "Flatten[Maps, Half, Half, Pixels, float64]" and "Affine[Hidden, Classes, float64]"
    flat >> first
    # m: No overload variant of "__rshift__" of "FlatLayer" matches argument type "ImageLayer[Gray, Side, Side, Maps, Half, Half, float64]"
    # p: Operator ">>" not supported for types "Flatten[Maps, Half, Half, Pixels, float64]" and "ImageLayer[Gray, Side, Side, Maps, Half, Half, float64]"
    net >> first
    # m: No overload variant of "__rshift__" of "FlatLayer" matches argument type "ImageLayer[Gray, Side, Side, Maps, Half, Half, float64]"
    # p: Operator ">>" not supported for types "FlatChain[Gray, Side, Side, Classes, FlatChain[Gray, Side, Side, Pixels, ImageChain[Gray, Side, Side, Maps, Half, Half, ActivatedImages[Gray, Side, Side, Maps, Half, Half, ImageLayer[Gray, Side, Side, Maps, Half, Half, float64], float64], ImageLayer[Maps, Half, Half, Maps, Half, Half, float64], float64], Flatten[Maps, Half, Half, Pixels, float64], float64], A
    first >> pm.softmax
    # m: No overload variant of "__rshift__" of "ImageLayer" matches argument type "Rowwise"
    # p: Operator ">>" not supported for types "ImageLayer[Gray, Side, Side, Maps, Half, Half, float64]" and "Rowwise"
    a >> first
    # m: No overload variant of "__rshift__" of "Layer" matches argument type "ImageLayer[Gray, Side, Side, Maps, Half, Half, float64]"
    # p: Operator ">>" not supported for types "Affine[Pixels, Classes, float64]" and "ImageLayer[Gray, Side, Side, Maps, Half, Half, float64]"
    flat.forward(x)
    # m: Argument 1 to "forward" of "Flatten" has incompatible type "Images[Batch, Gray, Side, Side, float64]"; expected "Images[Batch, Maps, Half, Half, float64]"
    # p: Type parameter "Ch@Images" is invariant, but "Gray" is not the same as "Maps"
    net.forward(rows)
    # m: Argument 1 to "forward" of "FlatChain" has incompatible type "Matrix[Batch, Pixels, float64]"; expected "Images[Never, Gray, Side, Side, float64]"
    # p: Argument of type "Matrix[Batch, Pixels, float64]" cannot be assigned to parameter "x" of type "Images[R@forward, Gray, Side, Side, float64]" in function "forward"
    a.forward(x)
    # m: Argument 1 to "forward" of "Affine" has incompatible type "Images[Batch, Gray, Side, Side, float64]"; expected "Matrix[Never, Pixels, float64]"
    # p: Argument of type "Images[Batch, Gray, Side, Side, float64]" cannot be assigned to parameter "x" of type "Matrix[R@forward, Pixels, float64]" in function "forward"
