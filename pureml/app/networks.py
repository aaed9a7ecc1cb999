"""The network that options ask for, and what it is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs
import numpy as np

from ..arrays import F
from ..keys import Key
from ..layers.from_rows import FromRows
from ..layers.images import FlatLayer
from ..layers.layer import Layer
from ..layers.network import Network
from ..models.deep_conv_net import deep_conv_net
from ..models.multi_layer import multi_layer
from ..models.multi_layer_extended import multi_layer_extended
from ..models.simple_conv_net import simple_conv_net
from ..models.two_layer_net import two_layer_net
from .options import ACTIVATIONS, INITIALIZERS, Options

Array = np.ndarray[Any, np.dtype[Any]]


@attrs.frozen(eq=False)
class Stage:
    """One step of a network: a layer with its arrays, or an activation or dropout without any."""

    name: str
    arrays: Mapping[str, Array]

    @property
    def parameters(self) -> int:
        """How many numbers the arrays hold."""
        return sum(array.size for array in self.arrays.values())


def build(options: Options, key: Key, size: tuple[int, int], outputs: int, dtype: type[F]) -> Layer[int, int, F]:
    """The network at its start, for images of this height and width, each a row of pixels: `key` draws its weights.

    Raises `ShapeError` for images that are too small for its convolutions.

    >>> build(Options(hidden=(3,)), Key.of(0), (2, 2), 2, np.float32)
    Affine(4 -> 3) >> relu >> Dropout(3, 0.4) >> Affine(3 -> 2)
    """
    inputs, hidden, init = size[0] * size[1], options.sizes, INITIALIZERS[options.init]
    match options.model:
        case "multi-layer":
            make = multi_layer_extended if options.batch_norm else multi_layer
            activation = ACTIVATIONS[options.activation]
            return make(key, inputs, hidden, outputs, dtype, activation=activation, init=init, dropout=options.rate)
        case "two-layer":
            return two_layer_net(key, inputs, hidden[0], outputs, dtype, activation=ACTIVATIONS[options.activation], init=init)
        case "simple-conv":
            return _of_rows(simple_conv_net(key, 1, *size, outputs, dtype, hidden=hidden[0], init=init), size)
        case "deep-conv":
            return _of_rows(deep_conv_net(key, 1, *size, outputs, dtype, hidden=hidden[0], init=init, dropout=options.rate), size)


def _of_rows(net: FlatLayer[int, int, int, int, F], size: tuple[int, int]) -> Layer[int, int, F]:
    """A network of images as one that takes rows of pixels."""
    rows: FromRows[int, int, int, int, int, Any, F] = FromRows(size[0] * size[1], 1, *size, net)
    return rows


def layers(net: Network) -> Iterator[Network]:
    """The layers that are not made of others, in order."""
    parts = net.parts()
    if not parts:
        yield net
    for part in parts:
        yield from layers(part)


def stages(net: Network) -> tuple[Stage, ...]:
    """Every step in order, as `>>` prints them.

    >>> [(stage.name, stage.parameters) for stage in stages(build(Options(hidden=(3,)), Key.of(0), (2, 2), 2, np.float64))]
    [('Affine(4 -> 3)', 15), ('relu', 0), ('Dropout(3, 0.4)', 0), ('Affine(3 -> 2)', 8)]
    """
    rest = list(layers(net))
    found: list[Stage] = []
    for name in repr(net).split(" >> "):
        owner = rest.pop(0) if rest and repr(rest[0]) == name else None
        found.append(Stage(name, owner.arrays() if owner else {}))
    return tuple(found)


def named(net: Network) -> dict[str, Array]:
    """All that the network holds, as `stored` gives it and in its order, under the number of its layer among those that hold something.

    >>> list(named(build(Options(hidden=(3,)), Key.of(0), (2, 2), 2, np.float64)))
    ['layer1.weight', 'layer1.bias', 'layer2.weight', 'layer2.bias']
    """
    holding = [stored for layer in layers(net) if (stored := layer.stored())]
    return {f"layer{i}.{name}": array for i, stored in enumerate(holding, 1) for name, array in stored.items()}


def finite(net: Network) -> bool:
    """Whether every number of the network is finite."""
    return all(bool(np.isfinite(array).all()) for array in named(net).values())


def parameters(net: Network) -> int:
    """How many numbers are trained."""
    return sum(leaf.size for leaf in net.leaves)
