"""What an optimizer remembers from step to step."""

from __future__ import annotations

from typing import Any, Generic, Self, cast

import attrs
from typing_extensions import TypeVar, override

from ..arrays import Matrix, freeze
from ..errors import StructureError
from ..gradients import Grad
from ..records import Buffers, P, Record, same_shapes, sealed

Kind = TypeVar("Kind")


# `define`, not `frozen`: one of these is made at each step, and `frozen` takes 0.2 us longer.
@attrs.define(eq=False)
class Place(Generic[P]):
    """The parameters that a state belongs to; only their structure counts, and nothing of them is stored with the state."""

    params: P

    def check(self, params: Record, /) -> None:
        """Raise `StructureError` for parameters of another structure."""
        if params is not self.params:
            same_shapes("state", self.params, params)

    @override
    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Place):
            return NotImplemented
        try:
            self.check(cast("Place[Record]", other).params)
        except StructureError:
            return False
        return True

    @override
    def __hash__(self) -> int:
        return hash(type(self.params))


@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class State(Buffers, Generic[Kind, P]):
    """What an optimizer of exactly this kind remembers of exactly a `P`: invariant in both, so that no other goes on with it.

    `slots` has a row for each array of the size of the parameters that the optimizer keeps, such as a velocity; a row
    holds all parameters in order, as `flatten` does. `count` is the number of steps done.
    """

    kind: type[Kind]
    place: Place[P]
    slots: Matrix[int, int, Any]
    count: int = 0

    def after(self, params: P, slots: Matrix[int, int, Any], count: int, /) -> Self:
        """The state after so many steps; `slots`, just made, are locked and adopted."""
        changes: dict[str, object] = {"place": Place(params), "slots": freeze(slots) if slots is not self.slots else slots, "count": count}
        return self._with(changes.get)

    def slot(self, name: str, /) -> Grad[P]:
        """One of the arrays it remembers, such as "velocity", as a vector along the parameters; raises `StructureError`.

        >>> import pureml as pm
        >>> net = pm.Affine(pm.matrix([[1.0]]), pm.vector([0.0]))
        >>> pm.optimizers.Momentum(0.1).init(net).slot("velocity").tree.weight
        array([[0.]])
        """
        names: tuple[str, ...] = getattr(self.kind, "slots", ())
        if name not in names:
            raise StructureError(f"state of {self.kind.__name__}: expected one of the slots {', '.join(names) or '(none)'}, got {name}")
        return along(self.place.params, self.slots[names.index(name)])

    @override
    def __repr__(self) -> str:
        return f"State({self.kind.__name__}, steps {self.count})"


def along(params: P, vector: Any, /) -> Grad[P]:  # noqa: ANN401  # a row of slots, of the dtype of the parameters
    """A vector that holds a number for each parameter in order, under the names of the parameters."""
    return Grad(params, params.split(vector))
