"""Mistakes with convolution and pooling. Below each stands what mypy (m) and pyright (p) say; other lines are right."""

from __future__ import annotations

from typing import Literal, NewType

import numpy as np

import pureml as pm

Batch = NewType("Batch", int)
Gray = NewType("Gray", int)
Maps = NewType("Maps", int)
Side = NewType("Side", int)
Inner = NewType("Inner", int)
Half = NewType("Half", int)
Kernel = NewType("Kernel", int)
Pixels = NewType("Pixels", int)
Classes = NewType("Classes", int)

Conv = pm.Convolution[Gray, Side, Side, Maps, Inner, Inner, Kernel, Kernel]


def sizes(
    conv: Conv,
    same: pm.Convolution[Maps, Inner, Inner, Maps, Inner, Inner, Kernel, Kernel],
    pool: pm.MaxPool[Maps, Inner, Inner, Half, Half],
    mean: pm.AveragePool[Maps, Side, Side, Half, Half],
    pool32: pm.MaxPool[Maps, Inner, Inner, Half, Half, np.float32],
    flat: pm.Flatten[Maps, Half, Half, Pixels],
    a: pm.Affine[Pixels, Classes],
    norm: pm.BatchNorm[Gray],
    x: pm.Images[Batch, Gray, Side, Side],
    inside: pm.Images[Batch, Maps, Inner, Inner],
) -> None:
    net = conv >> same >> pool >> pm.relu >> flat >> a
    print(net.forward(x))
    pool >> conv
    # m: Unsupported operand types for >> ("MaxPool[Maps, Inner, Inner, Half, Half, float64]" and "Convolution[Gray, Side, Side, Maps, Inner, Inner, Kernel, Kernel, float64]")
    # p: Operator ">>" not supported for types "MaxPool[Maps, Inner, Inner, Half, Half, float64]" and "Conv"
    conv >> mean
    # m: Unsupported operand types for >> ("Convolution[Gray, Side, Side, Maps, Inner, Inner, Kernel, Kernel, float64]" and "AveragePool[Maps, Side, Side, Half, Half, float64]")
    # p: Operator ">>" not supported for types "Conv" and "AveragePool[Maps, Side, Side, Half, Half, float64]"
    conv >> pool32
    # m: Unsupported operand types for >> ("Convolution[Gray, Side, Side, Maps, Inner, Inner, Kernel, Kernel, float64]" and "MaxPool[Maps, Inner, Inner, Half, Half, ...]")
    # p: Operator ">>" not supported for types "Conv" and "MaxPool[Maps, Inner, Inner, Half, Half, float32]"
    conv >> flat
    # m: Unsupported operand types for >> ("Convolution[Gray, Side, Side, Maps, Inner, Inner, Kernel, Kernel, float64]" and "Flatten[Maps, Half, Half, Pixels, float64]")
    # p: Operator ">>" not supported for types "Conv" and "Flatten[Maps, Half, Half, Pixels, float64]"
    pool >> pool
    # m: Unsupported operand types for >> ("MaxPool[Maps, Inner, Inner, Half, Half, float64]" and "MaxPool[Maps, Inner, Inner, Half, Half, float64]")
    # p: Operator ">>" not supported for types "MaxPool[Maps, Inner, Inner, Half, Half, float64]" and "MaxPool[Maps, Inner, Inner, Half, Half, float64]"
    conv >> pm.pixelwise(norm, Gray(1), Inner(24), Inner(24))
    # m: Argument 2 to "pixelwise" has incompatible type "Gray"; expected "Maps"
    # p: Operator ">>" not supported for types "Conv" and "Pixelwise[Gray, Inner, Inner, Gray, BatchNorm[Gray, float64], float64]"
    conv.forward(inside)
    # m: Argument 1 to "forward" of "Convolution" has incompatible type "Images[Batch, Maps, Inner, Inner, float64]"; expected "Images[Batch, Gray, Side, Side, float64]"
    # p: Type parameter "Ch@Images" is invariant, but "Maps" is not the same as "Gray"
    net.forward(inside)
    # m: Argument 1 to "forward" of "FlatChain" has incompatible type "Images[Batch, Maps, Inner, Inner, float64]"; expected "Images[Batch, Gray, Side, Side, float64]"
    # p: Type parameter "Ch@Images" is invariant, but "Maps" is not the same as "Gray"
    pm.pixelwise(norm, Maps(30), Inner(24), Inner(24))
    # m: Cannot infer value of type parameter "Ch" of "pixelwise"
    # p: Argument of type "BatchNorm[Gray, float64]" cannot be assigned to parameter "layer"


def literal_sizes(
    conv: pm.Convolution[Literal[1], Literal[28], Literal[28], Literal[30], Literal[24], Literal[24], Literal[5], Literal[5]],
    pool: pm.MaxPool[Literal[30], Literal[23], Literal[23], Literal[11], Literal[11]],
) -> None:
    conv >> pool
    # m: Unsupported operand types for >> ("Convolution[Literal[1], Literal[28], Literal[28], Literal[30], Literal[24], Literal[24], Literal[5], Literal[5], float64]" and "MaxPool[Literal[30], Literal[23], Literal[23], Literal[11], Literal[11], float64]")
    # p: Operator ">>" not supported for types "Convolution[Literal[1], Literal[28], Literal[28], Literal[30], Literal[24], Literal[24], Literal[5], Literal[5], float64]" and "MaxPool[Literal[30], Literal[23], Literal[23], Literal[11], Literal[11], float64]"


def parameters(conv: Conv, other: pm.Vector[Kernel], single: pm.Vector[Maps, np.float32], key: pm.Key) -> None:
    pm.Convolution(conv.weight, other, Side(28), Side(28), Inner(24), Inner(24))
    # m: Cannot infer value of type parameter "Ch2" of "Convolution"
    # p: Type parameter "R@Vector" is invariant, but "Kernel" is not the same as "Maps"
    pm.Convolution(conv.weight, single, Side(28), Side(28), Inner(24), Inner(24))
    # m: Cannot infer value of type parameter "Float" of "Convolution"
    # p: Type parameter "Float@Vector" is invariant, but "float32" is not the same as "float64"
    pm.Convolution(conv.weight, conv.bias, Side(28), Side(28), Inner(24), Inner(24), 1)
    # m: Argument 7 to "Convolution" has incompatible type "int"; expected "tuple[int, int]"
    # p: "Literal[1]" is not assignable to "tuple[int, int]"
    pm.convolution(key, (Gray(1), Side(28)), (Maps(30), Inner(24), Inner(24)), (5, 5), np.float64)
    # m: Argument 2 to "convolution" has incompatible type "tuple[Gray, Side]"
    # p: Tuple size mismatch; expected 3 but received 2
    pm.models.simple_conv_net(key, Gray(1), Side(28), Side(28), Classes(10), np.float16)
    # m: Value of type variable "F" of "simple_conv_net" cannot be "..."
    # p: Argument of type "float16" cannot be assigned to parameter "dtype" of type "type[F@simple_conv_net]"
