"""The step of MultiLayerNetExtend with Adam in the book *Deep Learning from Scratch*, chapter 6, written anew as `book.py` is.

| where | forward | backward |
|---|---|---|
| batch normalisation | mean; centre; mean of squares; root; divide; running moments; gamma, beta | each sum and product into a new array |
| dropout | `np.random.rand` above the rate; multiply | multiply by the mask |
| loss | adds half the weight decay times the sum of W**2 of each layer, though it is 0 | adds the weight decay times W to d_W |
| Adam | | for each key: m += (1 - b1) (g - m); v += (1 - b2) (g**2 - v); p -= lr_t m / (sqrt(v) + eps), `lr_t` a NumPy float |

Two constants are those of the workload, so that all implementations walk the same way: in batch normalisation eps is 1e-5,
where the book has 1e-6, and in Adam eps is that of the paper, 1e-8 sqrt(1 - b2^t), where the book has 1e-7 for every t. The
operations are the book's.

Source: as `book.py`; common/multi_layer_net_extend.py, common/layers.py and common/optimizer.py, class Adam.
"""

from __future__ import annotations

from collections import OrderedDict

import numpy as np

from benchmarks.implementation import Array, Step
from benchmarks.peers.book import Affine, Layer, Relu, SoftmaxWithLoss, stepping
from benchmarks.workloads import ADAM_EPS, BETA1, BETA2, NORM_EPS, F, Labels, Mlp, Vector, mean_square

WEIGHT_DECAY = 0
MOMENTUM = 0.9


class BatchNormalization:
    """gamma (x - mean) / sqrt(variance + eps) + beta, with the moments of the batch."""

    def __init__(self, gamma: Array, beta: Array) -> None:
        self.gamma = gamma
        self.beta = beta
        self.running_mean: Array | None = None
        self.running_var: Array | None = None

    def forward(self, x: Array, /) -> Array:
        """The normalised batch, and the running moments."""
        shape = x.shape
        if self.running_mean is None or self.running_var is None:
            self.running_mean = np.zeros(x.shape[1])
            self.running_var = np.zeros(x.shape[1])
        mu = x.mean(axis=0)
        self.centred = x - mu
        var = np.mean(self.centred**2, axis=0)
        self.std = np.sqrt(var + NORM_EPS)
        self.normalised = self.centred / self.std
        self.rows = x.shape[0]
        self.running_mean = MOMENTUM * self.running_mean + (1 - MOMENTUM) * mu
        self.running_var = MOMENTUM * self.running_var + (1 - MOMENTUM) * var
        y: Array = self.gamma * self.normalised + self.beta
        return y.reshape(*shape)

    def backward(self, g: Array, /) -> Array:
        """The cotangent of the batch; keeps those of gamma and beta."""
        shape = g.shape
        self.d_beta: Array = g.sum(axis=0)
        self.d_gamma: Array = np.sum(self.normalised * g, axis=0)
        d_normalised = self.gamma * g
        d_centred = d_normalised / self.std
        d_std = -np.sum((d_normalised * self.centred) / (self.std * self.std), axis=0)
        d_var = 0.5 * d_std / self.std
        d_centred += (2.0 / self.rows) * self.centred * d_var
        d_mu = np.sum(d_centred, axis=0)
        d_x: Array = d_centred - d_mu / self.rows
        return d_x.reshape(*shape)


class Dropout:
    """Zero where a new random number is not above the rate; not scaled in training."""

    def __init__(self, rate: float) -> None:
        self.rate = rate

    def forward(self, x: Array, /) -> Array:
        """Draws the mask."""
        self.mask = np.random.rand(*x.shape) > self.rate  # noqa: NPY002 - as the book draws it
        return x * self.mask

    def backward(self, g: Array, /) -> Array:
        """The same mask."""
        return g * self.mask


