"""Layers one after the other: the pass through a chain of any length and the way back, in loops instead of calls in calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import accumulate, chain, pairwise
from typing import Any, Generic, Self, TypeAlias, cast

import attrs
from typing_extensions import override

from ..arrays import freeze
from ..errors import ShapeError
from ..functions.activation import Elementwise, Rowwise
from ..gradients import Cotangent
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
        nodes = _nodes(self)
        before: Any = _first(nodes[-1])
        new: Any = before.taking(measured)
        for node in reversed(nodes):
            after = SLOTS[type(node)][1][1](node)
            last = after.taking(measured) if isinstance(after, Network) else after
            new, before = (node if new is before and last is after else node._of([new, last])), node  # noqa: SLF001  # its own class
        return cast("Self", new)


@attrs.define(eq=False)
class Applied:
    """An activation and what it kept of a pass."""

    pullback: Callable[[Any, Any], Any]
    kept: Any


Step: TypeAlias = "Back[Any, Any, Any] | Applied"


@attrs.define(eq=False)
class LineBack(Generic[X, Y, P]):
    """The ways back through layers and activations, which are taken last to first."""

    at: P
    steps: list[Step]

    def pullback(self, g: Y, /) -> tuple[X, Cotangent[P]]:
        """The cotangents of the input and of the parameters."""
        d_x, found = _back(self.steps, g)
        return d_x, self._cotangent(found)

    def gradient(self, g: Y, /) -> Cotangent[P]:
        """The cotangent of the parameters alone: nothing is computed for the input of the first layer."""
        first: Any = self.steps[0]
        d_h, found = _back(self.steps[1:], g)
        found.append(first.gradient(d_h).leaves)
        return self._cotangent(found)

    def measured(self) -> Measured:
        """What the layers measured."""
        return tuple([moments for step in self.steps if not isinstance(step, Applied) for moments in step.measured()])

    def _cotangent(self, found: list[Any]) -> Cotangent[P]:
        return Cotangent(self.at, tuple(chain.from_iterable(reversed(found))))


def _back(steps: list[Step], g: Any) -> tuple[Any, list[Any]]:  # noqa: ANN401  # of the axes that `>>` has checked
    """The cotangent of what went into these steps, and those of their parameters, last to first."""
    found: list[Any] = []
    for step in reversed(steps):
        if isinstance(step, Applied):
            g = step.pullback(step.kept, g)
        else:
            g, at = step.pullback(g)
            found.append(at.leaves)
    return g, found


def linearized(net: Joined, x: object, masks: Masks, /) -> tuple[Any, LineBack[Any, Any, Any]]:
    """The output in training and the way back, of a network whose axes `>>` has checked; raises `ShapeError` for too many masks."""
    stages = _stages(net)
    steps: list[Step] = []
    for stage, its_masks in zip(stages, _dealt(net, masks) if masks else [()] * len(stages), strict=True):
        if isinstance(stage, (Elementwise, Rowwise)):
            y, kept = stage.linearize(cast("Any", x))
            x = freeze(y)
            steps.append(Applied(stage.pullback, kept))
        else:
            x, step = stage.linearize(x, its_masks)
            steps.append(step)
    return x, LineBack(net, steps)


def _dealt(net: Joined, masks: Masks) -> list[Masks]:
    """The masks of each stage."""
    shares = net.once(_shares)
    if len(masks) > shares[-1].stop:
        raise ShapeError(f"{type(net).__name__}: expected {shares[-1].stop} masks, drawn with draw_noise, got {len(masks)}")
    return [masks[share] for share in shares]


def _nodes(net: Joined) -> list[Joined]:
    """The networks of two that `net` is made of at its beginning, from the outermost on."""
    nodes: list[Joined] = []
    node: Any = net
    while isinstance(node, Joined):
        nodes.append(node)
        node = SLOTS[type(node)][0][1](node)
    return nodes


def _stages(net: Joined) -> list[Any]:
    """The layers and activations, in the order in which they are passed."""
    nodes = _nodes(net)
    stages = [SLOTS[type(node)][1][1](node) for node in nodes]
    stages.append(_first(nodes[-1]))
    stages.reverse()
    return stages


def _shares(net: Joined) -> list[slice]:
    """Which of the masks of a pass belong to each stage."""
    counts = [stage.draws if isinstance(stage, Network) else 0 for stage in _stages(net)]
    return [slice(*ends) for ends in pairwise(accumulate(counts, initial=0))]


def _first(node: Joined) -> Any:  # noqa: ANN401  # a network
    return SLOTS[type(node)][0][1](node)
