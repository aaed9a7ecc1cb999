"""The message of an error, whole: what, where, expected, got."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pureml.errors import PuremlError


def refused(error: type[PuremlError], call: Callable[..., object], *args: Any) -> str:
    """The message of the error that a call raises."""
    with pytest.raises(error) as raised:
        call(*args)
    return str(raised.value)
