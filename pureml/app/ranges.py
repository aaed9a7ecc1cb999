"""The options that a search can choose, and their ranges as a command line writes them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

import attrs

from ..errors import DomainError
from ..search.space import Point, Range, Space
from .errors import UsageError
from .options import Options


@attrs.frozen
class Searchable:
    """Whether an option is a whole number, and whether its range is even in the logarithm unless something else is asked for."""

    whole: bool = False
    log: bool = True


SEARCHABLE: Final[Mapping[str, Searchable]] = {
    "lr": Searchable(),
    "weight-decay": Searchable(),
    "dropout": Searchable(log=False),
    "clip": Searchable(),
    "batch": Searchable(whole=True),
    "warm-up": Searchable(whole=True, log=False),
}
SCALES: Final = {"log": True, "linear": False}
BELOW: Final = 100.0  # the default range of the learning rate: so many times less than the optimizer's default,
ABOVE: Final = 10.0  # and so many times more
DECAYS: Final = (1e-8, 1e-2)
OWN_DECAYS: Final = (1e-4, 1.0)  # adamw's, which is outside of the loss


def parsed(text: str) -> tuple[str, Range]:
    """The name and the range that NAME=LOW:HIGH or NAME=LOW:HIGH:SCALE describes; raises `UsageError`.

    >>> parsed("dropout=0:0.6")
    ('dropout', Range(low=0.0, high=0.6, log=False, whole=False))
    """
    name, _, ends = text.partition("=")
    if name not in SEARCHABLE:
        raise UsageError(f"--range {text}: expected one of {', '.join(SEARCHABLE)} before =, got {name or 'nothing'}")
    low, high, *scale = [*ends.split(":"), ""][: max(2, ends.count(":") + 1)]
    if len(scale) > 1 or (scale and scale[0] not in SCALES):
        raise UsageError(f"--range {text}: expected log or linear after the ends, got {':'.join(scale) or 'nothing'}")
    kind = SEARCHABLE[name]
    log = SCALES[scale[0]] if scale else kind.log
    try:
        found = Range(_number(low), _number(high), log, kind.whole)
    except ValueError as error:
        raise UsageError(f"--range {text}: {str(error).removeprefix('Range: ')}") from error
    return name, found


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"expected NAME=LOW:HIGH, two numbers, got {text or 'nothing'} for one of them") from None


def space(options: Options, texts: Sequence[str], given: Collection[str] = ()) -> Space:
    """The ranges that are asked for, or those of learning rate and weight decay; raises `UsageError`.

    An option is either given, with `--` and its name among `given` whatever its value, or searched. Both ends of a range must
    be values that the option can have.
    """
    asked = [parsed(text) for text in texts]
    names = [name for name, _ in asked]
    if twice := [name for name in names if names.count(name) > 1]:
        raise UsageError(f"--range {twice[0]}: expected one range for an option, got {names.count(twice[0])}")
    ranges = dict(asked) or {name: found for name, found in usual(options).items() if f"--{name}" not in given}
    if not ranges:
        raise UsageError("--range: expected one, for with --lr and --weight-decay nothing is left to search")
    for name, found in ranges.items():
        if f"--{name}" in given:
            raise UsageError(f"--range {name}: expected no --{name} beside it, got {getattr(options, _field(name))}")
        for end in (found.low, found.high):
            _check(options, name, end)
    return Space(ranges)


def usual(options: Options) -> dict[str, Range]:
    """The ranges around the optimizer's defaults.

    >>> usual(Options())["lr"]
    Range(low=0.002, high=2.0, log=True, whole=False)
    """
    lr = attrs.evolve(options, lr=None).learning_rate
    decays = OWN_DECAYS if options.optimizer == "adamw" else DECAYS
    return {"lr": Range(lr / BELOW, lr * ABOVE), "weight-decay": Range(*decays)}


def at(options: Options, point: Point) -> Options:
    """The options at a point.

    >>> at(Options(), {"lr": 0.5, "batch": 16.0}).batch
    16
    """
    changes: dict[str, Any] = {_field(name): int(value) if SEARCHABLE[name].whole else value for name, value in point.items()}
    return attrs.evolve(options, **changes)


def described(found: Range) -> str:
    """A range in words.

    >>> described(Range(0.002, 2.0)), described(Range(0, 0.6, log=False))
    ('from 0.002 to 2, logarithmic', 'from 0 to 0.6, linear')
    """
    return f"from {found.low:g} to {found.high:g}, {'logarithmic' if found.log else 'linear'}"


def written(name: str, found: Range) -> str:
    """A range as `parsed` reads it.

    >>> written("lr", Range(0.002, 2.0))
    'lr=0.002:2'
    """
    return f"{name}={_short(found.low)}:{_short(found.high)}" + (
        "" if found.log == SEARCHABLE[name].log else f":{'log' if found.log else 'linear'}"
    )


def _check(options: Options, name: str, end: float) -> None:
    try:
        at(options, {name: end})
    except DomainError as error:
        raise UsageError(f"--range {name}: {error}") from error


def _short(end: float) -> str:
    return repr(end).removesuffix(".0")


def _field(name: str) -> str:
    return name.replace("-", "_")
