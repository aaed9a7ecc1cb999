"""Operations of others, written anew in a few lines from their description: what each does is in its docstring.

The book is *Deep Learning from Scratch*; its code is oreilly-japan/deep-learning-from-scratch on GitHub.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

EPSILON: Final = 1e-7


def book_softmax(x: Any) -> Any:
    """The greatest of each row is subtracted, then exp over its sum."""
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def diagonal_softmax_back(x: Any, g: Any) -> Any:
    """g y (1 - y): the terms off the diagonal are forgotten."""
    y = book_softmax(x)
    return g * y * (1 - y)


def book_cross_entropy(y: Any, target: Any) -> Any:
    """The logarithm of y + 1e-7, the mean over the rows."""
    return -np.sum(target * np.log(y + y.dtype.type(EPSILON))) / len(y)


def book_cross_entropy_back(y: Any, target: Any, g: Any) -> Any:
    """The derivative of the logarithm of y itself."""
    return -g * target / y / len(y)


def book_softmax_with_loss(x: Any, target: Any) -> Any:
    """Softmax, then the logarithm of y + 1e-7 at the labels."""
    y = book_softmax(x)
    return -np.sum(np.log(y[np.arange(len(y)), target] + y.dtype.type(EPSILON))) / len(y)


def book_softmax_with_loss_back(x: Any, target: Any, g: Any) -> Any:
    """y - t over the number of rows."""
    d_x = book_softmax(x)
    d_x[np.arange(len(d_x)), target] -= 1
    return d_x * (g / len(d_x))


def book_sigmoid(x: Any) -> Any:
    """1 / (1 + exp(-x))."""
    return 1 / (1 + np.exp(-x))


def book_sigmoid_grad(x: Any, g: Any) -> Any:
    """(1 - s) s."""
    return g * (1 - book_sigmoid(x)) * book_sigmoid(x)


def book_relu(x: Any) -> Any:
    """The greater of 0 and x."""
    return np.maximum(0, x)


def book_relu_grad(x: Any, g: Any) -> Any:
    """1 where x is not negative."""
    slope = np.zeros_like(x)
    slope[x >= 0] = 1
    return g * slope


def book_relu_layer_back(x: Any, g: Any) -> Any:
    """0 is written into the cotangent itself where x is not positive."""
    g[x <= 0] = 0
    return g


def one_pass_layer_norm(x: Any, gamma: Any, beta: Any, eps: float) -> Any:
    """The variance is the mean of x^2 less the square of the mean."""
    mean = x.mean(axis=1, keepdims=True)
    variance = (x * x).mean(axis=1, keepdims=True) - mean * mean
    return gamma * ((x - mean) / np.sqrt(variance + eps)) + beta


def one_pass_batch_norm(x: Any, gamma: Any, beta: Any, eps: float) -> Any:
    """The same over the rows."""
    mean = x.mean(axis=0)
    variance = (x * x).mean(axis=0) - mean * mean
    return gamma * ((x - mean) / np.sqrt(variance + eps)) + beta


def inverted_dropout(x: Any, keep: Any, rate: float) -> Any:
    """What is kept is scaled by 1 / (1 - rate)."""
    return x * keep / (1 - rate)


def numpy_ml_dropout_back(x: Any, keep: Any, rate: float, g: Any) -> Any:
    """The cotangent is scaled, the mask of the forward pass is never applied."""
    del x, keep
    return g / (1 - rate)


def dezero_sigmoid(x: Any) -> Any:
    """By tanh(x / 2)."""
    return np.tanh(x * x.dtype.type(0.5)) * x.dtype.type(0.5) + x.dtype.type(0.5)


def dezero_sigmoid_back(x: Any, g: Any) -> Any:
    """y (1 - y)."""
    y = dezero_sigmoid(x)
    return g * y * (1 - y)


def dezero_binary_cross_entropy(x: Any, target: Any) -> Any:
    """The probability is kept between 1e-15 and 0.999 before the logarithm."""
    p = np.clip(dezero_sigmoid(x), x.dtype.type(1e-15), x.dtype.type(0.999))
    return -np.sum(target * np.log(p) + (1 - target) * np.log(1 - p)) / p.size


def naive_softplus(x: Any) -> Any:
    """log(1 + exp(x)) as it stands."""
    return np.log(1 + np.exp(x))


def naive_log_softmax(x: Any) -> Any:
    """The logarithm of softmax."""
    return np.log(book_softmax(x))
