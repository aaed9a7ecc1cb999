from __future__ import annotations

from pureml import scales
from pureml.check.accuracy.scales import SCALES
from pureml.rules import formulas


def test_every_name_can_be_measured_and_is_used() -> None:
    named = {value for name, value in vars(scales).items() if name.isupper()}
    assert named == set(SCALES) == {bound.scale for formula in formulas() for bound in formula.bounds}
