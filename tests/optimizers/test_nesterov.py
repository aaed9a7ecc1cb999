from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pureml.check.call import flat
from pureml.check.numbers import Exact
from pureml.errors import DomainError
from pureml.optimizers import Momentum, Nesterov
from pureml.optimizers.nesterov import ahead
from tests.exactly import exactly
from tests.networks import layer
from tests.refused import refused
from tests.steps import drawn_grad, drawn_layer, walk

rates = st.fractions(0, 2, max_denominator=9)
START = layer(exactly(np.array([[3.0, -0.5]])), exactly(np.array([0.25, 8.0])))


def exact(lr: Fraction, mu: Fraction) -> Any:
    make: Any = Nesterov
    return make(Exact(lr), Exact(mu))


@given(rates, rates, rates)
def test_a_walk_is_the_textbook_s_exactly(lr: Fraction, mu: Fraction, curvature: Fraction) -> None:
    path = walk(exact(lr, mu), START, lambda p: p * Exact(curvature), 4)
    for k, start in enumerate(flat(START.bias)):
        p, v = start.fraction, Fraction(0)
        for at in path[1:]:
            v = mu * v - lr * curvature * (p + mu * v)
            p = p + v
            assert at.bias[k].fraction == p, f"lr {lr}, mu {mu}, curvature {curvature}"


def test_on_a_quadratic_the_walk_is_a_sum_of_two_geometric_ones() -> None:
    # w(t+2) = (1 - lr lambda) ((1 + mu) w(t+1) - mu w(t)): with mu = 1/4 and lr lambda = 1/3 the roots are 1/2 and 1/3.
    path = walk(exact(Fraction(1, 9), Fraction(1, 4)), START, lambda p: p * 3, 12)
    first, second = Fraction(1, 2), Fraction(1, 3)
    for start, after, *rest in zip(*([e.fraction for e in flat(at.weight)] for at in path), strict=True):
        a, b = ((after - second * start) / (first - second), (first * start - after) / (first - second))
        assert rest == [a * first**t + b * second**t for t in range(2, 13)]


def test_the_gradient_is_wanted_where_the_velocity_leads() -> None:
    optimizer, params = Nesterov(0.5, mu=0.5), drawn_layer(0)
    state = optimizer.init(params)
    assert optimizer.point(state, params).same_bits(params)
    params, state = optimizer.step(state, params, drawn_grad(params, 1))
    point = optimizer.point(state, params)
    velocity = state.slot("velocity").tree
    np.testing.assert_array_equal(point.weight, params.weight + 0.5 * velocity.weight)
    np.testing.assert_array_equal(ahead(params.bias, velocity.bias, 0.5), point.bias)
    assert optimizer.step(state, params, drawn_grad(point, 2))[0].same_bits(optimizer.step(state, params, drawn_grad(params, 2))[0])


def test_along_one_gradient_it_is_momentum() -> None:
    params = drawn_layer(0)
    slope = {leaf.shape: leaf for leaf in drawn_grad(params, 1).leaves}
    for a, b in zip(*(walk(kind(0.1), params, lambda p: slope[p.shape], 5) for kind in (Nesterov, Momentum)), strict=True):
        assert a.same_bits(b)


@pytest.mark.parametrize("mu", [-0.1, 1.0, float("nan")])
def test_a_momentum_that_never_forgets_is_refused(mu: float) -> None:
    assert refused(DomainError, Nesterov, 0.1, mu) == f"Nesterov: expected mu of at least 0 and less than 1, got {mu}"
