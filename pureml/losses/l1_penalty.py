"""L1 penalty: y = lambda sum |W|."""

from __future__ import annotations

from fractions import Fraction

from ..arrays import A, F, Shape, Tensor, absolute, inner, one_like, step
from ..rules import Argument, Domain, Kind, Kink, Rule, bounds
from ..scales import MAGNITUDES
from .penalty import Penalty


def forward(weight: Tensor[Shape, F], strength: float, /) -> F:
    """Every weight counts by its size, however small, so minima have weights that are 0: y = lambda sum |W|.

    Any shape -> a number. Source: Goodfellow, Bengio, Courville, Deep Learning (2016), section 7.1.2.

    >>> import pureml as pm
    >>> float(forward(pm.matrix([[3.0, -4.0]]), 0.5))
    3.5
    """
    return inner(absolute(weight), one_like(weight)) * strength


def linearize(weight: Tensor[Shape, F], strength: float, /) -> tuple[F, Tensor[Shape, F]]:
    """y, and its gradient."""
    return forward(weight, strength), gradient(weight, strength)


def pushforward(slope: Tensor[Shape, F], weight_dot: Tensor[Shape, F], /) -> F:
    """y_dot = lambda <sign(W), W_dot>."""
    return inner(slope, weight_dot)


def pullback(slope: Tensor[Shape, F], g: F, /) -> Tensor[Shape, F]:
    """Every weight is pulled as hard, and one that is 0 not at all: d_weight = g lambda sign(W), sign(0) = 0.

    >>> import numpy as np
    >>> import pureml as pm
    >>> pullback(linearize(pm.matrix([[3.0, -4.0, 0.0]]), 0.5)[1], np.float64(1.0))
    array([[ 0.5, -0.5,  0. ]])
    """
    return slope * g


def gradient(weight: A, strength: float, /) -> A:
    """The subgradient lambda sign(W) that is 0 at 0; a NaN stays NaN."""
    return (step(weight) - step(-weight)) * strength


RULE = Rule(
    name="l1_penalty",
    formula="y = lambda sum |W|",
    derivative="d_weight = g lambda sign(W), sign(0) = 0",
    forward=forward,
    linearize=linearize,
    pushforward=pushforward,
    pullback=pullback,
    domain=Domain(
        (
            Argument("weight", ("inputs", "outputs")),
            Argument("strength", (), Kind.CONSTANT, (Fraction(1, 10), Fraction(2))),
        )
    ),
    source="Goodfellow, Bengio, Courville, Deep Learning (2016), section 7.1.2",
    kinks=(Kink("W = 0", "the slope is 0, the middle of the subdifferential [-lambda, lambda]"),),
    # A sum of some hundred terms of one sign, in the partial sums of BLAS.
    bounds=(
        *bounds("forward", 16, 16),
        *bounds("pushforward", 16, 16, MAGNITUDES),
        *bounds("pullback", 1.5, 1.5),
    ),
    theorem="Errors.l1_penalty_rule",
)


def l1_penalty(strength: float, /) -> Penalty:
    """lambda times the sum of the sizes of all weights; biases are not counted. Raises `DomainError`.

    >>> l1_penalty(0.1)
    l1_penalty(0.1)
    """
    return Penalty("l1_penalty", forward, gradient, strength)
