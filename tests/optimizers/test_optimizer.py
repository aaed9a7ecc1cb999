"""What holds for every optimizer."""

from __future__ import annotations

import inspect
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typing_extensions import override

import pureml as pm
from pureml.arrays import blocks
from pureml.errors import DomainError, DtypeError, StructureError
from pureml.optimizers import Adam, AdamW, Momentum, Sgd
from pureml.schedules import Steps
from tests.locks import unlocked
from tests.networks import batch, bits, layer, network
from tests.refused import refused
from tests.steps import ALL, MakeGrad, drawn_grad, drawn_layer, every_optimizer

seeds = st.integers(0, 2**16)


def steps_of(optimizer: Any, params: Any, count: int, seed: int = 0) -> tuple[Any, Any]:
    """The parameters and the state after steps along random gradients."""
    state = optimizer.init(params)
    for k in range(count):
        params, state = optimizer.step(state, params, drawn_grad(params, seed + k))
    return params, state


@every_optimizer
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_step_of_a_network_writes_nothing_keeps_the_dtype_and_leaves_buffers(optimizer: Any, dtype: Any) -> None:
    net = network(dtype)
    x, t = batch(dtype)
    state = optimizer.init(net)
    for step in range(3):
        grad: Any = pm.training.differentiate(net, x, t, pm.draw_noise(net, pm.Key.of(step), len(x))).grad
        before = bits(*net.leaves, *grad.leaves, state.slots)
        new, after = optimizer.step(state, net, grad)
        assert bits(*net.leaves, *grad.leaves, state.slots) == before
        assert {a.dtype for a in (*new.arrays().values(), after.slots)} == {np.dtype(dtype)}
        assert not unlocked((*new.arrays().values(), *after.arrays().values()))
        olds = (*net.leaves, *grad.leaves, *([state.slots] if optimizer.slots else []))
        assert not any(np.shares_memory(a, b) for a in (*new.leaves, after.slots) for b in olds)
        assert new.first.first.layer.second.running is net.first.first.layer.second.running
        again, same = optimizer.step(state, net, grad)
        assert bits(*again.leaves, same.slots) == bits(*new.leaves, after.slots)
        assert after.count == state.count + 1
        net, state = new, after


@every_optimizer
@given(seed=seeds)
@settings(max_examples=10)
def test_each_parameter_moves_as_if_it_were_alone(optimizer: Any, seed: int) -> None:
    whole, state = steps_of(optimizer, drawn_layer(seed, (2, 3)), 3, seed)
    alone = layer(whole.weight[:1, 1:2].copy(), whole.bias[1:2].copy())
    small = optimizer.init(alone).evolve(slots=state.slots[:, [1, 7]], count=state.count)
    grad = drawn_grad(whole, seed)
    part = MakeGrad(alone, (grad.leaves[0][:1, 1:2], grad.leaves[1][1:2]))
    new, _ = optimizer.step(state, whole, grad)
    got, _ = optimizer.step(small, alone, part)
    assert bits(*got.leaves) == bits(new.weight[:1, 1:2], new.bias[1:2]), f"{optimizer}, seed {seed}"


