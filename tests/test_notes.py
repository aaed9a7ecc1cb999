"""The formulas of the notes the package starts from, sections 1 to 3: what each says, and what is right, on symbols.

`docs/errata.md` is the table of them. A formula that is right is an identity here; one that is wrong is refuted at the numbers
behind the symbols, and its correction is an identity.
"""

from __future__ import annotations

from math import e
from typing import Any, Final

import numpy as np
import pytest
import sympy as sp

import pureml as pm
from pureml.check.inputs import SYMBOLS
from pureml.check.numbers import Exact, Symbol, is_zero
from pureml.check.obligations.identity import expressions
from pureml.errors import DomainError
from pureml.functions import heaviside, log_softmax, relu, sigmoid, softmax, softmax_jacobian, tanh
from pureml.layers import affine, column_affine
from pureml.losses import cross_entropy, half_squared_error, mean_squared_error, softmax_cross_entropy_distribution
from tests.exactly import exactly

Expressions = list[sp.Expr]
N: Final = 3


def row(name: str, *shape: int, positive: bool = False) -> Any:
    """An array of symbols, one row of three unless a shape is given."""
    return SYMBOLS.array(np.random.Generator(pm.Key.of(0).bits()), name, shape or (1, N), positive=positive)


def derivative(of: sp.Expr, by: sp.Expr) -> sp.Expr:
    assert isinstance(by, sp.Symbol)
    return sp.diff(of, by)


def same(a: Expressions, b: Expressions) -> bool:
    """Whether two rows of expressions are the same functions."""
    return all(is_zero(u - v) for u, v in zip(a, b, strict=True))


def total(of: Expressions) -> sp.Expr:
    return sp.Add(*of)


X: Final = row("x")
LOGITS: Final = expressions(X)
Y: Final = expressions(softmax.forward(X))
TARGET: Final = row("t", positive=True)
T: Final = expressions(TARGET)
MASS: Final = total(T)
LOSS: Final = total([-t * sp.log(y) for t, y in zip(T, Y, strict=True)])
GRADIENT: Final = [derivative(LOSS, x) for x in LOGITS]
"""The derivative of cross-entropy after softmax, taken by a computer algebra system from the definitions."""


# ------------------------------------------------------------ 2. forward --


def test_no_activation_stands_between_the_last_affine_layer_and_softmax() -> None:
    net = pm.models.multi_layer(pm.Key.of(0), 4, (5, 6), 3, np.float64, activation=pm.relu)
    assert repr(net).endswith(">> Affine(6 -> 3)")


def test_tanh_is_the_quotient_of_exponentials_and_a_stretched_sigmoid() -> None:
    [x], [y] = LOGITS[:1], expressions(tanh.forward(X[:, :1]))
    assert is_zero(y - (sp.exp(x) - sp.exp(-x)) / (sp.exp(x) + sp.exp(-x)))
    assert is_zero(y - 2 * expressions(sigmoid.forward(X[:, :1] * 2))[0] + 1)


def test_the_derivatives_that_the_notes_leave_out() -> None:
    [x] = LOGITS[:1]
    for function in (sigmoid, tanh):
        value, kept = function.linearize(X[:, :1])
        [y], [d_x] = expressions(value), expressions(function.pullback(kept, X[:, :1] * 0 + 1))
        assert is_zero(d_x - (y * (1 - y) if function is sigmoid else 1 - y**2))
        assert is_zero(d_x - derivative(y, x))


def test_relu_is_neither_symmetric_nor_differentiable() -> None:
    x = pm.vector([-1.0, 0.0, 1.0])
    assert list(relu.forward(x)) == [0, 0, 1]
    assert list(relu.forward(-x)) == [1, 0, 0]  # not -relu(x), not relu(x)
    assert [kink.where for kink in relu.RULE.kinks] == ["x = 0"]
    assert list(relu.pullback(relu.forward(x), x * 0 + 1)) == [0, 0, 1]


def test_softmax_has_one_free_index_and_one_that_is_summed() -> None:
    exponentials: Expressions = [sp.exp(x) for x in LOGITS]
    assert same(Y, [u / total(exponentials) for u in exponentials])
    assert softmax.forward(X).shape == X.shape  # a row stays a row
    assert is_zero(total(Y) - 1)


