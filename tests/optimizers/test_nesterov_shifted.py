from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pureml.check.numbers import Exact
from pureml.errors import DomainError
from pureml.optimizers import Nesterov, NesterovShifted
from pureml.optimizers.nesterov_shifted import forward
from tests.exactly import exactly
from tests.networks import layer
from tests.refused import refused
from tests.steps import MakeGrad, close_to_torch, needs_torch, torch

rates = st.fractions(0, 2, max_denominator=9)
START = layer(exactly(np.array([[3.0, -0.5]])), exactly(np.array([0.25, 8.0])))


def exact(kind: Any, lr: Fraction, mu: Fraction) -> Any:
    return kind(Exact(lr), Exact(mu))


@given(rates, rates)
def test_it_stores_the_points_ahead_of_the_classical_walk_exactly(lr: Fraction, mu: Fraction) -> None:
    # The gradient of p^3 / 3 is p^2: no quadratic, so that the points matter.
    classical, shifted = exact(Nesterov, lr, mu), exact(NesterovShifted, lr, mu)
    p, q = START, START
    state, other = classical.init(p), shifted.init(q)
    for _ in range(3):
        point = classical.point(state, p)
        p, state = classical.step(state, p, MakeGrad(point, tuple(x * x for x in point.leaves)))
        q, other = shifted.step(other, q, MakeGrad(q, tuple(x * x for x in q.leaves)))
        assert q == classical.point(state, p), f"lr {lr}, mu {mu}"
        assert (other.slots == state.slots).all(), f"lr {lr}, mu {mu}"


@given(rates, rates, rates, rates, rates)
def test_a_step_in_the_velocity_that_was_is_the_book_s(q: Fraction, v: Fraction, g: Fraction, lr: Fraction, mu: Fraction) -> None:
    arrays: Any = [np.array([Exact(x)]) for x in (q, v, g)]
    constants: Any = (Exact(lr), Exact(mu))
    new, velocity = forward(*arrays, *constants)
    assert new[0].fraction == q + mu * mu * v - (1 + mu) * lr * g
    assert velocity[0].fraction == mu * v - lr * g


@pytest.mark.parametrize("mu", [-0.1, 1.0, float("nan")])
def test_a_momentum_that_never_forgets_is_refused(mu: float) -> None:
    assert refused(DomainError, NesterovShifted, 0.1, mu) == f"NesterovShifted: expected mu of at least 0 and less than 1, got {mu}"


@needs_torch
@pytest.mark.parametrize("seed", range(3))
def test_it_walks_as_torch_does(seed: int) -> None:
    def peer(leaves: Any) -> Any:
        return torch.optim.SGD(leaves, lr=0.05, momentum=0.8, nesterov=True)

    close_to_torch(NesterovShifted(0.05, mu=0.8), peer, seed)
