"""Multi-head attention: the columns are cut into heads, each attends for itself, and the results stand side by side."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Generic

import attrs
from typing_extensions import override

from ..arrays import C, F, Float, K, Mask, Matrix, R, apart, freeze, together
from ..errors import ShapeError
from ..gradients import Cotangent
from ..records import one_dtype, sealed
from ..rules import Argument, Domain, Kind, Rule, bounds
from ..scales import SCORES
from . import attention
from .affine import Affine, AffineBack
from .attention import Attended
from .back import Measured
from .heads import Heads, Sight, Size, Tokens, Width
from .layer import In, Layer
from .network import Masks


@attrs.define(eq=False)
class SideBySide(Generic[R, C, Float]):
    """What each head keeps, and the sizes of the matrix that holds them side by side."""

    kept: Attended[int, Any, Any, int, int, Float]
    rows: R
    columns: C


def forward(q: Matrix[R, C, F], k: Matrix[R, C, F], v: Matrix[R, C, F], look: Mask[tuple[K, K]], heads: int, /) -> Matrix[R, C, F]:
    """Head h of Y is the attention of head h of Q, K and V, and sequences do not see each other.

    q, k, v (R, C) -> (R, C): head h is the h-th block of C / heads columns, and the rows are those of one or more
    sequences of as many tokens as `look` (T, T) has, one after the other. Raises `ShapeError` unless the heads divide the
    columns and the tokens the rows, `DomainError` for a token that looks nowhere. Source: Vaswani et al., Attention Is All
    You Need (2017), section 3.2.2, without the projections, which the layer has.

    >>> import pureml as pm
    >>> v = pm.matrix([[1.0, 2.0], [3.0, 6.0]])
    >>> forward(v - v, v, v, pm.everywhere(2), 2)
    array([[2., 4.],
           [2., 4.]])
    """
    return linearize(q, k, v, look, heads)[0]


def linearize(
    q: Matrix[R, C, F], k: Matrix[R, C, F], v: Matrix[R, C, F], look: Mask[tuple[K, K]], heads: int, /
) -> tuple[Matrix[R, C, F], SideBySide[R, C, F]]:
    """Y, and what its derivatives need."""
    rows, columns = q.shape
    tokens = look.shape[0]
    whole("multi_head_attention", rows, tokens, columns, heads)
    blocks, width = rows // tokens * heads, columns // heads
    y, kept = attention.linearize(apart(q, blocks, tokens, width), apart(k, blocks, tokens, width), apart(v, blocks, tokens, width), look)
    return together(y, rows, columns), SideBySide(kept, rows, columns)


def pushforward(kept: SideBySide[R, C, F], q_dot: Matrix[R, C, F], k_dot: Matrix[R, C, F], v_dot: Matrix[R, C, F], /) -> Matrix[R, C, F]:
    """Head by head: cutting and joining only move numbers."""
    blocks, tokens, width = kept.kept.scaled.shape
    y_dot = attention.pushforward(
        kept.kept, apart(q_dot, blocks, tokens, width), apart(k_dot, blocks, tokens, width), apart(v_dot, blocks, tokens, width)
    )
    return together(y_dot, kept.rows, kept.columns)


def pullback(kept: SideBySide[R, C, F], g: Matrix[R, C, F], /) -> tuple[Matrix[R, C, F], Matrix[R, C, F], Matrix[R, C, F]]:
    """Head by head: the transpose of cutting is joining, so each cotangent stands where its number stood.

    >>> import pureml as pm
    >>> v = pm.matrix([[1.0, 2.0], [3.0, 6.0]])
    >>> y, kept = linearize(v - v, v, v, pm.everywhere(2), 2)
    >>> pullback(kept, pm.matrix([[1.0, 0.0], [0.0, 0.0]]))[2]
    array([[0.5, 0. ],
           [0.5, 0. ]])
    """
    d_q, d_k, d_v = attention.pullback(kept.kept, apart(g, *kept.kept.scaled.shape))
    return (
        together(d_q, kept.rows, kept.columns),
        together(d_k, kept.rows, kept.columns),
        together(d_v, kept.rows, kept.columns),
    )


def whole(where: str, rows: int, tokens: int, columns: int, heads: int, /) -> None:
    """Raise `ShapeError` unless the heads divide the columns, and the rows are those of whole sequences.

    >>> whole("attention", 4, 2, 6, 4)
    Traceback (most recent call last):
    ...
    pureml.errors.ShapeError: attention: expected heads that divide the 6 columns, got 4 heads
    """
    if heads < 1 or columns % heads:
        raise ShapeError(f"{where}: expected heads that divide the {columns} columns, got {heads} heads")
    if not rows or not tokens or rows % tokens:
        raise ShapeError(f"{where}: expected the rows of whole sequences of {tokens} tokens, got {rows} rows")


@attrs.frozen(eq=False, repr=False, field_transformer=sealed)
class MultiHeadAttention(Layer[In, In, Float], Generic[In, Width, Size, Tokens, Float]):
    """Self-attention: queries, keys and values are projections of the input, and the heads' results are projected back.

    Rows are tokens, those of one or more sequences of as many tokens as the mask has, one after the other. Raises
    `ShapeError` for projections that do not fit the heads, `DtypeError`. Source: Vaswani et al., Attention Is All You
    Need (2017), section 3.2.2.
    """

    query: Affine[In, Width, Float]
    key: Affine[In, Width, Float]
    value: Affine[In, Width, Float]
    output: Affine[Width, In, Float]
    heads: Heads[Width, Size]
    sight: Sight[Tokens]

    def __attrs_post_init__(self) -> None:
        """Check that the projections agree."""
        columns, width = self.output.weight.shape[::-1]
        shapes = [self.query.weight.shape, self.key.weight.shape, self.value.weight.shape]
        if width != self.heads.width or shapes != [(columns, width)] * 3:
            raise ShapeError(
                f"MultiHeadAttention: expected projections to the {self.heads.width} columns of the heads and back, "
                f"got query, key, value {shapes} and output {self.output.weight.shape}"
            )
        one_dtype("MultiHeadAttention", query=self.query.bias, key=self.key.bias, value=self.value.bias, output=self.output.bias)

    @override
    def forward(self, x: Matrix[R, In, Float], /) -> Matrix[R, In, Float]:
        look, heads = self.sight.look, self.heads.count
        return self.output.forward(freeze(forward(self.query.forward(x), self.key.forward(x), self.value.forward(x), look, heads)))

    @override
    def linearize(
        self, x: Matrix[R, In, Float], masks: Masks = (), /
    ) -> tuple[Matrix[R, In, Float], MultiHeadBack[R, In, Width, Size, Tokens, Float]]:
        (q, query), (k, key), (v, value) = self.query.linearize(x), self.key.linearize(x), self.value.linearize(x)
        h, kept = linearize(q, k, v, self.sight.look, self.heads.count)
        y, output = self.output.linearize(freeze(h))
        return y, MultiHeadBack(self, query, key, value, kept, output)

    @override
    def __repr__(self) -> str:
        return f"MultiHeadAttention({len(self.output.bias)}, {self.heads.count} heads of {self.heads.size})"


@attrs.define(eq=False)
class MultiHeadBack(Generic[R, In, Width, Size, Tokens, Float]):
    """The layer, the ways back through its four projections, and what the heads kept."""

    at: MultiHeadAttention[In, Width, Size, Tokens, Float]
    query: AffineBack[R, In, Width, Float]
    key: AffineBack[R, In, Width, Float]
    value: AffineBack[R, In, Width, Float]
    kept: SideBySide[R, Width, Float]
    output: AffineBack[R, Width, In, Float]

    def pullback(
        self, g: Matrix[R, In, Float], /
    ) -> tuple[Matrix[R, In, Float], Cotangent[MultiHeadAttention[In, Width, Size, Tokens, Float]]]:
        """The cotangents of the input, from which three ways lead, and of the parameters."""
        d_h, output = self.output.pullback(g)
        d_q, d_k, d_v = pullback(self.kept, d_h)
        (by_query, query), (by_key, key), (by_value, value) = self.query.pullback(d_q), self.key.pullback(d_k), self.value.pullback(d_v)
        return freeze(by_query + by_key + by_value), Cotangent(self.at, query.leaves + key.leaves + value.leaves + output.leaves)

    def gradient(self, g: Matrix[R, In, Float], /) -> Cotangent[MultiHeadAttention[In, Width, Size, Tokens, Float]]:
        """The cotangent of the parameters alone."""
        d_h, output = self.output.pullback(g)
        d_q, d_k, d_v = pullback(self.kept, d_h)
        query, key, value = self.query.gradient(d_q), self.key.gradient(d_k), self.value.gradient(d_v)
        return Cotangent(self.at, query.leaves + key.leaves + value.leaves + output.leaves)

    def measured(self) -> Measured:
        """Nothing."""
        return ()


RULE = Rule(
    name="multi_head_attention",
    formula="Y = [Y_1 ... Y_H], Y_h = attention(Q_h, K_h, V_h), Q_h the h-th block of columns",
    derivative="d_q, d_k, d_v: those of each head, in the columns of the head",
    forward=forward,
    linearize=linearize,
    pushforward=pushforward,
    pullback=pullback,
    domain=Domain(
        (
            Argument("q", ("rows", "columns")),
            Argument("k", ("rows", "columns")),
            Argument("v", ("rows", "columns")),
            Argument("look", ("rows", "rows"), Kind.COVER),
            Argument("heads", (), Kind.WHOLE, (Fraction(1), Fraction(2))),
        ),
        sizes=((2, 2), (1, 4), (3, 2)),
    ),
    source="Vaswani et al., Attention Is All You Need (2017), section 3.2.2",
    # Sums of up to four terms; two units for the exponential.
    bounds=(
        *bounds("forward", 6, 6, SCORES),
        *bounds("pushforward", 6, 6, SCORES),
        *bounds("pullback", 6, 6, SCORES),
    ),
    theorem="Attention.multi_head_gradient",
)
