"""Mistakes in training. Below each stands what mypy (m) and pyright (p) say, as far as it matters; other lines are right."""

from __future__ import annotations

from typing import NewType

import numpy as np

import pureml as pm
from pureml.optimizers import sgd

Batch = NewType("Batch", int)
Other = NewType("Other", int)
Pixels = NewType("Pixels", int)
Hidden = NewType("Hidden", int)
Classes = NewType("Classes", int)

First = pm.Affine[Pixels, Hidden]
Second = pm.Affine[Hidden, Classes]
Deep = pm.Chain[Pixels, Classes, pm.Activated[Pixels, Hidden, First], Second]


def targets(
    net: Deep,
    x: pm.Matrix[Batch, Pixels],
    t: pm.Labels[Batch, Classes],
    t_other: pm.Labels[Other, Classes],
    t_hidden: pm.Labels[Batch, Hidden],
    p: pm.Distribution[Batch, Classes],
    p32: pm.Distribution[Batch, Classes, np.float32],
    numbers: pm.Matrix[Batch, Classes],
) -> None:
    pm.training.step(net, x, t, 0.1)
    pm.training.differentiate(net, x, p)
    pm.softmax_cross_entropy.linearize(net.forward(x), t)
    pm.training.step(net, x, t_other, 0.1)
    # m: Cannot infer value of type parameter "R" of "step"
    # p: Type parameter "R@Labels" is invariant, but "Other" is not the same as "Batch"
    pm.training.step(net, x, t_hidden, 0.1)
    # m: Cannot infer value of type parameter "Out" of "step"
    # p: Type parameter "C@Labels" is invariant, but "Hidden" is not the same as "Classes"
    pm.training.step(net, x, p32, 0.1)
    # m: Cannot infer value of type parameter "F" of "step"
    # p: Type parameter "Float@Distribution" is invariant, but "float32" is not the same as "float64"
    pm.training.step(net, x, numbers, 0.1)
    # m: No overload variant of "step" matches argument types "Chain[Pixels, Classes, Activated[Pixels, Hidden, Affine[Pixels, Hidden, float64], float64], Affine[Hidden, Classes, float64], float64]", "Matrix[Batch, Pixels, float64]", "Matrix[Batch, Classes, float64]", "float"
    # p: Argument of type "Matrix[Batch, Classes, float64]" cannot be assigned to parameter "target" of type "Labels[R@step, Out@step] | Distribution[R@step, Out@step, F@step]" in function "step"
    pm.training.step(net, x.T, t, 0.1)
    # m: Cannot infer value of type parameter "In" of "step"
    # p: Type parameter "C@Matrix" is invariant, but "Batch" is not the same as "Pixels"
    pm.training.differentiate(net, x, p, loss=pm.softmax_cross_entropy)
    # m: Argument "loss" to "differentiate" has incompatible type "Loss[LabelLinearize]"; expected "Loss[MatrixLinearize]"
    # p: Type parameter "L_co@Loss" is covariant, but "LabelLinearize" is not a subtype of "DistributionLinearize"
    pm.training.differentiate(net, x, t, loss=pm.softmax_cross_entropy_distribution)
    # m: Argument "loss" to "differentiate" has incompatible type "Loss[DistributionLinearize]"; expected "Loss[LabelLinearize]"
    # p: Type parameter "L_co@Loss" is covariant, but "DistributionLinearize" is not a subtype of "LabelLinearize"
    pm.softmax_cross_entropy.linearize(net.forward(x), t_other)
    # m: Cannot infer value of type parameter "R" of "__call__" of "LabelLinearize"
    # p: Type parameter "R@Labels" is invariant, but "Other" is not the same as "Batch"
    pm.softmax_cross_entropy.linearize(net.forward(x), p)
    # m: Argument 2 to "__call__" of "LabelLinearize" has incompatible type "Distribution[Batch, Classes, float64]"; expected "Labels[Batch, Classes]"
    # p: Argument of type "Distribution[Batch, Classes, float64]" cannot be assigned to parameter "target" of type "Labels[R@__call__, C@__call__]" in function "__call__"
    pm.softmax_cross_entropy_distribution.linearize(net.forward(x), t)
    # m: Argument 2 to "__call__" of "DistributionLinearize" has incompatible type "Labels[Batch, Classes]"; expected "Distribution[Batch, Classes, float64]"
    # p: Argument of type "Labels[Batch, Classes]" cannot be assigned to parameter "target" of type "Distribution[R@__call__, C@__call__, F@__call__]" in function "__call__"


