"""Optimizers, schedules and their states: both checkers know every type exactly, and say nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NewType, TypeVar, assert_type

import numpy as np

import pureml as pm
from pureml.optimizers import Adam, AdamEpsilonHat, Nesterov, Optimizer, Sgd, State
from pureml.schedules import Cosine, Joined, Schedule, WarmUp

Pixels = NewType("Pixels", int)
Hidden = NewType("Hidden", int)
Classes = NewType("Classes", int)

First = pm.Affine[Pixels, Hidden]
Net = pm.Chain[Pixels, Classes, pm.Activated[Pixels, Hidden, First], pm.Affine[Hidden, Classes]]
Single = pm.Affine[Pixels, Classes, np.float32]

Method = TypeVar("Method", bound=Optimizer)
P = TypeVar("P", bound=pm.Record)


def steps(net: Net, grad: pm.Grad[Net], single: Single, narrow: pm.Grad[Single]) -> None:
    adam = Adam(1e-3)
    state = adam.init(net)
    assert_type(state, State[Adam, Net])
    new, after = adam.step(state, net, grad)
    assert_type(new, Net)
    assert_type(after, State[Adam, Net])
    assert_type(after.slot("first_moment"), pm.Grad[Net])
    assert_type(after.slot("first_moment").tree.second.weight, pm.Matrix[Hidden, Classes])
    assert_type(after.count, int)
    assert_type(Sgd(0.1).step(Sgd(0.1).init(single), single, narrow), tuple[Single, State[Sgd, Single]])
    nesterov = Nesterov(0.1)
    assert_type(nesterov.point(nesterov.init(net), net), Net)


def any_method(method: Method, params: P, grads: Iterable[pm.Grad[P]]) -> tuple[P, State[Method, P]]:
    state = method.init(params)
    for grad in grads:
        params, state = method.step(state, params, grad)
    return params, state


def whichever(method: Optimizer, net: Net, grad: pm.Grad[Net]) -> None:
    assert_type(method.step(method.init(net), net, grad), tuple[Net, State[Optimizer, Net]])
    assert_type(any_method(method, net, [grad])[1], State[Optimizer, Net])
    assert_type(any_method(AdamEpsilonHat(1e-3), net, [grad]), tuple[Net, State[AdamEpsilonHat, Net]])


def fold(net: Net, x: pm.Matrix[int, Pixels], t: pm.Labels[int, Classes]) -> None:
    def run(params: Net, point: Net) -> tuple[Net, pm.Grad[Net]]:
        at = pm.training.differentiate(point, x, t)
        return params.absorb(at.statistics), at.grad

    adam = Adam(Joined(WarmUp(1e-3, steps=10), 10, Cosine(1e-3, steps=90)))
    assert_type(adam.fold(adam.init(net), net, [run, run]), tuple[Net, State[Adam, Net]])
    assert_type(adam.lr, float | Schedule)
    assert_type(WarmUp(1e-3, steps=10)(3), float)
