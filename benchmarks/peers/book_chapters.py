"""The book's step of each workload, by the chapter that has it."""

from __future__ import annotations

from benchmarks.implementation import Step
from benchmarks.peers import book, book_convolution, book_extended
from benchmarks.workloads import Conv, F, Vector, Workload


def build(workload: Workload, dtype: type[F], /) -> Step:
    """Chapter 5 for two layers with SGD, chapter 6 for Adam, chapter 7 for a convolution."""
    if isinstance(workload, Vector):
        return book_extended.vector(workload, dtype)
    if isinstance(workload, Conv):
        return book_convolution.build(workload, dtype)
    return book_extended.mlp(workload, dtype) if workload.update == "adam" else book.build(workload, dtype)
