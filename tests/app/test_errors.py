from __future__ import annotations

from pureml.app.errors import UsageError
from pureml.errors import PuremlError


def test_a_usage_error_is_told_from_bad_data_by_its_type() -> None:
    assert issubclass(UsageError, PuremlError)
    assert not issubclass(UsageError, ValueError)