def test_a_shift_changes_no_probability_and_only_a_positive_factor_is_one() -> None:
    c = row("c", 1, 1)
    assert same(expressions(softmax.forward(X - c)), Y)  # C = exp(-c), so C' = c = -log C
    with pytest.raises(DomainError, match="expected a positive number, got -2"):
        Exact(-2).log()


def test_after_the_shift_nothing_overflows_and_what_underflows_is_lost_to_the_logarithm() -> None:
    x = pm.matrix([[1000.0, 0.0]])
    y = softmax.forward(x)
    assert y.tolist() == [[1.0, 0.0]]
    with pytest.warns(RuntimeWarning, match="divide by zero"):
        assert np.log(y)[0, 1] == -np.inf
    assert log_softmax.forward(x).tolist() == [[0.0, -1000.0]]


def test_cross_entropy_is_a_product_for_one_row_only() -> None:
    y, t = row("y", 2, N, positive=True), row("t", 2, N, positive=True)
    logs = np.log(y)
    assert (logs[:1] @ t[:1].T).shape == (1, 1)  # a row: a number
    assert (logs[:1].T @ t[:1]).shape == (N, N)  # a column: a matrix
    batch = -(logs @ t.T)  # a batch: a matrix, of which the loss is the mean of the diagonal
    assert batch.shape == (2, 2)
    [loss] = expressions(cross_entropy.forward(y, t))
    assert is_zero(loss - (expressions(batch)[0] + expressions(batch)[3]) / 2)
    assert is_zero(loss + total([a * sp.log(b) for a, b in zip(expressions(t), expressions(y), strict=True)]) / 2)


def test_half_the_sum_of_squares_is_no_mean() -> None:
    y, t = row("y", 2, N), row("t", 2, N)
    squares = total([(a - b) ** 2 for a, b in zip(expressions(y), expressions(t), strict=True)])
    half, mean = (expressions(loss.forward(y, t))[0] for loss in (half_squared_error, mean_squared_error))
    assert is_zero(half - squares / 2 / 2)
    assert is_zero(mean - squares / (2 * N))
    gradient = expressions(mean_squared_error.linearize(y, t)[1].gradient())
    assert same(gradient, [2 * (a - b) / (2 * N) for a, b in zip(expressions(y), expressions(t), strict=True)])


# ----------------------------------------------------------- 3. backward --


def test_a_gradient_of_zero_is_not_yet_a_minimum() -> None:
    zero = pm.Affine(pm.matrix([[0.0]]), pm.vector([0.0]))
    x, t = pm.matrix([[-1.0], [1.0]]), pm.matrix([[-1.0], [1.0]])
    one = pm.Affine(pm.matrix([[1.0]]), pm.vector([0.0]))
    saddle, best = (
        pm.training.differentiate(
            (net >> net).map(exactly), pm.over(exactly(x), 2, 1), pm.over(exactly(t), 2, 1), loss=half_squared_error.half_squared_error
        )
        for net in (zero, one)
    )
    assert all((np.asarray(d) == Exact(0)).all() for at in (saddle, best) for d in at.grad.leaves)
    assert saddle.loss > best.loss


def test_the_chain_rule_multiplies_jacobians_in_the_order_of_the_way_back() -> None:
    x, w, b, g = row("x", 1, 2), row("w", 2, N), row("b", N), row("g")
    layer = pm.Affine(w, b)
    y, back = (layer >> pm.softmax).linearize(x)
    d_x, _ = back.pullback(g)
    j = softmax_jacobian.as_matrix(y[0])
    assert same(expressions(d_x), expressions(g @ j @ w.T))
    values, slopes = expressions(y), expressions(g)
    assert same(expressions(d_x), [total([s * derivative(v, u) for s, v in zip(slopes, values, strict=True)]) for u in expressions(x)])


