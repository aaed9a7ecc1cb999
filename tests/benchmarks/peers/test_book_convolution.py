"""The book's convolution and ours are one step; its columns are those of counting."""

from __future__ import annotations

import importlib
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import ours
from benchmarks.peers import PEERS
from benchmarks.peers.book_convolution import Pooling, col2im, im2col
from benchmarks.workloads import WORKLOADS, Conv
from pureml.layers import im2col as ours_im2col

OURS: Any = ours.build
BOOKS: Any = WORKLOADS["W5"]
RATE = 0.5  # near 1, so that the parameters after a step show the gradient and not only the start
small = st.builds(
    Conv,
    batch=st.integers(1, 5),
    channels=st.integers(1, 2),
    side=st.integers(4, 9),
    filters=st.integers(1, 3),
    kernel=st.integers(1, 3),
    hidden=st.integers(1, 4),
    classes=st.integers(2, 4),
    learning_rate=st.just(RATE),
    update=st.just("sgd"),
).filter(lambda conv: (conv.side - conv.kernel + 1) % 2 == 0)  # the book fails on an odd side


def peer(name: str) -> Any:
    """The peer's `build`, or a skipped test where its package is not installed."""
    try:
        return importlib.import_module(PEERS[name]).build
    except ModuleNotFoundError as missing:
        pytest.skip(f"peer not installed: {missing.name}")


@pytest.mark.parametrize("name", PEERS)
@given(workload=small)
@settings(max_examples=25, deadline=None)
def test_one_step_moves_every_parameter_by_the_same_gradient(name: str, workload: Conv) -> None:
    mine, theirs = ours.build(workload, np.float64), peer(name)(workload, np.float64)
    mine.advance()
    theirs.advance()
    assert mine.loss() == pytest.approx(theirs.loss(), rel=1e-12)
    for mine_leaf, their_leaf in zip(mine.parameters(), theirs.parameters(), strict=True):
        np.testing.assert_allclose(mine_leaf, their_leaf, rtol=1e-11, atol=1e-12, err_msg=f"{name}.build({workload}, np.float64)")


@pytest.mark.parametrize("name", PEERS)
def test_losses_of_steps_with_adam_are_the_same_and_float32_stays(name: str) -> None:
    workload, build = attrs.evolve(BOOKS, batch=5, learning_rate=1e-3), OURS
    dtypes: tuple[tuple[Any, float], ...] = ((np.float64, 1e-9), (np.float32, 1e-3))
    for dtype, rel in dtypes:
        mine, theirs = build(workload, dtype), peer(name)(workload, dtype)
        for _ in range(5):
            mine.advance()
            theirs.advance()
            assert mine.loss() == pytest.approx(theirs.loss(), rel=rel)
        assert {leaf.dtype for step in (mine, theirs) for leaf in step.parameters()} == {np.dtype(dtype)}


def test_the_workload_of_the_book_has_its_sizes() -> None:
    assert [weight.shape for weight, _ in BOOKS.parameters(np.float64)] == [(30, 1, 5, 5), (30 * 12 * 12, 100), (100, 10)]


@given(st.integers(1, 2), st.integers(1, 2), st.integers(3, 6), st.integers(3, 6), st.integers(1, 3), st.integers(1, 2), st.integers(0, 1))
def test_its_columns_are_ours_transposed_with_the_image_counting_slowest(
    n: int, c: int, h: int, w: int, k: int, stride: int, pad: int
) -> None:
    x: Any = np.arange(float(n * c * h * w)).reshape(n, c, h, w)
    col = im2col(x, k, k, stride, pad)
    mine: Any = ours_im2col.forward(x, (k, k), (stride, stride), (pad, pad))
    by_image = mine.reshape(len(mine), -1, n).transpose(2, 1, 0).reshape(col.shape)
    assert (col == by_image).all()
    back: Any = ours_im2col.col2im(mine, (k, k), (stride, stride), (pad, pad), x.shape)
    assert (col2im(col, x.shape, k, k, stride, pad) == back).all()


def test_its_pool_keeps_the_first_greatest() -> None:
    pool = Pooling(2, 2, stride=2)
    assert pool.forward(np.array([[[[7.0, 7.0], [0.0, 7.0]]]])).tolist() == [[[[7]]]]
    assert pool.backward(np.array([[[[5.0]]]])).tolist() == [[[[5, 0], [0, 0]]]]
