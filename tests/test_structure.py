from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.records import same_shapes
from pureml.structure import alike, vector_of
from tests.locks import is_locked, sent
from tests.networks import bits, layer, network
from tests.refused import refused

KEY = pm.Key.of(0)


def deep(columns: int = 3) -> Any:
    """Affine, batch norm, ReLU, dropout, affine."""
    norm: Any = pm.BatchNorm(pm.vector([1.0] * columns), pm.vector([0.0] * columns), moments(columns))
    drop: Any = pm.Dropout(columns, 0.5)
    return layer(np.ones((2, columns)), np.zeros(columns)) >> norm >> pm.relu >> drop >> layer(np.ones((columns, 2)), np.zeros(2))


def moments(columns: int) -> Any:
    return pm.Moments(pm.vector([0.0] * columns), pm.vector([1.0] * columns))


def trained() -> tuple[Any, Any, Any]:
    """A network, what a step makes of it, and that with the moments of the batch absorbed."""
    net = deep()
    x, t = pm.matrix(np.ones((4, 2))), pm.labels([0, 1, 1, 0], 4, 2)
    at = pm.training.differentiate(net, x, t, pm.draw_noise(net, KEY, 4))
    adam = pm.optimizers.Adam(0.1)
    new, _ = adam.step(adam.init(net), net, at.grad)
    absorbed = new.absorb(at.statistics)
    return net, new, absorbed


def shorter(x: Any) -> Any:
    return x[:1] if x.ndim == 1 else x


@given(st.integers(1, 3), st.integers(1, 3))
def test_records_are_alike_if_their_types_and_shapes_are(columns: int, others: int) -> None:
    net, other = deep(columns), deep(others)
    assert alike(net, other) == (columns == others)
    assert not alike(net, net.first)
    assert not alike(net, None)
    assert alike(net, net.exchanged(tuple(x + 1 for x in net.leaves)))


def test_what_is_made_with_other_shapes_is_of_no_family() -> None:
    net = network()
    assert net.once(len_of_leaves) == 6
    changed = net.map(shorter)
    assert not alike(net, changed)
    assert refused(pm.StructureError, same_shapes, "x", net, changed).startswith("x: expected arrays of shapes")
    assert not alike(net, net.evolve(first=layer(np.ones((3, 9)), np.zeros(9))))


def len_of_leaves(net: Any) -> int:
    return len(net.leaves)


def test_what_is_found_out_once_is_asked_once_for_a_family_and_anew_for_another() -> None:
    asked: list[Any] = []

    def ask(net: Any) -> int:
        asked.append(net)
        return len(asked)

    net = deep()
    grown = net.exchanged(net.leaves)
    assert [net.once(ask), net.once(ask), grown.once(ask), grown.exchanged(grown.leaves).once(ask)] == [1, 1, 1, 1]
    other = net.settled()
    assert other.once(ask) == 2
    assert net.evolve().once(ask) == 3


def test_leaves_are_those_of_the_record_however_it_was_made() -> None:
    net, new, absorbed = trained()
    records: list[Any] = [net, new, absorbed, new.map(np.negative), new.settled(), pm.fixed(new)]
    for made in records:
        found: list[Any] = []
        made._gather(found)
        assert len(found) == len(made.leaves)
        assert all(x is y for x, y in zip(made.leaves, found, strict=True))
    assert bits(*new.leaves) == bits(*absorbed.leaves)
    assert absorbed.first.first.layer.second.running.rows == 4


def test_the_vector_of_the_parameters_is_known_while_they_are_views_of_it() -> None:
    net, new, absorbed = trained()
    views: list[Any] = [new, absorbed, new.unflatten(net.flatten()), net.unflatten(net.flatten().copy())]
    for made in views:
        vector: Any = vector_of(made)
        assert vector is made.flatten()
        assert is_locked(vector)
        assert all(leaf.base is vector.base for leaf in made.leaves)
        assert vector.tolist() == [e for leaf in made.leaves for e in leaf.reshape(-1).tolist()]
    others: list[Any] = [net, new.map(np.negative), new.exchanged(net.leaves), new.evolve(), new.first, new.settled(), sent(new)]
    for made in others:
        assert vector_of(made) is None
        assert made.flatten().tolist() == [e for leaf in made.leaves for e in leaf.reshape(-1).tolist()]
