"""The step of TwoLayerNet in the book *Deep Learning from Scratch*, chapter 5, written anew: same NumPy calls, same order.

A clock sees the operations, so they and the objects they pass through are kept, waste included:

| where | forward | backward |
|---|---|---|
| affine | keep the shape; reshape x to two axes; `dot` with W; add b | `dot` with W^T (input layer too); x^T `dot`; sum over axis 0 |
| ReLU | mask of x <= 0; copy; write 0 under the mask | write 0 under the mask, in place |
| softmax | subtract the row maximum; exp **twice**: numerator, and denominator to be summed | |
| cross-entropy | one-hot to class indices if the sizes agree; pick by `arange`; add 1e-7; log; sum; divide by the batch | |
| softmax with loss | both | copy of y; subtract 1 at the labels by `arange`; divide by the batch (one-hot: (y - t) / batch) |
| gradient | the layers in order through a dict | the layers in a reversed list; the four arrays into a new dict |
| SGD | | for each key: `params[key] -= lr * grads[key]` |

The 1e-7 changes the reported loss (by about 1e-6 here) but no gradient, so `Step.loss` is formed from the kept probabilities without it.

Source: oreilly-japan/deep-learning-from-scratch on GitHub, MIT license: common/layers.py at 751d55d, common/functions.py at fb0b77e,
common/optimizer.py at cfdcf92, ch05/two_layer_net.py at ab82f3a (each the commit the file was read at).
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Protocol

import numpy as np

from benchmarks.implementation import Array, NotBuilt, Step
from benchmarks.workloads import Conv, F, Labels, Mlp, Workload

KEYS = ("W1", "b1", "W2", "b2")


class Layer(Protocol):
    """Keeps in itself what its way back needs."""

    def forward(self, x: Array, /) -> Array:
        """The output."""
        ...

    def backward(self, g: Array, /) -> Array:
        """The cotangent of the input."""
        ...


class Affine:
    """`x W + b` for x with any number of axes, flattened to rows."""

    def __init__(self, weight: Array, bias: Array) -> None:
        self.weight = weight
        self.bias = bias

    def forward(self, x: Array, /) -> Array:
        """Y = X W + 1 b^T"""
        self.shape = x.shape
        self.rows = x.reshape(x.shape[0], -1)
        y: Array = np.dot(self.rows, self.weight) + self.bias
        return y

    def backward(self, g: Array, /) -> Array:
        """dX = G W^T; keeps dW = X^T G and db = 1^T G."""
        d_x: Array = np.dot(g, self.weight.T)
        self.d_weight: Array = np.dot(self.rows.T, g)
        self.d_bias: Array = np.sum(g, axis=0)
        return d_x.reshape(*self.shape)


class Relu:
    """Zero where x is not positive."""

    def forward(self, x: Array, /) -> Array:
        """max(x, 0)"""
        self.mask = x <= 0
        y = x.copy()
        y[self.mask] = 0
        return y

    def backward(self, g: Array, /) -> Array:
        """Writes into g: 0 where x was not positive."""
        g[self.mask] = 0
        return g


def softmax(x: Array) -> Array:
    """Each row of exp(x), divided by its sum."""
    shifted = x - np.max(x, axis=-1, keepdims=True)
    y: Array = np.exp(shifted) / np.sum(np.exp(shifted), axis=-1, keepdims=True)
    return y


def cross_entropy(y: Array, t: Labels) -> float:
    """The mean of -log(y_t + 1e-7); t holds class indices, or is one-hot."""
    if y.ndim == 1:
        t = t.reshape(1, t.size)
        y = y.reshape(1, y.size)
    if t.size == y.size:
        t = t.argmax(axis=1)
    rows = y.shape[0]
    loss: float = -np.sum(np.log(y[np.arange(rows), t] + 1e-7)) / rows
    return loss


class SoftmaxWithLoss:
    """Softmax and cross-entropy in one layer; the cotangent of the logits is (y - t) / batch."""

    def forward(self, x: Array, t: Labels, /) -> float:
        """The loss; keeps the probabilities."""
        self.t = t
        self.y = softmax(x)
        self.loss = cross_entropy(self.y, self.t)
        return self.loss

    def backward(self, _: float, /) -> Array:
        """The cotangent of the logits; like the book's, it takes the cotangent of the loss to be 1 whatever is passed."""
        rows = self.t.shape[0]
        if self.t.size == self.y.size:
            d_x: Array = (self.y - self.t) / rows
        else:
            d_x = self.y.copy()
            d_x[np.arange(rows), self.t] -= 1
            d_x = d_x / rows  # not in place: the book makes a new array
        return d_x


