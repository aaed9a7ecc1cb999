from __future__ import annotations

import json
from typing import TYPE_CHECKING

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pureml.app import documents
from pureml.app.history import Entry
from pureml.app.options import Options
from pureml.errors import FormatError
from tests.app.test_options import OPTIONS

if TYPE_CHECKING:
    from pathlib import Path

FINITE = st.floats(allow_nan=False, allow_infinity=False)
ENTRIES = st.builds(Entry, st.integers(1, 100), FINITE, FINITE, FINITE, FINITE)


@given(record=st.one_of(OPTIONS, ENTRIES))
def test_a_record_is_read_back_as_it_was(record: Options | Entry, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("documents") / "record.json"
    path.write_bytes(documents.encode(record))
    assert documents.read(path, type(record)) == record


@given(st.lists(ENTRIES, max_size=3).map(tuple))
def test_several_records_are_a_list(records: tuple[Entry, ...]) -> None:
    assert json.loads(documents.encode(records)) == [attrs.asdict(record) for record in records]


def test_a_number_that_is_not_finite_is_no_json() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        documents.encode(Entry(1, float("nan"), 0.0, 0.0, 0.0))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "expected JSON"),
        (b"\xff\xfe", "UTF-8"),
        (b"[" * 100000, "expected JSON"),
        (b"[]", "Options"),
        (b"3", "Options"),
        (b'{"epochs": 3, "colour": 1}', "colour"),
        (b'{"epochs": "many"}', "epochs"),
        (b'{"epochs": 0}', "--epochs: expected at least 1"),
        (b'{"dropout": 1.0}', "--dropout: expected a share"),
        (b'{"dropout": NaN}', "--dropout: expected a share"),
        (b'{"activation": "step"}', "activation"),
        (b'{"hidden": 3}', "hidden"),
        (b'{"batch": null}', "batch"),
    ],
)
def test_anything_else_is_refused_in_one_error(text: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    path.write_bytes(text)
    with pytest.raises(FormatError) as caught:
        documents.read(path, Options)
    assert str(caught.value).startswith(f"{path}: ")
    assert said in str(caught.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="No such file"):
        documents.read(tmp_path / "record.json", Options)


def test_the_text_is_json_that_ends_in_a_line_break() -> None:
    text = documents.encode(Options())
    assert text.endswith(b"}\n")
    assert set(json.loads(text)) == {field.name for field in attrs.fields(Options)}
