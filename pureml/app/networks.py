"""The network that options ask for, and what it is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs
import numpy as np

from ..arrays import F
from ..keys import Key
from ..layers.layer import Layer
from ..layers.network import Network
from ..models.multi_layer import multi_layer
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


def build(options: Options, key: Key, inputs: int, outputs: int, dtype: type[F]) -> Layer[int, int, F]:
    """The network at its start: `key` draws its weights.

    >>> build(Options(hidden=(3,)), Key.of(0), 4, 2, np.float32)
    Affine(4 -> 3) >> relu >> Dropout(3, 0.4) >> Affine(3 -> 2)
    """
    return multi_layer(
        key,
        inputs,
        options.hidden,
        outputs,
        dtype,
        activation=ACTIVATIONS[options.activation],
        init=INITIALIZERS[options.init],
        dropout=options.rate,
    )


def layers(net: Network) -> Iterator[Network]:
    """The layers that are not made of others, in order."""
    parts = net.parts()
    if not parts:
        yield net
    for part in parts:
        yield from layers(part)


def stages(net: Network) -> tuple[Stage, ...]:
    """Every step in order, as `>>` prints them.

    >>> [(stage.name, stage.parameters) for stage in stages(build(Options(hidden=(3,)), Key.of(0), 4, 2, np.float64))]
    [('Affine(4 -> 3)', 15), ('relu', 0), ('Dropout(3, 0.4)', 0), ('Affine(3 -> 2)', 8)]
    """
    rest = list(layers(net))
    found: list[Stage] = []
    for name in repr(net).split(" >> "):
        owner = rest.pop(0) if rest and repr(rest[0]) == name else None
        found.append(Stage(name, owner.arrays() if owner else {}))
    return tuple(found)


def named(net: Network) -> dict[str, Array]:
    """Every array of the network under the number of its layer, among those that have arrays, and its name there.

    >>> list(named(build(Options(hidden=(3,)), Key.of(0), 4, 2, np.float64)))
    ['layer1.weight', 'layer1.bias', 'layer2.weight', 'layer2.bias']
    """
    with_arrays = [arrays for layer in layers(net) if (arrays := layer.arrays())]
    return {f"layer{i}.{name}": array for i, arrays in enumerate(with_arrays, 1) for name, array in arrays.items()}


def finite(net: Network) -> bool:
    """Whether every number of the network is finite."""
    return all(bool(np.isfinite(array).all()) for array in named(net).values())


def parameters(net: Network) -> int:
    """How many numbers are trained."""
    return sum(leaf.size for leaf in net.leaves)
