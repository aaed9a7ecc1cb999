"""The posterior of a Gaussian process: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...search import posterior
from ..call import Call
from ..evidence import AtLeastZero, Equal, Evidence, Mutant
from ..inputs import Numbers


def _inverse(matrix: Numbers) -> Numbers:
    """By minors: plain, slow, and without a pivot."""
    n = len(matrix)
    out = np.empty_like(matrix)
    for i in range(n):
        for j in range(n):
            out[j, i] = (-1) ** (i + j) * _determinant(np.delete(np.delete(matrix, i, 0), j, 1)) / _determinant(matrix)
    return out


def _determinant(matrix: Numbers) -> Numbers:
    if not len(matrix):
        return 1
    total: Any = 0
    for j in range(len(matrix)):
        total = total + (-1) ** j * matrix[0, j] * _determinant(np.delete(matrix[1:], j, 1))
    return total


def _kernel(a: Numbers, b: Numbers, length: Numbers) -> Numbers:
    apart = (a[:, None, :] - b[None, :, :]) / length
    return np.exp(-(apart * apart).sum(axis=2) / 2)


def definition(x: Numbers, y: Numbers, new: Numbers, length: Numbers, noise: Numbers) -> tuple[Numbers, Numbers]:
    """Conditioning each new value on the old ones by the precision, the inverse of their joint covariance."""
    means: list[Any] = []
    variances: list[Any] = []
    for point in new:
        both = np.concatenate([point[None, :], x])
        covariance = _kernel(both, both, length)
        for k in range(1, len(both)):
            covariance[k, k] = covariance[k, k] + noise
        precision = _inverse(covariance)
        variances.append(1 / precision[0, 0])
        means.append(-(precision[0, 1:] @ y) / precision[0, 0])
    return np.array(means), np.array(variances)


def _linear(call: Call) -> tuple[object, object]:
    x, y, new, length, noise = call.arguments
    return call.at(x, y * 3, new, length, noise).y[0], call.y[0] * 3


def _values_unseen(call: Call) -> tuple[object, object]:
    x, y, new, length, noise = call.arguments
    return call.at(x, y + 2, new, length, noise).y[1], call.y[1]


def _reversed(call: Call) -> tuple[object, object]:
    x, y, new, length, noise = call.arguments
    return np.concatenate(call.at(x[::-1], y[::-1], new, length, noise).y), np.concatenate(call.y)


def _moved(call: Call) -> tuple[object, object]:
    x, y, new, length, noise = call.arguments
    return np.concatenate(call.at(x + 1, y, new + 1, length, noise).y), np.concatenate(call.y)


def _stretched(call: Call) -> tuple[object, object]:
    x, y, new, length, noise = call.arguments
    return np.concatenate(call.at(x * 2, y, new * 2, length * 2, noise).y), np.concatenate(call.y)


def _noisy(x: Numbers, y: Numbers, new: Numbers, length: Numbers, noise: Numbers) -> tuple[Numbers, Numbers]:
    mean, variance = posterior.forward(x, y, new, length, noise)
    return mean, variance + noise


def _root(x: Numbers, y: Numbers, new: Numbers, length: Numbers, noise: Numbers) -> tuple[Numbers, Numbers]:
    mean, variance = posterior.forward(x, y, new, length, noise)
    return mean, np.sqrt(variance)


def _explained(x: Numbers, y: Numbers, new: Numbers, length: Numbers, noise: Numbers) -> tuple[Numbers, Numbers]:
    mean, variance = posterior.forward(x, y, new, length, noise)
    return mean, 1 - variance


EVIDENCE = Evidence(
    definition=definition,
    laws=(
        Equal("the mean is linear in the values", _linear),
        Equal("the variance does not see the values", _values_unseen),
        Equal("the order of what is known does not matter", _reversed),
        Equal("moving all points changes nothing", _moved),
        Equal("stretching all points and the length changes nothing", _stretched),
        AtLeastZero("what is known never raises the variance", lambda call: 1 - call.y[1]),
        AtLeastZero("the variance is not negative", lambda call: call.y[1]),
    ),
    mutants=(
        Mutant("the noise squared", forward=lambda x, y, new, length, noise: posterior.forward(x, y, new, length, noise * noise / 2)),
        Mutant("no noise", forward=lambda x, y, new, length, noise: posterior.forward(x, y, new, length, noise * 0)),
        Mutant("the length for its square", forward=lambda x, y, new, length, noise: posterior.forward(x, y, new, length * 2, noise)),
        Mutant("the variance of a value, noise added", forward=_noisy),
        Mutant("the deviation for the variance", forward=_root),
        Mutant("what is explained for what is left", forward=_explained),
    ),
)
