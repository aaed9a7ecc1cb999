"""Mistakes with sequences. Below each stands what mypy (m) and pyright (p) say, as far as it matters; other lines are right."""

from __future__ import annotations

from typing import NewType

import numpy as np

import pureml as pm
from pureml.initializers import embedding, multi_head_attention
from pureml.layers import attention

Batch = NewType("Batch", int)
Hidden = NewType("Hidden", int)
Classes = NewType("Classes", int)
Rows = NewType("Rows", int)
Tokens = NewType("Tokens", int)
Letters = NewType("Letters", int)
Model = NewType("Model", int)
Width = NewType("Width", int)
Wide = NewType("Wide", int)
Size = NewType("Size", int)


def heads(
    q: pm.Affine[Model, Width],
    back: pm.Affine[Width, Model],
    wide: pm.Affine[Model, Wide],
    right: pm.Heads[Width, Size],
    other: pm.Heads[Wide, Size],
    sight: pm.Sight[Tokens],
) -> None:
    print(pm.MultiHeadAttention(q, q, q, back, right, sight))
    pm.MultiHeadAttention(q, q, q, back, other, sight)
    # m: Cannot infer value of type parameter "Width" of "MultiHeadAttention"
    # p: Type parameter "Width@Heads" is invariant, but "Wide" is not the same as "Width"
    pm.MultiHeadAttention(q, wide, q, back, right, sight)
    # m: Cannot infer value of type parameter "Width" of "MultiHeadAttention"
    # p: Type parameter "Out@Affine" is invariant, but "Wide" is not the same as "Width"
    pm.MultiHeadAttention(q, q, q, q, right, sight)
    # m: Cannot infer value of type parameter "In" of "MultiHeadAttention"
    # p: Type parameter "In@Affine" is invariant, but "Model" is not the same as "Width"
    _1: pm.Heads[Wide, Size] = pm.Heads(Width(8), 2, Size(4))
    # m: Argument 1 to "Heads" has incompatible type "Width"; expected "Wide"
    # p: Type parameter "Width@Heads" is invariant, but "Width" is not the same as "Wide"


def masks(
    key: pm.Key,
    right: pm.Heads[Width, Size],
    look: pm.Mask[tuple[Tokens, Tokens]],
    across: pm.Mask[tuple[Rows, Tokens]],
    q: pm.Stack[Batch, Tokens, Size],
    k: pm.Stack[Batch, Rows, Size],
) -> None:
    print(multi_head_attention(key, Model(6), right, look, np.float64), attention.forward(q, q, q, look))
    multi_head_attention(key, Model(6), right, across, np.float64)
    # m: Cannot infer value of type parameter "Tokens" of "multi_head_attention"
    # p: Type parameter "Shape@Mask" is invariant, but "tuple[Rows, Tokens]" is not the same as "tuple[Rows, Rows]"
    attention.forward(q, k, k, look)
    # m: Cannot infer value of type parameter "K" of "forward"
    # p: Type parameter "Shape@Mask" is invariant, but "tuple[Tokens, Tokens]" is not the same as "tuple[Tokens, Rows]"
    attention.forward(q, k, q, across)
    # m: Cannot infer value of type parameter "R" of "forward"
    # p: Type parameter "Shape@Mask" is invariant, but "tuple[Rows, Tokens]" is not the same as "tuple[Tokens, Rows]"
    q @ k
    # m: Unsupported operand types for @ ("Stack[Batch, Tokens, Size, float64]" and "Stack[Batch, Rows, Size, float64]")
    # p: Operator "@" not supported for types "Stack[Batch, Tokens, Size, float64]" and "Stack[Batch, Rows, Size, float64]"
    _1: pm.MultiHeadAttention[Model, Width, Size, Rows] = multi_head_attention(key, Model(6), right, look, np.float64)
    # m: Argument 4 to "multi_head_attention" has incompatible type "Mask[tuple[Tokens, Tokens]]"; expected "Mask[tuple[Rows, Rows]]"
    # p: Type parameter "Tokens@MultiHeadAttention" is invariant, but "Tokens" is not the same as "Rows"


