"""Attention, embeddings, residual connections, freezing and penalties: both checkers know every type exactly, and say nothing else."""

from __future__ import annotations

from typing import NewType, assert_type

import numpy as np

import pureml as pm
from pureml.initializers import affine, embedding, layer_norm, multi_head_attention
from pureml.models import TransformerBlock, multi_layer_extended, three_layer_net, transformer_block, two_layer_net

Batch = NewType("Batch", int)
Pixels = NewType("Pixels", int)
Hidden = NewType("Hidden", int)
Classes = NewType("Classes", int)
Rows = NewType("Rows", int)
Tokens = NewType("Tokens", int)
Letters = NewType("Letters", int)
Model = NewType("Model", int)
Width = NewType("Width", int)
Size = NewType("Size", int)
Wide = NewType("Wide", int)

Net = pm.Chain[Pixels, Classes, pm.Activated[Pixels, Hidden, pm.Affine[Pixels, Hidden]], pm.Affine[Hidden, Classes]]


def stacks(q: pm.Stack[Batch, Tokens, Size], k: pm.Stack[Batch, Rows, Size], v: pm.Stack[Batch, Rows, Wide]) -> None:
    scores = q @ k.mT
    assert_type(scores, pm.Stack[Batch, Tokens, Rows])
    assert_type(scores @ v, pm.Stack[Batch, Tokens, Wide])
    assert_type(scores * 2.0, pm.Stack[Batch, Tokens, Rows])
    assert_type(scores - pm.arrays.stacked_sums(scores), pm.Stack[Batch, Tokens, Rows])
    assert_type(pm.stack([[[1.0]]], Batch(1), Rows(1), Size(1), np.float32), pm.Stack[Batch, Rows, Size, np.float32])
    assert_type(pm.causal(Tokens(3)), pm.Mask[tuple[Tokens, Tokens]])
    assert_type(pm.causal(Tokens(3)) & pm.everywhere(Tokens(3)), pm.Mask[tuple[Tokens, Tokens]])
    assert_type(pm.mask([[True]], Tokens(1), Rows(1)), pm.Mask[tuple[Tokens, Rows]])


def attention(key: pm.Key, x: pm.Matrix[Rows, Model]) -> None:
    heads = pm.Heads(Width(8), 2, Size(4))
    assert_type(heads, pm.Heads[Width, Size])
    net = multi_head_attention(key, Model(6), heads, pm.causal(Tokens(5)), np.float64)
    assert_type(net, pm.MultiHeadAttention[Model, Width, Size, Tokens])
    assert_type(net.forward(x), pm.Matrix[Rows, Model])
    assert_type(net.query, pm.Affine[Model, Width])
    assert_type(net.sight, pm.Sight[Tokens])


def language(key: pm.Key, x: pm.Labels[Rows, Letters], t: pm.Labels[Rows, Letters], look: pm.Mask[tuple[Tokens, Tokens]]) -> None:
    block = transformer_block(key, Model(6), pm.Heads(Width(8), 2, Size(4)), Wide(24), look, np.float64)
    assert_type(block, TransformerBlock[Model, np.float64, Width, Size, Tokens, Wide])
    net = embedding(key, Letters(26), Model(6), np.float64) >> block >> layer_norm(Model(6), np.float64) >> affine(key, Model(6), Letters(26), np.float64)
    assert_type(net.forward(x), pm.Matrix[Rows, Letters])
    at = pm.training.differentiate(net, x, t, penalty=pm.l2_penalty(0.1))
    assert_type(at.loss, np.float64)
    assert_type(at.grad.tree.first.first.first.table, pm.Matrix[Letters, Model])
    new, loss = pm.training.step(net, x, t, 0.1, pm.draw_noise(net, key, 10))
    assert_type(loss, np.float64)
    assert_type(new.second, pm.Affine[Model, Letters])


def around(a: pm.Affine[Hidden, Hidden], norm: pm.LayerNorm[Hidden], rms: pm.RmsNorm[Hidden], drop: pm.ClassicDropout[Hidden]) -> None:
    assert_type(pm.residual(a), pm.Residual[Hidden, pm.Affine[Hidden, Hidden]])
    net = pm.residual(norm >> a >> pm.gelu) >> rms >> drop
    assert_type(net.first.first.layer, pm.Activated[Hidden, Hidden, pm.Chain[Hidden, Hidden, pm.LayerNorm[Hidden], pm.Affine[Hidden, Hidden]]])


def freezing(net: Net, x: pm.Matrix[Batch, Pixels], t: pm.Labels[Batch, Classes]) -> None:
    held = pm.fixed(net.first) >> net.second
    assert_type(held, pm.Chain[Pixels, Classes, pm.Fixed[Pixels, Hidden, pm.Activated[Pixels, Hidden, pm.Affine[Pixels, Hidden]]], pm.Affine[Hidden, Classes]])
    new, loss = pm.training.step(held, x, t, 0.1, penalty=pm.l1_penalty(0.1))
    assert_type(loss, np.float64)
    assert_type(new.first.layer >> new.second, Net)


def penalties(loss: np.float64, grad: pm.Grad[Net]) -> None:
    assert_type(pm.l2_penalty(0.1).added(loss, grad), tuple[np.float64, pm.Grad[Net]])


def models(key: pm.Key, x: pm.Matrix[Batch, Pixels]) -> None:
    assert_type(two_layer_net(key, Pixels(784), Hidden(50), Classes(10), np.float64), Net)
    assert_type(three_layer_net(key, Pixels(784), (Hidden(50), Wide(100)), Classes(10), np.float64).forward(x), pm.Matrix[Batch, Classes])
    assert_type(multi_layer_extended(key, Pixels(784), (100, 100), Classes(10), np.float64, activation=pm.relu), pm.Layer[Pixels, Classes])