@every_optimizer
def test_large_arrays_are_moved_in_blocks_with_the_same_bits(optimizer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    params = drawn_layer(0, (9, 7))
    whole, state = steps_of(optimizer, params, 4)
    monkeypatch.setattr(blocks, "BLOCK", 64)
    pieces, other = steps_of(optimizer, params, 4)
    assert bits(*pieces.leaves, other.slots) == bits(*whole.leaves, state.slots)


@every_optimizer
@given(seed=seeds, count=st.integers(0, 20))
@settings(max_examples=10)
def test_a_fold_has_the_bits_of_the_steps_one_by_one(optimizer: Any, seed: int, count: int) -> None:
    params = drawn_layer(seed)
    start = optimizer.init(params)
    before = bits(start.slots)
    want, after = steps_of(optimizer, params, count, seed)
    seen: list[Any] = []

    def passing(k: int) -> Any:
        def run(at: Any, point: Any) -> tuple[Any, Any]:
            seen.append(at)
            return at, drawn_grad(point, seed + k)

        return run

    got, state = optimizer.fold(start, params, map(passing, range(count)))
    assert got.same_bits(want), f"{optimizer}, {count} steps, seed {seed}"
    assert state.same_bits(after), f"{optimizer}, {count} steps, seed {seed}"
    assert bits(start.slots) == before
    assert not unlocked((*state.arrays().values(), *(leaf for at in seen for leaf in at.leaves)))
    assert len({id(at) for at in seen}) == count
    assert all(not np.shares_memory(a.weight, b.weight) for a, b in pairwise(seen))


@every_optimizer
def test_a_fold_takes_in_statistics_and_looks_ahead_as_steps_do(optimizer: Any) -> None:
    net = network()
    x, t = batch()

    def run(at: Any, point: Any) -> tuple[Any, Any]:
        done = pm.training.differentiate(point, x, t, pm.draw_noise(point, pm.Key.of(0), len(x)))
        return at.absorb(done.statistics), done.grad

    want, state = net, optimizer.init(net)
    for _ in range(3):
        want, grad = run(want, optimizer.point(state, want))
        want, state = optimizer.step(state, want, grad)
    got, after = optimizer.fold(optimizer.init(net), net, [run] * 3)
    assert got.same_bits(want)
    assert after.same_bits(state)
    assert got.first.first.layer.second.running.rows == 3 * len(x)


@every_optimizer
def test_a_state_is_stored_and_brought_back_bit_for_bit(optimizer: Any) -> None:
    params, state = steps_of(optimizer, drawn_layer(0), 3)
    stored = state.stored()
    assert set(stored) == {"slots", "count"}
    back = optimizer.init(params).restored(stored)
    assert back.same_bits(state)
    assert back == state
    assert back.count == 3
    grad = drawn_grad(params, 9)
    once, again = optimizer.step(state, params, grad), optimizer.step(back, params, grad)
    assert bits(*once[0].leaves, once[1].slots) == bits(*again[0].leaves, again[1].slots)


@every_optimizer
def test_the_state_of_another_optimizer_or_network_is_refused(optimizer: Any) -> None:
    params = drawn_layer(0)
    state, grad = optimizer.init(params), drawn_grad(params, 1)
    small = drawn_layer(0, (1, 2))
    name = type(optimizer).__name__
    shapes = "expected arrays of shapes [(3, 2), (2,)], got [(1, 2), (2,)]"
    assert refused(StructureError, optimizer.step, state, small, drawn_grad(small, 1)) == f"state: {shapes}"
    assert refused(StructureError, optimizer.point, state, small) == f"state: {shapes}"
    assert refused(StructureError, optimizer.step, state, params, drawn_grad(small, 1)) == f"gradient: {shapes}"
    other: Any = ALL["adam" if name == "Sgd" else "sgd"]
    message = f"state: expected that of {type(other).__name__}, got that of {name}"
    for call, *arguments in ((other.step, params, grad), (other.point, params), (other.fold, params, ())):
        assert refused(StructureError, call, state, *arguments) == message

    def wrong(_: Any, point: Any) -> tuple[Any, Any]:
        return small, drawn_grad(point, 1)

    assert refused(StructureError, optimizer.fold, state, params, [wrong]) == f"state: {shapes}"


def test_parameters_of_two_dtypes_have_no_state() -> None:
    wide, narrow = drawn_layer(0), drawn_layer(0, dtype=np.float32)
    make: Any = pm.Chain
    both = make(wide, narrow)
    assert refused(DtypeError, Momentum(0.1).init, both) == "Momentum.init: expected parameters of one dtype, got float32, float64"


@pytest.mark.parametrize("lr", [-0.1, float("nan"), float("inf")])
@pytest.mark.parametrize("kind", [type(optimizer) for optimizer in ALL.values()])
def test_a_learning_rate_that_is_none_is_refused(kind: Any, lr: float) -> None:
    assert refused(DomainError, kind, lr) == f"{kind.__name__}: expected lr of at least 0 and less than inf, got {lr}"


@pytest.mark.parametrize("kind", [type(optimizer) for optimizer in ALL.values()])
def test_numpy_floats_leave_float32_alone(kind: Any) -> None:
    constants = {name: np.float64(0.5) for name in (a.name for a in kind.__attrs_attrs__)}
    params = drawn_layer(0, dtype=np.float32)
    new, state = steps_of(kind(**constants), params, 2)
    assert {x.dtype for x in (*new.leaves, state.slots)} == {np.dtype(np.float32)}
    assert all(type(value) is float for value in kind(**constants).constants(0.5, 1)[:-1])


@pytest.mark.parametrize("kind", [type(optimizer) for optimizer in ALL.values()])
def test_the_formula_takes_each_constant_at_the_place_of_its_name(kind: Any) -> None:
    values: dict[str, float] = {field.name: 0.5 + k / 64 for k, field in enumerate(kind.__attrs_attrs__)}
    optimizer = kind(**values)
    named = values | {"lr": 0.25, "t": 7}
    names = [*inspect.signature(optimizer.update).parameters]
    assert list(optimizer.constants(0.25, 7)) == [named[name] for name in names[2 + len(optimizer.slots) :] if name != "into"]


@every_optimizer
def test_a_schedule_is_asked_for_each_step_counted_from_zero(optimizer: Any) -> None:
    asked: list[int] = []

    class Spy(Steps):
        @override
        def __call__(self, t: int, /) -> float:
            asked.append(t)
            return super().__call__(t)

    scheduled = type(optimizer)(Spy(0.5, every=2, factor=0.5))
    params, state = drawn_layer(0), scheduled.init(drawn_layer(0))
    for step, lr in enumerate([0.5, 0.5, 0.25, 0.25]):
        grad = drawn_grad(params, step)
        want, _ = type(optimizer)(lr).step(type(optimizer)(lr).init(params).evolve(slots=state.slots, count=step), params, grad)
        params, state = scheduled.step(state, params, grad)
        assert params.same_bits(want)
    assert asked == [0, 1, 2, 3]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", ["momentum", "nesterov", "nesterov_shifted", "rmsprop", "adam", "adam_epsilon_hat", "adamw"])
def test_what_is_remembered_of_a_dead_unit_never_becomes_subnormal(name: str, dtype: Any) -> None:
    optimizer: Any = ALL[name]
    params = drawn_layer(0, dtype=dtype)
    tiny = float(np.finfo(dtype).tiny)
    state = optimizer.init(params).evolve(slots=np.full((len(optimizer.slots), 8), tiny * 2.0**30, dtype))
    still = MakeGrad(params, tuple(np.zeros_like(leaf) for leaf in params.leaves))
    for _ in range(400):
        params, state = optimizer.step(state, params, still)
        kept = state.slots[state.slots != 0]
        assert (np.abs(kept) >= tiny).all(), f"{optimizer}: {kept.min()} after {state.count} steps"
    assert not state.slots[0].any()


def test_a_second_moment_outlives_the_first_only_where_it_is_large() -> None:
    params = drawn_layer(0, (1, 1), np.float64)
    tiny = float(np.finfo(np.float64).tiny)
    adam = Adam(0.1)
    slots = np.array([[tiny, 1.0], [1e-3, tiny]])
    state = adam.init(params).evolve(slots=slots)
    still = MakeGrad(params, tuple(np.zeros_like(leaf) for leaf in params.leaves))
    _, state = adam.step(state, params, still)
    np.testing.assert_allclose(state.slots, [[0.0, 0.9], [0.999e-3, 0.999 * tiny]], rtol=1e-15)


def test_sums_of_squares_do_not_decay_so_none_is_dropped() -> None:
    params, tiny = drawn_layer(0, (1, 1)), float(np.finfo(np.float64).tiny)
    adagrad: Any = ALL["adagrad"]
    state = adagrad.init(params).evolve(slots=np.full((1, 2), tiny))
    still = MakeGrad(params, tuple(np.zeros_like(leaf) for leaf in params.leaves))
    assert (adagrad.step(state, params, still)[1].slots == tiny).all()


def test_hyperparameters_are_values() -> None:
    assert AdamW(0.1) == AdamW(0.1)
    assert AdamW(0.1) != AdamW(0.2)
    assert Sgd(0.1) != ALL["adam"]
    assert repr(Momentum(Steps(0.1, 5))) == "Momentum(lr=Steps(lr=0.1, every=5, factor=0.1), mu=0.9)"