def test_the_gradient_of_cross_entropy_is_minus_t_over_y() -> None:
    y = row("y", positive=True)
    loss, kept = cross_entropy.linearize(y, TARGET)
    definition = total([-t * sp.log(u) for t, u in zip(T, expressions(y), strict=True)])
    assert is_zero(expressions(loss)[0] - definition)
    d_y = expressions(kept.gradient())
    assert same(d_y, [-t / u for t, u in zip(T, expressions(y), strict=True)])
    assert same(d_y, [derivative(definition, u) for u in expressions(y)])
    printed = [t / u for t, u in zip(T, expressions(y), strict=True)]  # section 3.3: t^T Diag(1 / Y), without the minus
    assert not same(d_y, printed)


def test_softmax_is_not_the_sigmoid_but_of_two_numbers_it_is_that_of_their_difference() -> None:
    two = row("x", 1, 2)
    a, b = expressions(two)
    first = expressions(softmax.forward(two))[0]
    assert is_zero(first - 1 / (1 + sp.exp(b - a)))
    assert is_zero(first - expressions(sigmoid.forward(two[:, :1] - two[:, 1:]))[0])
    assert not is_zero(first - expressions(sigmoid.forward(two))[0])


def test_a_probability_has_no_minus() -> None:
    assert is_zero(total([-y for y in Y]) + 1)  # as printed in section 3.2, "probabilities" sum to -1
    assert all(float(y) > 0 for y in softmax.forward(X).flat)


def test_the_two_cases_of_the_derivative_of_softmax() -> None:
    j = expressions(softmax_jacobian.by_cases(softmax.forward(X)[0]))
    for place, entry in enumerate(j):
        i, k = divmod(place, N)
        assert is_zero(entry - derivative(Y[i], LOGITS[k]))
        assert is_zero(entry - (Y[i] * (1 - Y[i]) if i == k else -Y[i] * Y[k]))


def test_the_jacobian_of_softmax_is_diag_y_minus_y_y_transposed() -> None:
    y = softmax.forward(X)[0]
    j = softmax_jacobian.as_matrix(y)
    assert same(expressions(j), [derivative(v, x) for v in Y for x in LOGITS])
    assert same(expressions(j), expressions(j.T))
    assert same(expressions(j @ (y * 0 + 1)), [sp.Integer(0)] * N)
    assert is_zero(j[0, 0].expression * j[1, 1].expression - j[0, 1].expression ** 2 - Y[0] * Y[1] * Y[2])  # so its rank is 2 of 3
    column = y[:, None]
    assert (column.T @ column).shape == (1, 1)  # Y^T Y of the declared (n, 1) is a number


def test_the_way_back_through_softmax_needs_more_than_the_diagonal() -> None:
    g = row("g")
    y, kept = softmax.linearize(X)
    d_x, slopes = expressions(softmax.pullback(kept, g)), expressions(g)
    inner = total([s * v for s, v in zip(slopes, Y, strict=True)])
    assert same(d_x, [v * (s - inner) for s, v in zip(slopes, Y, strict=True)])
    assert not same(d_x, [s * v * (1 - v) for s, v in zip(slopes, Y, strict=True)])
    # With cross-entropy of the third class the diagonal says 0 for all other classes; y - t does not.
    onehot = pm.distribution([[0.0, 0.0, 1.0]], 1, N)
    _, loss = cross_entropy.linearize(softmax.forward(pm.matrix([[0.5, 0.25, 1.0]])), onehot)
    p = softmax.forward(pm.matrix([[0.5, 0.25, 1.0]]))
    diagonal = np.asarray(loss.gradient()) * p * (1 - p)
    np.testing.assert_allclose(diagonal[0, :2], 0, atol=0)
    assert (np.asarray(softmax.pullback(p, loss.gradient()))[0, :2] > 0.2).all()
    assert same(expressions(y), Y)


def test_the_derivative_by_a_logit_sums_over_all_probabilities() -> None:
    for k, x in enumerate(LOGITS):
        assert is_zero(GRADIENT[k] - total([-t / y * derivative(y, x) for t, y in zip(T, Y, strict=True)]))
        alone = -T[k] / Y[k] * derivative(Y[k], x)  # line 1 of section 3.3; line 2 gives the same: t_i log y_i has no y_k in it
        assert not is_zero(GRADIENT[k] - alone)
        free = [sp.Symbol(f"y_{i}", positive=True) for i in range(N)]
        line_2 = total([-sp.diff(t * sp.log(u), free[k]) for t, u in zip(T, free, strict=True)])
        assert is_zero(line_2 + T[k] / free[k])


