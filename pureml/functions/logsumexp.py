"""Log-sum-exp of each row: y = log sum exp(x), a smooth maximum."""

from __future__ import annotations

from typing import Generic

import attrs

from ..arrays import (
    C,
    F,
    Float,
    Matrix,
    R,
    Vector,
    entries,
    exp,
    freeze,
    fresh,
    greatest,
    lost,
    plus_log1p,
    put,
    row_shift,
    row_sums,
    row_sums_in_parts,
)
from ..rules import LOGITS, Rule, bounds
from ..scales import COTANGENTS, GREATEST


@attrs.define(eq=False)
class Shifted(Generic[R, C, Float]):
    """z = x - max x and what rounding has taken from it, the greatest entries m, sum exp(z) - 1 in two parts, and softmax(x)."""

    z: Matrix[R, C, Float]
    taken: Matrix[R, C, Float]
    m: Vector[R, Float]
    above: Vector[R, Float]
    more: Vector[R, Float]
    softmax: Matrix[R, C, Float]


def shifted(x: Matrix[R, C, F], /) -> Shifted[R, C, F]:
    """The logarithm keeps its digits where one entry dominates: log sum exp(z) = log1p(rest), rest without the greatest.

    The greatest entry is split off as e = 1 + (e - 1), where e - 1 is 0 in floats. What rounding takes from z is put back
    into exp(z): an entry that is d below the greatest would lose up to d units, and so would a sum of such entries.
    That sum less 1 stands in two parts: a half of a unit of it may be two units of m + log sum exp(z).
    """
    shift, top = row_shift(x), greatest(x)
    z = x - shift
    taken = lost(x, shift, z)
    e = exp(z)
    back = e * taken
    most, others = entries(e, top), fresh(e.copy())
    put(others, top, 0)
    rest, more = row_sums_in_parts(others, back)
    return Shifted(z, taken, row_sums(shift), rest + (most - 1), more, (e + back) / (rest + more + most)[:, None])


def forward(x: Matrix[R, C, F], /) -> Vector[R, F]:
    """At least the greatest entry of the row, and at most log(n) more: y = max x + log1p(rest). x (R, C) -> y (R,).

    rest is the sum of exp(x - max x) without the greatest entry. Source: Goodfellow, Bengio, Courville, Deep Learning
    (2016), section 4.1; Blanchard, D. J. Higham, N. J. Higham, Accurately computing the log-sum-exp and softmax
    functions, IMA Journal of Numerical Analysis 41 (2021), eq. 1.3.

    >>> import pureml as pm
    >>> forward(pm.matrix([[1000.0, 1000.0], [0.0, -40.0]]))
    array([1.00069315e+03, 4.24835426e-18])
    """
    return linearize(x)[0]


def linearize(x: Matrix[R, C, F], /) -> tuple[Vector[R, F], Matrix[R, C, F]]:
    """y, and softmax(x), which is its gradient."""
    s = shifted(x)
    return plus_log1p(s.m, s.above, s.more), s.softmax


def pushforward(p: Matrix[R, C, F], x_dot: Matrix[R, C, F], /) -> Vector[R, F]:
    """y_dot = <softmax(x), x_dot>."""
    return row_sums(p * x_dot)


def pullback(p: Matrix[R, C, F], g: Vector[R, F], /) -> Matrix[R, C, F]:
    """The gradient is the softmax, so a row of d_x sums to g: d_x = g softmax(x).

    >>> import pureml as pm
    >>> y, p = linearize(pm.matrix([[0.0, 0.0]]))
    >>> pullback(p, pm.vector([1.0]))
    array([[0.5, 0.5]])
    """
    return p * g[:, None]


RULE = Rule(
    name="logsumexp",
    formula="y = log sum_k exp(x_k)",
    derivative="d_x = g softmax(x)",
    forward=forward,
    linearize=linearize,
    pushforward=pushforward,
    pullback=pullback,
    domain=LOGITS,
    source="Blanchard, D. J. Higham, N. J. Higham, IMA Journal of Numerical Analysis 41 (2021), eq. 1.3",
    bounds=(
        # Four times the share that an exponential is off by, 0.59 and 1.8 eps, where rest is just below twice |m|; and the last sum.
        *bounds("forward", 3, 8, GREATEST),
        *bounds("pushforward", 6, 8, COTANGENTS),
        *bounds("pullback", 6, 8),
    ),
    theorem="Rules.logsumexp_rows_rule",
)


def logsumexp(x: Matrix[R, C, F], /) -> Vector[R, F]:
    """The log-sum-exp of each row, locked: a vector, so no activation of a layer.

    >>> import pureml as pm
    >>> logsumexp(pm.matrix([[0.0, 0.0, 0.0, 0.0]]))
    array([1.38629436])
    """
    return freeze(forward(x))
