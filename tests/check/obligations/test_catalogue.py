from __future__ import annotations

from pureml.check.obligations import OBLIGATIONS


def test_names_are_unique_and_each_makes_a_claim() -> None:
    names = [obligation.name for obligation in OBLIGATIONS]
    assert len(set(names)) == len(names)
    assert all(obligation.claim for obligation in OBLIGATIONS)
