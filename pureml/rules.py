"""Rules: a function with its derivatives and the evidence for them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from enum import Enum
from fractions import Fraction
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

import attrs

from .errors import DomainError
from .scales import EACH


class Kind(Enum):
    """What an argument of a rule is made of."""

    REAL = "real"
    POSITIVE = "positive"
    UNIT = "in [0, 1]"
    PROBABILITY = "rows that are positive and sum to 1"
    MASS = "rows of masses that are not negative"
    LABELS = "a class for each row"
    MASK = "where to keep"
    COVER = "where to look: at least one place in each row"
    WHOLE = "a whole number"
    PAIR = "two whole numbers: down and across"
    SIZE = "the product of the sizes of its axes"
    CONSTANT = "a number that is not differentiated"


@attrs.frozen
class Argument:
    """An argument: its name, the names of its axes (empty for a number) and what it is made of.

    A constant, a whole number and a pair of them say which values a check should try. Labels go from 0 to the size of the axis `classes`.
    Where it is `masked`, an entry may be -inf, which takes it out of its row.
    """

    name: str
    axes: tuple[str, ...]
    kind: Kind = Kind.REAL
    values: tuple[Fraction, ...] = ()
    masked: bool = False

    @property
    def differentiable(self) -> bool:
        """Whether there is a tangent and a cotangent of this argument."""
        return self.kind in _DIFFERENTIABLE


_DIFFERENTIABLE = {Kind.REAL, Kind.POSITIVE, Kind.UNIT, Kind.PROBABILITY}


@attrs.frozen
class Domain:
    """The arguments of a rule, in order; axes of one name have one size.

    `sizes` lists, for each check of every entry, a size for each axis in order of appearance: at most six, where the usual
    ones (`pureml.check.inputs.SIZES`) do not fit.
    """

    arguments: tuple[Argument, ...]
    sizes: tuple[tuple[int, ...], ...] = ()

    @property
    def axes(self) -> tuple[str, ...]:
        """The names of all axes, in order of appearance."""
        return tuple(dict.fromkeys(axis for argument in self.arguments for axis in argument.axes))


ELEMENTWISE = Domain((Argument("x", ("rows", "columns")),))
"""Any real matrix."""

LOGITS = Domain((Argument("x", ("rows", "columns"), masked=True),))
"""Any real matrix, entries of which may be masked by -inf."""


@attrs.frozen
class Kink:
    """Where there is no derivative, and what the rule answers there."""

    where: str
    convention: str


@attrs.frozen
class Bound:
    """How far a float result is from the exact one, in units in the last place of `scale`."""

    part: str
    dtype: str
    ulp: float
    scale: str = EACH


def bounds(part: str, float64: float, float32: float, scale: str = EACH) -> tuple[Bound, Bound]:
    """The same part in both dtypes.

    >>> [bound.dtype for bound in bounds("forward", 2, 3)]
    ['float64', 'float32']
    """
    return Bound(part, "float64", float64, scale), Bound(part, "float32", float32, scale)


@attrs.frozen(kw_only=True)
class Formula:
    """A function without derivatives of its own, where it holds, and what vouches for it: the step of an optimizer.

    `forward(*inputs)` gives one array or number, or a tuple of them.
    """

    name: str
    formula: str
    forward: Callable[..., object]
    domain: Domain
    source: str
    bounds: tuple[Bound, ...] = ()
    theorem: str = ""


@attrs.frozen(kw_only=True)
class Rule(Formula):
    """A function, its two derivatives, where they hold, and what vouches for them.

    The shapes of the calls are the same for every rule::

        forward(*inputs)                -> y
        linearize(*inputs)              -> (y, kept)
        pushforward(kept, *tangents)    -> y_dot              J x_dot
        pullback(kept, g)               -> d_x or (d_x, ...)  J^T g

    Tangents and cotangents are those of the differentiable arguments, in order. An empty field is evidence that is
    missing: it is counted and shown, never hidden.
    """

    derivative: str
    linearize: Callable[..., tuple[object, object]]
    pushforward: Callable[..., object]
    pullback: Callable[..., object]
    kinks: tuple[Kink, ...] = ()


PACKAGES = ("functions", "losses", "layers", "optimizers", "search")


def formulas() -> tuple[Formula, ...]:
    """Everything that is certified, with derivatives or without: what stands as RULE at the foot of a module.

    >>> {rule.name for rule in catalogue()} <= {formula.name for formula in formulas()}
    True
    """
    return tuple(rule for module in _modules() if isinstance(rule := getattr(module, "RULE", None), Formula))


def catalogue() -> tuple[Rule, ...]:
    """Every rule of the package: each formula that has derivatives.

    >>> {'relu', 'softmax_cross_entropy', 'affine'} <= {rule.name for rule in catalogue()}
    True
    """
    return tuple(formula for formula in formulas() if isinstance(formula, Rule))


def named(name: str, /) -> Formula:
    """The formula of this name, with derivatives or without; raises `DomainError`, which lists the names there are."""
    found = {formula.name: formula for formula in formulas()}
    check_known("rule", name, found)
    return found[name]


def find(name: str, /) -> Rule:
    """The rule of this name, which has derivatives; raises `DomainError`, which lists the names there are."""
    found = {rule.name: rule for rule in catalogue()}
    check_known("rule", name, found)
    return found[name]


def check_known(what: str, name: str, known: Collection[str], /) -> None:
    """Raise `DomainError`, which lists what is known, for a name that is not.

    >>> check_known("part", "sideways", ("forward", "pullback"))
    Traceback (most recent call last):
        ...
    pureml.errors.DomainError: part: expected one of forward, pullback, got sideways
    """
    if name not in known:
        raise DomainError(f"{what}: expected one of {', '.join(known)}, got {name}")


def _modules() -> Iterator[ModuleType]:
    for package in PACKAGES:
        folder = import_module(f"{__package__}.{package}")
        for module in sorted(iter_modules(folder.__path__), key=lambda m: m.name):
            yield import_module(f"{folder.__name__}.{module.name}")
