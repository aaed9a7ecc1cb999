"""What tests of optimizers share: the optimizers, walks along a gradient that is a function of the parameters, torch's walks."""

# pyright: reportUnknownLambdaType=false, reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# torch is not installed where this is checked, so all of it is unknown.

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

import numpy as np
import pytest

import pureml as pm
from pureml.check.inputs import FLOAT64
from pureml.check.numbers import Ball
from pureml.gradients import adopted
from pureml.optimizers import AdaGrad, Adam, AdamEpsilonHat, AdamW, Momentum, Nesterov, NesterovShifted, Optimizer, RmsProp, Sgd
from tests.networks import layer

torch: Any = import_module("torch") if find_spec("torch") else None  # a peer, not a dependency
needs_torch = pytest.mark.skipif(torch is None, reason="peer not installed: torch")

ALL: Final[dict[str, Optimizer]] = {
    "sgd": Sgd(0.1),
    "momentum": Momentum(0.1, mu=0.8),
    "nesterov": Nesterov(0.1, mu=0.8),
    "nesterov_shifted": NesterovShifted(0.1, mu=0.8),
    "adagrad": AdaGrad(0.1),
    "rmsprop": RmsProp(0.1, rho=0.9),
    "adam": Adam(0.1, beta1=0.8, beta2=0.95),
    "adam_epsilon_hat": AdamEpsilonHat(0.1, beta1=0.8, beta2=0.95),
    "adamw": AdamW(0.1, beta1=0.8, beta2=0.95, decay=0.2),
}
every_optimizer = pytest.mark.parametrize("optimizer", ALL.values(), ids=ALL)

MakeGrad: Any = pm.Grad


def drawn_layer(seed: int, shape: tuple[int, int] = (3, 2), dtype: Any = np.float64) -> Any:
    """An affine layer of normal numbers."""
    draw = np.random.Generator(pm.Key.of(seed).bits())
    return layer(draw.standard_normal(shape).astype(dtype), draw.standard_normal(shape[1:]).astype(dtype))


def drawn_grad(at: Any, seed: int) -> Any:
    """A gradient of normal numbers."""
    draw = np.random.Generator(pm.Key.of(seed).bits())
    made: list[Any] = [FLOAT64.array(draw, "g", leaf.shape).astype(leaf.dtype) for leaf in at.leaves]
    return MakeGrad(at, adopted(*made))


def walk(optimizer: Any, params: Any, slope: Callable[[Any], Any], steps: int) -> list[Any]:
    """The parameters at the start and after each step, where `slope` is the gradient of each array."""
    state, path = optimizer.init(params), [params]
    for _ in range(steps):
        at = optimizer.point(state, path[-1])
        new, state = optimizer.step(state, path[-1], MakeGrad(at, adopted(*map(slope, at.leaves))))
        path.append(new)
    return path


def close_to_torch(optimizer: Any, peer: Callable[[Any], Any], seed: int = 0, steps: int = 25) -> None:
    """Random gradients, whatever the parameters: both walks agree to 1e-14 of the size of the parameters."""
    params = drawn_layer(seed)
    leaves = [torch.tensor(np.array(leaf), requires_grad=True) for leaf in params.leaves]
    theirs, state = peer(leaves), optimizer.init(params)
    for step in range(steps):
        grad = drawn_grad(params, 1000 * seed + step)
        params, state = optimizer.step(state, params, grad)
        for leaf, d_leaf in zip(leaves, grad.leaves, strict=True):
            leaf.grad = torch.tensor(np.array(d_leaf))
        theirs.step()
        for mine, leaf in zip(params.leaves, leaves, strict=True):
            apart = np.abs(mine - leaf.detach().numpy()).max() / np.abs(mine).max()
            assert apart <= 1e-14, f"{optimizer}: step {step + 1} of seed {seed} is {apart:.1e} from torch's"


def encloses(
    forward: Callable[..., Any],
    textbook: Callable[..., Any],
    slots: int,
    gradients: list[float],
    constants: tuple[float, ...],
    *,
    counted: bool = False,
) -> None:
    """A walk of balls along these gradients is the textbook's, and the walk of floats is within 1e-12 of it.

    All inputs are doubles, so both enclosures are of one and the same walk: they must overlap, and be narrow.
    """
    fixed = [Ball.exactly(c) for c in constants]
    p, remembered = Ball(1), [Ball(0)] * slots
    balls: Any = [np.array([x]) for x in (Ball(1), *[Ball(0)] * slots)]
    floats: Any = [np.ones(1), *[np.zeros(1)] * slots]
    for t, g in enumerate(gradients, 1):
        count = (t,) if counted else ()
        p, remembered = textbook(p, remembered, Ball.exactly(g), *fixed, t)
        balls = forward(*balls, np.array([Ball.exactly(g)]), *fixed, *count)
        floats = forward(*floats, np.array([g]), *constants, *count)
        for ball, want, number in zip(balls, (p, *remembered), floats, strict=True):
            where = f"{forward.__module__}, step {t} along {gradients}, constants {constants}"
            assert ball[0].overlaps(want), f"{where}: expected {want}, got {ball[0]}"
            assert want.radius() <= 1e-12 * (1 + abs(want.midpoint())), f"{where}: {want} says nothing"
            assert abs(float(want) - number[0]) <= 1e-12 * (1 + abs(float(want))), f"{where}: expected {want}, got {number[0]}"
