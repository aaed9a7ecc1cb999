from __future__ import annotations

from pureml.check.accuracy import SCALES
from pureml.functions import scales
from pureml.rules import catalogue


def test_every_name_can_be_measured() -> None:
    named = {value for name, value in vars(scales).items() if name.isupper()}
    assert named | {"each entry"} == set(SCALES)


def test_every_bound_of_a_function_names_one() -> None:
    used = {bound.scale for rule in catalogue() if ".functions." in rule.forward.__module__ for bound in rule.bounds}
    assert used == set(SCALES)
