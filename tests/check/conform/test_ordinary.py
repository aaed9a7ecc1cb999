from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pureml.check.conform.ordinary import cases, compared, jumps, look, regular
from pureml.check.finding import Verdict
from pureml.check.inputs import FLOAT64
from pureml.rules import find
from tests.check.conform import implementations as given


def verdicts(pair: Any) -> dict[str, str]:
    findings, _ = look(pair, seed=0, examples=1)
    return {f.obligation: f.verdict.value for f in findings}


def test_what_is_right_holds_everywhere() -> None:
    assert set(verdicts(given.pair("softmax", given.softmax, given.softmax_back)).values()) == {"verified"}


def test_every_basis_cotangent_is_tried() -> None:
    asked = given.pair("softmax", given.softmax, given.softmax_back)
    gs = [c.g for c in cases(asked, FLOAT64, seed=0, examples=1) if c.parts == ("pullback",) and c.arguments[0].shape == (2, 3)]
    ones = [g for g in gs if np.count_nonzero(g) == 1]
    assert len({g.tobytes() for g in ones}) == 6
    assert len(gs) > len(ones)


@pytest.mark.parametrize("factor", [1 + 1e-7, 1 - 1e-7, -1.0, 2.0, 0.0])
def test_a_factor_is_wrong(factor: float) -> None:
    def scaled(x: Any) -> Any:
        return (given.softmax(x) * factor).astype(x.dtype)

    assert verdicts(given.pair("softmax", scaled))["value"] == "refuted"


def test_a_last_bit_is_not() -> None:
    def nudged(x: Any) -> Any:
        return np.nextafter(given.softmax(x), x.dtype.type(2))

    assert verdicts(given.pair("softmax", nudged))["value"] == "verified"


def test_another_shape_is_told_as_one() -> None:
    def flat(x: Any) -> Any:
        return given.softmax(x).reshape(-1)

    findings, _ = look(given.pair("softmax", flat), seed=0, examples=1)
    assert findings[0].verdict is Verdict.REFUTED
    assert findings[0].why == "expected a value of shape (1, 1), got (1,)"
    assert findings[1].verdict is Verdict.NOT_APPLICABLE


def test_numbers_of_python_are_numbers() -> None:
    def loss(y: Any, target: Any) -> float:
        return float(((y - target) ** 2).mean())

    assert verdicts(given.pair("mean_squared_error", loss))["value"] == "verified"


@pytest.mark.parametrize("answer", [None, "two", object(), np.array(["a"]), 1j])
def test_what_is_no_number_is_wrong(answer: object) -> None:
    asked = given.pair("mean_squared_error", lambda *_: answer)
    assert "refuted" in verdicts(asked).values()


def test_a_number_of_another_kind_is_told_as_it_is() -> None:
    def ones(x: Any) -> Any:
        return np.ones(x.shape, int)

    findings, _ = look(given.pair("softmax", ones), seed=0, examples=1)
    assert next(f.why for f in findings if f.obligation == "value") == "expected 0.5, got 1 at entry 0"


def test_another_number_of_cotangents_is_told() -> None:
    def back(*inputs: Any) -> Any:
        return inputs[-1]

    asked = given.pair("affine", find("affine").forward, back)
    off = next(o for c in cases(asked, FLOAT64, seed=0, examples=1) if (o := compared(asked, c, c.parts[0])))
    assert (off.obligation, off.why) == ("shape", "expected 3 gradients, got 1")


def test_kinks_and_ties_are_not_judged_here() -> None:
    rule = find("relu")
    assert not regular(rule, given.case("relu", np.array([[0.0, 1.0]])))
    assert not regular(rule, given.case("relu", np.array([[1.0, 1.0]])))
    assert regular(rule, given.case("relu", np.array([[-1.0, 1.0]])))
    assert regular(find("softmax"), given.case("softmax", np.array([[0.0, 0.0]])))
    assert jumps(find("heaviside"))
    assert not jumps(rule)
