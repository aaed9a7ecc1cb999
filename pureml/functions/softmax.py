"""Softmax of each row: y = exp(x) / sum exp(x)."""

from __future__ import annotations

from ..arrays import C, F, Matrix, R, exp_rows, row_sums
from ..rules import LOGITS, Rule, bounds
from ..scales import COTANGENTS
from .activation import Rowwise


def forward(x: Matrix[R, C, F], /) -> Matrix[R, C, F]:
    """Each row becomes positive and sums to 1, and adding a constant to a row changes nothing.

    y = e / sum(e), e = exp(x - s): s is 0 where nothing overflows and the sum is not tiny, since a shift would cost digits;
    otherwise max x, and what rounding takes from x - s is put back into e. Source: Deep Learning from Scratch,
    section 3.5; Goodfellow et al. (2016), eq. 4.1.

    >>> import pureml as pm
    >>> forward(pm.matrix([[1000.0, 1000.0]]))
    array([[0.5, 0.5]])
    """
    e, total = exp_rows(x)
    return e / total[:, None]


def linearize(x: Matrix[R, C, F], /) -> tuple[Matrix[R, C, F], Matrix[R, C, F]]:
    """y, and y again: the Jacobian diag(y) - y y^T is a function of the output."""
    y = forward(x)
    return y, y


def pushforward(y: Matrix[R, C, F], x_dot: Matrix[R, C, F], /) -> Matrix[R, C, F]:
    """y_dot = y (x_dot - <y, x_dot>): the Jacobian is symmetric, so this is the pullback."""
    return pullback(y, x_dot)


def pullback(y: Matrix[R, C, F], g: Matrix[R, C, F], /) -> Matrix[R, C, F]:
    """Every row of d_x sums to 0, and the off-diagonal terms are needed: d_x = y (g - <y, g>).

    The Jacobian of a row is diag(y) - y y^T; its diagonal alone, y (1 - y), is not the derivative.

    >>> import pureml as pm
    >>> pullback(pm.matrix([[0.5, 0.5]]), pm.matrix([[1.0, 0.0]]))
    array([[ 0.25, -0.25]])
    """
    return y * (g - row_sums(y * g)[:, None])


RULE = Rule(
    name="softmax",
    formula="y_k = exp(x_k) / sum_j exp(x_j)",
    derivative="d_x = y (g - <y, g>)",
    forward=forward,
    linearize=linearize,
    pushforward=pushforward,
    pullback=pullback,
    domain=LOGITS,
    source="Deep Learning from Scratch, section 3.5",
    bounds=(
        # The exponential, 15 roundings of a sum of a hundred in pairs, and the quotient; twice that just below a power of two.
        *bounds("forward", 20, 24),
        *bounds("pushforward", 3, 3, COTANGENTS),
        *bounds("pullback", 3, 3, COTANGENTS),
    ),
    theorem="Softmax.softmax_rows_rule",
)

softmax: Rowwise = Rowwise("softmax", forward, linearize, pullback)
