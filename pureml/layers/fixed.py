"""Freezing: a layer that computes as it evaluates and whose parameters nothing moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Generic, Self

import attrs
from typing_extensions import override

from ..arrays import F, Float, Matrix, R
from ..gradients import Cotangent
from ..masks import Dropped
from ..records import Buffers, P, sealed
from .back import Back, Measured
from .layer import L1, Follows, In, Layer, Out
from .network import Masks, Network


@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class Fixed(Layer[In, Out, Float], Generic[In, Out, L1, Float]):
    """A layer without its parameters: they are no leaves, so no gradient, penalty or optimizer sees them.

    It computes in training what it computes in evaluation: its dropout drops nothing, its batch norm normalises by the
    running moments and measures nothing. So every array of it keeps its bits, whatever is trained around it; cotangents
    pass through to what stands before. Build it with `fixed`; `layer` is the layer as it was.
    """

    layer: L1

    @override
    def _gather(self, found: list[Any]) -> None:
        """No parameters."""

    @override
    def _each(self, f: Callable[[Any, Any], Any], others: Iterator[Any]) -> Self:
        return self

    @property
    @override
    def dropped(self) -> tuple[Dropped, ...]:
        return ()

    @override
    def taking(self, measured: Iterator[Buffers], /) -> Self:
        return self

    @override
    def settled(self) -> Network:
        return self

    @override
    def forward(self, x: Matrix[R, In, Float], /) -> Matrix[R, Out, Float]:
        return self.layer.forward(x)

    @override
    def linearize(self, x: Matrix[R, In, Float], masks: Masks = (), /) -> tuple[Matrix[R, Out, Float], FixedBack[R, In, Out, Self, Float]]:
        settled: Any = self.layer.settled()  # a layer of the same axes
        y, inner = settled.linearize(x)
        return y, FixedBack(self, inner)

    @override
    def __repr__(self) -> str:
        return f"fixed({self.layer})"


def fixed(layer: Follows[In, Out, L1, F], /) -> Fixed[In, Out, L1, F]:
    """The layer with its parameters frozen; `.layer` thaws it.

    >>> import numpy as np
    >>> import pureml as pm
    >>> first, second = pm.affine(pm.Key.of(0), 2, 3, np.float64), pm.affine(pm.Key.of(1), 3, 2, np.float64)
    >>> net = fixed(first >> pm.relu) >> second
    >>> new, _ = pm.training.step(net, pm.matrix([[1.0, 2.0]]), pm.labels([0], 1, 2), 0.1)
    >>> new.first.layer.same_bits(first >> pm.relu), new.second.same_bits(second)
    (True, False)
    """
    return Fixed(layer.itself())


@attrs.define(eq=False)
class FixedBack(Generic[R, In, Out, P, Float]):
    """The way back through the layer, for the sake of what stands before it."""

    at: P
    inner: Back[Matrix[R, In, Float], Matrix[R, Out, Float], Any]

    def pullback(self, g: Matrix[R, Out, Float], /) -> tuple[Matrix[R, In, Float], Cotangent[P]]:
        """The cotangent of the input; the parameters have none."""
        return self.inner.pullback(g)[0], self.gradient(g)

    def gradient(self, _g: Matrix[R, Out, Float], /) -> Cotangent[P]:
        """No parameters."""
        return Cotangent(self.at, ())

    def measured(self) -> Measured:
        """Nothing: what is frozen does not change."""
        return ()
