"""What every way back promises: the same cotangents of the parameters with and without that of the input, however often it is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import pureml as pm
from pureml.check.inputs import FLOAT64
from pureml.layers.network import Masks
from tests.image_stages import STAGES as IMAGE_STAGES
from tests.locks import unlocked
from tests.networks import bits
from tests.stages import STAGES

SIZES = (2, 3, 4)


def of_rows(name: str) -> tuple[Any, Any]:
    """A layer of features, and rows for it."""
    draw = np.random.Generator(pm.Key.of(7).bits())
    return STAGES[name](FLOAT64, draw, 3, 2), draw.standard_normal((4, 3))


def of_images(name: str) -> tuple[Any, Any]:
    """A layer of images, and some for it."""
    draw = np.random.Generator(pm.Key.of(7).bits())
    layer, _ = IMAGE_STAGES[name](FLOAT64, draw, SIZES, "")
    return layer, draw.standard_normal((4, *SIZES))


@pytest.mark.parametrize(("made", "name"), [*((of_rows, name) for name in STAGES), *((of_images, name) for name in IMAGE_STAGES)])
def test_the_parameters_have_the_same_cotangents_alone(made: Callable[[str], tuple[Any, Any]], name: str) -> None:
    layer, x = made(name)
    masks: Masks = pm.draw_noise(layer, pm.Key.of(1), len(x)).masks
    y, back = layer.linearize(x, masks)
    g = np.random.Generator(pm.Key.of(2).bits()).standard_normal(np.shape(y))
    before = bits(x, y, g)
    d_x, at = back.pullback(g)
    assert at.at is layer
    assert [leaf.shape for leaf in at.leaves] == [leaf.shape for leaf in layer.leaves]
    assert d_x.shape == x.shape
    assert not unlocked([y, d_x, *at.leaves])
    for again in (back.gradient(g), back.pullback(g)[1], back.gradient(g)):
        assert bits(*again.leaves) == bits(*at.leaves)
    assert bits(x, y, g) == before
    assert back.measured() == back.measured()
