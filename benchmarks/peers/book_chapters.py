"""The book's step of each workload, by the chapter that has it."""

from __future__ import annotations

from benchmarks.implementation import Step
from benchmarks.peers import book, book_convolution, book_extended, book_layers
from benchmarks.workloads import Conv, F, Logits, Mlp, Norm, Vector, Workload


def build(workload: Workload, dtype: type[F], /) -> Step:
    """Chapter 5 for two layers with SGD and for softmax with loss, chapter 6 for Adam and batch norm, chapter 7 for a convolution."""
    match workload:
        case Vector():
            return book_extended.vector(workload, dtype)
        case Conv():
            return book_convolution.build(workload, dtype)
        case Logits():
            return book_layers.logits(workload, dtype)
        case Norm():
            return book_layers.norm(workload, dtype)
        case Mlp():
            return book_extended.mlp(workload, dtype) if workload.update == "adam" else book.build(workload, dtype)
