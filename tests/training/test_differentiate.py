from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.check.call import flat, inner
from pureml.check.numbers import Exact
from pureml.check.numbers.arrays import STEP
from pureml.errors import DtypeError, ShapeError, StructureError
from pureml.layers.affine import AffineBack
from pureml.losses.loss import Loss
from pureml.training import differentiate
from pureml.training.differentiate import usual_loss
from tests.exactly import exactly
from tests.locks import unlocked
from tests.networks import batch, bits, layer, network
from tests.refused import refused

KEY = pm.Key.of(0)
Differentiate: Any = differentiate


def smooth(seed: int = 0) -> Any:
    """A network without kinks, dropout or batch statistics."""
    draw = np.random.Generator(pm.Key.of(seed).bits())
    a, b = (layer(draw.standard_normal(shape), draw.standard_normal(shape[1])) for shape in ((3, 4), (4, 2)))
    return a >> pm.tanh >> b


@given(st.integers(0, 50))
def test_the_gradient_is_that_of_the_loss_in_every_direction(seed: int) -> None:
    net = smooth(seed)
    x, t = batch(seed=seed)
    at = differentiate(net, x, t)
    draw = np.random.Generator(pm.Key.of(seed + 1).bits())
    shapes = [(3, 4), (4,), (4, 2), (2,)]
    tangents: tuple[Any, ...] = tuple(draw.standard_normal(shape) for shape in shapes)

    def stepped(p: Any, p_dot: Any) -> Any:
        return p + 1j * STEP * p_dot

    moved = net.rebuilt(stepped, iter(tangents))
    logits = moved.forward(x.astype(complex))
    slope = pm.softmax_cross_entropy.linearize(logits, t)[0].imag / STEP
    want = inner(at.grad.leaves, tangents)
    assert slope == pytest.approx(want, rel=1e-11, abs=1e-13), f"seed {seed}"


def test_it_is_the_pullback_of_the_loss_and_computes_no_cotangent_of_the_input() -> None:
    net = network()
    x, t = batch()
    noise = pm.draw_noise(net, KEY, len(x))
    at = differentiate(net, x, t, noise)
    logits, back = net.linearize(x, noise.masks)
    value, kept = pm.softmax_cross_entropy.linearize(logits, t)
    assert bits(at.loss) == bits(value)
    assert bits(*at.grad.leaves) == bits(*back.pullback(kept.gradient())[1].leaves)
    assert at.grad.at is net
    assert at.statistics.at is net
    (measured,) = at.statistics.measured
    assert measured.same_bits(back.measured()[0])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_pass_writes_nothing_keeps_the_dtype_and_repeats_its_bits(dtype: Any) -> None:
    net = network(dtype)
    x, t = batch(dtype)
    noise = pm.draw_noise(net, KEY, len(x))
    before = bits(x, t, *noise.masks, *net.arrays().values())
    at, again = differentiate(net, x, t, noise), differentiate(net, x, t, noise)
    assert bits(x, t, *noise.masks, *net.arrays().values()) == before
    measured = [a for m in at.statistics.measured for a in m.arrays().values()]
    assert {a.dtype for a in (at.loss, *at.grad.leaves, *measured)} == {np.dtype(dtype)}
    assert not unlocked((*at.grad.leaves, *measured))
    assert bits(at.loss, *at.grad.leaves) == bits(again.loss, *again.grad.leaves)


def test_labels_and_the_distributions_they_are_give_one_gradient() -> None:
    net = smooth()
    x, t = batch()
    one_hot: Any = pm.distribution(np.eye(2)[t], len(x), 2)
    labelled, massed = differentiate(net, x, t), differentiate(net, x, one_hot)
    assert labelled.loss == pytest.approx(float(massed.loss), rel=1e-14)
    for a, b in zip(labelled.grad.leaves, massed.grad.leaves, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-13, atol=1e-16)
    doubled = differentiate(net, x, pm.distribution(2 * np.asarray(one_hot), len(x), 2))
    assert doubled.loss == pytest.approx(2 * float(massed.loss), rel=1e-14)


def test_the_usual_loss_follows_from_what_the_targets_are() -> None:
    assert usual_loss(pm.labels([0], 1, 2)) is pm.softmax_cross_entropy
    assert usual_loss(pm.distribution([[0.5, 0.5]], 1, 2)) is pm.softmax_cross_entropy_distribution


def test_another_loss_may_be_given() -> None:
    class Kept:
        def __init__(self, residual: Any) -> None:
            self.residual = residual

        def gradient(self) -> Any:
            return self.residual

    def half_square(y: Any, target: Any, /) -> Any:
        return ((y - target) ** 2).sum() / 2, Kept(y - target)

    net = layer(np.array([[2.0]]), np.array([1.0]))
    at = Differentiate(net, pm.matrix([[3.0]]), pm.matrix([[5.0]]), loss=Loss("half_square", half_square))
    assert at.loss == 2.0
    assert [leaf.tolist() for leaf in at.grad.leaves] == [[[6.0]], [2.0]]


def test_on_exact_numbers_the_gradient_is_exact() -> None:
    net = layer(exactly(np.zeros((1, 2))), exactly(np.zeros(2)))
    at = Differentiate(net, exactly(np.array([[3.0], [1.0]])), pm.labels([0, 1], 2, 2))
    assert all(isinstance(e, Exact) for leaf in at.grad.leaves for e in flat(leaf))
    assert [e.fraction for e in flat(at.grad.tree.weight)] == [-0.5, 0.5]
    assert at.loss == Exact(2).log()


def test_noise_is_needed_where_a_layer_drops_and_only_its_own_is_taken() -> None:
    net = network()
    x, t = batch()
    missing = refused(ShapeError, differentiate, net, x, t)
    assert missing == "Dropout: expected one mask of shape (5, 4), drawn with draw_noise, got 0 masks"
    too_few = refused(ShapeError, differentiate, net, x, t, pm.draw_noise(net, KEY, 4))
    assert too_few == "Dropout: expected a mask of shape (5, 4), drawn with draw_noise, got shape (4, 4)"
    other = pm.draw_noise(network(sizes=(3, 5, 2)), KEY, 5)
    assert refused(StructureError, differentiate, net, x, t, other).startswith("noise: expected arrays of shapes ")


def test_inputs_and_targets_that_do_not_fit_are_refused() -> None:
    net = smooth()
    x, t = batch()
    assert refused(ShapeError, differentiate, net, x[:, :2], t) == "Affine: expected a matrix with 3 columns, got x of shape (5, 2)"
    assert refused(ShapeError, differentiate, net, x, t[:3]) == "labels: expected one for each of the 5 rows, got shape (3,)"
    assert refused(DtypeError, differentiate, net, x.astype(np.float32), t) == "Affine: expected x of dtype float64, got float32"
    assert refused(ShapeError, differentiate, net, x, np.ones((5, 3))).endswith("expected a target of shape (5, 2), got shape (5, 3)")


def test_the_first_layer_is_asked_for_its_parameters_only(monkeypatch: pytest.MonkeyPatch) -> None:
    net = smooth()
    x, t = batch()
    pulled: list[Any] = []
    way_back: Any = AffineBack
    pullback = way_back.pullback

    def watched(back: Any, g: Any, /) -> Any:
        pulled.append(back.at)
        return pullback(back, g)

    monkeypatch.setattr(way_back, "pullback", watched)
    differentiate(net, x, t)
    assert [at is net.second for at in pulled] == [True]
