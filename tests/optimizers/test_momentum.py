from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pureml.check.call import flat
from pureml.check.inputs import EXACT
from pureml.check.numbers import Exact
from pureml.errors import DomainError
from pureml.keys import Key
from pureml.optimizers import Momentum, Sgd
from pureml.optimizers.momentum import forward
from tests.exactly import exactly
from tests.networks import layer
from tests.refused import refused
from tests.steps import close_to_torch, needs_torch, torch, walk

rates = st.fractions(0, 2, max_denominator=9)
START = layer(exactly(np.array([[3.0, -0.5]])), exactly(np.array([0.25, 8.0])))


def exact(optimizer: Any, **constants: Fraction) -> Any:
    """An optimizer whose constants are fractions."""
    return optimizer(**{name: Exact(value) for name, value in constants.items()})


@given(rates, rates, rates, st.integers(0, 2**16))
def test_a_walk_is_the_textbook_s_exactly(lr: Fraction, mu: Fraction, curvature: Fraction, seed: int) -> None:
    draw = np.random.Generator(Key.of(seed).bits())
    start = layer(EXACT.array(draw, "w", (1, 2)), EXACT.array(draw, "b", (2,)))
    path = walk(exact(Momentum, lr=lr, mu=mu), start, lambda p: p * Exact(curvature), 4)
    for k in range(2):
        p, v = start.weight[0, k].fraction, Fraction(0)
        for at in path[1:]:
            v = mu * v - lr * curvature * p
            p = p + v
            assert at.weight[0, k].fraction == p, f"lr {lr}, mu {mu}, curvature {curvature}, seed {seed}"


def test_on_a_quadratic_the_walk_is_a_sum_of_two_geometric_ones() -> None:
    # w(t+2) = (1 + mu - lr lambda) w(t+1) - mu w(t): with mu = 1/6 and lr lambda = 1/3 the roots are 1/2 and 1/3.
    path = walk(exact(Momentum, lr=Fraction(1, 9), mu=Fraction(1, 6)), START, lambda p: p * 3, 12)
    first, second = Fraction(1, 2), Fraction(1, 3)
    for start, after, *rest in zip(*([e.fraction for e in flat(at.weight)] for at in path), strict=True):
        a, b = ((after - second * start) / (first - second), (first * start - after) / (first - second))
        assert rest == [a * first**t + b * second**t for t in range(2, 13)]
        assert after == Fraction(2, 3) * start


def test_where_the_roots_meet_the_walk_is_critically_damped() -> None:
    # mu = 1/4 and lr lambda = 1/4 give the double root 1/2: w(t) = (w(0) + c t) / 2^t.
    path = walk(exact(Momentum, lr=Fraction(1, 4), mu=Fraction(1, 4)), START, lambda p: p, 10)
    for start, after, *rest in zip(*([e.fraction for e in flat(at.bias)] for at in path), strict=True):
        assert rest == [(start + (2 * after - start) * t) / 2**t for t in range(2, 11)]


@given(rates, st.integers(0, 2**16))
def test_without_momentum_it_is_plain_descent(lr: Fraction, seed: int) -> None:
    draw = np.random.Generator(Key.of(seed).bits())
    start = layer(EXACT.array(draw, "w", (2, 2)), EXACT.array(draw, "b", (2,)))
    plain = walk(exact(Sgd, lr=lr), start, lambda p: p, 3)
    assert walk(exact(Momentum, lr=lr, mu=Fraction(0)), start, lambda p: p, 3) == plain


def test_the_velocity_is_updated_before_it_is_used() -> None:
    one: Any = np.ones(1)
    p, v = forward(0 * one, 0 * one, one, 0.5, 0.9)
    assert (p, v) == (-0.5, -0.5)


def test_the_rate_acts_on_what_is_added_not_on_what_is_remembered() -> None:
    one: Any = np.ones(1)
    p, v = forward(0 * one, one, 0 * one, 0.001, 0.5)
    assert (p, v) == (0.5, 0.5)


@pytest.mark.parametrize("mu", [-0.1, 1.0, float("nan")])
def test_a_momentum_that_never_forgets_is_refused(mu: float) -> None:
    assert refused(DomainError, Momentum, 0.1, mu) == f"Momentum: expected mu of at least 0 and less than 1, got {mu}"


@needs_torch
@pytest.mark.parametrize("seed", range(3))
def test_it_walks_as_torch_does(seed: int) -> None:
    close_to_torch(Momentum(0.05, mu=0.8), lambda leaves: torch.optim.SGD(leaves, lr=0.05, momentum=0.8), seed)
