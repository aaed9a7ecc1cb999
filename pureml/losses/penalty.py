"""What is added to a loss for the size of the weights, and to its gradient."""

from __future__ import annotations

from typing import Any, Protocol

import attrs
from typing_extensions import override

from ..arrays import A, F, Shape, Tensor, freeze
from ..errors import DomainError
from ..gradients import Grad
from ..records import P


class PenaltyValue(Protocol):
    """The penalty of one weight."""

    def __call__(self, weight: Tensor[Shape, F], strength: float, /) -> F:
        """A number in the dtype of the weight."""
        ...


class PenaltyGradient(Protocol):
    """The gradient of the penalty of one weight."""

    def __call__(self, weight: A, strength: float, /) -> A:
        """An array of the shape of the weight."""
        ...


@attrs.frozen(repr=False)
class Penalty:
    """A penalty of all weights: the parameters with two axes or more, as those of affine layers, filters and tables are.

    Vectors, which are biases, scales and shifts, are not penalised: they bend nothing, and a scale of 0 would silence
    its column. The penalty is no mean over the batch: nothing is divided by n. Raises `DomainError` for a strength that is
    negative or not finite.
    """

    name: str
    forward: PenaltyValue
    gradient: PenaltyGradient
    strength: float

    def __attrs_post_init__(self) -> None:
        """Check the strength."""
        if not 0 <= self.strength < float("inf"):
            raise DomainError(f"{self.name}: expected a finite strength of at least 0, got {self.strength}")

    def added(self, loss: F, grad: Grad[P], /) -> tuple[F, Grad[P]]:
        """The loss plus the penalty at the network where the gradient was taken, and the gradient of that sum.

        >>> import numpy as np
        >>> import pureml as pm
        >>> net = pm.Affine(pm.matrix([[3.0]]), pm.vector([5.0]))
        >>> loss, grad = pm.l2_penalty(0.5).added(np.float64(1.0), pm.Grad(net, net.map(lambda x: x - x).leaves))
        >>> float(loss), grad.tree.weight, grad.tree.bias
        (3.25, array([[1.5]]), array([0.]))
        """
        weights: tuple[Any, ...] = grad.at.leaves  # of one dtype, that of the loss
        leaves: list[Any] = list(grad.leaves)
        total = loss
        for k, weight in enumerate(weights):
            if weight.ndim > 1:
                total = total + self.forward(weight, self.strength)
                leaves[k] = freeze(leaves[k] + self.gradient(weight, self.strength))
        return total, Grad(grad.at, tuple(leaves))

    @override
    def __repr__(self) -> str:
        return f"{self.name}({self.strength})"
