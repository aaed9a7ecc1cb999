from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import load, save

import pureml as pm
from pureml.app import parameters
from pureml.app.networks import build, named
from pureml.app.options import Options
from pureml.app.traits import MODELS
from pureml.errors import FormatError

if TYPE_CHECKING:
    from pathlib import Path

DTYPES = st.sampled_from([np.float32, np.float64])


def net(seed: int, dtype: type[Any] = np.float64, *hidden: int) -> pm.Layer[int, int, Any]:
    return build(Options(hidden=hidden), pm.Key.of(seed), (2, 2), 3, dtype)


@given(seed=st.integers(0, 2**32), dtype=DTYPES, hidden=st.lists(st.integers(1, 5), max_size=3))
def test_a_network_is_read_back_bit_for_bit(
    seed: int, dtype: type[Any], hidden: list[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("parameters") / "parameters.safetensors"
    trained, other = net(seed, dtype, *hidden), net(seed + 1, dtype, *hidden)
    path.write_bytes(parameters.encode(trained))
    found = parameters.decode(path, other)
    assert found.same_bits(trained)
    assert not found.same_bits(other)
    assert not any(leaf.flags.writeable for leaf in found.leaves)


def test_another_library_reads_the_same_arrays() -> None:
    trained = net(0, np.float32, 2)
    found = load(parameters.encode(trained))
    assert {name: array.tobytes() for name, array in found.items()} == {name: array.tobytes() for name, array in named(trained).items()}


def test_the_same_network_gives_the_same_bytes() -> None:
    assert parameters.encode(net(3)) == parameters.encode(net(3)) != parameters.encode(net(4))


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("batch_norm", [False, True])
def test_every_network_comes_back_with_its_buffers(model: Any, batch_norm: bool, tmp_path: Path) -> None:
    options = Options(model=model, batch_norm=batch_norm and model == "multi-layer")
    start, other = (build(options, pm.Key.of(seed), (8, 8), 3, np.float64) for seed in (0, 1))
    x, t = pm.matrix(np.linspace(-1, 1, 64 * 5).reshape(5, 64)), pm.labels([0, 1, 2, 0, 1], 5, 3)
    trained, _ = pm.training.step(start, x, t, 0.1, pm.draw_noise(start, pm.Key.of(2), 5))
    path = tmp_path / "parameters.safetensors"
    path.write_bytes(parameters.encode(trained))
    found = parameters.decode(path, other)
    assert found.same_bits(trained)
    assert any(name.endswith("running.rows") for name in load(path.read_bytes())) == options.batch_norm


def changed(**changes: Any) -> bytes:
    """The file of a network with some arrays replaced, or left out where the new one is None."""
    arrays = {**named(net(0)), **{name.replace("_", "."): array for name, array in changes.items()}}
    return save({name: np.array(array) for name, array in arrays.items() if array is not None})


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "safetensors"),
        (b"PK\x03\x04 not this", "safetensors"),
        ((2**62).to_bytes(8, "little") + b"{}", "safetensors"),
        (parameters.encode(net(0))[:-1], "safetensors"),
        (changed(layer1_bias=None), "expected arrays layer1.weight, layer1.bias, got layer1.weight"),
        (changed(layer2_bias=np.zeros(3)), "layer2.bias"),
        (changed(layer1_bias=np.zeros(4)), "expected float64 of shape (3,), got float64 of shape (4,)"),
        (changed(layer1_bias=np.zeros(3, np.float32)), "expected float64 of shape (3,), got float32 of shape (3,)"),
        (changed(layer1_bias=np.array([0.0, np.nan, 0.0])), "layer1.bias: expected finite numbers"),
        (changed(layer1_weight=np.full((4, 3), np.inf)), "layer1.weight: expected finite numbers"),
    ],
)
def test_another_file_is_refused(data: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "parameters.safetensors"
    path.write_bytes(data)
    with pytest.raises(FormatError) as caught:
        parameters.decode(path, net(0))
    assert str(caught.value).startswith(f"{path}: ")
    assert said in str(caught.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="No such file"):
        parameters.decode(tmp_path / "parameters.safetensors", net(0))
