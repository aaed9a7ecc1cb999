"""What is trained: shapes, data and hyperparameters, the same numbers for every implementation."""

from __future__ import annotations

from typing import Any, Final, Literal, TypeAlias

import attrs
import numpy as np
import numpy.typing as npt
from typing_extensions import TypeVar

F = TypeVar("F", np.float32, np.float64)
Labels: TypeAlias = npt.NDArray[np.int64]
FILLED: Final = 0.2  # the share of pixels that are not zero, about that of images of digits


BETA1: Final = 0.9
BETA2: Final = 0.999
ADAM_EPS: Final = 1e-8
NORM_EPS: Final = 1e-5


@attrs.frozen
class Mlp:
    """Affine layers with ReLU between them, softmax cross-entropy averaged over the batch, SGD or Adam.

    With `norm`, batch normalisation stands before each ReLU, and dropout at the rate `dropout` after it. The learning
    rate is tiny on purpose: the same batch is replayed thousands of times, and a network that reached a loss of zero
    would push its gradient into subnormal numbers, which cost several times an ordinary operation.
    """

    sizes: tuple[int, ...]
    batch: int
    learning_rate: float = 1e-4
    update: Literal["sgd", "adam"] = "sgd"
    norm: bool = False
    dropout: float = 0.0

    @property
    def certain(self) -> Mlp:
        """This workload without what each implementation draws for itself: what their losses are compared on."""
        return attrs.evolve(self, dropout=0.0)

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


@attrs.frozen
class Conv:
    """Square images: convolution, ReLU, 2 x 2 max-pool, affine, ReLU, affine; loss, data and learning rate as in `Mlp`."""

    batch: int
    channels: int
    side: int
    filters: int
    kernel: int
    hidden: int
    classes: int
    learning_rate: float = 1e-7
    update: Literal["sgd", "adam"] = "adam"

    @property
    def certain(self) -> Conv:
        """This workload: nothing in it is drawn."""
        return self

    @property
    def features(self) -> int:
        """How many numbers of an image go into the first affine layer; of an odd side the pool leaves out the last."""
        half = (self.side - self.kernel + 1) // 2
        return self.filters * half * half

    def parameters(self, dtype: type[F]) -> list[tuple[npt.NDArray[F], npt.NDArray[F]]]:
        """Weight and zero bias of each layer, drawn as in `Mlp`: filters (F, C, K, K), then weights (in, out)."""
        draw = np.random.default_rng(0)  # noqa: TID251 - the data must not change with what is measured
        places = self.channels * self.kernel**2
        layers = (
            ((self.filters, self.channels, self.kernel, self.kernel), places, self.filters),
            ((self.features, self.hidden), self.features, self.hidden),
            ((self.hidden, self.classes), self.hidden, self.classes),
        )
        return [((draw.standard_normal(shape) * np.sqrt(2.0 / i)).astype(dtype), np.zeros(o, dtype)) for shape, i, o in layers]

    def data(self, dtype: type[F]) -> tuple[npt.NDArray[F], Labels]:
        """A batch of images and its class indices."""
        draw = np.random.default_rng(1)  # noqa: TID251 - as above
        shape = (self.batch, self.channels, self.side, self.side)
        x = (draw.random(shape) * (draw.random(shape) < FILLED)).astype(dtype)
        return x, draw.integers(0, self.classes, self.batch)


@attrs.frozen
class Vector:
    """Adam on one vector of parameters with a gradient that stays the same; for a loss, the mean of their squares."""

    size: int
    learning_rate: float = 1e-3

    @property
    def certain(self) -> Vector:
        """This workload: nothing in it is drawn."""
        return self

    def data(self, dtype: type[F]) -> tuple[npt.NDArray[F], npt.NDArray[F]]:
        """The parameters and the gradient, fresh arrays at every call."""
        draw = np.random.default_rng(4)  # noqa: TID251 - the data must not change with what is measured
        return draw.standard_normal(self.size).astype(dtype), (1e-3 * draw.standard_normal(self.size)).astype(dtype)


@attrs.frozen
class Logits:
    """Softmax cross-entropy of many classes and its gradient; nothing is trained."""

    rows: int
    classes: int

    @property
    def certain(self) -> Logits:
        """This workload: nothing in it is drawn."""
        return self

    def data(self, dtype: type[F]) -> tuple[npt.NDArray[F], Labels]:
        """Logits that spread by 3, and class indices."""
        draw = np.random.default_rng(2)  # noqa: TID251 - the data must not change with what is measured
        x = (3 * draw.standard_normal((self.rows, self.classes))).astype(dtype)
        return x, draw.integers(0, self.classes, self.rows)


@attrs.frozen
class Norm:
    """Batch normalisation in training, forward and back; for a loss, the mean squares of what comes out both ways."""

    rows: int
    columns: int

    @property
    def certain(self) -> Norm:
        """This workload: nothing in it is drawn."""
        return self

    def data(self, dtype: type[F]) -> tuple[npt.NDArray[F], npt.NDArray[F], npt.NDArray[F], npt.NDArray[F]]:
        """A batch, the cotangent of what comes out, gamma and beta."""
        draw = np.random.default_rng(3)  # noqa: TID251 - the data must not change with what is measured
        x, g = (draw.standard_normal((self.rows, self.columns)).astype(dtype) for _ in range(2))
        return x, g, np.full(self.columns, 1.1, dtype), np.full(self.columns, 0.1, dtype)


def mean_square(p: npt.NDArray[np.floating[Any]], /) -> float:
    """Summed in float64, whatever the dtype."""
    return float(np.mean(np.square(p, dtype=np.float64)))


SEVEN: Final = (784, 100, 100, 100, 100, 100, 10)
Workload: TypeAlias = Mlp | Conv | Vector | Logits | Norm
WORKLOADS: Final[dict[str, Workload]] = {
    "W1": Mlp(sizes=(784, 50, 10), batch=100),
    "W2": Mlp(sizes=SEVEN, batch=128, learning_rate=1e-7, update="adam"),
    "W3": Mlp(sizes=(784, 1024, 1024, 10), batch=256, learning_rate=1e-7, update="adam"),
    "W4": Mlp(sizes=(64, 32, 10), batch=32),
    "W5": Conv(batch=100, channels=1, side=28, filters=30, kernel=5, hidden=100, classes=10),
    "W6": Vector(size=1_000_000),
    "W7": Logits(rows=4096, classes=1000),
    "W8": Norm(rows=256, columns=1024),
    "W9": Mlp(sizes=SEVEN, batch=128, learning_rate=1e-7, update="adam", norm=True, dropout=0.5),
}
