"""The way back is taken last to first, and no cotangent is computed that nobody asked for."""

from __future__ import annotations

from typing import Any

import attrs
import numpy as np

import pureml as pm
from pureml.gradients import Cotangent
from pureml.layers.back import ActivatedBack, ChainBack

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


def made(kind: Any, *args: Any) -> Any:
    LOG.clear()
    return kind(pm.Dropout(1, 0.5), *args)


def test_a_chain_goes_back_last_to_first_and_keeps_its_parameters_in_order() -> None:
    back = made(ChainBack, Told("first"), Told("second"))
    d_x, at = back.pullback("g")
    assert LOG == ["second.pullback(g)", "first.pullback(d_second)"]
    assert d_x == "d_first"
    assert at.leaves == ("first from d_second", "second from g")
    assert at.at is back.at
    assert back.measured() == ("moments of first", "moments of second")


def test_the_gradient_of_a_chain_asks_the_first_layer_for_no_cotangent_of_its_input() -> None:
    back = made(ChainBack, Told("first"), Told("second"))
    at = back.gradient("g")
    assert LOG == ["second.pullback(g)", "first.gradient(d_second)"]
    assert at.leaves == ("first from d_second", "second from g")
    assert at.at is back.at


def test_an_activation_comes_after_its_layer_and_so_before_it_on_the_way_back() -> None:
    def times(kept: str, g: str) -> str:
        return f"{kept}*{g}"

    back = made(ActivatedBack, Told("layer"), times, "slope")
    d_x, at = back.pullback("g")
    assert (d_x, at.leaves, at.at) == ("d_layer", ("layer from slope*g",), back.at)
    assert back.gradient("g").leaves == ("layer from slope*g",)
    assert back.gradient("g").at is back.at
    assert LOG[:2] == ["layer.pullback(slope*g)", "layer.gradient(slope*g)"]
    assert back.measured() == ("moments of layer",)


def test_all_three_agree_in_a_network() -> None:
    layer = pm.Affine(pm.matrix([[1.0, -2.0], [3.0, 4.0]]), pm.vector([0.5, 0.25]))
    net = (layer >> pm.tanh) >> (layer >> pm.sigmoid)
    x = pm.matrix([[0.5, -1.0], [2.0, 0.0]])
    y, back = net.linearize(x)
    d_x, at = back.pullback(y)
    assert d_x.shape == x.shape
    for p, q in zip(at.leaves, back.gradient(y).leaves, strict=True):
        assert np.asarray(p).tobytes() == np.asarray(q).tobytes()
