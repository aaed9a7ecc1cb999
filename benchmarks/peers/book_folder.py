"""The book's own code, from a folder the user has: `--book DIR`, with DIR and DIR/ch05 on the path of the worker."""

from __future__ import annotations

import importlib

from benchmarks.implementation import NotBuilt, Step
from benchmarks.peers.book import parameters_by_key, stepping
from benchmarks.workloads import F, Mlp, Workload


def build(workload: Workload, dtype: type[F], /) -> Step:
    """`TwoLayerNet` and `SGD` as they are, with the parameters of the workload in its dict and in its layers."""
    if not isinstance(workload, Mlp) or workload.update != "sgd":
        raise NotBuilt(f"expected two layers with SGD, since other constants of the book are not the workload's, got {workload}")
    params = parameters_by_key(workload, dtype)
    # The folder's modules are untyped; the protocols that `stepping` asks for are all that is used of them.
    net = importlib.import_module("two_layer_net").TwoLayerNet(*workload.sizes)
    optimizer = importlib.import_module("common.optimizer").SGD(lr=workload.learning_rate)
    net.params.update(params)
    for key, layer in (("1", net.layers["Affine1"]), ("2", net.layers["Affine2"])):
        layer.W, layer.b = params["W" + key], params["b" + key]
    return stepping(net, optimizer, lambda: net.lastLayer.y, workload, dtype)