class MultiLayerNetExtend:
    """Affine, batch normalisation, ReLU, dropout, as often as there are hidden layers; affine; softmax with loss."""

    def __init__(self, params: dict[str, Array], *, depth: int, norm: bool, dropout: float) -> None:
        self.params = params
        self.depth = depth
        self.affines: list[Affine] = []
        self.norms: list[BatchNormalization] = []
        self.layers: OrderedDict[str, Layer] = OrderedDict()
        for k in range(1, depth + 1):
            self.affines.append(Affine(params[f"W{k}"], params[f"b{k}"]))
            self.layers[f"Affine{k}"] = self.affines[-1]
            if k == depth:
                break
            if norm:
                self.norms.append(BatchNormalization(params[f"gamma{k}"], params[f"beta{k}"]))
                self.layers[f"BatchNorm{k}"] = self.norms[-1]
            self.layers[f"Activation{k}"] = Relu()
            if dropout:
                self.layers[f"Dropout{k}"] = Dropout(dropout)
        self.last = SoftmaxWithLoss()

    def predict(self, x: Array) -> Array:
        """The logits."""
        for layer in self.layers.values():
            x = layer.forward(x)
        return x

    def loss(self, x: Array, t: Labels) -> float:
        """The loss, and a weight decay of 0."""
        y = self.predict(x)
        decay = 0.0
        for k in range(1, self.depth + 1):
            decay += 0.5 * WEIGHT_DECAY * float(np.sum(self.params[f"W{k}"] ** 2))
        return self.last.forward(y, t) + decay

    def gradient(self, x: Array, t: Labels) -> dict[str, Array]:
        """The gradient of `loss`, by the name of the parameter."""
        self.loss(x, t)
        g = self.last.backward(1)
        layers = list(self.layers.values())
        layers.reverse()
        for layer in layers:
            g = layer.backward(g)
        grads: dict[str, Array] = {}
        for k, affine in enumerate(self.affines, 1):
            grads[f"W{k}"] = affine.d_weight + WEIGHT_DECAY * self.params[f"W{k}"]
            grads[f"b{k}"] = affine.d_bias
            if self.norms and k < self.depth:
                grads[f"gamma{k}"] = self.norms[k - 1].d_gamma
                grads[f"beta{k}"] = self.norms[k - 1].d_beta
        return grads


class Adam:
    """Moments moved towards the gradient and its square, in place."""

    def __init__(self, lr: float) -> None:
        self.lr = lr
        self.iter = 0
        self.m: dict[str, Array] | None = None
        self.v: dict[str, Array] = {}

    def update(self, params: dict[str, Array], grads: dict[str, Array]) -> None:
        """Every parameter by its gradient."""
        if self.m is None:
            self.m = {}
            for key, value in params.items():
                self.m[key] = np.zeros_like(value)
                self.v[key] = np.zeros_like(value)
        self.iter += 1
        lr_t = self.lr * np.sqrt(1.0 - BETA2**self.iter) / (1.0 - BETA1**self.iter)
        eps = ADAM_EPS * float(np.sqrt(1.0 - BETA2**self.iter))
        for key in params:
            self.m[key] += (1 - BETA1) * (grads[key] - self.m[key])
            self.v[key] += (1 - BETA2) * (grads[key] ** 2 - self.v[key])
            params[key] -= lr_t * self.m[key] / (np.sqrt(self.v[key]) + eps)


def mlp(workload: Mlp, dtype: type[F]) -> Step:
    """Any depth, with Adam."""
    params: dict[str, Array] = {}
    depth = len(workload.sizes) - 1
    for k, (weight, bias) in enumerate(workload.parameters(dtype), 1):
        params[f"W{k}"], params[f"b{k}"] = weight, bias
        if workload.norm and k < depth:
            params[f"gamma{k}"], params[f"beta{k}"] = np.ones_like(bias), np.zeros_like(bias)
    net = MultiLayerNetExtend(params, depth=depth, norm=workload.norm, dropout=workload.dropout)
    return stepping(net, Adam(workload.learning_rate), lambda: net.last.y, workload, dtype)


def vector(workload: Vector, dtype: type[F]) -> Step:
    """One array under one key."""
    p, g = workload.data(dtype)
    params: dict[str, Array] = {"p": p}
    grads: dict[str, Array] = {"p": g}
    adam = Adam(workload.learning_rate)
    return Step(lambda: adam.update(params, grads), lambda: mean_square(p), lambda: [p])
