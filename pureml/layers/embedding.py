"""Embedding: each label becomes its row of a table, Y[n] = E[t_n]."""

from __future__ import annotations

from typing import Generic

import attrs
from typing_extensions import override

from ..arrays import C, F, Float, Labels, Matrix, R, W, freeze, rows_of, summed_by
from ..errors import DomainError, DtypeError, ShapeError
from ..gradients import Cotangent, cotangent
from ..records import one_dtype, sealed
from ..rules import Argument, Domain, Kind, Rule, bounds
from ..scales import MAGNITUDES
from .back import Measured
from .layer import In, Out
from .network import Masks
from .tokens import TokenLayer


def forward(table: Matrix[C, W, F], target: Labels[R, C], /) -> Matrix[R, W, F]:
    """The product with one-hot rows, without the rows: Y[n] = E[t_n].

    table (C, W), target (R,) -> (R, W). Source: Bengio et al., A Neural Probabilistic Language Model (2003), section 2.

    >>> import pureml as pm
    >>> forward(pm.matrix([[1.0, 2.0], [3.0, 4.0]]), pm.labels([1, 1, 0], 3, 2))
    array([[3., 4.],
           [3., 4.],
           [1., 2.]])
    """
    return rows_of(table, target)


def linearize(table: Matrix[C, W, F], target: Labels[R, C], /) -> tuple[Matrix[R, W, F], tuple[Labels[R, C], Matrix[C, W, F]]]:
    """Y, the labels, and the table, of which the way back needs the size."""
    return forward(table, target), (target, table)


def pushforward(kept: tuple[Labels[R, C], Matrix[C, W, F]], table_dot: Matrix[C, W, F], /) -> Matrix[R, W, F]:
    """Y_dot[n] = E_dot[t_n]: the map is linear in the table."""
    return rows_of(table_dot, kept[0])


def pullback(kept: tuple[Labels[R, C], Matrix[C, W, F]], g: Matrix[R, W, F], /) -> Matrix[C, W, F]:
    """A label that comes twice counts twice: d_table[c] is the sum of G[n] over all n with t_n = c.

    >>> import pureml as pm
    >>> y, kept = linearize(pm.matrix([[1.0, 2.0], [3.0, 4.0]]), pm.labels([1, 1, 0], 3, 2))
    >>> pullback(kept, pm.matrix([[1.0, 0.0], [10.0, 0.0], [0.0, 5.0]]))
    array([[ 0.,  5.],
           [11.,  0.]])
    """
    target, table = kept
    return summed_by(target, g, table)


@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class Embedding(TokenLayer[In, Out, Float]):
    """A row of `Out` features for each of `In` tokens.

    Raises `ShapeError`, `DtypeError`, and `DomainError` for a label that has no row: NumPy would count a negative one from
    the end.

    >>> import pureml as pm
    >>> Embedding(pm.matrix([[1.0], [2.0], [3.0]])).forward(pm.labels([2, 0], 2, 3))
    array([[3.],
           [1.]])
    """

    table: Matrix[In, Out, Float]

    def __attrs_post_init__(self) -> None:
        """Check the table."""
        if self.table.ndim != 2:
            raise ShapeError(f"Embedding: expected a table with a row for each token, got shape {self.table.shape}")
        one_dtype("Embedding", table=self.table)

    @override
    def forward(self, x: Labels[R, In], /) -> Matrix[R, Out, Float]:
        self._check(x)
        return freeze(forward(self.table, x))

    @override
    def linearize(self, x: Labels[R, In], masks: Masks = (), /) -> tuple[Matrix[R, Out, Float], EmbeddingBack[R, In, Out, Float]]:
        return self.forward(x), EmbeddingBack(self, x)

    def _check(self, x: Labels[R, In]) -> None:
        if x.dtype.kind != "i":
            raise DtypeError(f"Embedding: expected labels, which are integers, got x of {x.dtype}")
        if x.ndim != 1:
            raise ShapeError(f"Embedding: expected a vector of labels, got x of shape {x.shape}")
        if x.size and not 0 <= x.min() <= x.max() < len(self.table):
            raise DomainError(f"Embedding: expected labels 0 to {len(self.table) - 1}, got {x.min()} to {x.max()}")

    @override
    def __repr__(self) -> str:
        return f"Embedding({self.table.shape[0]} -> {self.table.shape[1]})"


@attrs.define(eq=False)
class EmbeddingBack(Generic[R, In, Out, Float]):
    """The layer and the labels of the pass."""

    at: Embedding[In, Out, Float]
    x: Labels[R, In]

    def pullback(self, g: Matrix[R, Out, Float], /) -> tuple[None, Cotangent[Embedding[In, Out, Float]]]:
        """The cotangent of the table; labels have none."""
        return None, self.gradient(g)

    def gradient(self, g: Matrix[R, Out, Float], /) -> Cotangent[Embedding[In, Out, Float]]:
        """The cotangent of the table."""
        return cotangent(self.at, type(self.at), pullback((self.x, self.at.table), g))

    def measured(self) -> Measured:
        """Nothing."""
        return ()


RULE = Rule(
    name="embedding",
    formula="Y[n] = E[t_n]",
    derivative="d_table[c] = sum of G[n] over n with t_n = c",
    forward=forward,
    linearize=linearize,
    pushforward=pushforward,
    pullback=pullback,
    domain=Domain(
        (Argument("table", ("classes", "columns")), Argument("target", ("rows",), Kind.LABELS)), sizes=((2, 2, 3), (3, 1, 2), (2, 3, 1))
    ),
    source="Bengio et al., A Neural Probabilistic Language Model (2003), section 2",
    # Up to three cotangents are added at a row.
    bounds=(
        *bounds("forward", 0, 0),
        *bounds("pushforward", 0, 0),
        *bounds("pullback", 1, 1, MAGNITUDES),
    ),
    theorem="Graph.embedding_rule",
)
