"""A domain in words: `x: rows columns; weight: columns outputs; t: rows labels; rate: constant 1/4 1/2`."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from ...rules import Argument, Domain, Kind
from ..inputs import SIZES
from .error import ForeignError

KINDS: Final = {kind.name.lower(): kind for kind in Kind}
MOST_SIZES: Final = 6
VALUED: Final = frozenset({Kind.CONSTANT, Kind.WHOLE, Kind.PAIR})
"""Kinds that say which values a check should try."""


def domain_of(text: str, sizes: str = "") -> Domain:
    """The domain that a line describes: arguments separated by `;`, each a name, its axes, its kind, values to try.

    An argument is an array of real numbers unless it says another kind: `positive`, `unit`, `probability`, `mass`, `labels`,
    `mask`, `cover`, `whole`, `pair`, `size` or `constant`. One without axes is a number. Axes of one name have one size;
    labels go from 0 to the size of the axis `classes`. Values follow `constant`, `whole` and `pair`. `sizes` are at most
    six, separated by commas, each a number for every axis in order of appearance. Raises `ForeignError` for what it
    cannot read.

    >>> domain = domain_of("x: rows columns; t: rows positive; rate: constant 1/4", "2 3, 1 4")
    >>> domain.axes, domain.sizes, domain.arguments[2].values
    (('rows', 'columns'), ((2, 3), (1, 4)), (Fraction(1, 4),))
    """
    arguments = tuple(_argument(part) for part in text.split(";") if part.strip())
    names = [a.name for a in arguments]
    if not arguments:
        raise ForeignError("domain: expected NAME: AXES [KIND], got nothing")
    if len(set(names)) < len(names):
        raise ForeignError(f"domain: expected different names, got {', '.join(names)}")
    domain = Domain(arguments, tuple(_row(part) for part in sizes.split(",") if part.strip()))
    _agree(domain)
    return domain


def _argument(text: str) -> Argument:
    name, colon, rest = (part.strip() for part in text.partition(":"))
    if not colon or not name.isidentifier():
        raise ForeignError(f"domain: expected NAME: AXES [KIND], got {text.strip()}")
    words = rest.split()
    at = next((k for k, word in enumerate(words) if word in KINDS), len(words))
    kind = KINDS[words[at]] if at < len(words) else Kind.REAL
    axes, values = tuple(words[:at]), tuple(_value(name, word) for word in words[at + 1 :])
    for axis in axes:
        if not axis.isidentifier():
            raise ForeignError(f"domain: {name}: expected the name of an axis or one of {', '.join(KINDS)}, got {axis}")
    if values and kind not in VALUED:
        raise ForeignError(f"domain: {name}: values follow constant, whole or pair, got {' '.join(words[at:])}")
    if kind in VALUED and not values:
        raise ForeignError(f"domain: {name}: expected values after {kind.name.lower()}, got none")
    if kind in {Kind.WHOLE, Kind.PAIR} and any(value.denominator != 1 for value in values):
        raise ForeignError(f"domain: {name}: expected whole numbers, got {' '.join(words[at + 1 :])}")
    return Argument(name, axes, kind, values)


def _value(name: str, word: str) -> Fraction:
    if not re.fullmatch(r"-?\d+(/[1-9]\d*|\.\d+)?", word):
        raise ForeignError(f"domain: {name}: expected a number such as 2, 0.25 or 1/4, got {word}")
    return Fraction(word)


def _row(text: str) -> tuple[int, ...]:
    words = text.split()
    if not all(word.isdecimal() and int(word) for word in words):
        raise ForeignError(f"sizes: expected whole numbers of at least 1, got {text.strip()}")
    return tuple(map(int, words))


def _agree(domain: Domain) -> None:
    axes = domain.axes
    if not any(a.differentiable for a in domain.arguments):
        raise ForeignError("domain: expected at least one real argument, got none")
    if any(a.kind is Kind.LABELS for a in domain.arguments) and "classes" not in axes:
        raise ForeignError("domain: labels number the entries of an axis named classes, and no argument has it")
    if len(domain.sizes) > MOST_SIZES:
        raise ForeignError(f"sizes: expected at most {MOST_SIZES}, got {len(domain.sizes)}")
    for row in domain.sizes:
        if len(row) != len(axes):
            raise ForeignError(f"sizes: expected a number for each of {', '.join(axes) or 'no axes'}, got {' '.join(map(str, row))}")
    if not domain.sizes and len(axes) > len(SIZES[0]):
        raise ForeignError(f"sizes: expected some, for there are {len(axes)} axes: {', '.join(axes)}")
