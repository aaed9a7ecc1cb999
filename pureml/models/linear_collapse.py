"""Linear collapse: without activations, layers of any number and any widths are one affine map."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeGuard, cast

from ..arrays import F, K
from ..errors import StructureError
from ..layers.affine import Affine
from ..layers.layer import Chain, In, Layer, Out
from ..layers.network import Network


def two(first: Affine[In, K, F], second: Affine[K, Out, F], /) -> Affine[In, Out, F]:
    """The affine map that equals `first >> second`: W* = W1 W2, b* = b1 W2 + b2.

    In columns, W x + b, the same is W* = W2 W1 and b* = W2 b1 + b2, which the notes leave out (section 1.2).

    >>> import pureml as pm
    >>> a = pm.Affine(pm.matrix([[1.0, 2.0]]), pm.vector([3.0, 4.0]))
    >>> b = pm.Affine(pm.matrix([[1.0], [10.0]]), pm.vector([100.0]))
    >>> two(a, b).weight, two(a, b).bias
    (array([[21.]]), array([143.]))
    """
    return Affine(first.weight @ second.weight, first.bias @ second.weight + second.bias)


def linear_collapse(net: Layer[In, Out, F], /) -> Affine[In, Out, F]:
    """Depth without activations buys nothing: the one affine layer that equals a stack of affine layers everywhere.

    Equal exactly in exact numbers, and to rounding in floats. Raises `StructureError`, which names the layer, where the
    stack has something else in it. Theorem: `Collapse.linear_collapse`, for every depth and every width.

    >>> import numpy as np
    >>> import pureml as pm
    >>> a, b, c = pm.Key.of(0).split(3)
    >>> net = pm.affine(a, 3, 50, np.float64) >> pm.affine(b, 50, 50, np.float64) >> pm.affine(c, 50, 2, np.float64)
    >>> linear_collapse(net)
    Affine(3 -> 2)
    >>> linear_collapse(pm.affine(a, 3, 50, np.float64) >> pm.relu >> pm.affine(c, 50, 2, np.float64))
    Traceback (most recent call last):
    ...
    pureml.errors.StructureError: linear_collapse: expected affine layers only, got Affine(3 -> 50) >> relu
    """
    stack = _affines(net)
    collapsed = next(stack)
    for layer in stack:
        collapsed = two(collapsed, layer)
    # The axes between have been checked where the stack was built; which they were, no type says of a list.
    return cast("Affine[In, Out, F]", collapsed)


def _affines(net: Network) -> Iterator[Affine[Any, Any, Any]]:
    """The layers of a chain in order; a loop, since a stack may be deeper than Python's own."""
    waiting: list[Network] = [net]
    while waiting:
        layer = waiting.pop()
        if isinstance(layer, Chain):
            waiting += reversed(layer.parts())
        elif _is_affine(layer):
            yield layer
        else:
            raise StructureError(f"linear_collapse: expected affine layers only, got {layer}")


def _is_affine(layer: Network) -> TypeGuard[Affine[Any, Any, Any]]:
    return isinstance(layer, Affine)
