from __future__ import annotations

from typing import Any

import attrs
import numpy as np
import pytest

from pureml.check.coq.lemma import lemma, place, tensor
from pureml.rules import find


def test_a_statement_has_a_claim_for_each_entry_and_a_hypothesis_for_each_side_of_a_kink() -> None:
    text = lemma(find("relu"))
    assert "  (0 < x_0_0) ->\n  ~ (0 < x_0_1) ->\n" in text
    assert "y ([0 of 1], [1 of 2]) = 0 /\\" in text
    assert "d ([0 of 1], [0 of 2]) = g_0_0 /\\" in text
    assert text.count(" /\\\n") == 5


def test_a_row_shift_is_a_variable_of_its_own() -> None:
    text = lemma(find("softmax"))
    assert "exp (- shift_0 + x_0_0)" in text
    assert {"shift_0", "shift_1"} <= set(text.partition("(")[2].partition(" : R)")[0].split())


def test_a_constant_is_a_variable() -> None:
    assert "leaky_relu_rule [finType of 'I_1 * 'I_2] slope in" in lemma(find("leaky_relu"))


def test_a_changed_formula_changes_the_statement() -> None:
    rule = find("sigmoid")

    def doubled(kept: Any, g: Any) -> Any:
        d_x: Any = rule.pullback(kept, g)
        return d_x * 2

    wrong = attrs.evolve(rule, pullback=doubled)
    assert lemma(wrong) != lemma(rule)
    assert [a == b for a, b in zip(lemma(wrong).splitlines(), lemma(rule).splitlines(), strict=True)].count(False) == 2


def test_every_variable_is_bound_once() -> None:
    names = lemma(find("batch_norm_evaluation")).partition("(")[2].partition(" : R)")[0].split()
    assert len(names) == len(set(names))
    assert {"x_1_1", "variance_0", "eps", "g_0_1", "gamma_dot_1"} <= set(names)


def test_masks_and_places_are_written_in_full() -> None:
    assert tensor(np.array([[True, False]])) == "(keeps 1 2 [:: [:: true; false]])"
    assert place((1, 0), (2, 3)) == "([1 of 2], [0 of 3])"


def test_a_rule_that_is_not_tied_is_refused() -> None:
    with pytest.raises(KeyError, match="convolution"):
        lemma(find("convolution"))
