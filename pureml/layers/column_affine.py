"""Affine, columns as samples: Y = W X + b 1^T. The rule of the textbooks that write `W x + b`; layers take rows."""

from __future__ import annotations

from ..arrays import F, Matrix, R, Vector, fresh, row_sums
from ..rules import Argument, Domain, Rule, bounds
from ..scales import MAGNITUDES
from .layer import In, Out


def forward(x: Matrix[In, R, F], weight: Matrix[Out, In, F], bias: Vector[Out, F], /) -> Matrix[Out, R, F]:
    """The bias is added to every column; transposing all three turns it into `affine`: (W X + b 1^T)^T = X^T W^T + 1 b^T.

    x (In, R), weight (Out, In), bias (Out,) -> (Out, R). Source: the notes, section 1.2, and Goodfellow, Bengio,
    Courville, Deep Learning (2016), section 6.1; PyTorch stores its weights so.

    >>> import pureml as pm
    >>> forward(pm.matrix([[1.0], [2.0]]), pm.matrix([[1.0, 10.0]]), pm.vector([0.5]))
    array([[21.5]])
    """
    y = fresh(weight @ x)
    y += bias[:, None]
    return y


def linearize(
    x: Matrix[In, R, F], weight: Matrix[Out, In, F], bias: Vector[Out, F], /
) -> tuple[Matrix[Out, R, F], tuple[Matrix[In, R, F], Matrix[Out, In, F]]]:
    """Y, and its two factors."""
    return forward(x, weight, bias), (x, weight)


def pushforward(
    kept: tuple[Matrix[In, R, F], Matrix[Out, In, F]], x_dot: Matrix[In, R, F], weight_dot: Matrix[Out, In, F], bias_dot: Vector[Out, F], /
) -> Matrix[Out, R, F]:
    """The product rule: Y_dot = W X_dot + W_dot X + b_dot 1^T."""
    x, weight = kept
    return weight @ x_dot + weight_dot @ x + bias_dot[:, None]


def pullback(
    kept: tuple[Matrix[In, R, F], Matrix[Out, In, F]], g: Matrix[Out, R, F], /
) -> tuple[Matrix[In, R, F], Matrix[Out, In, F], Vector[Out, F]]:
    """Each transpose of the row convention changes sides: d_x = W^T G, d_weight = G X^T, d_bias = G 1.

    >>> import pureml as pm
    >>> y, kept = linearize(pm.matrix([[1.0], [2.0]]), pm.matrix([[3.0, 4.0]]), pm.vector([0.0]))
    >>> pullback(kept, pm.matrix([[10.0]]))
    (array([[30.],
           [40.]]), array([[10., 20.]]), array([10.]))
    """
    x, weight = kept
    return weight.T @ g, g @ x.T, row_sums(g)


RULE = Rule(
    name="column_affine",
    formula="Y = W X + b 1^T",
    derivative="d_x = W^T G, d_weight = G X^T, d_bias = G 1",
    forward=forward,
    linearize=linearize,
    pushforward=pushforward,
    pullback=pullback,
    domain=Domain((Argument("x", ("inputs", "columns")), Argument("weight", ("outputs", "inputs")), Argument("bias", ("outputs",)))),
    source="Goodfellow, Bengio, Courville, Deep Learning (2016), section 6.1",
    # A sum of n equal terms is rounded the same way every time, by up to n / 3 units: 34 for a hundred terms; two for the rest.
    bounds=(
        *bounds("forward", 36, 36, MAGNITUDES),
        *bounds("pushforward", 36, 36, MAGNITUDES),
        *bounds("pullback", 36, 36, MAGNITUDES),
    ),
    theorem="Rules.column_affine_rule",
)
