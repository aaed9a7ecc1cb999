"""The step of SimpleConvNet in the book *Deep Learning from Scratch*, chapter 7, written anew as `book.py` is.

- im2col: pad; zeros (N, C, FH, FW, OH, OW); a strided copy for each place of the filter; transpose to (N, OH, OW, C, FH, FW), reshape.
- col2im: reshape and transpose back; zeros with stride - 1 more lines; add for each place; cut the padding off.
- convolution, forward: im2col; filters as columns; `dot`, add b; reshape, transpose to (N, F, OH, OW).
- convolution, backward: transpose, reshape; sum over axis 0; col^T `dot`; `dot` with the filters; col2im, also for the input's images.
- max-pool, forward: im2col; a row for each window; argmax **and** max over axis 1; reshape, transpose.
- max-pool, backward: transpose; zeros (size, window); write by `arange` and argmax; reshape; col2im.

The buffers of im2col, col2im and max-pool are float64 whatever goes in, as in the book: in float32 everything after the first
im2col is float64, and only the parameters, which Adam writes in place, stay float32.

Source: as `book.py`; common/util.py, common/layers.py and ch07/simple_convnet.py.
"""

from __future__ import annotations

from collections import OrderedDict

import numpy as np

from benchmarks.implementation import Array, Step
from benchmarks.peers.book import SGD, Affine, Layer, Relu, SoftmaxWithLoss, stepping
from benchmarks.peers.book_extended import Adam
from benchmarks.workloads import Conv, F, Labels


def im2col(images: Array, tall: int, wide: int, stride: int, pad: int) -> Array:
    """A row for each stop of the filter in each image."""
    n, channels, height, width = images.shape
    down = (height + 2 * pad - tall) // stride + 1
    across = (width + 2 * pad - wide) // stride + 1
    framed = np.pad(images, [(0, 0), (0, 0), (pad, pad), (pad, pad)], "constant")
    col = np.zeros((n, channels, tall, wide, down, across))
    for a in range(tall):
        for b in range(wide):
            col[:, :, a, b, :, :] = framed[:, :, a : a + stride * down : stride, b : b + stride * across : stride]
    return col.transpose(0, 4, 5, 1, 2, 3).reshape(n * down * across, -1)


def col2im(col: Array, shape: tuple[int, ...], tall: int, wide: int, stride: int, pad: int) -> Array:
    """Each entry added to the pixel that it was read from."""
    n, channels, height, width = shape
    down = (height + 2 * pad - tall) // stride + 1
    across = (width + 2 * pad - wide) // stride + 1
    parts = col.reshape(n, down, across, channels, tall, wide).transpose(0, 3, 4, 5, 1, 2)
    framed = np.zeros((n, channels, height + 2 * pad + stride - 1, width + 2 * pad + stride - 1))
    for a in range(tall):
        for b in range(wide):
            framed[:, :, a : a + stride * down : stride, b : b + stride * across : stride] += parts[:, :, a, b, :, :]
    return framed[:, :, pad : height + pad, pad : width + pad]


class Convolution:
    """Filters of one size over images, stride 1 and no padding here."""

    def __init__(self, weight: Array, bias: Array, stride: int = 1, pad: int = 0) -> None:
        self.weight = weight
        self.bias = bias
        self.stride = stride
        self.pad = pad

    def forward(self, x: Array, /) -> Array:
        """Keeps the images, their columns and the filters as columns."""
        filters, _, tall, wide = self.weight.shape
        n, _, height, width = x.shape
        down = 1 + int((height + 2 * self.pad - tall) / self.stride)
        across = 1 + int((width + 2 * self.pad - wide) / self.stride)
        self.x = x
        self.col = im2col(x, tall, wide, self.stride, self.pad)
        self.col_weight = self.weight.reshape(filters, -1).T
        y: Array = np.dot(self.col, self.col_weight) + self.bias
        return y.reshape(n, down, across, -1).transpose(0, 3, 1, 2)

    def backward(self, g: Array, /) -> Array:
        """The cotangent of the images; keeps those of the parameters."""
        filters, channels, tall, wide = self.weight.shape
        rows = g.transpose(0, 2, 3, 1).reshape(-1, filters)
        self.d_bias: Array = np.sum(rows, axis=0)
        d_weight: Array = np.dot(self.col.T, rows)
        self.d_weight = d_weight.transpose(1, 0).reshape(filters, channels, tall, wide)
        d_col: Array = np.dot(rows, self.col_weight.T)
        return col2im(d_col, self.x.shape, tall, wide, self.stride, self.pad)


class Pooling:
    """The greatest of each window."""

    def __init__(self, tall: int, wide: int, stride: int, pad: int = 0) -> None:
        self.tall = tall
        self.wide = wide
        self.stride = stride
        self.pad = pad

    def forward(self, x: Array, /) -> Array:
        """Keeps the images and where the greatest stand."""
        n, channels, height, width = x.shape
        down = int(1 + (height - self.tall) / self.stride)
        across = int(1 + (width - self.wide) / self.stride)
        col = im2col(x, self.tall, self.wide, self.stride, self.pad).reshape(-1, self.tall * self.wide)
        self.greatest = np.argmax(col, axis=1)
        y: Array = np.max(col, axis=1)
        self.x = x
        return y.reshape(n, down, across, channels).transpose(0, 3, 1, 2)

    def backward(self, g: Array, /) -> Array:
        """The cotangent of the images."""
        back = g.transpose(0, 2, 3, 1)
        size = self.tall * self.wide
        d_max: Array = np.zeros((back.size, size))
        d_max[np.arange(self.greatest.size), self.greatest.flatten()] = back.flatten()
        n, down, across, channels = back.shape
        d_max = d_max.reshape(n, down, across, channels, size)
        d_col = d_max.reshape(n * down * across, -1)
        return col2im(d_col, self.x.shape, self.tall, self.wide, self.stride, self.pad)


class SimpleConvNet:
    """Convolution, ReLU, pooling, affine, ReLU, affine, softmax with loss."""

    def __init__(self, params: dict[str, Array]) -> None:
        self.params = params
        self.conv = Convolution(params["W1"], params["b1"])
        self.affines = (Affine(params["W2"], params["b2"]), Affine(params["W3"], params["b3"]))
        self.layers: OrderedDict[str, Layer] = OrderedDict(
            Conv1=self.conv, Relu1=Relu(), Pool1=Pooling(2, 2, stride=2), Affine1=self.affines[0], Relu2=Relu(), Affine2=self.affines[1]
        )
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
        grads["W1"], grads["b1"] = self.conv.d_weight, self.conv.d_bias
        for k, affine in enumerate(self.affines, 2):
            grads[f"W{k}"], grads[f"b{k}"] = affine.d_weight, affine.d_bias
        return grads


def build(workload: Conv, dtype: type[F], /) -> Step:
    """One convolution and two affine layers, with either update."""
    params: dict[str, Array] = {}
    for k, (weight, bias) in enumerate(workload.parameters(dtype), 1):
        params[f"W{k}"], params[f"b{k}"] = weight, bias
    net = SimpleConvNet(params)
    optimizer = SGD(workload.learning_rate) if workload.update == "sgd" else Adam(workload.learning_rate)
    return stepping(net, optimizer, lambda: net.last.y, workload, dtype)
