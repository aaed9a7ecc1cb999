"""Frozen records as JSON files, and back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final, TypeVar

from cattrs import BaseValidationError, transform_error
from cattrs.preconf.json import make_converter
from cattrs.v import format_exception

from ..errors import FormatError, PuremlError

T = TypeVar("T")
_CONVERTER: Final = make_converter(forbid_extra_keys=True)


def encode(record: object) -> bytes:
    r"""A record as JSON text that ends in a line break; raises `ValueError` for a number that is not finite.

    >>> encode({"epoch": 1})
    b'{\n  "epoch": 1\n}\n'
    """
    return (_CONVERTER.dumps(record, indent=2, allow_nan=False) + "\n").encode()


def read(path: Path, kind: type[T]) -> T:
    """The record in a file; raises `FormatError` for everything that can be wrong with it, also where it is missing."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise FormatError(f"{path}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise FormatError(f"{path}: expected text in UTF-8, got other bytes") from error
    return parsed(path, text, kind)


def parsed(path: Path, text: str, kind: type[T]) -> T:
    """The record that JSON from a file describes; raises `FormatError`."""
    try:
        found: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FormatError(f"{path}: expected JSON, got: {error}") from error
    try:
        return _CONVERTER.structure(found, kind)
    except BaseValidationError as error:
        raise FormatError(f"{path}: {transform_error(error, format_exception=_told)[0]}") from error
    except (PuremlError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise FormatError(f"{path}: expected the fields of {kind.__name__}, got: {error}") from error


def _told(error: BaseException, kind: type | None) -> str:
    """Our own errors say what was expected; the library's are put into words by it."""
    return str(error) if isinstance(error, PuremlError) else format_exception(error, kind)
