"""What is trained: shapes, data and hyperparameters, the same numbers for every implementation."""

from __future__ import annotations

from typing import Final, TypeAlias

import attrs
import numpy as np
import numpy.typing as npt
from typing_extensions import TypeVar

F = TypeVar("F", np.float32, np.float64)
Labels: TypeAlias = npt.NDArray[np.int64]
FILLED: Final = 0.2  # the share of pixels that are not zero, about that of images of digits


@attrs.frozen
class Mlp:
    """Affine layers with ReLU between them, softmax cross-entropy averaged over the batch, plain SGD.

    The learning rate is tiny on purpose: the same batch is replayed thousands of times, and a network that reached
    a loss of zero would push its gradient into subnormal numbers, which cost several times an ordinary operation.
    """

    sizes: tuple[int, ...]
    batch: int
    learning_rate: float = 1e-4

    def parameters(self, dtype: type[F]) -> list[tuple[npt.NDArray[F], npt.NDArray[F]]]:
        """Weight (in, out), drawn from N(0, 2 / in), and zero bias (out) of each layer; fresh arrays at every call.

        Source: He et al., Delving Deep into Rectifiers (2015), equation 10.
        """
        draw = np.random.default_rng(0)  # noqa: TID251 - the data must not change with what is measured
        pairs = zip(self.sizes[:-1], self.sizes[1:], strict=True)
        return [((draw.standard_normal((i, o)) * np.sqrt(2.0 / i)).astype(dtype), np.zeros(o, dtype)) for i, o in pairs]

    def data(self, dtype: type[F]) -> tuple[npt.NDArray[F], Labels]:
        """A batch of inputs in [0, 1), most of them zero, and its class indices."""
        draw = np.random.default_rng(1)  # noqa: TID251 - as above
        shape = (self.batch, self.sizes[0])
        x = (draw.random(shape) * (draw.random(shape) < FILLED)).astype(dtype)
        return x, draw.integers(0, self.sizes[-1], self.batch)


Workload: TypeAlias = Mlp
WORKLOADS: Final[dict[str, Workload]] = {
    "W1": Mlp(sizes=(784, 50, 10), batch=100),
    "W4": Mlp(sizes=(64, 32, 10), batch=32),
}
