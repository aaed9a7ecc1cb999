"""A user's own layers and records: both checkers know every type exactly, and say nothing else."""

from __future__ import annotations

from typing import Any, Generic, NewType, assert_type

import attrs
import numpy as np
from typing_extensions import TypeVar, override

import pureml as pm
from pureml.arrays import H, W
from pureml.gradients import adopted
from pureml.layers.back import Back, Measured
from pureml.layers.network import Masks
from pureml.optimizers import sgd

Batch = NewType("Batch", int)
Gray = NewType("Gray", int)
Side = NewType("Side", int)
Pixels = NewType("Pixels", int)
Hidden = NewType("Hidden", int)
Classes = NewType("Classes", int)

N = TypeVar("N", bound=int)
In = TypeVar("In", bound=int)
Ch = TypeVar("Ch", bound=int)
Float = TypeVar("Float", np.float32, np.float64, default=np.float64)


@attrs.frozen(eq=False, repr=False, field_transformer=pm.sealed)
class Scale(pm.Layer[In, In, Float]):
    """A layer of features: each column by a factor of its own."""

    factor: pm.Vector[In, Float]

    @override
    def forward(self, x: pm.Matrix[N, In, Float], /) -> pm.Matrix[N, In, Float]:
        return x * self.factor

    @override
    def linearize(self, x: pm.Matrix[N, In, Float], masks: Masks = (), /) -> tuple[pm.Matrix[N, In, Float], ScaleBack[N, In, Float]]:
        return self.forward(x), ScaleBack(self, x)


@attrs.frozen(eq=False)
class ScaleBack(Generic[N, In, Float]):
    """Its way back."""

    at: Scale[In, Float]
    x: pm.Matrix[N, In, Float]

    def pullback(self, g: pm.Matrix[N, In, Float], /) -> tuple[pm.Matrix[N, In, Float], pm.Cotangent[Scale[In, Float]]]:
        """The cotangents of the input and of the factor."""
        return g * self.at.factor, self.gradient(g)

    def gradient(self, g: pm.Matrix[N, In, Float], /) -> pm.Cotangent[Scale[In, Float]]:
        """The cotangent of the factor."""
        return pm.Cotangent(self.at, adopted((g * self.x).sum(axis=0)))

    def measured(self) -> Measured:
        """Nothing."""
        return ()


@attrs.frozen(eq=False, repr=False, field_transformer=pm.sealed)
class Dim(pm.ImageLayer[Ch, H, W, Ch, H, W, Float]):
    """A layer of images: every pixel by one factor, which is not trained."""

    factor: float

    @override
    def forward(self, x: pm.Images[N, Ch, H, W, Float], /) -> pm.Images[N, Ch, H, W, Float]:
        return x * self.factor

    @override
    def linearize(
        self, x: pm.Images[N, Ch, H, W, Float], masks: Masks = (), /
    ) -> tuple[pm.Images[N, Ch, H, W, Float], DimBack[N, Ch, H, W, Float]]:
        return self.forward(x), DimBack(self)


@attrs.frozen(eq=False)
class DimBack(Generic[N, Ch, H, W, Float]):
    """Its way back."""

    at: Dim[Ch, H, W, Float]

    def pullback(self, g: pm.Images[N, Ch, H, W, Float], /) -> tuple[pm.Images[N, Ch, H, W, Float], pm.Cotangent[Dim[Ch, H, W, Float]]]:
        """The cotangent of the images."""
        return g * self.at.factor, self.gradient(g)

    def gradient(self, _g: pm.Images[N, Ch, H, W, Float], /) -> pm.Cotangent[Dim[Ch, H, W, Float]]:
        """No parameters."""
        return pm.Cotangent(self.at, ())

    def measured(self) -> Measured:
        """Nothing."""
        return ()


@attrs.frozen(eq=False, repr=False, field_transformer=pm.sealed)
class Tied(pm.Record, Generic[In]):
    """A record that is no network."""

    a: pm.Affine[In, In]
    b: pm.Affine[In, In]

    def forward(self, x: pm.Matrix[N, In]) -> pm.Matrix[N, In]:
        """One after the other."""
        return self.b.forward(self.a.forward(x))


