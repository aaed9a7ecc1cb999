"""The first-order condition and the exact rate of descent: in fractions without rounding, in floats by backward error."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

import flint
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import pureml as pm
from pureml.check.inputs import EXACT
from pureml.check.numbers import Exact
from pureml.check.numbers.arrays import filled
from pureml.errors import DomainError, DtypeError, ShapeError
from pureml.losses.half_squared_error import half_squared_error
from pureml.models.least_squares import descent, least_squares, modes
from pureml.training import differentiate

Layer = pm.Affine[int, int]
seeds = st.integers(0, 2**16)
sizes = st.tuples(st.integers(3, 6), st.integers(1, 2), st.integers(1, 2))
rates = st.fractions(Fraction(1, 50), Fraction(3), max_denominator=50)


def exact_data(size: tuple[int, int, int], seed: int) -> tuple[Any, Any, Any]:
    """x, target and a first layer, in fractions."""
    draw = np.random.Generator(pm.Key.of(seed).bits())
    rows, inputs, outputs = size
    x, target, w, b = (EXACT.array(draw, "_", shape) for shape in ((rows, inputs), (rows, outputs), (inputs, outputs), (outputs,)))
    return x, target, pm.Affine(pm.over(w, inputs, outputs), pm.over(b, outputs))


def joined(net: Layer) -> Any:
    """[W; b]."""
    return np.vstack([net.weight, net.bias])


def with_ones(x: Any) -> Any:
    """[X 1]."""
    return np.hstack([x, np.full((len(x), 1), Exact(1) if x.dtype.kind == "O" else 1)])


def solved(x: Any, target: Any) -> Layer:
    """The least squares solution of fractions, as fractions."""

    def rational(m: Any) -> flint.fmpq_mat:
        entries = [flint.fmpq(e.fraction.numerator, e.fraction.denominator) for e in m.flat]
        rows, cols = m.shape
        return flint.fmpq_mat(rows, cols, entries)

    a = with_ones(x)
    h = rational(a.T @ a)
    assume(h.det() != 0)
    theta = h.solve(rational(a.T @ target))

    def entry(i: int, j: int) -> Exact:
        return Exact(Fraction(int(theta[i, j].p), int(theta[i, j].q)))

    inputs, outputs = x.shape[1], target.shape[1]
    weight = filled((inputs, outputs), lambda i: entry(*i))
    return pm.Affine(pm.over(weight, inputs, outputs), pm.over(filled((outputs,), lambda i: entry(inputs, *i)), outputs))


@given(sizes, seeds)
def test_the_gradient_is_zero_exactly_at_the_solution_and_only_there(size: tuple[int, int, int], seed: int) -> None:
    x, target, other = exact_data(size, seed)
    best = solved(x, target)
    at, away = (differentiate(net, x, target, loss=half_squared_error) for net in (best, other))
    assert (joined(at.grad.tree) == Exact(0)).all()
    assume(not (joined(other) == joined(best)).all())
    assert not (joined(away.grad.tree) == Exact(0)).all()
    assert away.loss > at.loss


@given(sizes, seeds, rates)
def test_a_step_multiplies_the_error_by_one_minus_lr_h_exactly(size: tuple[int, int, int], seed: int, lr: Fraction) -> None:
    x, target, start = exact_data(size, seed)
    best, a = solved(x, target), with_ones(x)
    step: Any = Exact(lr)
    path = descent(start, x, target, step, 3)
    assert path[0] is start
    for before, after in pairwise(path):
        error = joined(before) - joined(best)
        wanted = error - (a.T @ (a @ error)) * step / len(a)
        assert (joined(after) - joined(best) == wanted).all(), f"size {size}, seed {seed}, lr {lr}"


@given(sizes, seeds, st.floats(0.01, 1.9))
def test_along_each_direction_the_error_shrinks_by_its_factor(size: tuple[int, int, int], seed: int, share: float) -> None:
    x, target, start = floats(size, seed)
    best, of = least_squares(x, target), modes(x)
    lr = share / float(of.curvatures[-1])
    path = descent(start, x, target, lr, 12)
    first, factors = np.asarray(of.components(start, best)), np.asarray(of.factors(lr))[:, None]
    for k, net in enumerate(path):
        # A best layer with a rounded gradient moves by lr times that gradient a step, so the error of the bound grows with k.
        slack = 1e-13 * (k + 1) * (1 + np.abs(joined(best)).max() + np.abs(first).max()) / float(min(1.0, share))
        np.testing.assert_allclose(np.asarray(of.components(net, best)), factors**k * first, rtol=1e-12, atol=slack)


def floats(size: tuple[int, int, int], seed: int) -> tuple[Any, Any, Layer]:
    """x with rows enough for one solution, target and a first layer, in floats."""
    rows, inputs, outputs = 4 * size[0], size[1], size[2]
    a, b, c = pm.Key.of(seed).split(3)
    x, target = pm.keys.normal(a, rows, inputs, np.float64), pm.keys.normal(b, rows, outputs, np.float64)
    return x, target, pm.affine(c, inputs, outputs, np.float64)


@given(sizes, seeds, st.integers(1, 3))
def test_the_solution_solves_a_system_within_rounding_of_the_given_one(size: tuple[int, int, int], seed: int, copies: int) -> None:
    once, target, _ = floats(size, seed)
    x: Any = pm.matrix(np.hstack([once] * copies))  # with copies the columns are dependent
    best = least_squares(x, target)
    a, theta = with_ones(x), joined(best)
    norm = np.linalg.norm(a)
    gradient = a.T @ (a @ theta - target)
    assert np.linalg.norm(gradient) <= 100 * 2.0**-52 * norm * (norm * np.linalg.norm(theta) + np.linalg.norm(target))


@given(sizes, seeds)
def test_from_zero_descent_goes_to_the_solution_of_least_norm(size: tuple[int, int, int], seed: int) -> None:
    full, target, _ = floats(size, seed)
    x: Any = pm.matrix(np.hstack([full, full, full]))  # many layers are best: only their sums over the copies count
    best = least_squares(x, target)
    zero = best.map(pm.arrays.zeros_like)
    lr = 1 / float(modes(x).curvatures[-1])
    reached = descent(zero, x, target, lr, 400)[-1]
    slowest = sorted(np.asarray(modes(x).curvatures))[-full.shape[1] - 1] * lr
    assume(slowest > 0.05)  # (1 - 0.05)^400 is 1e-9
    np.testing.assert_allclose(joined(reached), joined(best), rtol=0, atol=1e-7 * (1 + np.abs(joined(best)).max()))


@pytest.mark.parametrize("share", [0.5, 1.99, 2.01])
def test_descent_converges_exactly_below_two_over_the_greatest_curvature(share: float) -> None:
    shrinks = share < 2
    x, target, start = floats((4, 2, 1), 1)
    of, best = modes(x), least_squares(x, target)
    factors = np.asarray(of.factors(share / float(of.curvatures[-1])))
    assert (np.abs(factors) < 1).all() == shrinks
    path = descent(start, x, target, share / float(of.curvatures[-1]), 2000)
    far, near = (np.abs(np.asarray(of.components(net, best))[-1]).max() for net in (path[-1], path[0]))
    assert (far < near) == shrinks


@given(sizes, seeds)
def test_the_curvatures_are_those_of_the_loss(size: tuple[int, int, int], seed: int) -> None:
    x, target, start = floats(size, seed)
    of, best = modes(x), least_squares(x, target)
    first = np.asarray(of.components(start, best))
    losses = [float(differentiate(net, x, target, loss=half_squared_error).loss) for net in (start, best)]
    assert losses[0] - losses[1] == pytest.approx(float((np.asarray(of.curvatures)[:, None] * first**2).sum()) / 2, rel=1e-9, abs=1e-12)


def test_float32_stays_float32() -> None:
    x, target = pm.keys.normal(pm.Key.of(0), 9, 2, np.float32), pm.keys.normal(pm.Key.of(1), 9, 1, np.float32)
    best = least_squares(x, target)
    assert {a.dtype for a in (best.weight, best.bias, modes(x).curvatures, descent(best, x, target, 0.1, 1)[1].bias)} == {
        np.dtype(np.float32)
    }


def test_what_cannot_be_solved_is_refused() -> None:
    x, target, _ = exact_data((3, 1, 1), 0)
    with pytest.raises(DtypeError, match="least_squares: expected float32 or float64, got object"):
        least_squares(x, target)
    with pytest.raises(ShapeError, match="expected a target for each of 2 rows, got 1"):
        least_squares(pm.matrix([[1.0], [2.0]]), pm.matrix([[1.0]]))
    with pytest.raises(DomainError, match="modes: expected at least one row"):
        modes(pm.matrix(np.zeros((0, 2))))
