from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs

from pureml.check.obligations.complex_step import COMPLEX_STEP
from pureml.check.obligations.cotangents import COTANGENTS
from pureml.check.obligations.identity import IDENTITY
from pureml.functions import relu, softmax
from tests.check.wrong import refuted, subject, verified

TINY = 10**30


def nearly(y: Any, g: Any) -> Any:
    """The pullback of softmax, and a term that no float sees."""
    return softmax.pullback(y, g) + y * y * g / TINY


def test_a_term_that_no_float_sees_is_refuted_on_symbols() -> None:
    wrong = subject("softmax", pullback=nearly)
    verified(COMPLEX_STEP, wrong)
    verified(COTANGENTS, wrong)
    assert "pullback 0[0] - J^T g" in refuted(IDENTITY, wrong).why


def test_a_wrong_pushforward_is_refuted_too() -> None:
    assert "pushforward" in refuted(IDENTITY, subject("softmax", pushforward=nearly)).why


def test_a_shift_that_the_value_depends_on_is_refuted() -> None:
    def shifted(x: Any) -> Any:
        from pureml.arrays import row_shift

        return softmax.forward(x) * row_shift(x)

    assert "dshift" in refuted(IDENTITY, subject("softmax", forward=shifted, linearize=lambda x: (shifted(x), softmax.forward(x)))).why


def test_every_region_of_a_rule_with_kinks_is_met_and_counted() -> None:
    right = subject("relu")
    assert verified(IDENTITY, right).tried == 3 * 3 + 8
    one_less = attrs.evolve(right, evidence=attrs.evolve(right.evidence, regions=({"rows": 1, "columns": 3}, 9)))
    assert "met 8" in refuted(IDENTITY, one_less).why


def test_a_mistake_in_a_single_region_is_refuted() -> None:
    def all_off(y: Any, g: Any) -> Any:
        """Wrong only where all three units of a row are off."""
        off = (relu.pullback(y, g) == 0).all() and y.size == 3
        return g if off else relu.pullback(y, g)

    refuted(IDENTITY, subject("relu", pullback=all_off))


def test_the_counter_example_can_be_pasted_and_prints_the_wrong_numbers() -> None:
    from tests.check.wrong import pasted

    finding = refuted(IDENTITY, subject("softmax", pullback=lambda y, g: g * y * (1 - y)), example=True)
    assert finding.counterexample is not None
    assert float(Fraction(finding.counterexample.expected.removeprefix("an entry "))) != float(finding.counterexample.got)
    assert "[[" in pasted(finding, {})