def features(scale: Scale[Hidden], a: pm.Affine[Pixels, Hidden], x: pm.Matrix[Batch, Pixels], t: pm.Labels[Batch, Hidden]) -> None:
    net = a >> pm.relu >> scale
    assert_type(net, pm.Chain[Pixels, Hidden, pm.Activated[Pixels, Hidden, pm.Affine[Pixels, Hidden]], Scale[Hidden]])
    assert_type(net.second.factor, pm.Vector[Hidden])
    assert_type(scale >> pm.softmax, pm.Activated[Hidden, Hidden, Scale[Hidden]])
    grad = pm.training.differentiate(scale, a.forward(x), t).grad
    assert_type(grad, pm.Grad[Scale[Hidden]])
    assert_type(sgd.step(0.1, scale, grad), Scale[Hidden])


def single_precision(scale: Scale[Hidden, np.float32], h: pm.Matrix[Batch, Hidden, np.float32]) -> None:
    assert_type((scale >> scale).forward(h), pm.Matrix[Batch, Hidden, np.float32])


def images(
    dim: Dim[Gray, Side, Side],
    flat: pm.Flatten[Gray, Side, Side, Pixels],
    a: pm.Affine[Pixels, Classes],
    x: pm.Images[Batch, Gray, Side, Side],
    t: pm.Labels[Batch, Classes],
    p: pm.Distribution[Batch, Classes],
) -> None:
    assert_type((dim >> dim).forward(x), pm.Images[Batch, Gray, Side, Side])
    assert_type(dim >> pm.relu, pm.ActivatedImages[Gray, Side, Side, Gray, Side, Side, Dim[Gray, Side, Side]])
    assert_type((dim >> flat).forward(x), pm.Matrix[Batch, Pixels])
    assert_type((flat >> pm.softmax).forward(x), pm.Matrix[Batch, Pixels])
    net = dim >> pm.tanh >> dim >> flat >> a
    assert_type(net.second, pm.Affine[Pixels, Classes])
    assert_type(net.forward(x), pm.Matrix[Batch, Classes])
    assert_type(net.linearize(x)[1].pullback(net.forward(x))[0], pm.Images[Batch, Gray, Side, Side])
    at = pm.training.differentiate(net, x, t)
    assert_type(sgd.step(0.1, net, at.grad).second.weight, pm.Matrix[Pixels, Classes])
    assert_type(at.grad.tree.second.bias, pm.Vector[Classes])
    assert_type(pm.training.step(net, x, p, 0.1)[1], np.float64)


def records(tied: Tied[Hidden], grad: pm.Grad[Tied[Hidden]], h: pm.Matrix[Batch, Hidden]) -> None:
    assert_type(tied.forward(h), pm.Matrix[Batch, Hidden])
    assert_type(sgd.step(0.1, tied, grad), Tied[Hidden])
    assert_type(grad.tree.a.weight, pm.Matrix[Hidden, Hidden])
    assert_type(tied.map(pm.arrays.exp), Tied[Hidden])
    assert_type(tied.evolve(a=tied.b), Tied[Hidden])
    assert_type(tied.dot(tied), float)
    assert_type(grad.dot(grad), float)


def modes(
    a: pm.Affine[Pixels, Hidden],
    norm: pm.BatchNorm[Hidden],
    drop: pm.Dropout[Hidden],
    b: pm.Affine[Hidden, Classes],
    x: pm.Matrix[Batch, Pixels],
    t: pm.Labels[Batch, Classes],
) -> None:
    net = a >> norm >> pm.relu >> drop >> b
    assert_type(net.forward(x), pm.Matrix[Batch, Classes])
    assert_type(net.first.first.layer.second, pm.BatchNorm[Hidden])
    noise = pm.draw_noise(net, pm.Key.of(0), len(x))
    at = pm.training.differentiate(net, x, t, noise)
    assert_type(net.absorb(at.statistics).second, pm.Affine[Hidden, Classes])
    assert_type(norm.running, pm.Moments[Hidden])
    _, back = norm.linearize(a.forward(x))
    same: Back[pm.Matrix[Batch, Hidden], pm.Matrix[Batch, Hidden], pm.Record] = back  # covariant in the layer
    assert_type(same.measured(), tuple[pm.Buffers, ...])
    anything: pm.Layer[Pixels, Classes, Any] = net
    print(anything)
