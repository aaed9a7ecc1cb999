from __future__ import annotations

import copy
from fractions import Fraction
from functools import partial
from operator import add, mul, neg, sub
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.errors import StructureError
from pureml.gradients import Grad, adopted, cotangent, moved
from tests.locks import is_locked, sent, unlocked
from tests.networks import batch, bits, layer, network
from tests.refused import refused

whole = st.lists(st.integers(-50, 50), min_size=6, max_size=6)


def grad_at(at: Any, values: list[int]) -> Any:
    """The gradient at an affine layer of two inputs and outputs."""
    x: Any = np.array(values, float)
    made: Any = Grad
    return made(at, adopted(x[:4].reshape(2, 2), x[4:]))


def kind(x: Any) -> str:
    """The name of the type of a value, which a checker does not follow."""
    return type(x).__name__


def square() -> Any:
    return layer(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([5.0, 6.0]))


@given(whole, whole, st.integers(-3, 3))
def test_gradients_at_one_place_are_a_vector_space_with_an_inner_product(a: list[int], b: list[int], c: int) -> None:
    at = square()
    x, y = grad_at(at, a), grad_at(at, b)
    want = sum(p * q for p, q in zip(a, b, strict=True))
    assert x.dot(y) == y.dot(x) == want, f"{a}, {b}"
    assert x.map(partial(mul, c)).dot(y) == c * want, f"{a}, {b}"
    assert x.zip(add, y).dot(x) == want + x.dot(x), f"{a}, {b}"
    assert x.norm() ** 2 == pytest.approx(x.dot(x), rel=1e-15)
    difference = x.zip(sub, y)
    assert [v for leaf in difference.leaves for v in leaf.reshape(-1).tolist()] == [p - q for p, q in zip(a, b, strict=True)]
    for made in (x.map(neg), difference):
        assert kind(made) == "Grad"
        assert made.at is at
        assert not unlocked(made.leaves)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_gradient_of_a_network_has_its_names_shapes_and_dtype_and_is_locked(dtype: Any) -> None:
    net = network(dtype)
    x, t = batch(dtype)
    grad = pm.training.differentiate(net, x, t, pm.draw_noise(net, pm.Key.of(0), len(x))).grad
    tree = grad.tree
    assert type(tree) is type(net)
    assert [leaf.shape for leaf in grad.leaves] == [leaf.shape for leaf in net.leaves]
    assert {leaf.dtype for leaf in (*grad.leaves, *tree.leaves)} == {np.dtype(dtype)}
    assert not unlocked((*grad.leaves, *tree.leaves))
    assert bits(*tree.leaves) == bits(*grad.leaves)
    assert tree.second.bias.tolist() == grad.leaves[-1].tolist()
    assert tree.first.first.layer.second.running is net.first.first.layer.second.running


def test_a_gradient_that_was_sent_or_copied_is_locked_and_moves_the_network_it_is_of() -> None:
    net = square()
    grad = grad_at(net, [1, 2, 3, 4, 5, 6])
    for other in (sent(grad), copy.deepcopy(grad), copy.copy(grad)):
        assert kind(other) == "Grad"
        assert not unlocked(other.leaves)
        assert bits(*other.leaves) == bits(*grad.leaves)
        assert moved(net, sub, other) == layer(np.zeros((2, 2)), np.zeros(2))
    assert grad.leaves[0].flags.writeable is False
    assert copy.deepcopy(net.linearize(np.ones((1, 2)))[1].gradient(np.ones((1, 2)))).at is net


def test_moved_applies_to_each_parameter_and_its_cotangent() -> None:
    net = square()
    before = bits(*net.leaves)
    new = moved(net, sub, grad_at(net, [0, 1, 0, 0, 2, 0]))
    assert new.weight.tolist() == [[1, 1], [3, 4]]
    assert new.bias.tolist() == [3, 6]
    assert bits(*net.leaves) == before
    assert not unlocked(new.leaves)
    assert not any(np.shares_memory(x, y) for x, y in zip(net.leaves, new.leaves, strict=True))


def test_the_gradient_of_another_network_is_refused_whatever_is_done_with_it() -> None:
    net = square()
    grad = grad_at(net, [1, 2, 3, 4, 5, 6])
    one = layer(np.ones((1, 1)), np.ones(1))
    small: Any = Grad(one, one.leaves)
    other: Any = Grad(pm.Dropout(2, 0.5), ())
    sizes = "expected arrays of shapes [(2, 2), (2,)], got [(1, 1), (1,)]"
    assert refused(StructureError, grad.dot, small) == f"Grad.dot: {sizes}"
    assert refused(StructureError, grad.zip, add, small) == f"Grad.zip: {sizes}"
    assert refused(StructureError, moved, net, sub, small) == f"gradient: {sizes}"
    for call in (grad.dot, partial(grad.zip, add), partial(moved, net, sub)):
        assert refused(StructureError, call, other).endswith(": expected a Affine, got a Dropout")
    # The gradient of an equal network, wherever it is, is the same.
    assert grad.dot(grad_at(square(), [1, 0, 0, 0, 0, 0])) == 1


def test_a_cotangent_adopts_the_arrays_that_were_just_made() -> None:
    net = square()
    d_weight, d_bias = np.ones((2, 2)), np.ones(2)
    made: Any = cotangent(net, layer, d_weight, d_bias)
    assert kind(made) == "Cotangent"
    assert made.at is net
    assert not unlocked(made.leaves)
    assert np.shares_memory(made.leaves[0], d_weight), "nothing is copied"
    ones: Any = np.ones(2)
    assert is_locked(adopted(ones)[0])


def test_the_norm_is_over_all_parameters_at_once() -> None:
    assert grad_at(square(), [3, 0, 0, 0, 0, 4]).norm() == 5
    assert Fraction(grad_at(square(), [1, 1, 1, 1, 0, 0]).norm()) == 2


def own(net: Any) -> Any:
    """The gradient of half the squared length: the parameters themselves."""
    made: Any = Grad
    return made(net, net.leaves)


@pytest.mark.parametrize("large", [1e200, 1e154, 1.2e154])
def test_a_length_is_finite_though_the_squares_overflow(large: float) -> None:
    net = layer(np.array([[3 * large]]), np.array([-4 * large]))
    assert own(net).norm() == net.norm() == pytest.approx(5 * large, rel=1e-15)
    narrow = layer(np.array([[3e30]], np.float32), np.array([4e30], np.float32))
    assert own(narrow).norm() == pytest.approx(5e30, rel=1e-6)


@pytest.mark.parametrize("bad", [np.inf, -np.inf, np.nan])
def test_a_length_is_as_infinite_as_its_entries(bad: float) -> None:
    net = layer(np.array([[bad]]), np.array([1.0]))
    assert own(net).norm() == pytest.approx(abs(bad), nan_ok=True)


def test_the_tree_of_a_gradient_is_locked_and_has_its_own_arrays_whatever_it_is_made_of() -> None:
    net = network()
    given: Any = [*[np.ones_like(x) for x in net.leaves], np.ones(3)]
    tree = pm.Grad(net, tuple(given)).tree
    assert not unlocked(tree.leaves)
    assert len(tree.leaves) == len(net.leaves)