class TwoLayerNet:
    """Affine, ReLU, affine, softmax with loss; the layers hold the very arrays of `params`, which SGD writes in place."""

    def __init__(self, params: dict[str, Array]) -> None:
        self.params = params
        self.first = Affine(params["W1"], params["b1"])
        self.second = Affine(params["W2"], params["b2"])
        self.layers: OrderedDict[str, Layer] = OrderedDict(affine1=self.first, relu1=Relu(), affine2=self.second)
        self.last = SoftmaxWithLoss()

    def predict(self, x: Array) -> Array:
        """The logits."""
        for layer in self.layers.values():
            x = layer.forward(x)
        return x

    def loss(self, x: Array, t: Labels) -> float:
        """The loss, 1e-7 included."""
        return self.last.forward(self.predict(x), t)

    def gradient(self, x: Array, t: Labels) -> dict[str, Array]:
        """The gradient of `loss`, by the name of the parameter."""
        self.loss(x, t)
        g = self.last.backward(1)
        layers = list(self.layers.values())
        layers.reverse()
        for layer in layers:
            g = layer.backward(g)
        grads: dict[str, Array] = {}
        grads["W1"], grads["b1"] = self.first.d_weight, self.first.d_bias
        grads["W2"], grads["b2"] = self.second.d_weight, self.second.d_bias
        return grads


class SGD:
    """p - lr * dp, in place."""

    def __init__(self, lr: float) -> None:
        self.lr = lr

    def update(self, params: dict[str, Array], grads: dict[str, Array]) -> None:
        """Every parameter by its gradient."""
        for key in params:
            params[key] -= self.lr * grads[key]


class Net(Protocol):
    """What a step needs of a network, this one or the book's own."""

    params: dict[str, Array]

    def gradient(self, x: Array, t: Labels) -> dict[str, Array]:
        """The gradient of the loss, by the name of the parameter."""
        ...


class Optimizer(Protocol):
    """What a step needs of an optimizer, this one or the book's own."""

    def update(self, params: dict[str, Array], grads: dict[str, Array]) -> None:
        """Moves the parameters in place."""
        ...


def parameters_by_key(workload: Mlp, dtype: type[F]) -> dict[str, Array]:
    """The initial parameters under the book's names."""
    leaves = [leaf for pair in workload.parameters(dtype) for leaf in pair]
    if len(leaves) != len(KEYS):
        raise NotBuilt(f"expected two layers, got sizes {workload.sizes}")
    return dict(zip(KEYS, leaves, strict=True))


def stepping(net: Net, optimizer: Optimizer, probabilities: Callable[[], Array], workload: Mlp | Conv, dtype: type[F]) -> Step:
    """The step of a network and an optimizer of the book's kind."""
    x, t = workload.data(dtype)

    def advance() -> None:
        optimizer.update(net.params, net.gradient(x, t))

    def loss() -> float:
        return float(-np.mean(np.log(probabilities()[np.arange(len(t)), t])))

    def parameters() -> list[Array]:
        return list(net.params.values())

    return Step(advance, loss, parameters)


def build(workload: Workload, dtype: type[F], /) -> Step:
    """Two layers with SGD only, as in the book's chapter 5."""
    if not isinstance(workload, Mlp) or workload.update != "sgd":
        raise NotBuilt(f"expected two layers with SGD, got {workload}")
    net = TwoLayerNet(parameters_by_key(workload, dtype))
    return stepping(net, SGD(workload.learning_rate), lambda: net.last.y, workload, dtype)
