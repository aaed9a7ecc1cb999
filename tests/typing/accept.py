"""Right programs: both checkers know every type exactly, and say nothing else."""

from __future__ import annotations

from typing import Literal, NewType, assert_type

import numpy as np

import pureml as pm
from pureml.layers.images import ImageLayer
from pureml.optimizers import sgd

Batch = NewType("Batch", int)
Gray = NewType("Gray", int)
Maps = NewType("Maps", int)
Side = NewType("Side", int)
Half = NewType("Half", int)
Pixels = NewType("Pixels", int)
Hidden = NewType("Hidden", int)
Classes = NewType("Classes", int)

First = pm.Affine[Pixels, Hidden]
Second = pm.Affine[Hidden, Classes]
Net = pm.Chain[Pixels, Classes, pm.Activated[Pixels, Hidden, First], Second]


def operators(x: pm.Matrix[Batch, Pixels], w: pm.Matrix[Pixels, Hidden], b: pm.Vector[Hidden], n: int) -> None:
    y = x @ w + b
    assert_type(y, pm.Matrix[Batch, Hidden])
    assert_type(x.T @ y, pm.Matrix[Pixels, Hidden])
    assert_type(y.sum(axis=0), pm.Vector[Hidden])
    assert_type(y.sum(axis=1, keepdims=True), pm.Matrix[Batch, Literal[1]])
    assert_type(y / y.sum(axis=1, keepdims=True), pm.Matrix[Batch, Hidden])
    assert_type(y > 0.0, pm.Mask[tuple[Batch, Hidden]])
    assert_type(y * (y > 0.0), pm.Matrix[Batch, Hidden])
    assert_type(y.argmax(axis=1), pm.Labels[Batch, Hidden])
    assert_type((2.0 * y - 1) / n, pm.Matrix[Batch, Hidden])
    assert_type(-y.copy(), pm.Matrix[Batch, Hidden])
    assert_type(x[:3], pm.Matrix[int, Pixels])
    assert_type(x[0], pm.Vector[Pixels])
    assert_type(b @ b, np.float64)
    assert_type(pm.arrays.exp(y), pm.Matrix[Batch, Hidden])


def single_precision(a: pm.Affine[Pixels, Hidden, np.float32], x: pm.Matrix[Batch, Pixels, np.float32]) -> None:
    assert_type((a >> pm.sigmoid).forward(x), pm.Matrix[Batch, Hidden, np.float32])
    assert_type(x * 2.0, pm.Matrix[Batch, Pixels, np.float32])
    assert_type(pm.matrix([[1]], Batch(1), Pixels(1), np.float32), pm.Matrix[Batch, Pixels, np.float32])


def network(key: pm.Key) -> Net:
    first, second = key.split(2)
    net = pm.affine(first, Pixels(64), Hidden(32), np.float64) >> pm.relu >> pm.affine(second, Hidden(32), Classes(10), np.float64)
    assert_type(net, Net)
    return net


def training(net: Net, x: pm.Matrix[Batch, Pixels], t: pm.Labels[Batch, Classes], p: pm.Distribution[Batch, Classes]) -> None:
    assert_type(net.forward(x), pm.Matrix[Batch, Classes])
    at = pm.training.differentiate(net, x, t)
    assert_type(at.grad, pm.Grad[Net])
    assert_type(at.loss, np.float64)
    assert_type(at.grad.tree.second.weight, pm.Matrix[Hidden, Classes])
    assert_type(sgd.step(0.1, net, at.grad), Net)
    assert_type(net.absorb(at.statistics), Net)
    assert_type(pm.training.differentiate(net, x, p).grad, pm.Grad[Net])
    assert_type(pm.training.step(net, x, t, 0.1, pm.draw_noise(net, pm.Key.of(0), len(x))), tuple[Net, np.float64])


def images(
    conv: ImageLayer[Gray, Side, Side, Maps, Half, Half],
    flat: pm.Flatten[Maps, Half, Half, Pixels],
    a: pm.Affine[Pixels, Classes],
    x: pm.Images[Batch, Gray, Side, Side],
    t: pm.Labels[Batch, Classes],
) -> None:
    net = conv >> pm.relu >> flat >> a
    assert_type(net.forward(x), pm.Matrix[Batch, Classes])
    assert_type(pm.training.step(net, x, t, 0.1)[1], np.float64)


def without_names(key: pm.Key) -> None:
    net = pm.affine(key, 64, 32, np.float64) >> pm.relu
    assert_type(net.forward(pm.matrix(np.ones((5, 64)))), pm.Matrix[int, int])
