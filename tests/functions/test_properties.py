from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

import attrs
import numpy as np
import pytest

from pureml.check.numbers import Exact, Symbol, is_zero
from pureml.functions.activation import Elementwise
from pureml.functions.constants import FilledForward, FilledLinearize
from pureml.functions.properties import PROPERTIES, Properties, Symmetry
from pureml.rules import find
from tests.functions.interval import Interval

CLOSE: Final = Fraction(1, 1000)
FAR: Final = 10**6
DEPTH: Final = 24
EDGES: Final = [Fraction(0), *(Fraction(2) ** k for k in range(1023)), Fraction(2) ** 1024]
PIECES: Final = [*pairwise(EDGES), *((-b, -a) for a, b in pairwise(EDGES))]
"""Every number that float64 holds but 0 and the edges themselves, to which claims about continuous functions extend."""

Piece = tuple[Fraction, Fraction]
every_one = pytest.mark.parametrize("p", PROPERTIES, ids=lambda p: p.activation.name)


def exact(f: Elementwise) -> Elementwise:
    """The activation with its constant as a fraction."""
    forward, linearize = f.forward, f.linearize
    if isinstance(forward, FilledForward) and isinstance(linearize, FilledLinearize):
        constant: Any = Fraction(forward.constant)
        return attrs.evolve(f, forward=attrs.evolve(forward, constant=constant), linearize=attrs.evolve(linearize, constant=constant))
    return f


def values(f: Elementwise, numbers: list[Any]) -> list[Any]:
    x: Any = np.array(numbers, object)
    y: Any = exact(f).forward(x)
    return list(y)


def slopes(f: Elementwise, numbers: list[Any]) -> list[Any]:
    x: Any = np.array(numbers, object)
    g: Any = np.array([type(n)(1) for n in numbers], object)
    d_x: Any = f.pullback(exact(f).linearize(x)[1], g)
    return list(d_x)


def everywhere(enclose: Callable[[list[Any]], list[Any]], holds: Callable[[Interval], object], fails: Callable[[Interval], object]) -> bool:
    """Whether a claim holds on every piece, which is halved until the claim is proved there or refuted."""
    open_pieces: list[Piece] = PIECES
    for _ in range(DEPTH):
        enclosures = enclose([Interval.between(*piece) for piece in open_pieces])
        if any(fails(e) for e in enclosures):
            return False
        unsettled = [piece for piece, e in zip(open_pieces, enclosures, strict=True) if not holds(e)]
        open_pieces = [half for a, b in unsettled for half in ((a, (a + b) / 2), ((a + b) / 2, b))]
        if not open_pieces:
            return True
    raise AssertionError(f"undecided between {open_pieces[0][0]} and {open_pieces[0][1]}")


def end(x: Fraction) -> Any:
    """A bound, as an end that intervals can be compared with."""
    return Interval(x).high


SAMPLES: Final = [Fraction(k, 64) for k in range(-1280, 1281)] + [Fraction(s * 2**40) for s in (-1, 1)]


def at_samples(enclose: Callable[[list[Any]], list[Any]]) -> list[Interval]:
    return enclose([Interval(x) for x in SAMPLES])


# Each check yields what is wrong with one claim.


def symmetry(p: Properties) -> Iterator[str]:
    x = Symbol.named("x", 0.5)
    right, left = (e.expression for e in values(p.activation, [x, -x]))
    at_0 = values(p.activation, [Exact(0)])[0]
    odd = is_zero(left + right) and at_0 == 0
    even = is_zero(left - right)
    if (odd, even) != (p.symmetry is Symmetry.ODD, p.symmetry is Symmetry.EVEN):
        yield f"odd: {odd}, even: {even}, claimed: {p.symmetry.value}"


def monotone(p: Properties) -> Iterator[str]:
    rises = everywhere(lambda numbers: slopes(p.activation, numbers), lambda e: e.low >= 0, lambda e: e.high < 0)
    near = values(p.activation, [Exact(Fraction(-1, 10**9)), Exact(0), Exact(Fraction(1, 10**9))])
    if p.monotone != (rises and (not p.monotone or near[0] <= near[1] <= near[2])):
        yield f"never falls: {rises}, claimed: {p.monotone}"


