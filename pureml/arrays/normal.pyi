from typing import Any

from .types import A, Tensor

FLOAT64: tuple[float, ...]
FLOAT32: tuple[float, ...]

def root_gauss(x: A, /) -> A: ...
def normal_tail(a: A, /) -> A: ...
def normal_peak(x: Tensor[Any, Any], /) -> float: ...
