from __future__ import annotations

from math import fsum
from typing import Any

import numpy as np
import pytest

import pureml as pm
from pureml.layers.fixed import Fixed
from pureml.layers.network import Statistics
from pureml.optimizers import sgd
from tests.networks import batch, layer, network, put

fixed: Any = pm.fixed
HEAD: Any = layer(np.array([[1.0, -2.0, 0.5], [0.25, 1.0, -1.0]]), np.array([0.1, 0.2, 0.3]))


def test_it_exposes_no_parameter_but_all_of_its_arrays() -> None:
    inner = network()
    net = fixed(inner)
    assert net.leaves == ()
    assert net.draws == 0
    assert set(net.arrays()) == {f"layer.{name}" for name in inner.arrays()}
    assert put(net, []) is net
    assert net.layer is inner
    assert net.norm() == 0


def test_training_leaves_every_bit_of_it_and_moves_what_stands_around_it() -> None:
    inner = network(sizes=(3, 4, 2))
    body: Any = layer(np.eye(3) * 2, np.ones(3))
    net = body >> fixed(inner) >> HEAD
    x, _ = batch()
    t = pm.labels([0, 1, 2, 0, 1], 5, 3)
    new = net
    for k in range(5):
        new, _ = pm.training.step(new, x, t, 0.1, pm.draw_noise(new, pm.Key.of(k), 5), penalty=pm.l2_penalty(0.1))
    assert new.first.second.same_bits(fixed(inner))
    assert not (new.first.first.weight == body.weight).any()
    assert not (new.second.weight == HEAD.weight).any()


def test_it_trains_as_it_evaluates_and_its_slope_is_that_of_the_evaluation() -> None:
    net = fixed(network())
    x, _ = batch()
    y, back = net.linearize(x)
    np.testing.assert_allclose(y, net.forward(x), rtol=1e-14)
    g = np.arange(15.0).reshape(5, 3)[:, :2] - 3.5
    d_x, at = back.pullback(g)
    wide: Any = put(net.layer.settled(), (a.astype(complex) for a in net.layer.leaves))
    for i in np.ndindex(x.shape):
        moved = x.astype(complex)
        moved[i] += 1e-30j
        y = wide.forward(moved).imag
        slope = fsum((y * g).flat) / 1e-30
        assert d_x[i] == pytest.approx(slope, rel=1e-12, abs=1e-14)
    assert at.leaves == back.gradient(g).leaves == ()


def test_what_is_frozen_measures_and_absorbs_nothing_while_its_neighbour_does() -> None:
    inner = network(sizes=(3, 4, 2))
    net = fixed(inner) >> network(sizes=(2, 4, 2))
    x, t = batch()
    at = pm.training.differentiate(net, x, t, pm.draw_noise(net, pm.Key.of(0), 5))
    assert len(at.statistics.measured) == 1
    new = net.absorb(at.statistics)
    assert new.first is net.first
    assert new.second.first.first.layer.second.running.rows == 5
    alone = fixed(inner)
    assert alone.absorb(Statistics(alone, alone.linearize(x)[1].measured())) is alone


def test_the_gradient_of_the_rest_is_what_it_is_without_freezing() -> None:
    first: Any = layer(np.array([[1.0, 2.0], [-1.0, 0.5]]), np.array([0.1, -0.2]))
    x: Any = np.array([[1.0, -1.0], [0.5, 2.0]])
    t = pm.labels([2, 0], 2, 3)
    free = pm.training.differentiate(first >> pm.tanh >> HEAD, x, t).grad.leaves
    held = pm.training.differentiate(fixed(first >> pm.tanh) >> HEAD, x, t).grad.leaves
    assert len(held) == 2
    for a, b in zip(held, free[2:], strict=True):
        assert (a == b).all()


def test_a_gradient_of_the_thawed_network_does_not_fit_the_frozen_one() -> None:
    net = fixed(HEAD)
    whole = pm.training.differentiate(HEAD, pm.matrix([[1.0, 1.0]]), pm.labels([0], 1, 3))
    step: Any = sgd.step
    with pytest.raises(pm.StructureError, match="expected a Fixed, got a Affine"):
        step(0.1, net, whole.grad)


def test_freezing_twice_is_freezing_and_it_says_what_is_frozen() -> None:
    net = fixed(HEAD)
    assert net.settled() is net
    assert isinstance(fixed(net).layer, Fixed)
    assert fixed(net).forward(np.ones((1, 2))).tolist() == HEAD.forward(np.ones((1, 2))).tolist()
    assert repr(net) == "fixed(Affine(2 -> 3))"
