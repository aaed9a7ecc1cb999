"""The step of pureml: a frozen network in, a new one out."""

from __future__ import annotations

from typing import Any, TypeVar

import attrs
import numpy as np

import pureml as pm
from benchmarks.implementation import Array, Step
from benchmarks.workloads import ADAM_EPS, BETA1, BETA2, NORM_EPS, Conv, F, Logits, Mlp, Norm, Vector, Workload, mean_square
from pureml.optimizers import Adam, Optimizer, Sgd

N = TypeVar("N", bound=pm.Network)


def build(workload: Workload, dtype: type[F], /) -> Step:
    """Networks of `>>`, `differentiate` and the step of an optimizer, as a user would write it."""
    match workload:
        case Mlp():
            return mlp(workload, dtype)
        case Conv():
            return conv(workload, dtype)
        case Vector():
            return vector(workload, dtype)
        case Logits():
            return logits(workload, dtype)
        case Norm():
            return norm(workload, dtype)


def mlp(workload: Mlp, dtype: type[F], /) -> Step:
    """A network of any depth; each step draws its own dropout."""
    images, answers = workload.data(dtype)
    x = pm.matrix(images, workload.batch, workload.sizes[0], dtype)
    t = pm.labels(answers, workload.batch, workload.sizes[-1])
    net: Any = network(workload, dtype)  # of a type that only the run knows
    optimizer = optimizer_of(workload)
    state = optimizer.init(net)
    noises, key = 0, pm.Key.of(0)
    loss = dtype(0.0)

    def descend() -> None:
        nonlocal net, loss
        net, loss = pm.training.step(net, x, t, workload.learning_rate)

    def advance() -> None:
        nonlocal net, state, loss, noises
        noise = pm.draw_noise(net, key.fold(noises), workload.batch) if workload.dropout else None
        noises += 1
        at = pm.training.differentiate(net, x, t, noise)
        net, state = optimizer.step(state, net, at.grad)
        net, loss = net.absorb(at.statistics), at.loss

    def parameters() -> list[Array]:
        return list(net.leaves)

    return Step(descend if workload.update == "sgd" else advance, lambda: float(loss), parameters)


def network(workload: Mlp, dtype: type[F]) -> pm.Layer[int, int, F]:
    """Affine layers, with batch normalisation, ReLU and dropout between them."""
    layers = [pm.Affine(pm.matrix(w, w.shape[0], w.shape[1], dtype), pm.vector(b, len(b), dtype)) for w, b in workload.parameters(dtype)]
    net: pm.Layer[int, int, F] = layers[0]
    for size, layer in zip(workload.sizes[1:], layers[1:], strict=False):
        if workload.norm:
            zero, one = pm.vector([0] * size, size, dtype), pm.vector([1] * size, size, dtype)
            net = net >> pm.BatchNorm(one, zero, pm.Moments(zero, one), eps=NORM_EPS)
        net = net >> pm.relu
        if workload.dropout:
            net = net >> pm.Dropout(size, workload.dropout)
        net = net >> layer
    return net


def conv(workload: Conv, dtype: type[F], /) -> Step:
    """The book's convolutional network, with the parameters of the workload."""
    side = workload.side
    pictures, answers = workload.data(dtype)
    x = pm.images(pictures, workload.batch, workload.channels, side, side, dtype)
    t = pm.labels(answers, workload.batch, workload.classes)
    net = pm.models.simple_conv_net(
        pm.Key.of(0),
        workload.channels,
        side,
        side,
        workload.classes,
        dtype,
        filters=workload.filters,
        kernel=(workload.kernel, workload.kernel),
        hidden=workload.hidden,
    )
    net = net.rebuilt(lambda _, given: given.copy(), (leaf for pair in workload.parameters(dtype) for leaf in pair))
    optimizer = optimizer_of(workload)
    state = optimizer.init(net)
    loss = dtype(0.0)

    def advance() -> None:
        nonlocal net, state, loss
        at = pm.training.differentiate(net, x, t)
        net, state = optimizer.step(state, net, at.grad)
        loss = at.loss

    def parameters() -> list[Array]:
        return list(net.leaves)

    return Step(advance, lambda: float(loss), parameters)


def optimizer_of(workload: Mlp | Conv | Vector) -> Optimizer:
    """The one that the workload names."""
    if not isinstance(workload, Vector) and workload.update == "sgd":
        return Sgd(workload.learning_rate)
    return Adam(workload.learning_rate, BETA1, BETA2, ADAM_EPS)


@attrs.frozen(eq=False, repr=False, field_transformer=pm.sealed)
class Point(pm.Record):
    """Parameters that are one vector."""

    p: pm.Vector[int, Any]


def vector(workload: Vector, dtype: type[F], /) -> Step:
    """One vector, without a network around it."""
    p, g = workload.data(dtype)
    point = Point(pm.vector(p, workload.size, dtype))
    grad = pm.Grad(point, Point(pm.vector(g, workload.size, dtype)).leaves)
    optimizer = optimizer_of(workload)
    state = optimizer.init(point)

    def advance() -> None:
        nonlocal point, state
        point, state = optimizer.step(state, point, grad)

    return Step(advance, lambda: mean_square(point.p), lambda: [point.p])


def logits(workload: Logits, dtype: type[F], /) -> Step:
    """The loss and its gradient, as `differentiate` takes them."""
    numbers, answers = workload.data(dtype)
    x = pm.matrix(numbers, workload.rows, workload.classes, dtype)
    t = pm.labels(answers, workload.rows, workload.classes)
    loss, d_x = dtype(0.0), x

    def advance() -> None:
        nonlocal loss, d_x
        loss, kept = pm.softmax_cross_entropy.linearize(x, t)
        d_x = kept.gradient()

    return Step(advance, lambda: float(loss), lambda: [d_x])


def norm(workload: Norm, dtype: type[F], /) -> Step:
    """The layer with its way back, and with the moments absorbed."""
    n, c = workload.rows, workload.columns
    numbers, cotangent, gamma, beta = workload.data(dtype)
    x, g = pm.matrix(numbers, n, c, dtype), pm.matrix(cotangent, n, c, dtype)
    zero, one = pm.vector(np.zeros(c), c, dtype), pm.vector(np.ones(c), c, dtype)
    layer = pm.BatchNorm(pm.vector(gamma, c, dtype), pm.vector(beta, c, dtype), pm.Moments(zero, one), eps=NORM_EPS)
    y, d_x = x, x
    leaves: tuple[Any, ...] = layer.leaves

    def advance() -> None:
        nonlocal layer, y, d_x, leaves
        y, back = layer.linearize(x)
        d_x, at = back.pullback(g)
        leaves = at.leaves
        layer = layer.absorb(pm.Statistics(layer, back.measured()))

    return Step(advance, lambda: mean_square(y) + mean_square(d_x), lambda: [d_x, *leaves])
