"""torch in eager mode: `nn.Sequential`, `F.cross_entropy`, `optim.SGD` or `Adam`, gradients set to None before each step."""

from __future__ import annotations

import importlib
import re
from typing import Any

import numpy as np

from benchmarks.implementation import Array, Step
from benchmarks.workloads import ADAM_EPS, BETA1, BETA2, NORM_EPS, Conv, F, Logits, Mlp, Norm, Vector, Workload, mean_square

# By name, so that both type checkers pass with and without torch; what comes out of it is untyped up to `Step`.
torch = importlib.import_module("torch")


def kernel() -> str:
    """Which linear algebra torch was built with; linked into it, hence out of threadpoolctl's sight."""
    blas = re.search(r"BLAS_INFO=(\w+)", torch.__config__.show())
    name = blas[1] if blas else "unknown BLAS"
    return f"{name} in torch {torch.__version__}, {torch.backends.cpu.get_cpu_capability()}, threads {torch.get_num_threads()}"


def build(workload: Workload, dtype: type[F], /) -> Step:
    """Any number of affine layers, one convolution before two of them, one vector, or one function with its gradient."""
    torch.set_num_threads(1)
    match workload:
        case Mlp():
            return mlp(workload, dtype)
        case Conv():
            return conv(workload, dtype)
        case Vector():
            return vector(workload, dtype)
        case Logits():
            return logits(workload, dtype)
        case Norm():
            return norm(workload, dtype)


def mlp(workload: Mlp, dtype: type[F]) -> Step:
    """Affine layers, with batch normalisation, ReLU and dropout between them."""
    kind = torch.float64 if dtype is np.float64 else torch.float32
    modules: list[Any] = []
    pairs = workload.parameters(dtype)
    for k, (weight, bias) in enumerate(pairs, 1):
        modules.append(started(torch.nn.Linear(*weight.shape, dtype=kind), weight.T, bias))
        if k == len(pairs):
            break
        modules += [torch.nn.BatchNorm1d(len(bias), eps=NORM_EPS, dtype=kind)] if workload.norm else []
        modules.append(torch.nn.ReLU())
        modules += [torch.nn.Dropout(workload.dropout)] if workload.dropout else []
    return training(torch.nn.Sequential(*modules), workload, dtype)


def conv(workload: Conv, dtype: type[F]) -> Step:
    """The book's convolutional network."""
    kind = torch.float64 if dtype is np.float64 else torch.float32
    (filters, b1), (w2, b2), (w3, b3) = workload.parameters(dtype)
    nn = torch.nn
    net = nn.Sequential(
        started(nn.Conv2d(workload.channels, workload.filters, workload.kernel, dtype=kind), filters, b1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        started(nn.Linear(*w2.shape, dtype=kind), w2.T, b2),
        nn.ReLU(),
        started(nn.Linear(*w3.shape, dtype=kind), w3.T, b3),
    )
    return training(net, workload, dtype)


def started(layer: Any, weight: Array, bias: Array) -> Any:  # noqa: ANN401 - torch's, as above
    """The layer with these parameters."""
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(weight))
        layer.bias.copy_(torch.from_numpy(bias))
    return layer


def training(net: Any, workload: Mlp | Conv, dtype: type[F]) -> Step:  # noqa: ANN401 - as above
    """The step of a network on the batch of its workload."""
    optimizer = optimizer_of(workload, net.parameters())
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
        return [array.T if array.ndim == 2 else array for array in (leaf.detach().numpy() for leaf in net.parameters())]

    return Step(advance, lambda: float(loss.item()), parameters, kernel)


def optimizer_of(workload: Mlp | Conv | Vector, leaves: Any) -> Any:  # noqa: ANN401 - as above
    """The one that the workload names."""
    if not isinstance(workload, Vector) and workload.update == "sgd":
        return torch.optim.SGD(leaves, lr=workload.learning_rate)
    return torch.optim.Adam(leaves, lr=workload.learning_rate, betas=(BETA1, BETA2), eps=ADAM_EPS)


def vector(workload: Vector, dtype: type[F]) -> Step:
    """One leaf with its gradient."""
    p, g = (torch.from_numpy(array) for array in workload.data(dtype))
    p.grad = g
    optimizer = optimizer_of(workload, [p])
    return Step(optimizer.step, lambda: mean_square(p.numpy()), lambda: [p.numpy()], kernel)


def logits(workload: Logits, dtype: type[F]) -> Step:
    """`F.cross_entropy` and its gradient."""
    x, t = (torch.from_numpy(array) for array in workload.data(dtype))
    x.requires_grad_()
    loss = torch.zeros(())

    def advance() -> None:
        nonlocal loss
        x.grad = None
        loss = torch.nn.functional.cross_entropy(x, t)
        loss.backward()

    return Step(advance, lambda: float(loss.item()), lambda: [x.grad.numpy()], kernel)


def norm(workload: Norm, dtype: type[F]) -> Step:
    """`F.batch_norm` in training and its gradients."""
    x, g, gamma, beta = (torch.from_numpy(array) for array in workload.data(dtype))
    mean, variance = torch.zeros_like(beta), torch.ones_like(gamma)
    leaves = [leaf.requires_grad_() for leaf in (x, gamma, beta)]
    y = x

    def advance() -> None:
        nonlocal y
        for leaf in leaves:
            leaf.grad = None
        y = torch.nn.functional.batch_norm(x, mean, variance, gamma, beta, training=True, eps=NORM_EPS)
        y.backward(g)

    def loss() -> float:
        return mean_square(y.detach().numpy()) + mean_square(x.grad.numpy())

    return Step(advance, loss, lambda: [leaf.grad.numpy() for leaf in leaves], kernel)
