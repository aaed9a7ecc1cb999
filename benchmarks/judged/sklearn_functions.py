"""Scikit-learn's functions of its neural networks, which write into their arrays and are given copies here."""

from __future__ import annotations

from typing import Any

from sklearn.neural_network import _base as base
from sklearn.utils import extmath


def softmax(x: Any) -> Any:
    return extmath.softmax(x)


def sigmoid(x: Any) -> Any:
    y = x.copy()
    base.inplace_logistic(y)
    return y


def sigmoid_back(x: Any, g: Any) -> Any:
    d_x = g.copy()
    base.inplace_logistic_derivative(sigmoid(x), d_x)
    return d_x


def tanh(x: Any) -> Any:
    y = x.copy()
    base.inplace_tanh(y)
    return y


def tanh_back(x: Any, g: Any) -> Any:
    d_x = g.copy()
    base.inplace_tanh_derivative(tanh(x), d_x)
    return d_x


def relu(x: Any) -> Any:
    y = x.copy()
    base.inplace_relu(y)
    return y


def relu_back(x: Any, g: Any) -> Any:
    d_x = g.copy()
    base.inplace_relu_derivative(relu(x), d_x)
    return d_x


def cross_entropy(y: Any, target: Any) -> Any:
    return base.log_loss(target, y)
