"""Layers one after the other: the pass through a chain of any length and the way back, in loops instead of calls in calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import accumulate, pairwise
from typing import Any, Generic, Self, TypeAlias, cast

import attrs
from typing_extensions import override

from ..arrays import freeze
from ..errors import ShapeError
from ..gradients import Cotangent
from ..leaves import Leaves
from ..records import Buffers, P, sealed
from ..structure import SLOTS
from .back import Back, Measured, X, Y
from .network import Masks, Network


@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class Joined(Network):
    """A network of two fields: a network, and the network or activation that follows it.

    Its subclasses are final: a pass through them is taken by `linearized`, which looks into them and asks none in between.
    """

    @override
    def taking(self, measured: Iterator[Buffers], /) -> Self:
        pairs: list[tuple[Joined, Any]] = []
        before: Any = self
        while isinstance(before, Joined):
            (_, first, _), (_, second, _) = SLOTS[type(before)]
            pairs.append((before, second(before)))
            before = first(before)
        new = before.taking(measured)
        for node, after in reversed(pairs):
            last = after.taking(measured) if isinstance(after, Network) else after
            new, before = (node if new is before and last is after else node._of([new, last])), node  # noqa: SLF001  # its own class
        return cast("Self", new)


Applied: TypeAlias = tuple[Callable[[Any, Any], Any], Any]
"""The pullback of an activation and what it kept of a pass."""
Step: TypeAlias = Back[Any, Any, Any] | Applied


@attrs.define(eq=False)
class LineBack(Generic[X, Y, P]):
    """The ways back through layers and activations, which are taken last to first."""

    at: P
    steps: list[Step]

    def pullback(self, g: Y, /) -> tuple[X, Cotangent[P]]:
        """The cotangents of the input and of the parameters."""
        d_x, leaves = _back(self.steps, g)
        return d_x, Cotangent(self.at, leaves)

    def gradient(self, g: Y, /) -> Cotangent[P]:
        """The cotangent of the parameters alone: nothing is computed for the input of the first layer."""
        first: Any = self.steps[0]
        d_h, leaves = _back(self.steps[1:], g)
        return Cotangent(self.at, first.gradient(d_h).leaves + leaves)

    def measured(self) -> Measured:
        """What the layers measured."""
        found: Measured = ()
        for step in self.steps:
            if not isinstance(step, tuple):
                found += step.measured()
        return found


def _back(steps: list[Step], g: Any) -> tuple[Any, Leaves]:  # noqa: ANN401  # of the axes that `>>` has checked
    """The cotangent of what went into these steps, and those of their parameters, in order."""
    leaves: Leaves = ()
    for step in reversed(steps):
        if isinstance(step, tuple):
            pullback, kept = step
            g = pullback(kept, g)
        else:
            g, at = step.pullback(g)
            leaves = at.leaves + leaves
    return g, leaves


def linearized(net: Joined, x: Any, masks: Masks, /) -> tuple[Any, LineBack[Any, Any, Any]]:  # noqa: ANN401  # of the axes that `>>` has checked
    """The output in training and the way back of a network; raises `ShapeError` for more masks than it draws."""
    steps: list[Step] = []
    dealt = iter(_dealt(net, masks) if masks else ())
    for stage in _stages(net):
        if isinstance(stage, Network):
            layer: Any = stage  # a network with the method: `>>` takes no other
            x, step = layer.linearize(x, next(dealt) if masks else masks)
            steps.append(step)
        else:
            y, kept = stage.linearize(x)
            x = freeze(y)
            steps.append((stage.pullback, kept))
    return x, LineBack(net, steps)


def _dealt(net: Joined, masks: Masks) -> list[Masks]:
    """The masks of each layer."""
    shares = net.once(_shares)
    if len(masks) > shares[-1].stop:
        raise ShapeError(f"{type(net).__name__}: expected {shares[-1].stop} masks, drawn with draw_noise, got {len(masks)}")
    return [masks[share] for share in shares]


def _stages(net: Joined) -> list[Any]:
    """The layers and activations, in the order in which they are passed."""
    stages: list[Any] = []
    node: Any = net
    while isinstance(node, Joined):
        (_, first, _), (_, second, _) = SLOTS[type(node)]
        stages.append(second(node))
        node = first(node)
    stages.append(node)
    stages.reverse()
    return stages


def _shares(net: Joined) -> list[slice]:
    """Which of the masks of a pass belong to each layer."""
    counts = [stage.draws for stage in _stages(net) if isinstance(stage, Network)]
    return [slice(*ends) for ends in pairwise(accumulate(counts, initial=0))]
