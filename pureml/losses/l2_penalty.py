"""L2 penalty, also called weight decay: y = lambda / 2 sum(W^2)."""

from __future__ import annotations

from fractions import Fraction

from ..arrays import A, F, Shape, Tensor, inner
from ..rules import Argument, Domain, Kind, Rule, bounds
from ..scales import MAGNITUDES, UNDERFLOW
from .penalty import Penalty


def forward(weight: Tensor[Shape, F], strength: float, /) -> F:
    """Half the squared length of the weight, as a vector, times the strength: y = lambda / 2 sum(W^2).

    Any shape -> a number. Source: Goodfellow, Bengio, Courville, Deep Learning (2016), section 7.1.1; Deep Learning from
    Scratch, section 6.4.2.

    >>> import pureml as pm
    >>> float(forward(pm.matrix([[3.0, 4.0]]), 0.5))
    6.25
    """
    return inner(weight, gradient(weight, strength / 2))


def linearize(weight: Tensor[Shape, F], strength: float, /) -> tuple[F, tuple[Tensor[Shape, F], float]]:
    """y, and both inputs."""
    return forward(weight, strength), (weight, strength)


def pushforward(kept: tuple[Tensor[Shape, F], float], weight_dot: Tensor[Shape, F], /) -> F:
    """y_dot = lambda <W, W_dot>."""
    weight, strength = kept
    return inner(weight, weight_dot) * strength


def pullback(kept: tuple[Tensor[Shape, F], float], g: F, /) -> Tensor[Shape, F]:
    """The half has cancelled the 2, and no 1 / n enters: d_weight = g lambda W.

    >>> import numpy as np
    >>> import pureml as pm
    >>> pullback((pm.matrix([[3.0, 4.0]]), 0.5), np.float64(1.0))
    array([[1.5, 2. ]])
    """
    return gradient(*kept) * g


def gradient(weight: A, strength: float, /) -> A:
    """The gradient lambda W: with a step of lr, a weight keeps the share 1 - lr lambda of itself."""
    return weight * strength


RULE = Rule(
    name="l2_penalty",
    formula="y = lambda / 2 sum(W^2)",
    derivative="d_weight = g lambda W",
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
    source="Goodfellow, Bengio, Courville, Deep Learning (2016), section 7.1.1",
    # A sum of some hundred terms of one sign, in the partial sums of BLAS.
    bounds=(
        *bounds("forward", 16, 16, UNDERFLOW),
        *bounds("pushforward", 16, 16, MAGNITUDES),
        *bounds("pullback", 1.5, 1.5),
    ),
    theorem="Errors.l2_penalty_rule",
)


def l2_penalty(strength: float, /) -> Penalty:
    """lambda / 2 times the sum of the squares of all weights; biases are not counted. Raises `DomainError`.

    >>> l2_penalty(0.1)
    l2_penalty(0.1)
    """
    return Penalty("l2_penalty", forward, gradient, strength)
