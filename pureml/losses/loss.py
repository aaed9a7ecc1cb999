"""What a loss is: its value, and the cotangent of what it judges."""

from __future__ import annotations

from typing import Generic, Protocol

import attrs
from typing_extensions import TypeVar, override

from ..arrays import C, Distribution, F, Labels, Matrix, R

K_co = TypeVar("K_co", covariant=True)


class Kept(Protocol[K_co]):
    """What a loss keeps for its gradient."""

    def gradient(self) -> K_co:
        """The gradient of the mean loss with respect to what was judged."""
        ...


class LabelLinearize(Protocol):
    """The mean loss against labels, and what its gradient needs."""

    def __call__(self, x: Matrix[R, C, F], target: Labels[R, C], /) -> tuple[F, Kept[Matrix[R, C, F]]]:
        """The loss and what is kept."""
        ...


class DistributionLinearize(Protocol):
    """The mean loss against distributions, and what its gradient needs."""

    def __call__(self, x: Matrix[R, C, F], target: Distribution[R, C, F], /) -> tuple[F, Kept[Matrix[R, C, F]]]:
        """The loss and what is kept."""
        ...


class MatrixLinearize(Protocol):
    """The mean loss against numbers, and what its gradient needs."""

    def __call__(self, x: Matrix[R, C, F], target: Matrix[R, C, F], /) -> tuple[F, Kept[Matrix[R, C, F]]]:
        """The loss and what is kept."""
        ...


L_co = TypeVar("L_co", bound=LabelLinearize | DistributionLinearize | MatrixLinearize, covariant=True)


@attrs.frozen(repr=False)
class Loss(Generic[L_co]):
    """A loss by name, for one kind of target."""

    name: str
    linearize: L_co

    @override
    def __repr__(self) -> str:
        return self.name
