from __future__ import annotations

from typing import Any

import numpy as np

import pureml as pm
from pureml.check.obligations.cotangents import COTANGENTS
from pureml.functions import softmax
from tests.check.wrong import refuted, subject, verified


def test_what_is_right_for_a_cotangent_of_ones_is_refuted_by_the_basis() -> None:
    verified(COTANGENTS, subject("softmax"))
    nothing = subject("softmax", pullback=lambda _, g: 0 * g)
    ones = pm.matrix([[1.0, 1.0, 1.0]])
    assert np.allclose(softmax.pullback(softmax.forward(ones), ones), 0)
    assert "basis cotangent 0" in refuted(COTANGENTS, nothing).why


def test_a_small_entry_beside_large_ones_is_held_to_its_own_scale() -> None:
    def last_wrong(y: Any, g: Any) -> Any:
        d_x: Any = softmax.pullback(y, g)
        smallest = np.unravel_index(np.argmin(np.abs(np.asarray(d_x, float))), d_x.shape)
        d_x[smallest] *= 1 + 1e-8
        return d_x

    refuted(COTANGENTS, subject("softmax", pullback=last_wrong))


def test_a_cotangent_of_another_shape_or_one_too_many_is_refuted() -> None:
    assert "shape" in refuted(COTANGENTS, subject("softmax", pullback=lambda y, g: softmax.pullback(y, g).T)).why
    assert "expected 1 cotangents, got 2" in refuted(COTANGENTS, subject("softmax", pullback=lambda y, g: (g, y))).why
