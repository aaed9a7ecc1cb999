"""What an implementation of a workload is to the driver."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeAlias

import attrs
import numpy as np
import numpy.typing as npt

from benchmarks.workloads import F, Workload

Array: TypeAlias = npt.NDArray[np.floating[Any]]


def numpy_kernel() -> str:
    """Which linear algebra NumPy runs, as threadpoolctl sees it."""
    try:
        pools = importlib.import_module("threadpoolctl").threadpool_info()
    except ModuleNotFoundError:
        return "unknown (threadpoolctl is not installed)"
    found = [pool for pool in pools if pool["user_api"] == "blas"]
    form = "{internal_api} {version} {architecture}, threads {num_threads}"
    return "; ".join(form.format_map({"architecture": "", **blas}) for blas in found) or "no BLAS that threadpoolctl knows"


@attrs.frozen
class Step:
    """A network under training; only `advance` is timed."""

    advance: Callable[[], object]  # one step: forward, loss, gradient, update
    loss: Callable[[], float]  # of the last step, before its update, with nothing added inside the logarithm
    parameters: Callable[[], Sequence[Array]]  # weight (in, out) and bias of each layer, in order
    kernel: Callable[[], str] = numpy_kernel  # which linear algebra runs


class Build(Protocol):
    """How a module of this package sets up a workload; each has one function `build` of this type."""

    def __call__(self, workload: Workload, dtype: type[F], /) -> Step:
        """The network with the workload's parameters; NotBuilt where there is none."""
        ...


class NotBuilt(Exception):  # noqa: N818 - the absence of a step is an answer, not an error
    """The implementation has no step for this workload."""
