"""The masks that a network draws, the statistics that it absorbs, and that neither is taken from another network."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.errors import DtypeError, ShapeError, StructureError
from pureml.layers.network import Statistics, check_input, draw_noise, masks_of
from pureml.masks import Dropped, keep_masks
from tests.locks import sent, unlocked
from tests.networks import batch, bits, layer, network
from tests.refused import refused

DROP: Any = pm.Dropout
KEY = pm.Key.of(0)


def same(size: int) -> Any:
    return layer(np.eye(size), np.zeros(size))


def normalised(size: int, mean: float = 0.0) -> Any:
    make: Any = pm.BatchNorm
    moments: Any = pm.Moments
    return make(np.ones(size), np.zeros(size), moments(np.full(size, mean), np.ones(size)))


# ------------------------------------------------------------------- noise --


def test_every_layer_that_drops_draws_a_mask_of_its_own_in_order() -> None:
    net = same(4) >> DROP(4, 0.5) >> pm.relu >> layer(np.ones((4, 3)), np.zeros(3)) >> (DROP(3, 0.25) >> DROP(3, 0.5))
    assert net.draws == 3
    noise = draw_noise(net, KEY, 40)
    assert noise.at is net
    assert [mask.shape for mask in noise.masks] == [(40, 4), (40, 3), (40, 3)]
    assert not unlocked(noise.masks)
    assert bits(*draw_noise(net, KEY, 40).masks) == bits(*noise.masks)
    assert bits(*draw_noise(net, KEY.fold(1), 40).masks) != bits(*noise.masks)
    assert not np.array_equal(noise.masks[1], noise.masks[2])
    shares = [1 - float(np.count_nonzero(mask)) / mask.size for mask in draw_noise(net, KEY, 4000).masks]
    np.testing.assert_allclose(shares, [0.5, 0.25, 0.5], atol=0.02)


def test_a_network_without_dropout_draws_nothing() -> None:
    net = same(2) >> normalised(2)
    assert (net.draws, draw_noise(net, KEY, 3).masks) == (0, ())


@given(st.integers(0, 99), st.sampled_from([0.25, 0.5]), st.sampled_from([0.25, 0.5]))
def test_brackets_and_what_follows_make_no_difference_to_a_mask(seed: int, rate: float, other: float) -> None:
    key, net = pm.Key.of(seed), DROP(2, rate) >> (same(2) >> DROP(2, other))
    masks = draw_noise(net, key, 9).masks
    assert bits(*masks) == bits(*draw_noise(DROP(2, rate) >> same(2) >> DROP(2, other), key, 9).masks)
    assert bits(*masks) == bits(*draw_noise(net >> DROP(2, 0.5), key, 9).masks[:2])
    assert bits(*masks) == bits(*keep_masks(key, 9, [Dropped(2, rate), Dropped(2, other)]))


def test_masks_go_to_their_layers() -> None:
    net = DROP(2, 0.5) >> same(2) >> DROP(2, 0.5)
    noise = draw_noise(net, KEY, 6)
    y, _ = net.linearize(np.ones((6, 2)), noise.masks)
    assert y.tolist() == np.where(noise.masks[0] & noise.masks[1], 4.0, 0.0).tolist()


def test_noise_that_was_sent_or_copied_is_locked() -> None:
    noise = draw_noise(network(), KEY, 5)
    for other in (sent(noise), copy.deepcopy(noise)):
        assert not unlocked(other.masks)
        assert bits(*other.masks) == bits(*noise.masks)
        assert other.at == noise.at
        assert masks_of(network(), other) is other.masks


def test_the_noise_of_another_network_is_refused() -> None:
    net, small = network(), network(sizes=(3, 5, 2))
    assert masks_of(net, None) == ()
    noise = draw_noise(net, KEY, 5)
    assert masks_of(net, noise) is noise.masks
    assert masks_of(network(seed=3), noise) is noise.masks, "of the same kind and sizes"
    message = refused(StructureError, masks_of, net, draw_noise(small, KEY, 5))
    assert message.startswith("noise: expected arrays of shapes [(3, 4), (4,), (4,), (4,), (4, 2), (2,)], got [(3, 5), ")
    assert refused(StructureError, masks_of, net, draw_noise(net.second, KEY, 5)) == "noise: expected a Chain, got a Affine"


# -------------------------------------------------------------- statistics --


def test_every_layer_absorbs_what_it_measured_and_nothing_else_changes() -> None:
    net = normalised(2) >> layer(np.array([[1.0, 2.0, 3.0], [0.0, 1.0, 0.0]]), np.ones(3)) >> normalised(3) >> same(3)
    x = np.array([[1.0, 2.0], [3.0, -2.0], [5.0, 6.0]])
    statistics = Statistics(net, net.linearize(x)[1].measured())
    before = bits(*net.arrays().values())
    new = net.absorb(statistics)
    assert type(new) is type(net)
    np.testing.assert_allclose(new.first.first.first.running.mean, 0.1 * x.mean(axis=0), rtol=1e-15)
    np.testing.assert_allclose(new.first.second.running.mean, 0.1 * np.ones(3), rtol=1e-14)
    assert bits(*net.arrays().values()) == before
    assert all(a is b for a, b in zip(new.leaves, net.leaves, strict=True)), "parameters are shared, not copied"
    assert not unlocked(new.arrays().values())
    changed = [name for name, array in new.arrays().items() if bits(array) != bits(net.arrays()[name])]
    assert changed == [name for name in net.arrays() if ".running." in name]


def test_without_measurements_a_network_stays_itself() -> None:
    net = same(2) >> pm.relu
    assert net.absorb(Statistics(net, net.linearize(np.ones((1, 2)))[1].measured())) is net


def test_the_statistics_of_another_network_are_refused() -> None:
    net, small, bare = normalised(2) >> same(2), normalised(3) >> same(3), same(2) >> same(2)
    measured = net.linearize(np.array([[1.0, 2.0], [3.0, 4.0]]))[1].measured()
    other = Statistics(small, small.linearize(np.ones((2, 3)))[1].measured())
    sizes = "expected arrays of shapes [(2,), (2,), (2, 2), (2,)], got [(3,), (3,), (3, 3), (3,)]"
    assert refused(StructureError, net.absorb, other) == f"statistics: {sizes}"
    assert refused(StructureError, bare.absorb, Statistics(net, measured)) == "statistics.first: expected a Affine, got a BatchNorm"
    assert refused(StructureError, net.absorb, Statistics(bare, ())) == "statistics.first: expected a BatchNorm, got a Affine"
    twin = normalised(2, mean=5.0) >> same(2)
    assert twin.absorb(Statistics(net, measured)).first.running.rows == 2, "of the same kind and sizes"


# ------------------------------------------------------------------- parts --


def test_the_parts_of_a_network_are_the_networks_in_it() -> None:
    net = network()
    assert net.parts() == (net.first, net.second)
    assert net.first.first.parts() == (net.first.first.layer,), "an activation is no network"
    assert net.second.parts() == ()
    assert net.itself() is net


def test_inputs_are_checked_by_shape_first() -> None:
    like = pm.vector([1.0])
    check_input("L", pm.matrix([[1.0, 2.0]]), 2, like)
    for shape in ((2,), (2, 3), (2, 2, 1)):
        message = refused(ShapeError, check_input, "L", np.zeros(shape, np.float32), 2, like)
        assert message == f"L: expected a matrix with 2 columns, got x of shape {shape}"
    assert refused(DtypeError, check_input, "L", np.zeros((1, 2), int), 2, like) == "L: expected x of dtype float64, got int64"


def test_evaluation_takes_no_noise_and_the_same_rows_give_the_same_answer() -> None:
    net = network()
    x, _ = batch()
    assert bits(net.forward(x)) == bits(net.forward(x))


# ----------------------------------------------------------------- settled --


def test_a_settled_network_trains_as_the_network_evaluates() -> None:
    net, x = network(), batch()[0]
    settled = net.settled()
    assert settled.draws == 0
    y, back = settled.linearize(x)
    np.testing.assert_allclose(y, net.forward(x), rtol=1e-14)
    assert back.measured() == ()
    assert bits(*settled.leaves) == bits(*net.leaves)
    assert settled.settled() == settled
    classic: Any = pm.ClassicDropout(2, 0.25)
    assert classic.settled().linearize(np.ones((1, 2)))[0].tolist() == [[0.75, 0.75]]
