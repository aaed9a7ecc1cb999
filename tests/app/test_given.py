from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pureml.app.cli import application
from pureml.app.errors import UsageError
from pureml.app.given import given, refuse_others

if TYPE_CHECKING:
    from cyclopts import App, ArgumentCollection

NOTES = Path("run") / "options.json"


def typed(line: str) -> tuple[str, ...]:
    """What a command line gives."""
    seen: list[tuple[str, ...]] = []

    def note(_app: App, _commands: tuple[str, ...], arguments: ArgumentCollection) -> None:
        seen.append(given(arguments))

    app = application()
    app.config = (note,)
    app.parse_args(line, print_error=False, exit_on_error=False)
    (names,) = seen
    return names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("train", ()),
        ("train digits", ()),
        ("train --seed 0", ("--seed",)),
        ("train --seed=0 digits --optimizer sgd --epochs 3", ("--epochs", "--optimizer", "--seed")),
        ("train --batch-norm --quiet", ("--batch-norm", "--quiet")),
        ("train --batch-norm=false", ("--batch-norm",)),
        ("train --batch_norm --json", ("--batch-norm", "--json")),
        ("train -- digits", ()),
        ("search --range lr=1:2 --range batch=1:2 --batch 32", ("--range", "--batch")),
    ],
)
def test_an_option_counts_by_being_typed_whatever_its_value(line: str, names: tuple[str, ...]) -> None:
    assert typed(line) == names


def test_the_first_option_that_is_not_taken_is_told() -> None:
    refuse_others((), set(), "run", NOTES)
    refuse_others(("--json", "--quiet"), {"--quiet", "--json"}, "run", NOTES)
    with pytest.raises(
        UsageError, match=r"^--lr: expected no option of the run with --resume, which goes on with those in run.options.json$"
    ):
        refuse_others(("--json", "--lr", "--seed"), {"--json"}, "run", NOTES)