def test_every_line_of_the_derivation_keeps_its_sign_before_the_sum() -> None:
    for k, x in enumerate(LOGITS):
        others = [i for i in range(N) if i != k]
        lines = [
            -T[k] / Y[k] * derivative(Y[k], x) - total([T[i] / Y[i] * derivative(Y[i], x) for i in others]),
            -T[k] / Y[k] * Y[k] * (1 - Y[k]) - total([T[i] / Y[i] * (-Y[i] * Y[k]) for i in others]),
            -T[k] * (1 - Y[k]) + total([T[i] * Y[k] for i in others]),
            -T[k] + total([T[i] * Y[k] for i in range(N)]),
            -T[k] + Y[k] * MASS,
        ]
        assert all(is_zero(line - GRADIENT[k]) for line in lines)
        printed = [  # with the operator lost, each sum is a factor
            -T[k] / Y[k] * derivative(Y[k], x) * total([T[i] / Y[i] * derivative(Y[i], x) for i in others]),
            -T[k] / Y[k] * Y[k] * (1 - Y[k]) * total([T[i] / Y[i] * (-Y[i] * Y[k]) for i in others]),
            -T[k] * (1 - Y[k]) * total([T[i] * Y[k] for i in others]),
            -T[k] * total([T[i] * Y[k] for i in range(N)]),
            -T[k] * Y[k] * MASS,
        ]
        assert not any(is_zero(line - GRADIENT[k]) for line in printed)


def test_the_gradient_is_mass_times_y_minus_t_over_the_number_of_rows() -> None:
    loss, kept = softmax_cross_entropy_distribution.linearize(X, TARGET)
    assert is_zero(expressions(loss)[0] - LOSS)
    assert same(expressions(kept.gradient()), [MASS * y - t for y, t in zip(Y, T, strict=True)])
    assert not same(expressions(kept.gradient()), [y - t for y, t in zip(Y, T, strict=True)])
    twice: Any
    target: Any
    twice, target = np.vstack([X, X]), np.vstack([TARGET, TARGET])
    _, of_two = softmax_cross_entropy_distribution.linearize(twice, target)
    assert same(expressions(of_two.gradient())[:N], [g / 2 for g in GRADIENT])


def test_the_pullbacks_of_an_affine_layer_take_the_cotangent_on_different_sides() -> None:
    g = row("g", 2, N)
    x, w, b = row("x", 2, 2), row("w", 2, N), row("b", N)
    d_x, d_w, d_b = affine.pullback(affine.linearize(x, w, b)[1], g)
    assert same(expressions(d_x), expressions(g @ w.T))
    assert same(expressions(d_w), expressions(x.T @ g))
    assert same(expressions(d_b), expressions(g.sum(axis=0)))
    d_x, d_w, d_b = column_affine.pullback(column_affine.linearize(x.T, w.T, b)[1], g.T)
    assert same(expressions(d_x), expressions(w @ g.T))
    assert same(expressions(d_w), expressions(g.T @ x))
    assert same(expressions(d_b), expressions(g.T.sum(axis=1)))


def test_the_step_is_silent_at_zero() -> None:
    assert list(heaviside.forward(pm.vector([-5e-324, 0.0, 5e-324]))) == [0, 0, 1]


def test_sigmoid_is_one_over_one_plus_the_exponential_of_minus_x() -> None:
    assert same(expressions(sigmoid.forward(X)), [1 / (1 + sp.exp(-x)) for x in LOGITS])
    assert sigmoid.forward(pm.vector([1.0]))[0] == pytest.approx(1 / (1 + 1 / e), rel=1e-15)


def test_what_the_symbols_stand_for_is_general() -> None:
    assert all(isinstance(x, Symbol) for x in (*X.flat, *TARGET.flat))
    assert not is_zero(MASS - 1)  # the target is not assumed to sum to 1
