"""Ours and the peers compute one and the same step."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import ours
from benchmarks.implementation import Build, NotBuilt, Step
from benchmarks.peers import PEERS, book
from benchmarks.peers.book import SoftmaxWithLoss
from benchmarks.workloads import WORKLOADS, Logits, Mlp, Norm, Vector

if TYPE_CHECKING:
    from benchmarks.workloads import Workload

# A learning rate near 1, so that the parameters after a step show the gradient and not only the start.
RATE = 0.5
small = st.builds(
    Mlp,
    sizes=st.tuples(st.integers(1, 12), st.integers(1, 8), st.integers(2, 6)),
    batch=st.integers(2, 9),
    learning_rate=st.just(RATE),
)
# Adam's first steps are lr sign(g) wherever g is far above eps: a gradient of 0, or of rounding, would show a sign of its own.
deep = st.builds(
    Mlp,
    sizes=st.just((6, 5, 4, 3)),
    batch=st.integers(7, 9),
    learning_rate=st.just(1e-3),
    update=st.just("adam"),
    norm=st.booleans(),
)


def peer(name: str) -> Build:
    """The peer, or a skipped test where its package is not installed."""
    try:
        build: Build = importlib.import_module(PEERS[name]).build
    except ModuleNotFoundError as missing:
        pytest.skip(f"peer not installed: {missing.name}")
    return build


def trained(step: Step, count: int) -> list[float]:
    losses: list[float] = []
    for _ in range(count):
        step.advance()
        losses.append(step.loss())
    return losses


@pytest.mark.parametrize("name", PEERS)
@given(workload=small)
@settings(max_examples=40, deadline=None)
def test_one_step_moves_every_parameter_by_the_same_gradient(name: str, workload: Workload) -> None:
    mine, theirs = ours.build(workload, np.float64), peer(name)(workload, np.float64)
    mine.advance()
    theirs.advance()
    for mine_leaf, their_leaf in zip(mine.parameters(), theirs.parameters(), strict=True):
        np.testing.assert_allclose(mine_leaf, their_leaf, rtol=1e-12, atol=1e-13, err_msg=f"{name}.build({workload}, np.float64)")


@pytest.mark.parametrize("name", PEERS)
@given(workload=small)
@settings(max_examples=20, deadline=None)
def test_losses_of_twenty_steps_are_the_same(name: str, workload: Workload) -> None:
    mine, theirs = ours.build(workload, np.float64), peer(name)(workload, np.float64)
    np.testing.assert_allclose(trained(mine, 20), trained(theirs, 20), rtol=1e-9, err_msg=f"{name}.build({workload}, np.float64)")


@pytest.mark.parametrize("name", PEERS)
@given(workload=deep)
@settings(max_examples=10, deadline=None)
def test_losses_of_twenty_steps_of_adam_are_the_same(name: str, workload: Workload) -> None:
    mine, theirs = ours.build(workload, np.float64), peer(name)(workload, np.float64)
    np.testing.assert_allclose(trained(mine, 20), trained(theirs, 20), rtol=1e-7, err_msg=f"{name}.build({workload}, np.float64)")


@pytest.mark.parametrize("name", PEERS)
def test_a_vector_moves_alike(name: str) -> None:
    workload = Vector(size=50)
    mine, theirs = ours.build(workload, np.float64), peer(name)(workload, np.float64)
    losses = trained(mine, 20)
    np.testing.assert_allclose(losses, trained(theirs, 20), rtol=1e-13)
    assert len(set(losses)) == 20
    np.testing.assert_allclose(mine.parameters()[0], theirs.parameters()[0], rtol=1e-12)


@pytest.mark.parametrize("name", PEERS)
@pytest.mark.parametrize("workload", [Logits(rows=5, classes=7), Norm(rows=6, columns=4)], ids=str)
def test_a_function_alone_has_the_same_value_and_gradients(name: str, workload: Workload) -> None:
    mine, theirs = ours.build(workload, np.float64), peer(name)(workload, np.float64)
    np.testing.assert_allclose(trained(mine, 3), trained(theirs, 3), rtol=1e-13)
    for mine_leaf, their_leaf in zip(mine.parameters(), theirs.parameters(), strict=True):
        np.testing.assert_allclose(mine_leaf, their_leaf, rtol=1e-11, atol=1e-14)


@pytest.mark.parametrize("name", PEERS)
@pytest.mark.parametrize("workload", WORKLOADS.values(), ids=WORKLOADS)
def test_float32_stays_float32(name: str, workload: Workload) -> None:
    for step in (ours.build(workload, np.float32), peer(name)(workload, np.float32)):
        step.advance()
        assert {leaf.dtype for leaf in step.parameters()} == {np.dtype(np.float32)}


@pytest.mark.parametrize("name", PEERS)
def test_dropout_is_timed_but_not_compared(name: str) -> None:
    workload = Mlp(sizes=(6, 50, 3), batch=9, update="adam", dropout=0.5)
    for build in (ours.build, peer(name)):
        losses = trained(build(workload, np.float64), 8)
        assert losses[1:] != trained(build(workload.certain, np.float64), 8)[1:]
        assert len(set(losses)) == 8
    assert not workload.certain.dropout


@pytest.mark.parametrize("workload", [Mlp(sizes=(4, 3, 3, 2), batch=2), Mlp(sizes=(4, 3, 2), batch=2, update="adam"), Vector(size=3)])
def test_the_two_layers_of_the_book_are_all_it_offers_with_sgd(workload: Workload) -> None:
    with pytest.raises(NotBuilt, match="expected two layers"):
        book.build(workload, np.float64)


def test_the_book_reads_one_hot_targets_as_class_indices() -> None:
    logits = np.array([[0.5, -1.0, 2.0], [0.0, 3.0, -0.5]])
    indices = np.array([2, 0])
    by_index, one_hot = SoftmaxWithLoss(), SoftmaxWithLoss()
    assert by_index.forward(logits, indices) == one_hot.forward(logits, np.eye(3, dtype=np.int64)[indices])
    np.testing.assert_array_equal(by_index.backward(1), one_hot.backward(1))


def test_the_book_s_own_loss_differs_by_the_number_inside_its_logarithm() -> None:
    workload = Mlp(sizes=(64, 32, 10), batch=32)
    step = book.build(workload, np.float64)
    step.advance()
    x, t = workload.data(np.float64)
    net = book.TwoLayerNet(book.parameters_by_key(workload, np.float64))
    reported = net.loss(x, t)
    exact = -np.log(net.last.y[np.arange(len(t)), t])
    assert reported == pytest.approx(np.mean(exact - 1e-7 * np.exp(exact)), rel=1e-12)
    assert step.loss() == pytest.approx(np.mean(exact), rel=1e-15)
    assert reported < step.loss()
