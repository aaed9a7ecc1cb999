from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import sympy as sp

from pureml.arrays import row_shift
from pureml.check.numbers import Symbol, Undecided, is_zero
from pureml.check.numbers.arrays import Objects, expressions, symbols
from pureml.check.numbers.zero import sign, vanishes
from tests.check.numbers.drawing import generator

X, Y, M = (sp.Symbol(name, real=True) for name in ("x", "y", "m"))
T = sp.Symbol("t", positive=True)


def sigmoid(x: sp.Expr) -> sp.Expr:
    return 1 / (1 + sp.exp(-x))


IDENTITIES: dict[str, sp.Expr] = {
    "sigmoid": sp.diff(sigmoid(X), X) - sigmoid(X) * sigmoid(-X),
    "sigmoid is a tanh": sigmoid(2 * X) - (1 + sp.tanh(X)) / 2,
    "tanh": sp.diff(sp.tanh(X), X) - 4 * sp.exp(-2 * X) / (1 + sp.exp(-2 * X)) ** 2,
    "softplus": sp.log(1 + sp.exp(-X)) + X - sp.log(1 + sp.exp(X)),
    "softplus slope": sp.diff(sp.log(1 + sp.exp(X)), X) - sigmoid(X),
    "log sigmoid": sp.log(sigmoid(X)) + sp.log(1 + sp.exp(-X)),
    "logit": sp.log(sigmoid(X) / (1 - sigmoid(X))) - X,
    "shift": sp.log(sp.exp(X - M) + sp.exp(Y - M)) + M - sp.log(sp.exp(X) + sp.exp(Y)),
    "log1p with a shift": sp.log(1 + (sp.exp(X - M) + (sp.exp(Y - M) - 1))) - Y + M - sp.log(1 + sp.exp(X - Y)),
    "cosh": sp.cosh(X) ** 2 - sp.sinh(X) ** 2 - 1,
    "roots of an exponential": (sp.exp(X / 2) + sp.exp(X / 3)) ** 2 - sp.exp(X) - 2 * sp.exp(5 * X / 6) - sp.exp(2 * X / 3),
    "exponential of a quotient": sp.exp((X + Y) / (1 + X**2)) - sp.exp(X / (1 + X**2)) * sp.exp(Y / (1 + X**2)),
    "normal density": sp.diff(sp.erf(X / sp.sqrt(2)), X) - sp.sqrt(2) * sp.exp(-(X**2) / 2) / sp.sqrt(sp.pi),
    "absolute": sp.Abs(X) ** 3 - sp.Abs(X**3),
    "sign": sp.sign(X) * X - sp.Abs(X),
    "product under a root": sp.sqrt(T * (1 + X**2)) - sp.sqrt(T) * sp.sqrt(1 + X**2),
    "quotient under a root": 1 / sp.sqrt(X**2 + T) - sp.sqrt(X**2 + T) / (X**2 + T),
    "rationalized": 1 / (sp.sqrt(T) + 1) - (sp.sqrt(T) - 1) / (T - 1),
    "powers": 2**X * 3**X - 6**X,
    "log of a root": 2 * sp.log(X * sp.sqrt(X * Y)) - 3 * sp.log(X) - sp.log(Y),
    "log of a power": sp.log(X**2) - 2 * sp.log(X),
}


@pytest.mark.parametrize("name", IDENTITIES)
def test_an_identity_is_proved_and_its_mutants_are_refuted(name: str) -> None:
    identity = IDENTITIES[name]
    assert is_zero(identity)
    for change in (sp.Rational(1, 10**12), X * sp.Rational(1, 10**12), sp.exp(-(X**2))):
        assert not is_zero(identity + change)


