"""Right programs with convolution and pooling: both checkers know every type exactly, and say nothing else."""

from __future__ import annotations

from typing import Any, Literal, NewType, assert_type

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
Hidden = NewType("Hidden", int)
Classes = NewType("Classes", int)

Conv = pm.Convolution[Gray, Side, Side, Maps, Inner, Inner, Kernel, Kernel]


def made(key: pm.Key) -> Conv:
    conv = pm.convolution(key, (Gray(1), Side(28), Side(28)), (Maps(30), Inner(24), Inner(24)), (Kernel(5), Kernel(5)), np.float64)
    assert_type(conv, Conv)
    assert_type(conv.weight, pm.Images[Maps, Gray, Kernel, Kernel])
    assert_type(conv.bias, pm.Vector[Maps])
    assert_type(pm.Convolution(conv.weight, conv.bias, Side(28), Side(28), Inner(24), Inner(24)), Conv)
    return conv


def network(
    conv: Conv,
    pool: pm.MaxPool[Maps, Inner, Inner, Half, Half],
    flat: pm.Flatten[Maps, Half, Half, Pixels],
    a: pm.Affine[Pixels, Hidden],
    b: pm.Affine[Hidden, Classes],
    x: pm.Images[Batch, Gray, Side, Side],
    t: pm.Labels[Batch, Classes],
) -> None:
    assert_type(conv.forward(x), pm.Images[Batch, Maps, Inner, Inner])
    assert_type((conv >> pool).forward(x), pm.Images[Batch, Maps, Half, Half])
    net = conv >> pool >> pm.relu >> flat >> a >> pm.relu >> b
    assert_type(net.forward(x), pm.Matrix[Batch, Classes])
    grad = pm.training.differentiate(net, x, t).grad
    assert_type(grad.tree.first.layer.first.first.layer.first, Conv)
    assert_type(pm.training.step(net, x, t, 0.1)[0].second, pm.Affine[Hidden, Classes])


def pools(
    mean: pm.AveragePool[Maps, Inner, Inner, Half, Half, np.float32],
    x: pm.Images[Batch, Maps, Inner, Inner, np.float32],
) -> None:
    assert_type(mean.forward(x), pm.Images[Batch, Maps, Half, Half, np.float32])
    assert_type(mean.linearize(x)[1].pullback(mean.forward(x))[0], pm.Images[Batch, Maps, Inner, Inner, np.float32])
    pool: pm.MaxPool[Maps, Inner, Inner, Half, Half, np.float32] = pm.MaxPool(Maps(30), Inner(24), Inner(24), Half(12), Half(12))
    assert_type(pool.out_height, Half)


def at_every_pixel(conv: Conv, norm: pm.BatchNorm[Maps], mix: pm.Affine[Maps, Classes], x: pm.Images[Batch, Gray, Side, Side]) -> None:
    normalised = pm.pixelwise(norm, Maps(30), Inner(24), Inner(24))
    assert_type(normalised, pm.Pixelwise[Maps, Inner, Inner, Maps, pm.BatchNorm[Maps]])
    assert_type(normalised.layer.running, pm.Moments[Maps])
    assert_type((conv >> normalised).forward(x), pm.Images[Batch, Maps, Inner, Inner])
    mixed = pm.pixelwise(mix, Maps(30), Inner(24), Inner(24))
    assert_type((conv >> pm.relu >> mixed).forward(x), pm.Images[Batch, Classes, Inner, Inner])


def literal_sizes(
    conv: pm.Convolution[Literal[1], Literal[28], Literal[28], Literal[30], Literal[24], Literal[24], Literal[5], Literal[5]],
    pool: pm.MaxPool[Literal[30], Literal[24], Literal[24], Literal[12], Literal[12]],
    x: pm.Images[int, Literal[1], Literal[28], Literal[28]],
) -> None:
    assert_type((conv >> pool).forward(x), pm.Images[int, Literal[30], Literal[12], Literal[12]])


def models(key: pm.Key, x: pm.Images[Batch, Gray, Side, Side, np.float32], t: pm.Labels[Batch, Classes]) -> None:
    net = pm.models.simple_conv_net(key, Gray(1), Side(28), Side(28), Classes(10), np.float32)
    assert_type(net, pm.FlatLayer[Gray, Side, Side, Classes, np.float32])
    assert_type(net.forward(x), pm.Matrix[Batch, Classes, np.float32])
    deep = pm.models.deep_conv_net(key, Gray(1), Side(28), Side(28), Classes(10), np.float32)
    noise = pm.draw_noise(deep, key, len(x))
    new, loss = pm.training.step(deep, x, t, 0.1, noise)
    assert_type(new, pm.FlatLayer[Gray, Side, Side, Classes, np.float32])
    assert_type(loss, np.float32)
    anything: pm.ImageLayer[Any, Any, Any, Any, Any, Any, Any] | pm.FlatLayer[Any, Any, Any, Any, Any] = net
    print(anything)
