from __future__ import annotations

from pureml import scales
from pureml.check.accuracy.scales import SCALES
from pureml.rules import formulas
from pureml.scales import UNDERFLOW, WITHIN_5, WITHIN_128


def test_every_name_can_be_measured_and_is_used() -> None:
    named = {value for name, value in vars(scales).items() if name.isupper()}
    assert named == set(SCALES) == {bound.scale for formula in formulas() for bound in formula.bounds}


def test_where_logits_are_nearer_to_each_other_the_bound_is_tighter() -> None:
    for formula in formulas():
        by_scale = {(b.part, b.dtype, b.scale): b.ulp for b in formula.bounds}
        for (part, dtype, scale), ulp in by_scale.items():
            if scale == WITHIN_128:
                assert by_scale[part, dtype, WITHIN_5] < ulp < by_scale[part, dtype, UNDERFLOW]
