"""The rules agree with the programs extracted from the proofs, to a few units in the last place. Coq is not needed."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest

from tests.proved import FIXTURES, proved, read, shipped, ulps

MEASURED: Final = {
    "activation_elu": 1.0,
    "activation_gelu": 3.0,
    "activation_gelu_tanh": 4.0,
    "activation_leaky_relu": 5.5,
    "activation_log_sigmoid": 3.0,
    "activation_relu": 1.0,
    "activation_sigmoid": 1.0,
    "activation_silu": 2.0,
    "activation_softplus": 1.0,
    "activation_tanh": 2.0,
    "affine": 2.0,
    "average_pool": 4.0,
    "batch_norm": 7.0,
    "batch_norm_evaluation": 5.5,
    "binary_cross_entropy": 1.0,
    "convolution": 4.0,
    "half_squared_error": 0.0,
    "language_model": 2.5,
    "layer_norm": 4.5,
    "max_pool": 2.0,
    "mean_squared_error": 0.5,
    "multi_layer_net": 24.0,
    "rms_norm": 2.0,
    "simple_conv_net": 2.0,
    "softmax_cross_entropy_distribution": 3.0,
}
"""How far apart the two were, at most, in units in the last place of the greatest number of each output and each gradient.

A test allows twice as much and 2 units more: another BLAS and another libm round otherwise.
"""


def distances(network: Any) -> dict[str, float]:
    """How far the rules are from the extracted program, in each part of the answer."""
    got, want = shipped(network), proved(network)
    apart = {"output": ulps(got.output, want.output), "loss": ulps(np.array([got.loss]), np.array([want.loss]))}
    return apart | {name: ulps(gradient, want.gradients[name]) for name, gradient in got.gradients.items()}


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_the_rules_agree_with_the_proved_program(path: Path) -> None:
    allowed = 2 * MEASURED[path.stem] + 2
    far = {part: apart for part, apart in distances(read(path)).items() if not apart <= allowed}
    assert not far, f"{path.name}: expected at most {allowed} ulp, got {far}"


def test_every_fixture_was_measured() -> None:
    assert {path.stem for path in FIXTURES} == set(MEASURED)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_every_gradient_is_compared(path: Path) -> None:
    network = read(path)
    assert set(shipped(network).gradients) == set(proved(network).gradients)


def test_another_network_is_refuted() -> None:
    network = read(next(path for path in FIXTURES if path.stem == "activation_tanh"))
    wrong = copy.deepcopy(network)
    wrong["layers"][1]["kind"] = "sigmoid"
    assert min(distances(network | {"layers": wrong["layers"]}).values()) > 1e12


def test_one_changed_parameter_is_refuted() -> None:
    network = read(next(path for path in FIXTURES if path.stem == "affine"))
    network["layers"][0]["parameters"]["bias"]["data"][1] += 2.0**-40
    assert max(distances(network).values()) > 100
