"""Two of the book's layers by themselves: softmax with loss on many classes, and batch normalisation of a wide layer."""

from __future__ import annotations

import numpy as np

from benchmarks.implementation import Array, Step
from benchmarks.peers.book import SoftmaxWithLoss
from benchmarks.peers.book_extended import BatchNormalization
from benchmarks.workloads import F, Logits, Norm, mean_square


def logits(workload: Logits, dtype: type[F]) -> Step:
    """The layer of chapter 5, forward and back."""
    x, t = workload.data(dtype)
    layer = SoftmaxWithLoss()
    d_x: Array = x

    def advance() -> None:
        nonlocal d_x
        layer.forward(x, t)
        d_x = layer.backward(1)

    def loss() -> float:
        return float(-np.mean(np.log(layer.y[np.arange(len(t)), t])))

    return Step(advance, loss, lambda: [d_x])


def norm(workload: Norm, dtype: type[F]) -> Step:
    """The layer of chapter 6 in training, forward and back, with its running moments."""
    x, g, gamma, beta = workload.data(dtype)
    layer = BatchNormalization(gamma, beta)
    y: Array = x
    d_x: Array = x

    def advance() -> None:
        nonlocal y, d_x
        y = layer.forward(x)
        d_x = layer.backward(g)

    return Step(advance, lambda: mean_square(y) + mean_square(d_x), lambda: [d_x, layer.d_gamma, layer.d_beta])
