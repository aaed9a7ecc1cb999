"""The perceptron: AND, NAND and OR are three settings of one unit, and XOR is two layers of them.

A unit is `Affine >> heaviside`: it answers 1 where w1 x1 + w2 x2 + b > 0 and 0 elsewhere, at 0 too. The weights are the
notes'. Between them and a wrong answer lies a margin: no unit's sum is closer to 0 than 1/5 on the four inputs.
Source: Deep Learning from Scratch, chapter 2.

>>> INPUTS.T
array([[0., 1., 0., 1.],
       [0., 0., 1., 1.]])
>>> for gate in (AND, NAND, OR, XOR):
...     print(gate.forward(INPUTS).T)
[[0. 0. 0. 1.]]
[[1. 1. 1. 0.]]
[[0. 1. 1. 1.]]
[[0. 1. 1. 0.]]
>>> XOR
Affine(2 -> 2) >> heaviside >> Affine(2 -> 1) >> heaviside
"""

from __future__ import annotations

from typing import NewType, TypeAlias

import numpy as np

from ..arrays import Matrix, matrix, vector
from ..functions.heaviside import heaviside
from ..layers.affine import Affine
from ..layers.layer import Activated, Chain

Cases = NewType("Cases", int)
"""One row for each case."""

Pair = NewType("Pair", int)
"""Two truth values, each 0 or 1."""

Truth = NewType("Truth", int)
"""One truth value."""

Unit: TypeAlias = Activated[Pair, Truth, Affine[Pair, Truth]]
Units: TypeAlias = Activated[Pair, Pair, Affine[Pair, Pair]]

INPUTS: Matrix[Cases, Pair] = matrix([[0, 0], [1, 0], [0, 1], [1, 1]], Cases(4), Pair(2))
"""The four cases."""


def unit(w1: float, w2: float, bias: float, /) -> Unit:
    """A unit fires on one side of a line, and the line itself is on the other side: y = [w1 x1 + w2 x2 + bias > 0].

    Raises `DomainError` for a number that is not finite.

    >>> unit(1.0, 0.0, -1.0).forward(matrix([[1.0, 0.0], [1.5, 0.0]], Cases(2), Pair(2)))
    array([[0.],
           [1.]])
    """
    return Affine(matrix([[w1], [w2]], Pair(2), Truth(1)), vector([bias], Truth(1))) >> heaviside


def beside(first: Unit, second: Unit, /) -> Units:
    """Two units that look at the same inputs: one affine layer, whose columns are theirs."""
    a, b = first.layer, second.layer
    return Affine(matrix(np.hstack([a.weight, b.weight]), Pair(2), Pair(2)), vector(np.hstack([a.bias, b.bias]), Pair(2))) >> heaviside


AND: Unit = unit(0.5, 0.5, -0.7)
"""Fires exactly where both inputs are 1."""

NAND: Unit = unit(-0.5, -0.5, 0.7)
"""Fires exactly where not both inputs are 1: AND with every sign changed."""

OR: Unit = unit(0.5, 0.5, -0.2)
"""Fires exactly where an input is 1."""

XOR: Chain[Pair, Truth, Units, Unit] = beside(NAND, OR) >> AND
"""Fires exactly where the inputs differ: AND of NAND and OR. No single unit does.

Theorems: `Perceptron.XOR_network`, and `Perceptron.XOR_not_separable` for every choice of weights.
"""