def around(a: pm.Affine[Model, Model], b: pm.Affine[Model, Wide], c: pm.Affine[Wide, Model], norm: pm.LayerNorm[Wide]) -> None:
    print(pm.residual(a), pm.residual(b >> c), a >> pm.residual(a >> pm.relu))
    pm.residual(b)
    # m: Cannot infer value of type parameter "In" of "residual"
    # p: Type parameter "Out@Follows" is invariant, but "Wide" is not the same as "In@residual"
    pm.residual(norm >> c)
    # m: Cannot infer value of type parameter "In" of "residual"
    # p: Type parameter "Out@Follows" is invariant, but "Model" is not the same as "In@residual"
    b >> pm.residual(a)
    # m: Argument 1 to "residual" has incompatible type "Affine[Model, Model, float64]"; expected "Follows[Wide, Wide, Never, float64]"
    # p: Operator ">>" not supported for types "Affine[Model, Wide, float64]" and "Residual[Model, Affine[Model, Model, float64], float64]"
    a >> norm
    # m: Unsupported operand types for >> ("Affine[Model, Model, float64]" and "LayerNorm[Wide, float64]")
    # p: Operator ">>" not supported for types "Affine[Model, Model, float64]" and "LayerNorm[Wide, float64]"


def labels(
    key: pm.Key, a: pm.Affine[Model, Letters], wide: pm.Affine[Wide, Letters], x: pm.Labels[Rows, Letters], t: pm.Labels[Rows, Classes]
) -> None:
    table = embedding(key, Letters(26), Model(6), np.float64)
    print((table >> a).forward(x), pm.training.differentiate(table >> a, x, x))
    table >> wide
    # m: Unsupported operand types for >> ("Embedding[Letters, Model, float64]" and "Affine[Wide, Letters, float64]")
    # p: Operator ">>" not supported for types "Embedding[Letters, Model, float64]" and "Affine[Wide, Letters, float64]"
    table.forward(t)
    # m: Argument 1 to "forward" of "Embedding" has incompatible type "Labels[Rows, Classes]"; expected "Labels[Rows, Letters]"
    # p: Type parameter "C@Labels" is invariant, but "Classes" is not the same as "Letters"
    pm.training.differentiate(table >> a, t, x)
    # m: Cannot infer value of type parameter "In" of "differentiate"
    # p: Type parameter "C@Labels" is invariant, but "Classes" is not the same as "Letters"
    a >> table
    # m: No overload variant of "__rshift__" of "Layer" matches argument type "Embedding[Letters, Model, float64]"
    # p: Operator ">>" not supported for types "Affine[Model, Letters, float64]" and "Embedding[Letters, Model, float64]"


def freezing(net: pm.Affine[Model, Letters], loss: np.float64, grad: pm.Grad[pm.Affine[Model, Letters]]) -> None:
    held = pm.fixed(net)
    print(pm.optimizers.sgd.step(0.1, net, grad), pm.l2_penalty(0.1).added(loss, grad))
    pm.optimizers.sgd.step(0.1, held, grad)
    # m: Cannot infer value of type parameter "P" of "step"
    # p: Type parameter "P@Grad" is invariant, but "Affine[Model, Letters, float64]" is not the same as "Fixed[Model, Letters, Affine[Model, Letters, float64], float64]"
    pm.l2_penalty(0.1).added(loss, net)
    # m: Argument 2 to "added" of "Penalty" has incompatible type "Affine[Model, Letters, float64]"; expected "Grad[Never]"
    # p: Argument of type "Affine[Model, Letters, float64]" cannot be assigned to parameter "grad" of type "Grad[P@added]"
    held.layer = net
    # m: Property "layer" defined in "Fixed" is read-only
    # p: Cannot assign to attribute "layer" for class "Fixed[Model, Letters, Affine[Model, Letters, float64], float64]"
