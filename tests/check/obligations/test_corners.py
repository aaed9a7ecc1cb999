from __future__ import annotations

from typing import Any

import attrs

from pureml.check.evidence import Corner, Evidence
from pureml.check.finding import Verdict
from pureml.check.obligations.corners import CORNERS
from pureml.check.obligations.identity import IDENTITY
from tests.check.wrong import pasted, refuted, subject, verified


def one_at_zero(y: Any, g: Any) -> Any:
    return g * (y >= 0)


def test_another_convention_is_refuted_at_the_kink_and_seen_nowhere_else_by_floats() -> None:
    verified(CORNERS, subject("relu"))
    finding = refuted(CORNERS, subject("relu", pushforward=lambda y, v: v * (1 * (y > 0) + (y == 0)), pullback=one_at_zero), example=True)
    assert "pushforward in float64" in finding.why
    assert "[[0.]]" in pasted(finding, {})  # the code names the rule of the package, which is right


def test_the_way_back_is_asked_as_well() -> None:
    assert "pullback" in refuted(CORNERS, subject("relu", pullback=one_at_zero)).why


def test_a_convention_outside_the_subdifferential_is_refuted_even_where_the_rule_follows_it() -> None:
    two = Evidence(corners=(Corner("slope 2 at 0", ([[0]],), ([[1]],), [[2]]),))
    wrong = subject("relu", two, pushforward=lambda y, v: v * ((y > 0) + 2 * (y == 0)), pullback=lambda y, g: g * ((y > 0) + 2 * (y == 0)))
    assert "not between" in refuted(CORNERS, wrong).why


def test_half_is_in_the_subdifferential_but_is_not_the_documented_slope() -> None:
    halves = subject("relu", pushforward=lambda y, v: v * (2 * (y > 0) + (y == 0)) / 2)
    assert "expected 0" in refuted(CORNERS, halves).why


def test_corners_are_owed_by_a_rule_with_kinks_and_by_no_smooth_one() -> None:
    bare = subject("relu", Evidence())
    assert CORNERS.settle(bare).verdict is Verdict.UNDECIDED
    assert CORNERS.settle(attrs.evolve(bare, owed=False)).verdict is Verdict.NOT_APPLICABLE
    assert CORNERS.settle(subject("softmax")).verdict is Verdict.NOT_APPLICABLE
    assert IDENTITY.settle(bare).verdict is Verdict.VERIFIED
