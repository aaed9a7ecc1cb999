"""Affine, rows as samples: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

from ...layers import affine, column_affine
from ..call import Call, inner
from ..evidence import Equal, Evidence, Kept, Mutant
from ..inputs import Numbers
from ..laws import affine_in, joined, permutes, permutes_back, splits
from ..mistakes import promoted, without_g

Y = ("rows", "outputs")


def definition(x: Numbers, weight: Numbers, bias: Numbers) -> Numbers:
    """Entry by entry: sum_i x_ni w_ij + b_j."""
    products: Numbers = x[:, :, None] * weight[None]
    return products.sum(axis=1) + bias


def _of_columns(call: Call) -> tuple[object, object]:
    x, weight, bias = call.arguments
    of_columns: Numbers = column_affine.forward(x.T, weight.T, bias)
    return call.y, of_columns.T


def _collapsed(call: Call) -> tuple[object, object]:
    """Two affine layers are one: W = W1 W2, b = b1 W2 + b2, here with W2 = W1^T and b2 = x_0."""
    x, weight, bias = call.arguments
    after = affine.forward(call.y, weight.T, x[0])
    moved: Numbers = affine.forward(bias[None], weight.T, x[0])
    return after, affine.forward(x, weight @ weight.T, moved[0])


def _homogeneous(call: Call) -> tuple[object, object]:
    """<d_w, w> + <d_b, b> = <g, y>, and <d_x, x> = <d_w, w>."""
    x, weight, bias = call.arguments
    d_x, d_weight, d_bias = call.cotangents
    by_x, by_weight, by_y = inner((d_x,), (x,)), inner((d_weight,), (weight,)), inner((call.g,), (call.y,))
    return joined((by_weight + inner((d_bias,), (bias,)), by_x)), joined((by_y, by_weight))


def _adds_over_rows(call: Call) -> tuple[object, object]:
    """The gradient of a batch is the sum of the gradients of its rows."""
    x, weight, _ = call.arguments
    rows = [affine.pullback((x[k : k + 1], weight), call.g[k : k + 1])[1:] for k in range(len(x))]
    total = joined(rows[0])
    for row in rows[1:]:
        total = total + joined(row)
    return joined(call.cotangents[1:]), total


def _untransposed(kept: Kept, g: Numbers) -> Numbers:
    x, weight = kept
    return g @ weight, x.T @ g, g.sum(axis=0)


def _transposed_weight(kept: Kept, g: Numbers) -> Numbers:
    x, weight = kept
    return g @ weight.T, g.T @ x, g.sum(axis=0)


def _mean_of_weight(kept: Kept, g: Numbers) -> Numbers:
    x, weight = kept
    return g @ weight.T, x.T @ g / len(x), g.sum(axis=0)


def _mean_of_bias(kept: Kept, g: Numbers) -> Numbers:
    x, weight = kept
    return g @ weight.T, x.T @ g, g.mean(axis=0)


def _first_of_bias(kept: Kept, g: Numbers) -> Numbers:
    x, weight = kept
    return g @ weight.T, x.T @ g, g[0] * 1


def _bias_of_all(kept: Kept, g: Numbers) -> Numbers:
    x, weight = kept
    return g @ weight.T, x.T @ g, g.sum(axis=0) * 0 + g.sum()


def _bias_by_columns(kept: Kept, g: Numbers) -> Numbers:
    x, weight = kept
    return g @ weight.T, x.T @ g, g.sum(axis=1)


def _stale_input(kept: Kept, g: Numbers) -> Numbers:
    x, weight = kept
    return g @ weight.T, x[::-1].T @ g, g.sum(axis=0)


def _first_row_of_input(kept: Kept, g: Numbers) -> Numbers:
    x, weight = kept
    return g @ weight.T, x[0][:, None] * g.sum(axis=0), g.sum(axis=0)


def _no_input(kept: Kept, g: Numbers) -> Numbers:
    x, weight = kept
    return g @ weight.T * 0, x.T @ g, g.sum(axis=0)


def _one_term(kept: Kept, x_dot: Numbers, weight_dot: Numbers, bias_dot: Numbers) -> Numbers:
    return x_dot @ kept[1] + bias_dot + weight_dot[0] * 0


def _first_row(x: Numbers, weight: Numbers, bias: Numbers) -> Numbers:
    y = x @ weight
    y[0] += bias
    return y


EVIDENCE = Evidence(
    definition=definition,
    degree=2,
    laws=(
        affine_in("x"),
        affine_in("weight"),
        affine_in("bias"),
        Equal("the transpose is the affine map of columns", _of_columns),
        Equal("two affine layers are one", _collapsed),
        Equal("<d_w, w> + <d_b, b> = <g, y> and <d_x, x> = <d_w, w>", _homogeneous),
        Equal("the gradient adds up over the rows", _adds_over_rows),
        permutes("rows", Y),
        permutes("inputs", Y),
        permutes("outputs", Y),
        permutes_back("rows", Y),
        permutes_back("inputs", Y),
        permutes_back("outputs", Y),
        splits(),
    ),
    mutants=(
        Mutant("the cotangent left out, as if it were 1", "the notes, S28", pullback=without_g(affine.pullback)),
        Mutant("d_x = G W, W not transposed", pullback=_untransposed),
        Mutant("d_w = G^T X", pullback=_transposed_weight),
        Mutant("d_w divided by the number of rows, which the loss has done", pullback=_mean_of_weight),
        Mutant("d_b as a mean", pullback=_mean_of_bias),
        Mutant("d_b of the first row alone", pullback=_first_of_bias),
        Mutant("d_b summed over everything", pullback=_bias_of_all),
        Mutant("d_b summed over the outputs", pullback=_bias_by_columns),
        Mutant("d_w by the rows of another pass", pullback=_stale_input),
        Mutant("d_w by the first row alone", pullback=_first_row_of_input),
        Mutant("nothing for the layer before", pullback=_no_input),
        Mutant("a term of the product rule dropped", pushforward=_one_term),
        Mutant("the bias forgotten", forward=lambda x, weight, _: x @ weight),
        Mutant("the bias added to the first row alone", forward=_first_row),
        Mutant("float64 out of float32", forward=promoted(affine.forward)),
    ),
)
