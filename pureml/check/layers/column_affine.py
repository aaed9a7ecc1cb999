"""Affine, columns as samples: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

from ...layers import affine, column_affine
from ..call import Call, inner
from ..evidence import Equal, Evidence, Kept, Mutant
from ..inputs import Numbers
from ..laws import affine_in, joined, permutes, permutes_back
from ..mistakes import each_of, promoted, without_g

Y = ("outputs", "columns")


def definition(x: Numbers, weight: Numbers, bias: Numbers) -> Numbers:
    """Entry by entry: sum_i w_ji x_in + b_j."""
    products: Numbers = weight[:, :, None] * x[None]
    return products.sum(axis=1) + bias[:, None]


def _of_rows(call: Call) -> tuple[object, object]:
    x, weight, bias = call.arguments
    of_rows: Numbers = affine.forward(x.T, weight.T, bias)
    return call.y, of_rows.T


def _back_of_rows(call: Call) -> tuple[object, object]:
    x, weight, _ = call.arguments
    of_rows: Numbers = affine.pullback((x.T, weight.T), call.g.T)
    return joined(call.cotangents), joined(each_of(of_rows, lambda d: d.T))


def _homogeneous(call: Call) -> tuple[object, object]:
    _, weight, bias = call.arguments
    _, d_weight, d_bias = call.cotangents
    return inner((d_weight, d_bias), (weight, bias)), inner((call.g,), (call.y,))


def _row_convention(kept: Kept, g: Numbers) -> Numbers:
    """·W^T, X^T· and 1^T·, which the notes print beside columns; they fit where all sizes are equal."""
    x, weight = kept
    return g @ weight.T, x.T @ g, g.sum(axis=0)


def _bias_by_columns(kept: Kept, g: Numbers) -> Numbers:
    x, weight = kept
    return weight.T @ g, g @ x.T, g.sum(axis=0)


def _transposed_weight(kept: Kept, g: Numbers) -> Numbers:
    x, weight = kept
    return weight.T @ g, x @ g.T, g.sum(axis=1)


def _mean_over_samples(kept: Kept, g: Numbers) -> Numbers:
    x, weight = kept
    return weight.T @ g, g @ x.T / x.shape[1], g.mean(axis=1)


def _stale_input(kept: Kept, g: Numbers) -> Numbers:
    x, weight = kept
    return weight.T @ g, g @ x[:, ::-1].T, g.sum(axis=1)


def _one_term(kept: Kept, x_dot: Numbers, weight_dot: Numbers, bias_dot: Numbers) -> Numbers:
    return weight_dot @ kept[0] + bias_dot[:, None] + x_dot[:1] * 0


def _first_column(x: Numbers, weight: Numbers, bias: Numbers) -> Numbers:
    y = weight @ x
    y[:, 0] += bias
    return y


EVIDENCE = Evidence(
    definition=definition,
    degree=2,
    laws=(
        affine_in("x"),
        affine_in("weight"),
        affine_in("bias"),
        Equal("the transpose is the affine map of rows", _of_rows),
        Equal("so are the cotangents", _back_of_rows),
        Equal("<d_w, w> + <d_b, b> = <g, y>", _homogeneous),
        permutes("columns", Y),
        permutes("inputs", Y),
        permutes("outputs", Y),
        permutes_back("columns", Y),
        permutes_back("inputs", Y),
        permutes_back("outputs", Y),
    ),
    mutants=(
        Mutant("the cotangents of rows for columns", "the notes, S28", pullback=_row_convention),
        Mutant("the cotangent left out, as if it were 1", "the notes, S28", pullback=without_g(column_affine.pullback)),
        Mutant("d_b summed over the outputs", pullback=_bias_by_columns),
        Mutant("d_w = X G^T", pullback=_transposed_weight),
        Mutant("means over the samples, which the loss has taken", pullback=_mean_over_samples),
        Mutant("d_w by the columns of another pass", pullback=_stale_input),
        Mutant("a term of the product rule dropped", pushforward=_one_term),
        Mutant("the bias forgotten", forward=lambda x, weight, _: weight @ x),
        Mutant("the bias added to the first column alone", forward=_first_column),
        Mutant("float64 out of float32", forward=promoted(column_affine.forward)),
    ),
)
