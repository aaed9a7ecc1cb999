from __future__ import annotations

import pytest

from pureml import errors
from pureml.errors import PuremlError
from tests.locks import sent

KINDS = {
    "ShapeError": ValueError,
    "DtypeError": TypeError,
    "DomainError": ValueError,
    "StructureError": TypeError,
    "FormatError": ValueError,
}


def test_the_errors_are_these() -> None:
    found = {name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, Exception)}
    assert found == {*KINDS, "PuremlError"}


@pytest.mark.parametrize("name", KINDS)
def test_an_error_is_ours_and_one_that_python_knows_and_carries_its_sentence(name: str) -> None:
    kind: type[PuremlError] = getattr(errors, name)
    error = kind("Affine: expected 3 columns, got 4")
    for caught in (PuremlError, KINDS[name]):
        with pytest.raises(caught):
            raise error
    assert str(error) == str(sent(error)) == "Affine: expected 3 columns, got 4"
    assert type(sent(error)) is kind
