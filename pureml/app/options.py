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
from ..masks import whole_words
from .traits import MODELS, OPTIMIZERS

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
    """The text of an option's value on a command line; of one that is not given, or is on or off, in a report."""
    if value is None or isinstance(value, bool):
        return {None: "not given", True: "yes", False: "no"}[value]
    if isinstance(value, tuple):
        return ",".join(map(str, cast(tuple[int, ...], value))) or NO_HIDDEN  # the only option with several values
    return str(value)


Whole: TypeAlias = Annotated[int, Parameter(converter=whole)]
Number: TypeAlias = Annotated[float, Parameter(converter=number)]
OptionalWhole: TypeAlias = Annotated[int | None, Parameter(converter=whole)]
OptionalNumber: TypeAlias = Annotated[float | None, Parameter(converter=number)]
OptionalSizes: TypeAlias = Annotated[tuple[int, ...] | None, Parameter(converter=sizes, n_tokens=1, negative=(), metavar="SIZES")]
Flag: TypeAlias = Annotated[bool, Parameter(negative="", show_default=False)]


@attrs.frozen
class ByCount:
    """What is right for a data set by how many samples it has to train on."""

    epochs: int
    dropout: float


MANY_FROM: Final = 10_000
FEW: Final = ByCount(epochs=100, dropout=0.4)
MANY: Final = ByCount(epochs=10, dropout=0.2)
SET_ASIDE: Final = 0.1


