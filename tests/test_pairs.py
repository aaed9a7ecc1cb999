"""Every pair `f >> g` of layers, activations and losses, unchanged on floats, complex steps, exact numbers, symbols and jets."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from typing import Any, Final

import numpy as np
import pytest
import sympy as sp

import pureml as pm
from pureml.check.call import flat, inner
from pureml.check.inputs import EXACT, FLOAT64, JETS, SYMBOLS, System
from pureml.check.numbers import Ball, Exact, Jet, precision
from pureml.check.numbers.arrays import STEP, filled
from pureml.check.numbers.enclosure import enclose
from pureml.check.obligations.identity import expressions
from pureml.layers.network import Masks
from tests.calculus import free
from tests.stages import LOSSES, ROWS, STAGES, masks_of

PAIRS: Final = list(product(STAGES, STAGES))
names = pytest.mark.parametrize(("first", "second"), PAIRS, ids=lambda name: name)


def rng(*seed: int) -> np.random.Generator:
    return np.random.Generator(np.random.SFC64(seed))


def composed(first: str, second: str, system: System, draw: np.random.Generator) -> tuple[pm.Layer[int, int], Masks]:
    """Two stages, made in a number system, as one network; and the masks of a pass."""
    f, g = STAGES[first](system, draw, 2, 3), STAGES[second](system, draw, 3, 2)
    net = f >> g
    return net, masks_of((first, 3), (second, 2))


def x_and_direction(system: System, draw: np.random.Generator) -> tuple[Any, Any, Any]:
    return system.array(draw, "x", (ROWS, 2)), system.array(draw, "x_dot", (ROWS, 2)), system.array(draw, "g", (ROWS, 2))


def is_zero_here(expression: sp.Expr, at: Mapping[sp.Symbol, Fraction]) -> bool:
    """Whether the value at a point, enclosed to some 60 digits, may be 0: for compositions of formulas proved elsewhere."""
    with precision(256):
        value = enclose(expression, at)
    return value.contains(0) and value.radius() < Fraction(1, 10**30)


def samples(*arrays: Any) -> dict[sp.Symbol, Fraction]:
    """The sample of each free symbol, as a fraction."""
    point: dict[sp.Symbol, Fraction] = {}
    for array in arrays:
        for e, symbol in zip(flat(array), free(array), strict=True):
            point[symbol] = Fraction(float(e)).limit_denominator(64)
    return point


def shifts(expression: sp.Expr) -> dict[sp.Symbol, Fraction]:
    """A value for each free shift: the result does not depend on it."""
    return {s: Fraction(1, 3) for s in expression.atoms(sp.Dummy)}


@names
def test_on_symbols_the_pullback_is_the_transposed_jacobian(first: str, second: str) -> None:
    draw = rng(1)
    net, masks = composed(first, second, SYMBOLS, draw)
    x, _, g = x_and_direction(SYMBOLS, draw)
    y, back = net.linearize(x, masks)
    d_x, d_net = back.pullback(g)
    total = sp.Add(*(a * b for a, b in zip(expressions(y), expressions(g), strict=True)))
    point = samples(x, g, *net.leaves)
    for k, (array, cotangent) in enumerate(zip((x, *net.leaves), (d_x, *d_net.leaves), strict=True)):
        # one entry of each array: every entry of every formula is checked in test_rules.py, here the composition is
        v, d = free(array)[-1], expressions(cotangent)[-1]
        wrong = d - sp.diff(total, v)
        assert is_zero_here(wrong, point | shifts(wrong)), f"{first} >> {second}: the cotangent of array {k} is wrong"


@names
def test_on_exact_numbers_it_stays_exact_and_gradient_equals_pullback(first: str, second: str) -> None:
    draw = rng(2)
    net, masks = composed(first, second, EXACT, draw)
    x, _, g = x_and_direction(EXACT, draw)
    y, back = net.linearize(x, masks)
    d_x, d_net = back.pullback(g)
    assert all(isinstance(e, Exact) for a in (y, d_x, *d_net.leaves) for e in flat(a)), f"{first} >> {second}"
    for a, b in zip(back.gradient(g).leaves, d_net.leaves, strict=True):
        assert (a == b).all(), f"{first} >> {second}: gradient and pullback differ"


@names
def test_on_jets_the_slope_is_enclosed(first: str, second: str) -> None:
    draw = rng(3)
    net, masks = composed(first, second, JETS, draw)
    x, x_dot, g = x_and_direction(JETS, draw)
    moving: Any = filled(x.shape, lambda i: Jet.along(x[i].value, x_dot[i].value))
    slopes = [e.slope for e in flat(net.linearize(moving, masks)[0])]
    d_x, _ = net.linearize(x, masks)[1].pullback(g)
    left = inner((np.array([Jet.along(s, Ball(0)) for s in slopes], object),), (g.reshape(-1),))
    right = inner((x_dot,), (d_x,))
    assert left.value.overlaps(right.value), f"{first} >> {second}: {left.value} and {right.value}"
    assert (left.value - right.value).radius() < Fraction(1, 10**9)


@names
def test_in_floats_the_slope_is_that_of_a_complex_step(first: str, second: str) -> None:
    draw = rng(4)
    net, masks = composed(first, second, FLOAT64, draw)
    x, x_dot, g = x_and_direction(FLOAT64, draw)
    d_x, _ = net.linearize(x, masks)[1].pullback(g)
    complex_net = net.rebuilt(lambda a, _: a.astype(complex), iter(net.leaves))
    slope = complex_net.linearize(pm.over(x + 1j * STEP * x_dot, ROWS, 2), masks)[0].imag / STEP
    assert (slope * g).sum() == pytest.approx((x_dot * d_x).sum(), rel=1e-11, abs=1e-13), f"{first} >> {second}"


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.name)
@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_and_a_loss_on_symbols(stage: str, loss: Any) -> None:
    draw = rng(5)
    net = STAGES[stage](SYMBOLS, draw, 2, 2)
    x: Any = SYMBOLS.array(draw, "x", (ROWS, 2))
    target: Any = pm.labels([1, 0], ROWS, 2) if loss is pm.softmax_cross_entropy else SYMBOLS.array(draw, "t", (ROWS, 2), positive=True)
    y, back = net.linearize(x, masks_of((stage, 2)))
    value, kept = loss.linearize(y, target)
    d_x, d_net = back.pullback(kept.gradient())
    point = samples(x, *net.leaves, *([] if loss is pm.softmax_cross_entropy else [target]))
    for array, cotangent in zip((x, *net.leaves), (d_x, *d_net.leaves), strict=True):
        v, d = free(array)[-1], expressions(cotangent)[-1]
        wrong = d - sp.diff(expressions(value)[0], v)
        assert is_zero_here(wrong, point | shifts(wrong)), f"{stage} >> {loss.name}"
