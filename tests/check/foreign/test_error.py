from __future__ import annotations

from pureml.check.foreign.error import ForeignError, line
from pureml.errors import PuremlError


def test_an_exception_is_one_line_of_bounded_length() -> None:
    assert line(RuntimeError("a\nb\t c")) == "RuntimeError: a b c"
    assert line(KeyboardInterrupt()) == "KeyboardInterrupt"
    assert len(line(ValueError("x" * 1000), 50)) == 50
    assert line(ValueError("x" * 1000)).endswith("...")


def test_it_is_an_error_of_the_package() -> None:
    assert issubclass(ForeignError, PuremlError)
