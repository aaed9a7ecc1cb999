"""Which options a command line gives, whatever their values."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Annotated, TypeAlias

from cyclopts import ArgumentCollection, Parameter

from .errors import UsageError

Given: TypeAlias = Annotated[tuple[str, ...], Parameter(parse=False)]
"""The names of the options that were typed: a record of options does not tell a default from the same value typed."""


def given(arguments: ArgumentCollection) -> tuple[str, ...]:
    """The names of the options with something from the command line in them, in the order of the help page.

    Data without an option before it has no name, and is left out.
    """
    return tuple(argument.name for argument in arguments if any(token.keyword is not None for token in argument.tokens))


def refuse_others(names: tuple[str, ...], taken: AbstractSet[str], job: str, notes: Path) -> None:
    """Raise `UsageError` for the first option that a job which goes on does not take, as its notes hold it.

    >>> refuse_others(("--json", "--seed"), {"--json"}, "run", Path("my-run/options.json"))
    Traceback (most recent call last):
    ...
    pureml.app.errors.UsageError: --seed: expected no option of the run with --resume, which goes on with those in my-run/options.json
    """
    if others := [name for name in names if name not in taken]:
        raise UsageError(f"{others[0]}: expected no option of the {job} with --resume, which goes on with those in {notes}")
