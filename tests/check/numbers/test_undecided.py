from __future__ import annotations

from pureml.check.numbers import Undecided
from pureml.errors import PuremlError


def test_undecided_is_ours_and_is_arithmetic_and_is_no_wrong_value() -> None:
    assert issubclass(Undecided, PuremlError)
    assert issubclass(Undecided, ArithmeticError)
    assert not issubclass(Undecided, ValueError)
