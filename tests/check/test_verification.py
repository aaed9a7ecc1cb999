from __future__ import annotations

from typing import Any

import attrs
import numpy as np
import pytest

from pureml.check.evidence import Equal, Evidence
from pureml.check.finding import Verdict
from pureml.check.verification import assert_verified, certify, told, verify
from pureml.errors import DomainError
from pureml.rules import ELEMENTWISE, Rule, find


def swish(x: Any) -> Any:
    return x / (1 + np.exp(-x))


def swish_linearize(x: Any) -> tuple[Any, Any]:
    return swish(x), x


def swish_pull(x: Any, g: Any) -> Any:
    s = 1 / (1 + np.exp(-x))
    return g * (s + x * s * (1 - s))


def wrong_pull(x: Any, g: Any) -> Any:
    s = 1 / (1 + np.exp(-x))
    return g * (s + x * (1 - s))


SWISH = Rule(
    name="swish",
    formula="x sigmoid(x)",
    derivative="",
    forward=swish,
    linearize=swish_linearize,
    pushforward=swish_pull,
    pullback=swish_pull,
    domain=ELEMENTWISE,
    source="Ramachandran et al. (2017)",
)


def test_a_rule_of_a_users_own_is_certified_by_every_obligation_that_needs_no_reference() -> None:
    entry = verify(SWISH)
    found = {finding.obligation: finding.verdict for finding in entry.findings}
    assert found["identity"] is found["adjoint"] is found["cotangents"] is found["purity"] is Verdict.VERIFIED
    assert found["laws"] is found["definition"] is Verdict.NOT_APPLICABLE
    assert found["accuracy"] is Verdict.REFUTED  # exp(-x) overflows where the value is still a float


def test_a_right_rule_of_a_users_own_passes_in_a_test() -> None:
    def third(x: Any) -> Any:
        return x / 3

    def linearize(x: Any) -> tuple[Any, None]:
        return x / 3, None

    def slope(_: None, v: Any) -> Any:
        return v / 3

    assert_verified(attrs.evolve(SWISH, name="third", forward=third, linearize=linearize, pushforward=slope, pullback=slope))


def test_with_evidence_of_its_own_that_is_held_against_it_too() -> None:
    odd = Equal("y(x) - y(-x) = x", lambda call: (call.y - call.at(-call.arguments[0]).y, call.arguments[0]))
    assert {f.obligation: f.verdict for f in verify(SWISH, Evidence(laws=(odd,))).findings}["laws"] is Verdict.VERIFIED
    even = Equal("y(x) = y(-x)", lambda call: (call.y, call.at(-call.arguments[0]).y))
    with pytest.raises(AssertionError, match=r"laws: refuted: y\(x\) = y\(-x\)"):
        assert_verified(SWISH, Evidence(laws=(even,)))


def test_a_wrong_rule_is_refuted_with_code_that_names_its_functions() -> None:
    wrong = attrs.evolve(SWISH, pullback=wrong_pull)
    with pytest.raises(AssertionError, match=r"tests.check.test_verification.wrong_pull\("):
        assert_verified(wrong)


def test_a_rule_of_the_package_goes_by_its_name_or_as_it_is() -> None:
    assert verify("relu").verdict is verify(find("relu")).verdict is Verdict.VERIFIED
    with pytest.raises(DomainError, match="expected one of"):
        verify("swish")


@pytest.mark.parametrize("workers", [1, 2])
def test_entries_come_in_the_order_of_their_names_from_any_number_of_processes(workers: int) -> None:
    names = ("relu", "identity", "heaviside")
    assert [entry.name for entry in certify(names, workers=workers)] == list(names)


def test_a_finding_is_told_with_its_counter_example() -> None:
    refuted = next(f for f in verify(attrs.evolve(SWISH, pullback=wrong_pull)).findings if f.counterexample is not None)
    assert "# expected" in told(refuted)
