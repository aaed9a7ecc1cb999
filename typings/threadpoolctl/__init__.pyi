# The part of threadpoolctl that pureml uses, which ships no types of its own.

from typing import Literal

class threadpool_limits:
    def __init__(self, limits: int, user_api: Literal["blas"]) -> None: ...

def threadpool_info() -> list[dict[str, str | int]]: ...
