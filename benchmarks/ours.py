"""The step of pureml: a frozen network in, a new one out."""

from __future__ import annotations

import pureml as pm
from benchmarks.implementation import Array, NotBuilt, Step
from benchmarks.workloads import F, Workload


def build(workload: Workload, dtype: type[F], /) -> Step:
    """`affine >> relu >> affine` and `training.step`, as a user would write it."""
    match workload.sizes:
        case (pixels, hidden, classes):
            (w1, b1), (w2, b2) = workload.parameters(dtype)
        case sizes:
            raise NotBuilt(f"expected two layers, got sizes {sizes}")
    images, answers = workload.data(dtype)
    x = pm.matrix(images, workload.batch, pixels, dtype)
    t = pm.labels(answers, workload.batch, classes)
    first = pm.Affine(pm.matrix(w1, pixels, hidden, dtype), pm.vector(b1, hidden, dtype))
    second = pm.Affine(pm.matrix(w2, hidden, classes, dtype), pm.vector(b2, classes, dtype))
    net = first >> pm.relu >> second
    loss = dtype(0.0)

    def advance() -> None:
        nonlocal net, loss
        net, loss = pm.training.step(net, x, t, workload.learning_rate)

    def parameters() -> list[Array]:
        return list(net.leaves)

    return Step(advance, lambda: float(loss), parameters)
