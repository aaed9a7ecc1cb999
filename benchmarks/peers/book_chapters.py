"""The book's step of each workload, by the chapter that has it."""

from __future__ import annotations

from benchmarks.implementation import Step
from benchmarks.peers import book, book_extended
from benchmarks.workloads import F, Vector, Workload


def build(workload: Workload, dtype: type[F], /) -> Step:
    """Chapter 5 for two layers with SGD, chapter 6 for Adam."""
    if isinstance(workload, Vector):
        return book_extended.vector(workload, dtype)
    return book_extended.mlp(workload, dtype) if workload.update == "adam" else book.build(workload, dtype)
