"""What every optimizer is: hyperparameters, the formula of a step, and a state taken from step to step."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from math import inf
from typing import Any, ClassVar, Self, TypeAlias

import attrs

from ..arrays import Matrix, as_vector, flushed, in_blocks, keep_freed, room_like, runs, writable, zero_rows
from ..errors import DtypeError, StructureError
from ..gradients import Grad
from ..records import P, Record, same_shapes
from ..schedules.checks import within
from ..schedules.schedule import Schedule, plain_rate, rate_at
from ..structure import SLOTS
from .state import Place, State

Slots: TypeAlias = Matrix[int, int, Any]
FLUSH = 16
"""After so many steps the slots are rid of numbers that are nearly subnormal."""


@attrs.frozen
class Optimizer(ABC):
    """The hyperparameters of a step from parameters and their gradient to new parameters; `lr` may be a schedule.

    Raises `DomainError` for a negative or infinite `lr`. A subclass names its `slots`, the arrays that it remembers for
    each parameter, has its constants as fields in the order in which the formula takes them, each with its range, says
    whether the formula `counts`, which is to take the number of the step, and delegates `update` to its formula.
    """

    slots: ClassVar[tuple[str, ...]] = ()
    decaying: ClassVar[bool] = True
    counts: ClassVar[bool] = False

    lr: float | Schedule = attrs.field(converter=plain_rate, validator=within(0, inf))

    @property
    @abstractmethod
    def update(self) -> Callable[..., tuple[Any, ...]]:
        """The formula: `update(p, *slots, d_p, *constants, into)` gives the new parameters and the new slots."""
        ...

    def constants(self, lr: float, t: int, /) -> tuple[float, ...]:
        """What the formula takes after the arrays in step `t`, the first of which is 1: `lr`, the other fields, `t` if it counts.

        >>> import pureml as pm
        >>> pm.optimizers.Momentum(0.5).constants(0.25, 3), pm.optimizers.Adam(0.5).constants(0.25, 3)
        ((0.25, 0.9), (0.25, 0.9, 0.999, 1e-08, 3))
        """
        values = (lr, *[get(self) for _, get, _ in SLOTS[type(self)][1:]])
        return (*values, t) if self.counts else values

    def init(self, params: P, /) -> State[Self, P]:
        """The state before the first step: every slot is 0. Raises `DtypeError` for parameters of several dtypes.

        From here on the process keeps memory that a step frees for the next one: up to 64 MiB, where its C library is glibc.

        >>> import pureml as pm
        >>> net = pm.Affine(pm.matrix([[1.0]]), pm.vector([0.0]))
        >>> pm.optimizers.Momentum(0.1).init(net)
        State(Momentum, steps 0)
        """
        dtypes = {str(leaf.dtype) for leaf in params.leaves}
        if len(dtypes) > 1:
            raise DtypeError(f"{type(self).__name__}.init: expected parameters of one dtype, got {', '.join(sorted(dtypes))}")
        keep_freed()
        return State(type(self), Place(params), zero_rows(len(self.slots), params.flatten()))

    def point(self, state: State[Self, P], params: P, /) -> P:
        """Where the next step wants the gradient: at the parameters, unless the optimizer looks ahead."""
        self._check(state, params)
        return self._point(state.slots, params)

    def step(self, state: State[Self, P], params: P, grad: Grad[P], /) -> tuple[P, State[Self, P]]:
        """New parameters and a new state; nothing is changed, and the same inputs give the same bits.

        `grad` is the gradient at `point(state, params)`. Raises `StructureError` for the state of another optimizer or
        another network, and for the gradient of another network.

        >>> import pureml as pm
        >>> net = pm.Affine(pm.matrix([[1.0]]), pm.vector([0.0]))
        >>> adam = pm.optimizers.Adam(0.1)
        >>> new, state = adam.step(adam.init(net), net, pm.Grad(net, net.leaves))
        >>> new.weight.round(6), state
        (array([[0.9]]), State(Adam, steps 1))
        """
        self._check(state, params)
        slots = self._settled(state.slots, state.count)
        into = room_like(slots) if self.slots else slots
        new = self._moved(state.count, params, grad, slots, into)
        return new, state.after(new, into, state.count + 1)

    def fold(self, state: State[Self, P], params: P, passes: Iterable[Callable[[P, P], tuple[P, Grad[P]]]], /) -> tuple[P, State[Self, P]]:
        """The steps one by one, bit for bit, with slots written in place that nobody else sees.

        A pass takes the parameters and the point where the gradient is wanted, the same unless the optimizer looks ahead.
        It gives the parameters, with the statistics of the batch absorbed if there are any, and the gradient at the point.
        Raises what `step` raises.

        >>> import pureml as pm
        >>> net, momentum = pm.Affine(pm.matrix([[1.0]]), pm.vector([0.0])), pm.optimizers.Momentum(0.1)
        >>> momentum.fold(momentum.init(net), net, [lambda params, point: (params, pm.Grad(point, point.leaves))] * 3)[1]
        State(Momentum, steps 3)
        """
        self._check(state, params)
        slots, count = writable(state.slots), state.count
        for run in passes:
            params, grad = run(params, self._point(slots, params))
            state.place.check(params)
            slots = self._settled(slots, count)
            params = self._moved(count, params, grad, slots, slots)
            count += 1
        return params, state.after(params, slots, count)

    def _point(self, slots: Slots, params: P, /) -> P:  # noqa: ARG002  # for those who look ahead
        return params

    def _check(self, state: State[Any, Any], params: Record, /) -> None:
        if state.kind is not type(self):
            raise StructureError(f"state: expected that of {type(self).__name__}, got that of {state.kind.__name__}")
        state.place.check(params)

    def _settled(self, slots: Slots, count: int, /) -> Slots:
        return flushed(slots) if self.decaying and count % FLUSH == 0 else slots

    def _moved(self, count: int, params: P, grad: Grad[P], slots: Slots, into: Slots, /) -> P:
        """The new parameters; the new slots are written into `into`, which may be `slots`."""
        update, constants = self.update, self.constants(rate_at(self.lr, count), count + 1)
        if params is not grad.at:
            same_shapes("gradient", params, grad.at)
        vector = params.flatten()
        new = room_like(vector)
        for leaves, part in params.once(_runs):
            arrays = [x[part] for x in (vector, *slots)]
            in_blocks(update, (*arrays, as_vector(grad.leaves[leaves])), constants, [x[part] for x in (new, *into)])
        return params.along(new)


def _runs(params: Record) -> list[tuple[slice, slice]]:
    return runs(params.leaves)
