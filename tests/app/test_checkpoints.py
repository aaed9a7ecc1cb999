from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np
import pytest

import pureml as pm
from pureml.app import checkpoints, tensors
from pureml.app.checkpoints import TEXT
from pureml.app.fit import Point
from pureml.app.options import Options
from pureml.app.tensors import Tensors
from pureml.errors import FormatError
from pureml.training import Kept
from tests.app.test_fit import session, trained

if TYPE_CHECKING:
    from pathlib import Path

OPTIONS = Options(hidden=(4,), epochs=2, batch=400, optimizer="adam", batch_norm=True, validation=0.1)


def points(options: Options = OPTIONS, dtype: type[Any] = np.float64) -> list[Point[Any]]:
    """Every state of a short run."""
    found: list[Point[Any]] = []
    trained(session(options, dtype), keep=found.append, every=0.0)
    return found


def back(path: Path, point: Point[Any], options: Options = OPTIONS, dtype: type[Any] = np.float64) -> Point[Any]:
    """What is read of what is written."""
    path.write_bytes(checkpoints.encode(point) or b"")
    fresh = session(attrs.evolve(options, seed=9), dtype)
    return checkpoints.decode(path, fresh.net, fresh.plan)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_checkpoint_brings_back_all_that_a_run_is(dtype: type[Any], tmp_path: Path) -> None:
    for point in points(dtype=dtype):
        found = back(tmp_path / "x", point, dtype=dtype)
        was, state = point.state, found.state
        for a, b in ((was.net, state.net), (was.kept.net, state.kept.net), (was.memory, state.memory)):
            assert b.same_bits(a)
        assert (state.key, state.kept.epoch, state.epoch, state.batch, state.total, state.history) == (
            was.key,
            was.kept.epoch,
            was.epoch,
            was.batch,
            was.total,
            was.history,
        )
        assert (found.seconds, found.spent) == (point.seconds, point.spent)
        assert state.net.same_bits(state.kept.net) == was.net.same_bits(was.kept.net)


def test_what_a_checkpoint_brings_back_goes_on_bit_for_bit(tmp_path: Path) -> None:
    whole = trained(session(OPTIONS))
    for point in points():
        again = session(OPTIONS)
        rest = trained(attrs.evolve(again, point=back(tmp_path / "x", point)))
        assert rest.net.same_bits(whole.net)
        assert [entry.measured() for entry in rest.history.epochs] == [entry.measured() for entry in whole.history.epochs]
        assert rest.history.kept == whole.history.kept


def test_the_order_in_memory_is_kept_for_the_bits_of_products_depend_on_it(tmp_path: Path) -> None:
    point = points()[-1]
    turn: Any = np.asfortranarray
    turned = point.state.net.map(turn)
    assert turned.leaves[0].flags.f_contiguous
    state = attrs.evolve(point.state, net=turned, kept=Kept(turned, 2))
    found = back(tmp_path / "x", attrs.evolve(point, state=state)).state
    assert found.net.same_bits(turned)
    assert [leaf.strides for leaf in found.net.leaves] == [leaf.strides for leaf in turned.leaves]
    assert found.kept.net is found.net
    order = np.zeros((2, 3, 4, 5)).transpose(2, 0, 3, 1)
    assert checkpoints.laid_out(order) == (1, 3, 0, 2)
    assert np.ascontiguousarray(order.transpose(1, 3, 0, 2)).strides == np.zeros((2, 3, 4, 5)).strides


@pytest.mark.parametrize("total", [float("nan"), float("inf")])
def test_numbers_that_are_not_finite_are_not_written(total: float) -> None:
    point = points()[0]
    assert checkpoints.encode(point) is not None
    assert checkpoints.encode(attrs.evolve(point, state=attrs.evolve(point.state, total=total))) is None
    lost = point.state.net.map(lambda x: x * total)
    assert checkpoints.encode(attrs.evolve(point, state=attrs.evolve(point.state, net=lost))) is None


def changed(data: bytes, path: Path, **changes: Any) -> bytes:
    """A checkpoint with fields of its text or arrays replaced, or left out where the new one is None."""
    path.write_bytes(data)
    held = tensors.read(path, TEXT)
    text, arrays = json.loads(held.text), dict(held.arrays)
    for name, value in changes.items():
        target: dict[str, Any] = arrays if name.replace("__", ".") in arrays else text
        key = name.replace("__", ".")
        if value is None:
            del target[key]
        else:
            target[key] = value
    return tensors.encode(Tensors(arrays, json.dumps(text)), TEXT)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"version": 2}, "expected a checkpoint of version 1, got 2"),
        ({"epoch": None}, "epoch"),
        ({"epoch": "one"}, "epoch"),
        ({"seed": -1}, "Key: expected a seed of at least 0"),
        ({"orders": {"net.layer1.weight": [0, 0]}}, "orders: expected each of 2 axes once, got (0, 0)"),
        ({"net__layer1__weight": None}, "expected arrays layer1.weight"),
        ({"net__layer1__bias": np.zeros(5)}, "layer1.bias: expected float64 of shape (4,)"),
        ({"net__layer1__bias": np.full(4, np.nan)}, "layer1.bias: expected finite numbers"),
        ({"net__layer2__running__variance": np.full(4, -1.0)}, "Moments: expected variances and rows of at least 0"),
        ({"memory__slots": np.zeros((1, 3))}, "memory"),
        ({"memory__count": None}, "restored"),
    ],
)
def test_another_checkpoint_is_refused(changes: dict[str, Any], said: str, tmp_path: Path) -> None:
    data = checkpoints.encode(points()[-1]) or b""
    path = tmp_path / "checkpoint.safetensors"
    path.write_bytes(changed(data, path, **changes))
    given = session(OPTIONS)
    with pytest.raises(FormatError) as error:
        checkpoints.decode(path, given.net, given.plan)
    assert str(error.value).startswith(f"{path}: ")
    assert said in str(error.value).replace("State.restored: slots", "memory")


def test_a_file_without_progress_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(tensors.encode(Tensors({}, ""), "other"))
    given = session(OPTIONS)
    with pytest.raises(FormatError, match="x: expected JSON"):
        checkpoints.decode(tmp_path / "x", given.net, given.plan)


def test_a_checkpoint_of_another_optimizer_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"State.restored: slots: expected shape \(1, \d+\), got \(2, \d+\)"):
        back(tmp_path / "x", points()[0], attrs.evolve(OPTIONS, optimizer="momentum"))


def test_the_key_of_a_run_is_written_whole(tmp_path: Path) -> None:
    point = points()[0]
    key = pm.Key.of(2**100).fold(7).fold(8)
    assert back(tmp_path / "x", attrs.evolve(point, state=attrs.evolve(point.state, key=key))).state.key == key
