"""Whole runs, a user's own loss and activation: both checkers know every type exactly, and say nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Generic, NewType, assert_type

import attrs
import numpy as np

import pureml as pm
from pureml.arrays import A, C, F, Float, R, exp, row_sums
from pureml.losses.loss import Kept, MatrixLinearize
from pureml.training import Plan, Samples, State

Train = NewType("Train", int)
Test = NewType("Test", int)
Pixels = NewType("Pixels", int)
Hidden = NewType("Hidden", int)
Classes = NewType("Classes", int)

Colours = NewType("Colours", int)
Tall = NewType("Tall", int)
Wide = NewType("Wide", int)

Net = pm.Chain[Pixels, Classes, pm.Activated[Pixels, Hidden, pm.Affine[Pixels, Hidden]], pm.Affine[Hidden, Classes]]
Seeing = pm.FlatChain[Colours, Tall, Wide, Classes, pm.Flatten[Colours, Tall, Wide, Pixels], pm.Affine[Pixels, Classes]]
Single = pm.Affine[Pixels, Classes, np.float32]


@attrs.frozen(eq=False)
class Gaps(Generic[R, C, Float]):
    """What the loss below keeps."""

    gaps: pm.Matrix[R, C, Float]

    def gradient(self) -> pm.Matrix[R, C, Float]:
        """Twice the gaps."""
        return 2.0 * self.gaps


def squared(x: pm.Matrix[R, C, F], target: pm.Matrix[R, C, F], /) -> tuple[F, Kept[pm.Matrix[R, C, F]]]:
    """The sum of the squared gaps, and what its gradient needs."""
    gaps = x - target
    return row_sums(gaps**2).sum(), Gaps(gaps)


def grow(x: A, /) -> A:
    """A function of each number."""
    return exp(x)


def grow_linearize(x: A, /) -> tuple[A, A]:
    """Its value, twice."""
    return exp(x), exp(x)


def grow_pullback(kept: A, g: A, /) -> A:
    """Its slope is its value."""
    return g * kept


def own_functions(net: Net, x: pm.Matrix[Train, Pixels], y: pm.Matrix[Train, Classes], p: pm.Distribution[Train, Classes]) -> None:
    loss: pm.Loss[MatrixLinearize] = pm.Loss("squared", squared)
    at = pm.training.differentiate(net, x, y, loss=loss)
    assert_type(at.loss, np.float64)
    assert_type(at.grad, pm.Grad[Net])
    assert_type(at.statistics, pm.Statistics[Net])
    assert_type(pm.training.differentiate(net, x, p, loss=loss).grad, pm.Grad[Net])  # a distribution is a matrix
    growing = pm.Elementwise("grow", grow, grow_linearize, grow_pullback)
    assert_type(net >> growing, pm.Activated[Pixels, Classes, Net])
    assert_type(growing(y), pm.Matrix[Train, Classes])


def run(
    net: Net, key: pm.Key, x: pm.Matrix[Train, Pixels], t: pm.Labels[Train, Classes], test_x: pm.Matrix[Test, Pixels], u: pm.Labels[Test, Classes]
) -> None:
    plan = Plan(epochs=2, batch=32, optimizer=pm.optimizers.Adam(0.001), penalty=pm.l2_penalty(1e-4), clip=1.0)
    train, test = Samples(x, t), Samples(test_x, u)
    assert_type(train, Samples[pm.Matrix[Train, Pixels], pm.Labels[Train, Classes]])
    rest, aside = pm.training.split_off(key, train, 0.1)
    assert_type(rest, Samples[pm.Matrix[int, Pixels], pm.Labels[int, Classes]])
    task = pm.training.task(rest, validation=aside, test=test)
    assert_type(task, pm.training.Task[pm.Matrix[int, Pixels], pm.Labels[int, Classes]])
    start = pm.training.start(net, key, plan)
    assert_type(start, State[Net])
    states = pm.training.epochs(start, task, plan)
    assert_type(states, Iterator[State[Net]])
    for state in states:
        assert_type(state.kept.net.second.bias, pm.Vector[Classes])
        assert_type(state.history[-1].test_accuracy, float | None)
    for state in pm.training.states(start, task, plan):
        assert_type(pm.training.concluded(pm.training.advance(state, test, task, plan), task), State[Net])
    assert_type(pm.training.outputs(net, test_x), pm.Matrix[Test, Classes])
    assert_type(pm.training.predict(net, test_x), pm.Labels[Test, Classes])
    assert_type(pm.training.accuracy(net, test_x, u), float)
    assert_type(pm.training.mean_loss(net.forward(test_x), u), float)


def run_of_images(net: Seeing, key: pm.Key, x: pm.Images[Train, Colours, Tall, Wide], p: pm.Distribution[Train, Classes]) -> None:
    plan = Plan(epochs=2, batch=32, optimizer=pm.optimizers.Sgd(0.1))
    task = pm.training.task(Samples(x, p))
    for state in pm.training.epochs(pm.training.start(net, key, plan), task, plan):
        assert_type(pm.training.predict(state.net, x), pm.Labels[Train, Classes])
    assert_type(pm.training.step(net, x, p, 0.1)[0], Seeing)


def run_of_numbers(net: Net, key: pm.Key, x: pm.Matrix[Train, Pixels], y: pm.Matrix[Train, Classes]) -> None:
    plan = Plan(epochs=2, batch=32, optimizer=pm.optimizers.Sgd(0.1))
    task = pm.training.task(Samples(x, y), loss=pm.half_squared_error)
    assert_type(next(pm.training.epochs(pm.training.start(net, key, plan), task, plan)).net, Net)
    assert_type(pm.training.step(net, x, y, 0.1, loss=pm.half_squared_error), tuple[Net, np.float64])


def single_precision(net: Single, x: pm.Matrix[Train, Pixels, np.float32], t: pm.Labels[Train, Classes]) -> None:
    at = pm.training.differentiate(net, x, t)
    assert_type(at.loss, np.float32)
    assert_type(at.grad, pm.Grad[Single])
    assert_type(pm.training.step(net, x, t, 0.1), tuple[Single, np.float32])
    p = pm.distribution(np.ones((3, 2)), Train(3), Classes(2), np.float32)
    assert_type(p, pm.Distribution[Train, Classes, np.float32])
    assert_type(pm.training.step(net, x, p, 0.1), tuple[Single, np.float32])


def depth_at_run_time(key: pm.Key, sizes: tuple[int, ...], x: pm.Matrix[Train, Pixels], t: pm.Labels[Train, Classes]) -> None:
    net = pm.models.multi_layer(key, Pixels(64), sizes, Classes(10), np.float64, activation=pm.relu)
    assert_type(net, pm.Layer[Pixels, Classes])
    assert_type(pm.training.differentiate(net, x, t).grad, pm.Grad[pm.Layer[Pixels, Classes]])
    assert_type(pm.training.step(net, x, t, 0.1)[0], pm.Layer[Pixels, Classes])
    body: pm.Layer[Hidden, Hidden] = pm.affine(key, Hidden(32), Hidden(32), np.float64)
    for k in key.split(3):
        body = body >> pm.relu >> pm.affine(k, Hidden(32), Hidden(32), np.float64)
    assert_type(body.forward(pm.matrix(np.ones((5, 32)), Train(5), Hidden(32))), pm.Matrix[Train, Hidden])


def without_names(key: pm.Key, data: np.ndarray[Any, np.dtype[np.float32]]) -> None:
    x, t = pm.matrix(data), pm.labels([0, 1, 1], 3, 2)
    assert_type(x, pm.Matrix[int, int])
    net = pm.affine(key, 64, 32, np.float64) >> pm.relu >> pm.affine(key, 32, 2, np.float64)
    first, loss = pm.training.step(net, x, t, 0.1)
    assert_type(first.second, pm.Affine[int, int])
    assert_type(loss, np.float64)
    assert_type(pm.training.predict(net, x), pm.Labels[int, int])
    plan = Plan(epochs=1, batch=2, optimizer=pm.optimizers.Sgd(0.1))
    for state in pm.training.epochs(pm.training.start(net, key, plan), pm.training.task(Samples(x, t)), plan):
        assert_type(state.net.forward(x), pm.Matrix[int, int])
