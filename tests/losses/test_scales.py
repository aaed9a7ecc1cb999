from __future__ import annotations

from pureml.losses.scales import DIFFERENCE, UNDERFLOW, WITHIN_5, WITHIN_128
from pureml.rules import catalogue


def test_every_bound_of_a_loss_is_taken_of_a_scale_that_is_described_and_every_scale_is_used() -> None:
    stated = {b.scale for rule in catalogue() if ".losses." in rule.forward.__module__ for b in rule.bounds}
    assert stated - {"each entry"} == {DIFFERENCE, UNDERFLOW, WITHIN_5, WITHIN_128}


def test_every_loss_bounds_its_value_and_its_gradient_in_both_dtypes() -> None:
    for rule in catalogue():
        if rule.forward.__module__.startswith("pureml.losses.") and rule.domain.arguments[-1].name == "target":
            parts = {(b.part, b.dtype) for b in rule.bounds}
            assert parts == {(p, d) for p in ("forward", "pullback") for d in ("float32", "float64")}, rule.name


def test_where_logits_are_nearer_to_each_other_the_bound_is_tighter() -> None:
    for rule in catalogue():
        by_scale = {(b.part, b.dtype, b.scale): b.ulp for b in rule.bounds}
        for (part, dtype, scale), ulp in by_scale.items():
            if scale == WITHIN_5:
                assert ulp < by_scale[part, dtype, UNDERFLOW]
            if scale == WITHIN_128:
                assert by_scale[part, dtype, WITHIN_5] < ulp < by_scale[part, dtype, UNDERFLOW]