def bounded(p: Properties) -> Iterator[str]:
    def enclose(numbers: list[Any]) -> list[Any]:
        return values(p.activation, numbers)

    samples = at_samples(enclose)
    for name, bound, sign in (("lower", p.lower, -1), ("upper", p.upper, 1)):
        signed = [e * sign for e in samples]
        if bound is None:
            if not any(e.low > FAR for e in signed):
                yield f"{name}: nothing lies beyond {sign * FAR}"
            continue
        limit = end(bound * sign + CLOSE)
        if not everywhere(enclose, lambda e, s=sign, b=limit: (e * s).high <= b, lambda e, s=sign, b=limit: (e * s).low > b):  # type: ignore[misc]  # mypy does not infer lambdas with defaults
            yield f"{name}: some values lie beyond {bound}"
        if not any(e.low >= end(bound * sign - CLOSE) for e in signed):
            yield f"{name}: no value comes near {bound}"


def lipschitz(p: Properties) -> Iterator[str]:
    if p.lipschitz is None:
        step = Fraction(1, 2**40)
        left, right = values(p.activation, [Exact(-step), Exact(step)])
        if abs(right - left) <= 2 * step * FAR:
            yield "no quotient is above a million"
        return

    def enclose(numbers: list[Any]) -> list[Any]:
        return [e.size() for e in slopes(p.activation, numbers)]

    limit = end(p.lipschitz + CLOSE)
    if not everywhere(enclose, lambda e: e.high <= limit, lambda e: e.low > limit):
        yield f"some slopes are above {p.lipschitz}"
    if not any(e.low >= end(p.lipschitz - CLOSE) for e in at_samples(enclose)):
        yield f"no slope comes near {p.lipschitz}"
    left, middle, right = values(p.activation, [Exact(Fraction(k, 10**12)) for k in (-1, 0, 1)])
    if abs(right - middle) > Fraction(2, 10**12) * p.lipschitz or abs(middle - left) > Fraction(2, 10**12) * p.lipschitz:
        yield "not continuous at 0"


def smooth(p: Properties) -> Iterator[str]:
    kinks = find(p.activation.name.partition("(")[0]).kinks
    if p.smooth == bool(kinks):
        yield f"kinks: {kinks}, claimed smooth: {p.smooth}"


CHECKS: Final = {"symmetry": symmetry, "monotone": monotone, "lower": bounded, "upper": bounded, "lipschitz": lipschitz, "smooth": smooth}


@every_one
@pytest.mark.parametrize("check", [symmetry, monotone, bounded, lipschitz, smooth])
def test_what_is_claimed_is_true(p: Properties, check: Callable[[Properties], Iterator[str]]) -> None:
    assert list(check(p)) == [], p.activation.name


def mistakes(p: Properties) -> Iterator[tuple[str, Properties]]:
    """The same claims with one of them changed."""
    for symmetric in set(Symmetry) - {p.symmetry}:
        yield "symmetry", attrs.evolve(p, symmetry=symmetric)
    yield "monotone", attrs.evolve(p, monotone=not p.monotone)
    yield "smooth", attrs.evolve(p, smooth=not p.smooth)
    for other in changed(p.lower):
        yield "lower", attrs.evolve(p, lower=other)
    for other in changed(p.upper):
        yield "upper", attrs.evolve(p, upper=other)
    for other in changed(p.lipschitz):
        yield "lipschitz", attrs.evolve(p, lipschitz=other)


def changed(value: Fraction | None) -> list[Fraction | None]:
    return [Fraction(0)] if value is None else [value - Fraction(1, 50), value + Fraction(1, 50), None]


@every_one
def test_every_other_claim_is_refuted(p: Properties) -> None:
    for name, wrong in mistakes(p):
        assert list(CHECKS[name](wrong)), f"{p.activation}: {name} = {getattr(wrong, name)} passes"


def test_every_activation_of_a_number_is_in_the_table() -> None:
    import pureml.functions as package
    from pureml.rules import catalogue

    named = {p.activation.name.partition("(")[0] for p in PROPERTIES}
    functions = {rule.name for rule in catalogue() if rule.forward.__module__.startswith(package.__name__)}
    assert functions - named == {"softmax", "log_softmax", "logsumexp"}, "functions of a row are not in the table, all others are"
    assert len(named) == len(PROPERTIES)


def test_bounded_is_to_have_both_bounds() -> None:
    assert {p.activation.name for p in PROPERTIES if p.bounded} == {"heaviside", "sigmoid", "tanh"}