UNKNOWN = {
    "roots of a product": sp.sqrt(X * Y) - sp.sqrt(X) * sp.sqrt(Y),
    "square under a root": sp.sqrt(X**2 + 2 * X + 1) - sp.Abs(X + 1),
    "logarithm of what factors": sp.log(X**2 - 1) - sp.log(X - 1) - sp.log(X + 1),
    "nested roots": sp.sqrt(5 + 2 * sp.sqrt(6)) - sp.sqrt(2) - sp.sqrt(3),
    "another function": sp.sin(X) - sp.sin(X + 1),
    "nowhere defined": 1 / ((X + 1) ** 2 - X**2 - 2 * X - 1),
    "nowhere real": sp.log(-1 - X**2),
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_is_neither_proved_nor_refuted_is_undecided(name: str) -> None:
    with pytest.raises(Undecided):
        is_zero(UNKNOWN[name])


def test_a_difference_in_one_half_line_is_found() -> None:
    assert not is_zero(sp.Abs(X) - X)
    assert not is_zero(sp.sqrt(Y / X) - sp.sqrt(X * Y) / X)
    assert not is_zero(sp.log(X - 2) - sp.log(X - 2 + sp.exp(-100 * X)))


def test_an_expression_with_a_float_is_refused() -> None:
    with pytest.raises(TypeError, match="float"):
        is_zero(X - sp.Float(0.5))


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        (sp.exp(1) - sp.Rational(271828182845904523537, 10**20), -1),
        (sp.sqrt(2) - sp.Rational(3, 2), -1),
        (sp.exp(sp.Rational(1, 2)) ** 2 - sp.E, 0),
        (sp.log(6) - sp.log(2) - sp.log(3), 0),
        (sp.exp(sp.Rational(1, 10**40)) - 1, 1),
        (sp.Rational(0), 0),
    ],
)
def test_the_sign_of_a_number(expression: sp.Expr, wanted: int) -> None:
    assert sign(expression) == wanted
    assert sign(-expression) == -wanted
    assert vanishes(expression) == (wanted == 0)


# ------------------------------------------------ identities of whole layers --


def transposed_jacobian(y: Objects, g: Objects, x: Objects) -> list[sp.Expr]:
    """J^T g, by differentiating what the forward function computed."""
    total = sp.Add(*(a * b for a, b in zip(expressions(y), expressions(g), strict=True)))
    return [sp.diff(total, s) for s in expressions(x) if isinstance(s, sp.Symbol)]


def proved(got: Objects, want: list[sp.Expr]) -> bool:
    return all(is_zero(a - b) for a, b in zip(expressions(got), want, strict=True))


def softmax(x: Any, g: Any, k: int) -> tuple[Any, Any]:
    e: Any = np.exp(x - row_shift(x))
    y = e / e.sum(axis=1, keepdims=True)
    return y, y * (g - k * (y * g).sum(axis=1, keepdims=True))


def batch_norm(x: Any, g: Any, k: int) -> tuple[Any, Any]:
    n = len(x)
    centred = x - x.sum(axis=0) / n
    deviation: Any = np.sqrt((centred * centred).sum(axis=0) / n + Symbol.of(T, 0.5))
    y = centred / deviation
    return y, (n * g - g.sum(axis=0) - k * y * (g * y).sum(axis=0)) / (n * deviation)


@pytest.mark.parametrize("layer", [softmax, batch_norm])
def test_the_pullback_of_a_layer_is_proved_and_a_wrong_one_refuted(layer: Callable[[Any, Any, int], tuple[Any, Any]]) -> None:
    x, g = symbols("x", generator(0), 4, 4), symbols("g", generator(1), 4, 4)
    y, d_x = layer(x, g, 1)
    want = transposed_jacobian(y, g, x)
    assert proved(d_x, want)
    assert not any(is_zero(a - b) for a, b in zip(expressions(layer(x, g, 2)[1]), want, strict=True))


def test_cross_entropy_by_the_label_split_is_proved() -> None:
    x: Any = symbols("x", generator(), 4, 4)
    rows, labels = np.arange(4), np.array([0, 2, 1, 3])
    z = x - row_shift(x)
    e: Any = np.exp(z)
    others, e_label = e.copy(), e[rows, labels]
    others[rows, labels] = Symbol(0)
    rest = others.sum(axis=1)
    loss = (np.log1p(rest + (e_label - 1)) - z[rows, labels]).sum() / 4
    d_x = others / (4 * (rest + e_label))[:, None]
    d_x[rows, labels] = -rest / (4 * (rest + e_label))
    assert proved(d_x, [sp.diff(loss.expression, s) for s in expressions(x) if isinstance(s, sp.Symbol)])
    plain: Any = np.exp(x)
    naive = -np.log(plain[rows, labels] / plain.sum(axis=1)).sum() / 4
    assert is_zero(loss.expression - naive.expression)
    shifts = loss.expression.atoms(sp.Dummy)
    assert len(shifts) == 4
    assert all(is_zero(sp.diff(loss.expression, shift)) for shift in shifts)
