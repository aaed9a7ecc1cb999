from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.check.numbers import Exact
from pureml.search import posterior

one: Any = Exact(1)
points = st.lists(st.integers(-3, 3), min_size=2, max_size=2, unique=True)


def exact(values: Any) -> Any:
    return np.frompyfunc(lambda value: Exact(Fraction(int(value))), 1, 1)(np.array(values))


@given(points, st.lists(st.integers(-3, 3), min_size=2, max_size=2))
def test_almost_without_noise_it_goes_through_the_values(xs: list[int], ys: list[int]) -> None:
    x = exact(xs)[:, None]
    mean, variance = posterior.forward(x, exact(ys), x, one, one / 10**30)
    assert all(abs(float(m) - y) < 1e-25 for m, y in zip(mean, ys, strict=True))
    assert all(0 < float(v) < 1e-25 for v in variance)


def test_far_from_all_points_it_knows_nothing() -> None:
    mean, variance = posterior.forward(pm.matrix([[0.0]]), pm.vector([5.0]), pm.matrix([[100.0]]), 1.0, 0.1)
    assert (mean.tolist(), variance.tolist()) == ([0.0], [1.0])


@given(points)
def test_another_value_never_raises_the_variance(xs: list[int]) -> None:
    new = exact([[0], [5]])
    first, both = exact(xs[:1])[:, None], exact(xs)[:, None]
    known: Any = posterior.forward(first, exact([1]), new, one, one)[1]
    more: Any = posterior.forward(both, exact([1, 2]), new, one, one)[1]
    assert (more <= known).all()


@given(st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=20), st.floats(0.05, 3))
def test_the_kernel_is_symmetric_and_1_where_points_meet(xs: list[float], length: float) -> None:
    x = pm.matrix([[value] for value in xs])
    k = posterior.kernel(x, x, length)
    assert (np.diag(k) == 1).all()
    assert (k == k.T).all()
