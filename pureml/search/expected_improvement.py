"""Expected improvement: how far below the best value a normal law is expected to fall, counting what lies above as 0."""

from __future__ import annotations

from ..arrays import A, either, normal_peak, normal_tail, root_gauss, standardised, zeros_like
from ..rules import Argument, Domain, Kind, Rule, bounds
from ..scales import MAGNITUDES


def forward(mean: A, deviation: A, best: A, /) -> A:
    """It is positive, grows with the deviation, and is at least best - mean: y = (best - mean) Phi(z) + deviation phi(z).

    z = (best - mean) / deviation; all three of one shape, deviation positive. With a = |z| it is max(best - mean, 0) +
    deviation exp(-a^2 / 2) (phi(0) - a tail(a)), which does not cancel where the mean is below the best value.
    Source: Jones, Schonlau and Welch, Efficient global optimization of expensive black-box functions (1998), equation 15.

    >>> import pureml as pm
    >>> forward(pm.vector([0.0, 5.0]), pm.vector([1.0, 1.0]), pm.vector([0.0, 0.0]))
    array([3.98942280e-01, 5.34616553e-08])
    """
    return linearize(mean, deviation, best)[0]


def linearize(mean: A, deviation: A, best: A, /) -> tuple[A, tuple[A, A]]:
    """y, and its slopes Phi(z) by best and phi(z) by the deviation."""
    gain = best - mean
    z = standardised(gain, deviation)
    a = either(z, z, -z)
    r, tail = root_gauss(a), normal_tail(a)
    below = tail * r * r
    density = normal_peak(z) * r * r
    y = either(z, gain, zeros_like(z)) + deviation * (density - a * below)
    return y, (either(z, 1 - below, below), density)


def pushforward(kept: tuple[A, A], mean_dot: A, deviation_dot: A, best_dot: A, /) -> A:
    """y_dot = Phi(z) (best_dot - mean_dot) + phi(z) deviation_dot: what z does on the way cancels."""
    below, density = kept
    return below * (best_dot - mean_dot) + density * deviation_dot


def pullback(kept: tuple[A, A], g: A, /) -> tuple[A, A, A]:
    """A lower mean and a greater deviation both improve it: d_mean = -g Phi(z), d_deviation = g phi(z), d_best = g Phi(z).

    >>> import pureml as pm
    >>> y, kept = linearize(pm.vector([0.0]), pm.vector([1.0]), pm.vector([0.0]))
    >>> [float(d[0]) for d in pullback(kept, pm.vector([2.0]))]
    [-1.0, 0.7978845608028654, 1.0]
    """
    below, density = kept
    return -(g * below), g * density, g * below


RULE = Rule(
    name="expected_improvement",
    formula="y = (best - mean) Phi(z) + deviation phi(z), z = (best - mean) / deviation",
    derivative="d_mean = -g Phi(z), d_deviation = g phi(z), d_best = g Phi(z)",
    forward=forward,
    linearize=linearize,
    pushforward=pushforward,
    pullback=pullback,
    domain=Domain(
        (Argument("mean", ("points",)), Argument("deviation", ("points",), Kind.POSITIVE), Argument("best", ("points",))),
        sizes=((2,), (3,), (1,)),
    ),
    source="Jones, Schonlau and Welch (1998), equation 15",
    # z is rounded twice, which costs z^2 units of exp(-z^2 / 2): 1490 before that is 0 in float64, 208 in float32. What is
    # left of phi(0) - a tail(a) is a part 1 / a^2 of it, and loses as many units again for each of its three roundings.
    bounds=(
        *bounds("forward", 6000, 840),
        *bounds("pushforward", 1500, 216, MAGNITUDES),
        *bounds("pullback", 1500, 216),
    ),
    theorem="Search.expected_improvement_rule",
)
