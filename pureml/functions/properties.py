"""What is true of each activation that is a function of a number, as claims: tests/functions/test_properties.py proves them.

Every number is proved to within one thousandth, over all numbers that float64 holds.
"""

from __future__ import annotations

from enum import Enum
from fractions import Fraction

import attrs

from .activation import Elementwise
from .elu import elu
from .gelu import gelu
from .gelu_tanh import gelu_tanh
from .heaviside import heaviside
from .identity import identity
from .leaky_relu import leaky_relu
from .log_sigmoid import log_sigmoid
from .relu import relu
from .sigmoid import sigmoid
from .silu import silu
from .softplus import softplus
from .tanh import tanh


class Symmetry(Enum):
    """How f(-x) follows from f(x)."""

    ODD = "f(-x) = -f(x)"
    EVEN = "f(-x) = f(x)"
    NONE = "neither odd nor even"


@attrs.frozen(kw_only=True)
class Properties:
    """Claims about an activation f on all of the line.

    `lower` and `upper` bound its values, None where there is no bound; `lipschitz` is the least L with
    |f(x) - f(y)| <= L |x - y|, None where there is none; `monotone` is whether f never falls; `smooth` is whether there
    is a derivative everywhere, which then has one too, and so on.
    """

    activation: Elementwise
    symmetry: Symmetry = Symmetry.NONE
    monotone: bool
    lower: Fraction | None
    upper: Fraction | None
    lipschitz: Fraction | None
    smooth: bool

    @property
    def bounded(self) -> bool:
        """Whether the values lie between two numbers."""
        return self.lower is not None and self.upper is not None


ZERO, ONE = Fraction(0), Fraction(1)

PROPERTIES: tuple[Properties, ...] = (
    Properties(activation=identity, symmetry=Symmetry.ODD, monotone=True, lower=None, upper=None, lipschitz=ONE, smooth=True),
    Properties(activation=heaviside, monotone=True, lower=ZERO, upper=ONE, lipschitz=None, smooth=False),
    Properties(activation=sigmoid, monotone=True, lower=ZERO, upper=ONE, lipschitz=Fraction(1, 4), smooth=True),
    Properties(activation=log_sigmoid, monotone=True, lower=None, upper=ZERO, lipschitz=ONE, smooth=True),
    Properties(activation=tanh, symmetry=Symmetry.ODD, monotone=True, lower=-ONE, upper=ONE, lipschitz=ONE, smooth=True),
    Properties(activation=softplus, monotone=True, lower=ZERO, upper=None, lipschitz=ONE, smooth=True),
    Properties(activation=relu, monotone=True, lower=ZERO, upper=None, lipschitz=ONE, smooth=False),
    Properties(activation=leaky_relu(0.125), monotone=True, lower=None, upper=None, lipschitz=ONE, smooth=False),
    Properties(activation=elu(0.5), monotone=True, lower=Fraction(-1, 2), upper=None, lipschitz=ONE, smooth=False),
    Properties(activation=silu, monotone=False, lower=Fraction(-279, 1000), upper=None, lipschitz=Fraction(11, 10), smooth=True),
    Properties(activation=gelu, monotone=False, lower=Fraction(-17, 100), upper=None, lipschitz=Fraction(1129, 1000), smooth=True),
    Properties(activation=gelu_tanh, monotone=False, lower=Fraction(-171, 1000), upper=None, lipschitz=Fraction(1129, 1000), smooth=True),
)
"""One entry for each; those with a constant stand for one value of it, a power of two, which floats and fractions share.

>>> [p.activation for p in PROPERTIES if p.bounded]
[heaviside, sigmoid, tanh]
>>> [p.activation for p in PROPERTIES if not p.monotone]
[silu, gelu, gelu_tanh]
"""
