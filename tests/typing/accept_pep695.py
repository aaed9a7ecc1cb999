"""A user of CPython 3.13, who writes type parameters in brackets; checked from that version on."""

from typing import NewType, assert_type

import attrs
import numpy as np

import pureml as pm
from pureml.optimizers import sgd

Batch = NewType("Batch", int)
Pixels = NewType("Pixels", int)
Classes = NewType("Classes", int)


@attrs.frozen(eq=False, repr=False, field_transformer=pm.sealed)
class Tied[D: int, T: (np.float32, np.float64) = np.float64](pm.Record):
    """A record with a default for its dtype."""

    a: pm.Affine[D, D, T]
    b: pm.Affine[D, D, T]

    def forward[N: int](self, x: pm.Matrix[N, D, T]) -> pm.Matrix[N, D, T]:
        """One after the other."""
        return self.b.forward(self.a.forward(x))


def scores[N: int](a: pm.Affine[Pixels, Classes], x: pm.Matrix[N, Pixels]) -> pm.Matrix[N, Classes]:
    """For any number of rows."""
    return pm.softmax(a.forward(x))


def use(
    a: pm.Affine[Pixels, Classes], x: pm.Matrix[Batch, Pixels], tied: Tied[Pixels], single: Tied[Pixels, np.float32], grad: pm.Grad[Tied[Pixels]]
) -> None:
    assert_type(scores(a, x), pm.Matrix[Batch, Classes])
    assert_type(tied.forward(x), pm.Matrix[Batch, Pixels])
    assert_type(single.a.weight, pm.Matrix[Pixels, Pixels, np.float32])
    assert_type(sgd.step(0.1, tied, grad), Tied[Pixels])
