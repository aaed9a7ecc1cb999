from __future__ import annotations

from typing import Any

from pureml.check.conform.dtype import look
from pureml.check.finding import Verdict
from tests.check.conform import implementations as given


def test_double_out_of_single_is_found_at_a_small_case() -> None:
    finding = look(given.pair("softmax", given.double), seed=0)
    assert (finding.verdict, finding.why) == (Verdict.REFUTED, "forward gives float64 out of float32")
    assert finding.counterexample is not None
    assert "x = np.array([[0.0]], np.float32)" in finding.counterexample.code


def test_the_way_back_is_looked_at_as_well() -> None:
    def back(x: Any, g: Any) -> Any:
        return given.softmax_back(x, g).astype("f8")

    assert look(given.pair("softmax", given.softmax, back), seed=0).why == "the pullback gives float64 out of float32"


def test_a_number_of_python_has_no_dtype() -> None:
    def loss(y: Any, target: Any) -> float:
        return float(((y - target) ** 2).mean())

    assert look(given.pair("mean_squared_error", loss), seed=0).verdict is Verdict.VERIFIED
