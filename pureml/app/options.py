"""What a training run is asked for: the one place of all defaults."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, Final, Literal, TypeAlias, cast

import attrs
from cyclopts import Parameter, Token

from ..errors import DomainError
from ..functions.activation import Activation
from ..functions.relu import relu
from ..functions.sigmoid import sigmoid
from ..functions.tanh import tanh
from ..initializers import Initializer, glorot, he, lecun
from ..keys import whole_words

ACTIVATIONS: Final[dict[str, Activation]] = {"relu": relu, "sigmoid": sigmoid, "tanh": tanh}
INITIALIZERS: Final[dict[str, Initializer]] = {"he": he, "glorot": glorot, "lecun": lecun}
NO_HIDDEN: Final = "none"


def whole(_type: object, tokens: Sequence[Token]) -> int:
    """A whole number; the parser would round 3.5 to 4."""
    return _whole(tokens[0].value)


def number(_type: object, tokens: Sequence[Token]) -> float:
    """A number; whether it is finite is the record's to say."""
    try:
        return float(tokens[0].value)
    except ValueError:
        raise ValueError(f"expected a number, got {tokens[0].value!r}") from None


def sizes(_type: object, tokens: Sequence[Token]) -> tuple[int, ...]:
    """Whole numbers with commas between them, or `none`."""
    text = tokens[0].value
    return () if text == NO_HIDDEN else tuple(_whole(part, "whole numbers with commas between, such as 128,64") for part in text.split(","))


def _whole(text: str, expected: str = "a whole number") -> int:
    try:
        return int(text)
    except ValueError:
        raise ValueError(f"expected {expected}, got {text!r}") from None


def written(value: object) -> str:
    """The text of an option's value on a command line."""
    if isinstance(value, tuple):
        return ",".join(map(str, cast(tuple[int, ...], value))) or NO_HIDDEN  # the only option with several values
    return str(value)


Whole: TypeAlias = Annotated[int, Parameter(converter=whole)]
Number: TypeAlias = Annotated[float, Parameter(converter=number)]
OptionalWhole: TypeAlias = Annotated[int | None, Parameter(converter=whole)]
OptionalNumber: TypeAlias = Annotated[float | None, Parameter(converter=number)]
Sizes: TypeAlias = Annotated[tuple[int, ...], Parameter(converter=sizes, n_tokens=1, negative=(), metavar="SIZES", show_default=written)]


@attrs.frozen
class ByCount:
    """What is right for a data set by how many samples it has to train on."""

    epochs: int
    dropout: float


MANY_FROM: Final = 10_000
FEW: Final = ByCount(epochs=100, dropout=0.4)
MANY: Final = ByCount(epochs=10, dropout=0.2)


@Parameter(name="*")
@attrs.frozen(kw_only=True)
class Options:
    """What the mathematics of a run depends on besides its data.

    Raises `DomainError`, which names the option, for a number out of range or not finite.

    >>> Options(lr=float("nan"))
    Traceback (most recent call last):
    ...
    pureml.errors.DomainError: --lr: expected a finite number greater than 0, got nan
    """

    epochs: OptionalWhole = None
    """How many times every training sample is used; unless given, 100 for fewer than 10,000 samples, otherwise 10."""

    batch: Whole = 32
    """Samples in a step; the last batch of an epoch may be smaller."""

    lr: Number = 0.2
    """Learning rate: a step subtracts it times the gradient."""

    hidden: Sizes = (256, 128)
    """Sizes of the hidden layers with commas between, or none."""

    dropout: OptionalNumber = None
    """Share of hidden units dropped in a step; unless given, 0.4 for fewer than 10,000 samples, otherwise 0.2."""

    activation: Literal["relu", "sigmoid", "tanh"] = "relu"
    """Function after each hidden layer."""

    init: Literal["he", "glorot", "lecun"] = "he"
    """Spread of the first weights: variance 2 / inputs, 2 / (inputs + outputs) or 1 / inputs."""

    seed: Whole = 0
    """Seed of first weights, order of samples and dropped units: the same seed gives the same network."""

    dtype: Literal["float32", "float64"] = "float64"
    """Numbers to compute with."""

    threads: Whole = 1
    """Threads of matrix products: another number may change the last bits."""

    def __attrs_post_init__(self) -> None:
        """Check the numbers."""
        for name, value, least in (
            ("epochs", self.epoch_count, 1),
            ("batch", self.batch, 1),
            ("seed", self.seed, 0),
            ("threads", self.threads, 1),
        ):
            if value < least:
                raise DomainError(f"--{name}: expected at least {least}, got {value}")
        if not (math.isfinite(self.lr) and self.lr > 0):
            raise DomainError(f"--lr: expected a finite number greater than 0, got {self.lr}")
        if not (0 <= self.rate < 1 and whole_words(self.rate) < 1):
            raise DomainError(f"--dropout: expected a share of at least 0 that is less than 1 to the nearest 1/65536, got {self.rate}")
        if any(size < 1 for size in self.hidden):
            raise DomainError(f"--hidden: expected sizes of at least 1, got {written(self.hidden)}")

    @property
    def epoch_count(self) -> int:
        """The epochs, those of few samples unless given."""
        return FEW.epochs if self.epochs is None else self.epochs

    @property
    def rate(self) -> float:
        """The rate of dropout, that of few samples unless given."""
        return FEW.dropout if self.dropout is None else self.dropout

    def for_samples(self, count: int) -> Options:
        """The options with what was left to the data filled in.

        >>> Options(dropout=0.0).for_samples(60_000).arguments()[0]
        '--epochs 10'
        """
        given = FEW if count < MANY_FROM else MANY
        return attrs.evolve(
            self,
            epochs=given.epochs if self.epochs is None else self.epochs,
            dropout=given.dropout if self.dropout is None else self.dropout,
        )

    def arguments(self) -> tuple[str, ...]:
        """Every option as a command line writes it.

        >>> " ".join(Options(epochs=3, hidden=(32,)).arguments())
        '--epochs 3 --batch 32 --lr 0.2 --hidden 32 --activation relu --init he --seed 0 --dtype float64 --threads 1'
        """
        values = ((field.name, getattr(self, field.name)) for field in attrs.fields(Options))
        return tuple(f"--{name} {written(value)}" for name, value in values if value is not None)


DEFAULTS: Final = Options()
