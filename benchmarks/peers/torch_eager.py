"""torch in eager mode: `nn.Sequential`, `F.cross_entropy`, `optim.SGD`, gradients set to None before each step."""

from __future__ import annotations

import importlib
import re
from typing import Any

import numpy as np

from benchmarks.implementation import Array, Step
from benchmarks.workloads import F, Workload

# By name, so that both type checkers pass with and without torch; what comes out of it is untyped up to `Step`.
torch = importlib.import_module("torch")


def kernel() -> str:
    """Which linear algebra torch was built with; linked into it, hence out of threadpoolctl's sight."""
    blas = re.search(r"BLAS_INFO=(\w+)", torch.__config__.show())
    name = blas[1] if blas else "unknown BLAS"
    return f"{name} in torch {torch.__version__}, {torch.backends.cpu.get_cpu_capability()}, threads {torch.get_num_threads()}"


def build(workload: Workload, dtype: type[F], /) -> Step:
    """Any number of affine layers."""
    torch.set_num_threads(1)
    kind = torch.float64 if dtype is np.float64 else torch.float32
    modules: list[Any] = []
    for weight, bias in workload.parameters(dtype):
        layer = torch.nn.Linear(*weight.shape, dtype=kind)
        with torch.no_grad():
            layer.weight.copy_(torch.from_numpy(weight.T))
            layer.bias.copy_(torch.from_numpy(bias))
        modules += [layer, torch.nn.ReLU()]
    net = torch.nn.Sequential(*modules[:-1])
    optimizer = torch.optim.SGD(net.parameters(), lr=workload.learning_rate)
    x, t = (torch.from_numpy(array) for array in workload.data(dtype))
    cross_entropy = torch.nn.functional.cross_entropy
    loss = torch.zeros(())

    def advance() -> None:
        nonlocal loss
        optimizer.zero_grad(set_to_none=True)
        loss = cross_entropy(net(x), t)
        loss.backward()
        optimizer.step()

    def parameters() -> list[Array]:
        return [leaf.detach().numpy().T for leaf in net.parameters()]

    return Step(advance, lambda: float(loss.item()), parameters, kernel)
