"""Layers are passed first to last, the way back last to first, and no cotangent is computed that nobody asked for."""

from __future__ import annotations

from functools import reduce
from typing import Any

import attrs
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.errors import ShapeError
from pureml.gradients import Cotangent
from pureml.layers.line import LineBack
from tests.networks import bits, layer
from tests.refused import refused

LOG: list[str] = []


@attrs.frozen(eq=False)
class Told:
    """A way back that says when it is taken; its cotangents are named after it and what arrived."""

    name: str

    def pullback(self, g: Any, /) -> tuple[Any, Any]:
        LOG.append(f"{self.name}.pullback({g})")
        return f"d_{self.name}", Cotangent(pm.Dropout(1, 0.5), self._leaves(g))

    def gradient(self, g: Any, /) -> Any:
        LOG.append(f"{self.name}.gradient({g})")
        return Cotangent(pm.Dropout(1, 0.5), self._leaves(g))

    def measured(self) -> Any:
        return (f"moments of {self.name}",)

    def _leaves(self, g: Any) -> Any:
        return (f"{self.name} from {g}",)


def made(*steps: Any) -> Any:
    LOG.clear()
    make: Any = LineBack
    return make(pm.Dropout(1, 0.5), list(steps))


def times(kept: str, g: str) -> str:
    return f"{kept}*{g}"


# ---------------------------------------------------------------- way back --


def test_the_way_back_goes_last_to_first_and_keeps_the_parameters_in_order() -> None:
    back = made(Told("first"), Told("second"))
    d_x, at = back.pullback("g")
    assert LOG == ["second.pullback(g)", "first.pullback(d_second)"]
    assert d_x == "d_first"
    assert at.leaves == ("first from d_second", "second from g")
    assert at.at is back.at
    assert back.measured() == ("moments of first", "moments of second")


def test_the_gradient_asks_the_first_layer_for_no_cotangent_of_its_input() -> None:
    back = made(Told("first"), Told("second"))
    at = back.gradient("g")
    assert LOG == ["second.pullback(g)", "first.gradient(d_second)"]
    assert at.leaves == ("first from d_second", "second from g")
    assert at.at is back.at


def test_an_activation_comes_after_its_layer_and_so_before_it_on_the_way_back() -> None:
    back = made(Told("layer"), (times, "slope"))
    d_x, at = back.pullback("g")
    assert (d_x, at.leaves, at.at) == ("d_layer", ("layer from slope*g",), back.at)
    assert back.gradient("g").leaves == ("layer from slope*g",)
    assert back.gradient("g").at is back.at
    assert LOG[:2] == ["layer.pullback(slope*g)", "layer.gradient(slope*g)"]
    assert back.measured() == ("moments of layer",)


# ---------------------------------------------------------------- brackets --


def joined(parts: list[Any]) -> Any:
    return reduce(lambda net, part: net >> part, parts)


def drawn(columns: int, seed: int) -> Any:
    draw = np.random.Generator(pm.Key.of(seed).bits())
    return layer(draw.standard_normal((columns, columns)), draw.standard_normal(columns))


def stages(columns: int) -> list[Any]:
    """Layers with and without parameters, moments and masks, in an order in which a mistake is seen."""
    norm: Any = pm.BatchNorm
    moments: Any = pm.Moments
    one, zero = np.ones(columns), np.zeros(columns)
    drop: Any = pm.Dropout
    return [
        drawn(columns, 0),
        drop(columns, 0.5) >> pm.tanh,
        norm(one, zero + 2, moments(zero, one)),
        drawn(columns, 1) >> pm.relu >> drop(columns, 0.25),
        norm(one * 3, zero, moments(zero + 1, one)),
    ]


@given(st.permutations(range(5)), st.integers(1, 4))
def test_brackets_make_no_difference(order: list[int], split: int) -> None:
    parts = [stages(3)[i] for i in order]
    flat = joined(parts)
    nested: Any = joined(parts[:split]) >> joined(parts[split:])
    x: Any = np.random.Generator(pm.Key.of(5).bits()).standard_normal((6, 3))
    results: list[list[bytes]] = []
    for net in (flat, nested):
        noise = pm.draw_noise(net, pm.Key.of(6), 6)
        y, back = net.linearize(x, noise.masks)
        d_x, at = back.pullback(y)
        new = net.absorb(pm.Statistics(net, back.measured()))
        results.append(bits(y, d_x, *at.leaves, *back.gradient(y).leaves, *new.arrays().values()))
    assert results[0] == results[1], (order, split)


def test_more_masks_than_a_network_draws_are_refused() -> None:
    net = joined(stages(3))
    masks = pm.draw_noise(net, pm.Key.of(0), 2).masks
    message = refused(ShapeError, net.linearize, np.ones((2, 3)), (*masks, masks[0]))
    assert message == "Chain: expected 2 masks, drawn with draw_noise, got 3"
    assert refused(ShapeError, net.linearize, np.ones((2, 3)), masks[:1]).startswith("Dropout: expected one mask of shape (2, 3)")


def test_what_measures_nothing_is_not_made_anew() -> None:
    plain = drawn(3, 0) >> pm.relu >> drawn(3, 1)
    net: Any = plain >> stages(3)[2] >> pm.tanh
    x = np.ones((4, 3))
    new = net.absorb(pm.Statistics(net, net.linearize(x)[1].measured()))
    assert new.layer.first is plain
    assert new.layer.second is not net.layer.second
    assert new.activation is net.activation
    assert plain.taking(iter(())) is plain
