"""Log-softmax of each row: y = x - log sum exp(x), the logarithms of probabilities."""

from __future__ import annotations

from ..arrays import C, F, Matrix, R, log1p, row_sums
from ..rules import LOGITS, Rule, bounds
from ..scales import COTANGENTS
from .activation import Rowwise
from .logsumexp import shifted


def forward(x: Matrix[R, C, F], /) -> Matrix[R, C, F]:
    """Finite where the softmax underflows, and nonzero where it rounds to 1: y = x - max x - log1p(rest).

    x (R, C) -> y (R, C); rest is the sum of exp(x - max x) without the greatest entry. Source: Blanchard, D. J. Higham,
    N. J. Higham, IMA Journal of Numerical Analysis 41 (2021), section 3; there with log of the whole sum.

    >>> import pureml as pm
    >>> forward(pm.matrix([[0.0, -1000.0], [0.0, -40.0]]))
    array([[ 0.00000000e+00, -1.00000000e+03],
           [-4.24835426e-18, -4.00000000e+01]])
    """
    return linearize(x)[0]


def linearize(x: Matrix[R, C, F], /) -> tuple[Matrix[R, C, F], Matrix[R, C, F]]:
    """y, and softmax(x)."""
    s = shifted(x)
    return s.z - (log1p(s.above + s.more)[:, None] - s.taken), s.softmax


def pushforward(p: Matrix[R, C, F], x_dot: Matrix[R, C, F], /) -> Matrix[R, C, F]:
    """y_dot = x_dot - <softmax(x), x_dot>."""
    return x_dot - row_sums(p * x_dot)[:, None]


def pullback(p: Matrix[R, C, F], g: Matrix[R, C, F], /) -> Matrix[R, C, F]:
    """Every row of d_x sums to 0: d_x = g - softmax(x) sum g. The Jacobian, I - 1 y^T, is not symmetric.

    >>> import pureml as pm
    >>> y, p = linearize(pm.matrix([[0.0, 0.0]]))
    >>> pullback(p, pm.matrix([[1.0, 0.0]]))
    array([[ 0.5, -0.5]])
    """
    return g - p * row_sums(g)[:, None]


RULE = Rule(
    name="log_softmax",
    formula="y_k = x_k - log sum_j exp(x_j)",
    derivative="d_x = g - softmax(x) sum_k g_k",
    forward=forward,
    linearize=linearize,
    pushforward=pushforward,
    pullback=pullback,
    domain=LOGITS,
    source="Blanchard, D. J. Higham, N. J. Higham, IMA Journal of Numerical Analysis 41 (2021), section 3",
    bounds=(
        *bounds("forward", 3, 4),
        *bounds("pushforward", 4, 4, COTANGENTS),
        *bounds("pullback", 4, 4, COTANGENTS),
    ),
    theorem="Rules.log_softmax_rows_rule",
)

log_softmax: Rowwise = Rowwise("log_softmax", forward, linearize, pullback)
