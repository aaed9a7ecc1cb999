"""Every pair `f >> g` of layers of images, then rows and an affine layer, unchanged in every number system."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import prod
from typing import Any, Final

import numpy as np
import pytest
import sympy as sp

import pureml as pm
from pureml.check.call import flat, inner
from pureml.check.inputs import EXACT, FLOAT64, JETS, SYMBOLS, System
from pureml.check.numbers import Ball, Exact, Jet
from pureml.check.numbers.arrays import STEP, filled
from pureml.check.obligations.identity import expressions
from tests.calculus import free
from tests.image_stages import STAGES, START
from tests.networks import layer
from tests.test_pairs import is_zero_here, rng, samples

ROWS: Final = 2
CLASSES: Final = 2
names = pytest.mark.parametrize(("first", "second"), list(product(STAGES, STAGES)), ids=lambda name: name)


def composed(first: str, second: str, system: System, draw: np.random.Generator) -> Any:
    """Both stages, and what makes classes of their images."""
    f, between = STAGES[first](system, draw, START, "1")
    g, out = STAGES[second](system, draw, between, "2")
    flatten: Any = pm.Flatten(*out, prod(out))
    return f >> g >> flatten >> layer(system.array(draw, "w", (prod(out), CLASSES)), system.array(draw, "b", (CLASSES,)))


def inputs(system: System, draw: np.random.Generator, rows: int = ROWS) -> tuple[Any, Any, Any]:
    """Images, a tangent, and a cotangent of the classes."""
    shape = (rows, *START)
    return system.array(draw, "x", shape), system.array(draw, "x_dot", shape), system.array(draw, "g", (rows, CLASSES))


def as_complex(a: Any, _: Any) -> Any:
    return a.astype(complex)


@names
def test_on_symbols_the_pullback_is_the_transposed_jacobian(first: str, second: str) -> None:
    draw = rng(1)
    net = composed(first, second, SYMBOLS, draw)
    x, _, g = inputs(SYMBOLS, draw, 1)  # one image: its pixels are several values of each channel already
    y, back = net.linearize(x)
    d_x, d_net = back.pullback(g)
    total = sp.Add(*(a * b for a, b in zip(expressions(y), expressions(g), strict=True)))
    point = samples(x, g, *net.leaves)
    for k, (array, cotangent) in enumerate(zip((x, *net.leaves), (d_x, *d_net.leaves), strict=True)):
        # one entry of each array: every entry of every formula is checked in test_rules.py, here the composition is
        v, d = free(array)[-1], expressions(cotangent)[-1]
        assert is_zero_here(d - sp.diff(total, v), point), f"{first} >> {second}: the cotangent of array {k} is wrong"


@names
def test_on_exact_numbers_it_stays_exact_and_gradient_equals_pullback(first: str, second: str) -> None:
    draw = rng(2)
    net = composed(first, second, EXACT, draw)
    x, _, g = inputs(EXACT, draw)
    y, back = net.linearize(x)
    d_x, d_net = back.pullback(g)
    assert all(isinstance(e, Exact) for a in (y, d_x, *d_net.leaves) for e in flat(a)), f"{first} >> {second}"
    for a, b in zip(back.gradient(g).leaves, d_net.leaves, strict=True):
        assert (a == b).all(), f"{first} >> {second}: gradient and pullback differ"


@names
def test_on_jets_the_slope_is_enclosed(first: str, second: str) -> None:
    draw = rng(3)
    net = composed(first, second, JETS, draw)
    x, x_dot, g = inputs(JETS, draw)
    moving: Any = filled(x.shape, lambda i: Jet.along(x[i].value, x_dot[i].value))
    slopes = [e.slope for e in flat(net.linearize(moving)[0])]
    d_x, _ = net.linearize(x)[1].pullback(g)
    left = inner((np.array([Jet.along(s, Ball(0)) for s in slopes], object),), (g.reshape(-1),))
    right = inner((x_dot,), (d_x,))
    assert left.value.overlaps(right.value), f"{first} >> {second}: {left.value} and {right.value}"
    assert (left.value - right.value).radius() < Fraction(1, 10**9)


@names
def test_in_floats_the_slope_is_that_of_a_complex_step(first: str, second: str) -> None:
    draw = rng(4)
    net = composed(first, second, FLOAT64, draw)
    x, x_dot, g = inputs(FLOAT64, draw)
    d_x, _ = net.linearize(x)[1].pullback(g)
    complex_net = net.rebuilt(as_complex, iter(net.leaves))
    slope = complex_net.linearize(pm.over(x + 1j * STEP * x_dot, ROWS, *START))[0].imag / STEP
    assert (slope * g).sum() == pytest.approx((x_dot * d_x).sum(), rel=1e-11, abs=1e-13), f"{first} >> {second}"