def gradients(a: First, b: Second, net: Deep, g: pm.Grad[First], h: pm.Grad[Second]) -> None:
    moved: First = sgd.step(0.1, a, g)
    print(moved, g.dot(g))
    sgd.step(0.1, b, g)
    # m: Cannot infer value of type parameter "P" of "step"
    # p: Type parameter "P@Grad" is invariant, but "First" is not the same as "Second"
    sgd.step(0.1, net, g)
    # m: Cannot infer value of type parameter "P" of "step"
    # p: Type parameter "P@Grad" is invariant, but "First" is not the same as "Deep"
    sgd.step(0.1, a, a)
    # m: Argument 3 to "step" has incompatible type "Affine[Pixels, Hidden, float64]"; expected "Grad[Affine[Pixels, Hidden, float64]]"
    # p: Argument of type "First" cannot be assigned to parameter "grad" of type "Grad[P@step]" in function "step"
    sgd.step(0.1, g, a)
    # m: Value of type variable "P" of "step" cannot be "Grad[Affine[Pixels, Hidden, float64]]"
    # p: Argument of type "Grad[First]" cannot be assigned to parameter "params" of type "P@step" in function "step"
    g.dot(h)
    # m: Argument 1 to "dot" of "Grad" has incompatible type "Grad[Affine[Hidden, Classes, float64]]"; expected "Grad[Affine[Pixels, Hidden, float64]]"
    # p: Type parameter "P@Grad" is invariant, but "Second" is not the same as "First"
    a.dot(b)
    # m: Argument 1 to "dot" of "Record" has incompatible type "Affine[Hidden, Classes, float64]"; expected "Affine[Pixels, Hidden, float64]"
    # p: Type parameter "In@Affine" is invariant, but "Hidden" is not the same as "Pixels"
    a.forward(g)
    # m: Argument 1 to "forward" of "Affine" has incompatible type "Grad[Affine[Pixels, Hidden, float64]]"; expected "Matrix[Never, Pixels, float64]"
    # p: Argument of type "Grad[First]" cannot be assigned to parameter "x" of type "Matrix[R@forward, Pixels, float64]" in function "forward"
    _1: pm.Grad[pm.Layer[Pixels, Hidden]] = g
    # m: Incompatible types in assignment (expression has type "Grad[Affine[Pixels, Hidden, float64]]", variable has type "Grad[Layer[Pixels, Hidden, float64]]")
    # p: Type parameter "P@Grad" is invariant, but "First" is not the same as "Layer[Pixels, Hidden, float64]"
    _2: First = g
    # m: Incompatible types in assignment (expression has type "Grad[Affine[Pixels, Hidden, float64]]", variable has type "Affine[Pixels, Hidden, float64]")
    # p: Type "Grad[First]" is not assignable to declared type "First"


def states(a: First, net: Deep, x: pm.Matrix[Batch, Pixels], t: pm.Labels[Batch, Classes], noise: pm.Noise[First], seen: pm.Statistics[Deep]) -> None:
    pm.training.step(net, x, t, 0.1, pm.draw_noise(net, pm.Key.of(0), len(x)))
    print(net.absorb(seen))
    pm.training.step(net, x, t, 0.1, noise)
    # m: Cannot infer value of type parameter "N" of "step"
    # p: Type parameter "P@Noise" is invariant, but "First" is not the same as "Chain[Pixels, Classes, Activated[Pixels, Hidden, First, float64], Second, float64]"
    a.absorb(seen)
    # m: Argument 1 to "absorb" of "Network" has incompatible type "Statistics[Chain[Pixels, Classes, Activated[Pixels, Hidden, Affine[Pixels, Hidden, float64], float64], Affine[Hidden, Classes, float64], float64]]"; expected "Statistics[Affine[Pixels, Hidden, float64]]"
    # p: Type parameter "P@Statistics" is invariant, but "Deep" is not the same as "First"
