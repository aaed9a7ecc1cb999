# pyright: reportUnknownLambdaType=false, reportUnknownArgumentType=false, reportUnknownMemberType=false
# The functions under test stand for a user's, whose arguments have no types.

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest

from pureml.check.foreign import ForeignError, Kind, differentiated, taking, touched
from pureml.check.foreign.arrays import back

TENSORS: tuple[Kind, ...] = ("torch", "jax")


def having(kind: Kind) -> None:
    if find_spec(kind) is None:
        pytest.skip(f"peer not installed: {kind}")


def test_arrays_of_numpy_go_through_as_they_are() -> None:
    x = np.zeros(2)
    assert taking("numpy", lambda x: x)(x) is x
    assert taking("numpy", lambda x: (x, 1.5))(x) == (x, 1.5)


def test_other_sequences_become_arrays() -> None:
    given = back([1.0, 2.0])
    assert isinstance(given, np.ndarray)
    assert given.tolist() == [1.0, 2.0]


def test_errors_of_arithmetic_come_as_they_are_and_others_in_one_line() -> None:
    def divides(x: Any) -> Any:
        return 1 // x

    def fails(_: Any) -> Any:
        raise RuntimeError("no\nway")

    def leaves(_: Any) -> Any:
        raise SystemExit(2)

    with pytest.raises(ZeroDivisionError):
        taking("numpy", divides)(0)
    with pytest.raises(ForeignError, match=r"^raised RuntimeError: no way$"):
        taking("numpy", fails)(0)
    with pytest.raises(ForeignError, match=r"^raised SystemExit: 2$"):
        taking("numpy", leaves)(0)


def test_arrays_of_no_known_kind_are_refused() -> None:
    kind: Any = "cupy"
    with pytest.raises(ForeignError, match=r"^arrays: expected one of numpy, torch, jax, got cupy$"):
        taking(kind, abs)


def test_functions_of_numpy_are_not_differentiated() -> None:
    with pytest.raises(ForeignError, match="give a pullback"):
        differentiated("numpy", lambda x: x, (0,))(np.ones(2), np.ones(2))


@pytest.mark.parametrize("kind", TENSORS)
def test_a_missing_library_is_named(kind: Kind) -> None:
    if find_spec(kind) is not None:
        return
    with pytest.raises(ForeignError, match=f"^arrays: {kind} is not installed: pip install {kind}$"):
        taking(kind, abs)


@pytest.mark.parametrize("kind", TENSORS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_tensors_are_copied_at_the_border_in_their_own_dtype(kind: Kind, dtype: Any) -> None:
    having(kind)
    x = np.array([[1.0, 2.0]], dtype)
    x.setflags(write=False)
    seen: list[Any] = []

    def same(y: Any, rate: float, t: Any) -> Any:
        seen.extend((y, rate, t))
        return y

    y = taking(kind, same)(x, 0.5, np.array([1]))
    assert isinstance(y, np.ndarray)
    assert y.dtype == dtype
    assert y.tolist() == [[1.0, 2.0]]
    assert not np.shares_memory(x, y)
    assert type(seen[0]).__module__.split(".")[0] in {"torch", "jaxlib", "jax"}
    assert seen[1:2] == [0.5]
    assert str(seen[2].dtype).endswith("int64")


@pytest.mark.parametrize("kind", TENSORS)
def test_tensors_without_axes_become_numbers(kind: Kind) -> None:
    having(kind)
    y = taking(kind, lambda x: x.sum())(np.array([1.0, 2.0], np.float32))
    assert (type(y), y) == (np.float32, 3)


@pytest.mark.parametrize("kind", TENSORS)
def test_the_pullback_of_a_product_is_its_other_factor(kind: Kind) -> None:
    having(kind)
    x, w, g = np.array([2.0, 3.0]), np.array([5.0, 7.0]), np.array([1.0, 10.0])
    pullback = differentiated(kind, lambda x, rate, w, _unused: rate * x * w, (0, 2, 3))
    d_x, d_w, d_unused = pullback(x, 3.0, w, np.ones(1), g)
    assert d_x.tolist() == [15.0, 210.0]
    assert d_w.tolist() == [6.0, 90.0]
    assert d_unused.tolist() == [0.0]
    d_sum = differentiated(kind, lambda x: x.sum(), (0,))(x, np.float64(4.0))
    assert [each.tolist() for each in d_sum] == [[4.0, 4.0]]


def writes(x: Any, g: Any) -> Any:
    g *= 2
    return x + g


def test_a_write_into_any_argument_is_seen() -> None:
    seen = touched("numpy", writes, np.ones(2), np.ones(2))
    assert (seen.written, seen.shared, seen.results[0].tolist()) == (True, False, [3.0, 3.0])
    assert not touched("numpy", np.add, np.ones(2), np.ones(2)).written


def test_a_write_of_the_same_value_is_none_and_a_nan_stays_itself() -> None:
    def nothing(x: Any) -> Any:
        x += 0
        return x * 1

    assert not touched("numpy", nothing, np.array([1.0, np.nan])).written


def test_results_made_of_an_input_are_seen_whichever_it_is() -> None:
    assert touched("numpy", lambda x, g: (x * 1, g[1:]), np.ones(2), np.ones(2)).shared
    assert not touched("numpy", lambda x, g: (x * 1, g[1:] * 1), np.ones(2), np.ones(2)).shared
    assert not touched("numpy", lambda x: 3.0, np.ones(2)).shared  # noqa: ARG005  # a function of one argument


def test_what_is_raised_comes_in_one_line_here_as_well() -> None:
    def fails(_: Any) -> Any:
        raise RuntimeError("no\nway")

    with pytest.raises(ForeignError, match=r"^raised RuntimeError: no way$"):
        touched("numpy", fails, 0)


def test_tensors_of_torch_are_looked_at_themselves() -> None:
    having("torch")
    assert touched("torch", writes, np.ones(2), np.ones(2)).written
    assert touched("torch", lambda x: x[1:], np.ones(2)).shared
    assert not touched("torch", lambda x: x * 2, np.ones(2)).shared


def test_arrays_of_jax_cannot_be_written_and_may_be_shared() -> None:
    having("jax")
    seen = touched("jax", lambda x: x, np.ones(2))
    assert (seen.written, seen.shared) == (False, False)