@Parameter(name="*")
@attrs.frozen(kw_only=True)
class Options:
    """What the mathematics of a run depends on besides its data.

    Raises `DomainError`, which names the option, for a number out of range or not finite, and for options that do not go
    together.

    >>> Options(lr=float("nan"))
    Traceback (most recent call last):
    ...
    pureml.errors.DomainError: --lr: expected a finite number greater than 0, got nan
    """

    model: Literal["multi-layer", "two-layer", "simple-conv", "deep-conv"] = "multi-layer"
    """The network: affine layers, one hidden layer alone, one convolution, or six of them."""

    epochs: OptionalWhole = None
    """How many times every training sample is used; unless given, 100 for fewer than 10,000 samples, otherwise 10."""

    batch: Whole = 32
    """Samples in a step; the last batch of an epoch may be smaller."""

    optimizer: Literal["sgd", "momentum", "nesterov", "nesterov-shifted", "adagrad", "rmsprop", "adam", "adam-epsilon-hat", "adamw"] = "sgd"
    """How a step follows from gradients; all but the rates are the defaults of `pureml.optimizers`."""

    lr: OptionalNumber = None
    """Learning rate; unless given, 0.2 with sgd, 0.02 with momentum, nesterov and adagrad, 0.001 with the others."""

    schedule: Literal["constant", "step", "exponential", "cosine"] = "constant"
    """The learning rate over the run: as it is; a tenth after each third; down to a hundredth evenly, or to 0 in half a wave."""

    warm_up: Whole = 0
    """Epochs over which the learning rate first rises from about 0, before the schedule."""

    weight_decay: OptionalNumber = None
    """Times half the squared weights in the loss, or adamw's own decay; unless given, 0.01 with adamw, otherwise 0."""

    clip: OptionalNumber = None
    """Greatest norm of a gradient, to which longer ones are cut; no limit unless given."""

    hidden: OptionalSizes = None
    """Sizes of the hidden layers with commas between, or none; unless given, 256,128 with multi-layer, 100 or 50 with others."""

    dropout: OptionalNumber = None
    """Share of hidden units dropped in a step; unless given, 0.4 for fewer than 10,000 samples, otherwise 0.2; 0.5 with deep-conv."""

    batch_norm: Flag = False
    """Normalise each hidden layer by its batch, before its activation."""

    activation: Literal["relu", "sigmoid", "tanh"] = "relu"
    """Function after each hidden layer of the networks of affine layers; convolutions go with relu."""

    init: Literal["he", "glorot", "lecun"] = "he"
    """Spread of the first weights: variance 2 / inputs, 2 / (inputs + outputs) or 1 / inputs."""

    validation: OptionalNumber = None
    """Share of the training samples set aside to choose the epoch that is kept; unless given, 0.1 with --patience, otherwise 0."""

    patience: OptionalWhole = None
    """So many epochs without a smaller validation loss end the run; no limit unless given."""

    seed: Whole = 0
    """Seed of first weights, order of samples, dropped units and validation part: the same seed gives the same network."""

    dtype: Literal["float32", "float64"] = "float64"
    """Numbers to compute with."""

    threads: OptionalWhole = None
    """Threads of matrix products, 1 unless given: another number may change the last bits."""

    def __attrs_post_init__(self) -> None:
        """Check the numbers."""
        check_whole(epochs=(self.epochs, 1), batch=(self.batch, 1), seed=(self.seed, 0), threads=(self.threads, 1))
        check_whole(patience=(self.patience, 1), warm_up=(self.warm_up, 0))
        check_positive(lr=self.lr, clip=self.clip)
        if not (math.isfinite(self.decay) and self.decay >= 0):
            raise DomainError(f"--weight-decay: expected a finite number of at least 0, got {self.decay}")
        if not (0 <= self.rate < 1 and whole_words(self.rate) < 1):
            raise DomainError(f"--dropout: expected a share of at least 0 that is less than 1 to the nearest 1/65536, got {self.rate}")
        if not 0 <= self.share < 1:
            raise DomainError(f"--validation: expected a share of at least 0 and less than 1, got {self.share}")
        if self.patience is not None and not self.share:
            raise DomainError("--patience: expected a --validation greater than 0, got 0: nothing to choose by")
        if any(size < 1 for size in self.sizes):
            raise DomainError(f"--hidden: expected sizes of at least 1, got {written(self.sizes)}")
        MODELS[self.model].check(self.model, self.sizes, dropout=self.dropout, batch_norm=self.batch_norm, activation=self.activation)

    @property
    def epoch_count(self) -> int:
        """The epochs, those of few samples unless given."""
        return FEW.epochs if self.epochs is None else self.epochs

    @property
    def rate(self) -> float:
        """The rate of dropout, that of few samples unless given."""
        return self._rate_for(FEW) if self.dropout is None else self.dropout

    @property
    def learning_rate(self) -> float:
        """The learning rate, the optimizer's unless given."""
        return OPTIMIZERS[self.optimizer].lr if self.lr is None else self.lr

    @property
    def decay(self) -> float:
        """The weight decay, the optimizer's unless given."""
        return OPTIMIZERS[self.optimizer].decay if self.weight_decay is None else self.weight_decay

    @property
    def share(self) -> float:
        """The share of the validation part."""
        if self.validation is None:
            return 0.0 if self.patience is None else SET_ASIDE
        return self.validation

    @property
    def sizes(self) -> tuple[int, ...]:
        """The sizes of the hidden layers, the model's unless given."""
        return MODELS[self.model].hidden if self.hidden is None else self.hidden

    @property
    def thread_count(self) -> int:
        """The threads, one unless given."""
        return 1 if self.threads is None else self.threads

    def _rate_for(self, count: ByCount) -> float:
        """The rate of dropout of the model: its own, none, or what is right for so many samples."""
        own = MODELS[self.model].dropout
        return count.dropout if own is None else own

    def for_samples(self, count: int) -> Options:
        """The options with everything that was left open filled in; raises `DomainError` for a share that leaves a part empty.

        >>> Options(dropout=0.0).for_samples(60_000).arguments()[1]
        '--epochs 10'
        """
        given = FEW if count < MANY_FROM else MANY
        if self.share and not 0 < round(self.share * count) < count:
            raise DomainError(f"--validation: expected a share that leaves samples in both parts, got {self.share} of {count}")
        return attrs.evolve(
            self,
            epochs=given.epochs if self.epochs is None else self.epochs,
            lr=self.learning_rate,
            weight_decay=self.decay,
            hidden=self.sizes,
            dropout=self._rate_for(given) if self.dropout is None else self.dropout,
            validation=self.share,
            threads=self.thread_count,
        )

    def arguments(self) -> tuple[str, ...]:
        """Every option as a command line writes it; one that is not given or is off is left out.

        >>> " ".join(Options(epochs=3, hidden=(32,)).arguments())[:79]
        '--model multi-layer --epochs 3 --batch 32 --optimizer sgd --schedule constant -'
        """
        values = ((field.name.replace("_", "-"), getattr(self, field.name)) for field in attrs.fields(Options))
        return tuple(
            f"--{name}" if value is True else f"--{name} {written(value)}"
            for name, value in values
            if value is not None and value is not False
        )


def check_whole(**values: tuple[int | None, int]) -> None:
    """Raise `DomainError` for a whole number below its least."""
    for name, (value, least) in values.items():
        if value is not None and value < least:
            raise DomainError(f"--{name.replace('_', '-')}: expected at least {least}, got {value}")


def check_positive(**values: float | None) -> None:
    """Raise `DomainError` for a number that is not finite and greater than 0."""
    for name, value in values.items():
        if value is not None and not (math.isfinite(value) and value > 0):
            raise DomainError(f"--{name}: expected a finite number greater than 0, got {value}")


DEFAULTS: Final = Options()
